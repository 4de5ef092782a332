/** The inputs of a graph, each ready to take rows: columns of a table, or images that a column names. */
import type { ModelInput } from '../../../schemas/evaluationJob.ts';
import { nearest } from '../spec/nearest.ts';
import type { FedInput } from './fedInput.ts';
import { fixedBatch } from './fixedBatch.ts';
import { imageAxes, imageBatch, prepareImageInput } from './images/imageInput.ts';
import type { ImageInputWish, ImageWorld } from './images/imageInput.ts';
import { ModelProblem } from './modelProblem.ts';
import type { ModelValue, OpenModel } from './openModel.ts';
import { prepareTableInput } from './tableInputs.ts';

export interface PreparedInputs {
  readonly inputs: readonly FedInput[];
  /** Most rows of a tensor. */
  readonly batch: number;
  /** Whether every tensor must have that many rows. */
  readonly isFixed: boolean;
}

/**
 * Checks the spec's inputs against those of the graph, and makes them ready.
 *
 * @param batch most rows of a tensor that are wished for; images take fewer
 * @throws {ModelProblem} for a missing or an unknown input, and for types and widths that do not fit
 */
export async function prepareInputs(
  model: OpenModel,
  wanted: readonly ModelInput[],
  batch: number,
  label: string,
  world: ImageWorld,
): Promise<PreparedInputs> {
  const unknown = wanted.find(({ name }) => !model.inputs.some((input) => input.name === name));
  if (unknown !== undefined) {
    const near = nearest(
      unknown.name,
      model.inputs.map(({ name }) => name),
    );
    const hint = near === undefined ? `its inputs are ${listOf(model.inputs)}.` : `did you mean ${near}?`;
    throw new ModelProblem(`${label} has no input ${unknown.name}; ${hint}`);
  }
  const pairs = model.inputs.map((graph) => {
    const input = wanted.find(({ name }) => name === graph.name);
    if (input !== undefined) return { graph, input, image: imageWishOf(input) };
    throw new ModelProblem(
      `The input ${graph.name} of ${label} is fed by nothing; say under \`inputs\` which column it takes.`,
    );
  });
  const pictures = pairs.filter(({ image }) => image !== undefined);
  const fixed = fixedBatch(
    model.inputs,
    pictures.map(({ graph: { name } }) => ({ name, axes: imageAxes })),
  );
  const rows =
    fixed ??
    Math.min(batch, ...pairs.map(({ graph, image }) => (image === undefined ? batch : imageBatch(graph, image))));
  const inputs: FedInput[] = [];
  for (const { graph, input, image } of pairs) {
    inputs.push(
      image === undefined
        ? prepareTableInput(model, graph, input, rows, label)
        : await prepareImageInput(model, graph, image, rows, label, world),
    );
  }
  return { inputs, batch: rows, isFixed: fixed !== undefined };
}

function imageWishOf({ name, columns, type, image }: ModelInput): ImageInputWish | undefined {
  const [column = ''] = columns;
  if (image === undefined) return undefined;
  if (columns.length === 1) return { name, column, type, image };
  throw new ModelProblem(`The input ${name} takes images of ${columns.length} columns; write one \`column\`.`);
}

function listOf(values: readonly ModelValue[]): string {
  return values.map(({ name }) => name).join(', ');
}
