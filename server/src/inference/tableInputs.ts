/** Columns of a table as the tensors that a model takes. */
import type { ModelInput } from '../../../schemas/evaluationJob.ts';
import type { RowColumn } from '../evaluation/rowSource.ts';
import { createTableStore } from './tableStores.ts';
import type { FedInput } from './fedInput.ts';
import { feedsOf } from './fedParts.ts';
import type { FedPart } from './fedParts.ts';
import { ModelProblem } from './modelProblem.ts';
import type { ModelValue, OpenModel } from './openModel.ts';

/**
 * Checks an input that columns fill against that of the graph, and makes it ready.
 *
 * @param batch most rows of a tensor
 * @throws {ModelProblem} for types and widths that do not fit
 */
export function prepareTableInput(
  model: OpenModel,
  graph: ModelValue,
  input: ModelInput,
  batch: number,
  label: string,
): FedInput {
  const width = input.columns.length;
  if (input.type !== undefined && input.type !== graph.type) {
    throw new ModelProblem(
      `The input ${graph.name} of ${label} is ${graph.type}, and the spec says ${input.type}; correct the spec.`,
    );
  }
  const declared = graph.shape[1];
  if (graph.shape.length > 2) {
    throw new ModelProblem(
      `The input ${graph.name} of ${label} has ${graph.shape.length} axes, which columns of a table cannot fill; for images say under \`image\` how they are prepared.`,
    );
  }
  const expected = graph.shape.length === 1 ? 1 : declared;
  if (expected !== undefined && expected !== width) {
    throw new ModelProblem(
      `The input ${graph.name} of ${label} takes ${expected} ${expected === 1 ? 'column' : 'columns'}, and the spec names ${width}: ${input.columns.join(', ')}.`,
    );
  }
  const store = createTableStore(graph, batch * width, width, label);
  const codes =
    input.categories === undefined ? undefined : new Map(input.categories.map((name, code) => [name, code]));
  const kind = codes === undefined ? store.reads : 'text';
  const part = (rows: number): FedPart => ({
    name: graph.name,
    shape: graph.shape.length === 1 ? [rows] : [rows, width],
    ...store.part(rows * width),
  });
  return {
    name: graph.name,
    columns: input.columns.map((column): RowColumn => ({ kind, column })),
    put: (at, values, rows, number) => {
      // Column by column, so that the inner loop meets one kind of values only.
      for (let column = 0; column < width; column++) {
        const given = values[column];
        if (codes === undefined && given !== undefined && store.setColumn(at, column, given, rows)) continue;
        for (let place = 0; place < rows.length; place++) {
          const row = rows[place] ?? 0;
          const value = given?.getItem(row) ?? missingValue(input, graph, column, number + row);
          const coded =
            codes === undefined || typeof value === 'number'
              ? value
              : codeOf(codes, value, input, column, number + row);
          if (!store.set((at + place) * width + column, coded)) {
            throw new ModelProblem(
              `Row ${number + row + 1} has ${describe(coded)} in ${input.columns[column] ?? ''}, which does not fit the type ${graph.type} of the input ${graph.name}.`,
            );
          }
        }
      }
    },
    tensor: (rows) => {
      const tensor = feedsOf([part(rows)], 'texts', model.Tensor)[graph.name];
      if (tensor === undefined) throw new RangeError('A part makes a tensor of its own name.');
      return tensor;
    },
    part,
    notes: store.notes,
  };
}

function missingValue(input: ModelInput, graph: ModelValue, column: number, number: number): unknown {
  if (input.missing === 'nan') return NaN;
  if (input.missing !== 'refuse') return input.missing;
  throw new ModelProblem(
    `Row ${number + 1} has no value in ${input.columns[column] ?? ''}, and the input ${graph.name} refuses missing values; say with \`missing\` what they become.`,
  );
}

function codeOf(
  codes: ReadonlyMap<string, number>,
  value: unknown,
  input: ModelInput,
  column: number,
  number: number,
): number {
  const code = codes.get(String(value));
  if (code !== undefined) return code;
  throw new ModelProblem(
    `Row ${number + 1} has ${describe(value)} in ${input.columns[column] ?? ''}, which is none of the \`categories\` of the input ${input.name}.`,
  );
}

function describe(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : String(value);
}
