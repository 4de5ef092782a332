/** What a model answers for rows of a table, gathered over all batches. */
import type { ModelOutput } from '../../../schemas/evaluationJob.ts';
import { nearest } from '../spec/nearest.ts';
import { ModelProblem } from './modelProblem.ts';
import type { OpenModel } from './openModel.ts';
import type { OutputData } from './startAnswerThread.ts';

/** Scores of rows, one column for each class, or one number for each row. */
export interface GatheredScores {
  /** Row-major, as exact as the model gives them. */
  readonly values: Float32Array | Float64Array;
  /** Columns. */
  readonly width: number;
}

/** Takes the answers of batches. */
export interface TableOutput {
  readonly name: string;
  readonly as: ModelOutput['as'];
  /**
   * Puts the first rows of a batch into their place.
   *
   * @param first place of the first of them among all rows that are answered
   * @param lost places of rows that were not read, and have no answer
   * @throws {ModelProblem} when the shape does not fit
   */
  readonly take: (answer: OutputData, first: number, rows: number, lost: ReadonlySet<number>) => void;
  readonly scores: () => GatheredScores;
}

/** The output that metrics are computed of: scores rather than the class, where a model gives both. */
const preferred: readonly ModelOutput['as'][] = ['probabilities', 'probability', 'logits', 'value', 'class-id'];

/**
 * Picks the output that says most, and makes it ready.
 *
 * @param rows of the split, for the memory
 * @throws {ModelProblem} when the spec names an output that the graph lacks
 */
export function prepareOutput(
  model: OpenModel,
  wanted: readonly ModelOutput[],
  rows: number,
  label: string,
): TableOutput {
  const names = model.outputs.map(({ name }) => name);
  const unknown = wanted.find(({ name }) => !names.includes(name));
  if (unknown !== undefined) {
    const near = nearest(unknown.name, names);
    const hint = near === undefined ? `its outputs are ${names.join(', ')}.` : `did you mean ${near}?`;
    throw new ModelProblem(`${label} has no output ${unknown.name}; ${hint}`);
  }
  const chosen = preferred.flatMap((as) => wanted.find((output) => output.as === as) ?? [])[0];
  if (chosen === undefined) throw new ModelProblem(`The spec says of no output of ${label} what it means.`);
  const type = model.outputs.find(({ name }) => name === chosen.name)?.type;
  const gather = createGatherer(rows, chosen.name, label, type === 'float32' ? Float32Array : Float64Array);
  return {
    name: chosen.name,
    as: chosen.as,
    take: (answer, first, count, lost) => gather.take(answer, first, count, lost, chosen),
    scores: gather.scores,
  };
}

function createGatherer(rows: number, name: string, label: string, Values: typeof Float32Array | typeof Float64Array) {
  let width: number | undefined;
  let values: GatheredScores['values'] = new Values();
  return {
    take: (
      tensor: OutputData,
      at: number,
      count: number,
      lost: ReadonlySet<number>,
      { as, classes }: ModelOutput,
    ): void => {
      const columns = tensor.dims.slice(1).reduce((product, size) => product * size, 1);
      if ((tensor.dims[0] ?? 0) < count) {
        throw new ModelProblem(
          `The output ${name} of ${label} has the shape ${tensor.dims.join(' × ')} for ${count} rows; the first axis must be that of rows.`,
        );
      }
      if (width === undefined) {
        width = columns;
        values = new Values(rows * columns);
      }
      if (columns !== width) {
        throw new ModelProblem(
          `The output ${name} of ${label} has ${width} columns for some rows and ${columns} for others.`,
        );
      }
      if (as !== 'class-id' && classes !== undefined && classes.length !== columns && columns !== 1) {
        throw new ModelProblem(
          `The output ${name} of ${label} has ${columns} columns, and the spec names ${classes.length} ${classes.length === 1 ? 'class' : 'classes'}.`,
        );
      }
      copyNumbers(tensor, values, at * columns, count * columns, classes, name, label);
      for (const place of lost) values.fill(NaN, (at + place) * columns, (at + place + 1) * columns);
    },
    scores: (): GatheredScores => ({ values, width: width ?? 1 }),
  };
}

function copyNumbers(
  { data }: OutputData,
  into: GatheredScores['values'],
  at: number,
  length: number,
  classes: readonly string[] | undefined,
  name: string,
  label: string,
): void {
  if (data instanceof Float32Array || data instanceof Float64Array || data instanceof Int32Array) {
    into.set(data.subarray(0, length), at);
    return;
  }
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    for (let index = 0; index < length; index++) into[at + index] = Number(data[index] ?? 0n);
    return;
  }
  if (Array.isArray(data)) {
    for (let index = 0; index < length; index++) into[at + index] = classOf(data[index], classes, name, label);
    return;
  }
  if (data instanceof Int8Array || data instanceof Uint8Array || data instanceof Int16Array) {
    into.set(data.subarray(0, length), at);
    return;
  }
  throw new ModelProblem(`The output ${name} of ${label} is of a type that holds no scores.`);
}

function classOf(
  text: string | undefined,
  classes: readonly string[] | undefined,
  name: string,
  label: string,
): number {
  const index = classes?.indexOf(text ?? '') ?? -1;
  if (index !== -1) return index;
  throw new ModelProblem(
    `The output ${name} of ${label} answers ${JSON.stringify(text)}, which is none of the classes that the spec names.`,
  );
}
