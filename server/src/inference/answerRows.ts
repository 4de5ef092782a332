/** Runs a model over the rows of a split, batch by batch, and keeps truth, answers and slices. */
import type { EvaluationRequest } from '../../../schemas/evaluationJob.ts';
import type { ColumnValues, RowBatch, RowColumn, RowSource } from '../evaluation/rowSource.ts';
import type { OpenModel } from './openModel.ts';
import { fixedBatch, prepareInputs } from './tableInputs.ts';
import { prepareOutput } from './tableOutputs.ts';
import type { GatheredScores, TableOutput } from './tableOutputs.ts';

/** What is known of the rows of a split once they are answered; all of one length but the scores. */
export interface AnsweredRows {
  /** Rows of the split. */
  readonly rows: number;
  /** Rows without truth, which were not answered and are not below. */
  readonly unlabelled: number;
  /** Number of each answered row in the split. */
  readonly numbers: Uint32Array;
  /** Index of the true class, or the true number. */
  readonly truth: Float64Array;
  readonly scores: GatheredScores;
  readonly as: TableOutput['as'];
  /** Whether each row belongs to a slice, by its condition. */
  readonly conditions: ReadonlyMap<string, Uint8Array>;
  /** The value of each row in a column, as an index into `values`; −1 for none. */
  readonly columns: ReadonlyMap<string, { readonly values: readonly string[]; readonly codes: Int32Array }>;
  readonly runSeconds: number;
  readonly notes: readonly string[];
}

type Slice = EvaluationRequest['metrics'][number]['slices'][number];

/** Conditions and columns that slices need, each once. */
function sliceColumns(slices: readonly Slice[]): { readonly conditions: string[]; readonly columns: string[] } {
  const conditions = new Set<string>();
  const columns = new Set<string>();
  for (const slice of slices) {
    if ('where' in slice) conditions.add(slice.where);
    else columns.add(slice.by);
  }
  return { conditions: [...conditions], columns: [...columns] };
}

/** @param onShare told the part of the split that is done */
export async function answerRows(
  model: OpenModel,
  source: RowSource,
  request: EvaluationRequest,
  split: string,
  onShare: (share: number) => void,
): Promise<AnsweredRows> {
  const rows = await source.count(split);
  const isFixed = fixedBatch(model.inputs);
  const batch = isFixed ?? Math.min(request.batch, Math.max(1, rows));
  const inputs = prepareInputs(model, request.inputs, batch, request.model.label);
  const output = prepareOutput(model, request.outputs, rows, request.model.label);
  // A split that is only for choosing a threshold has no slices.
  const slices = split === request.split ? request.metrics.flatMap((metric) => metric.slices) : [];
  const sliced = sliceColumns(slices);
  const kept = createKeeper(rows, sliced);
  const columns: RowColumn[] = [
    truthColumn(request),
    ...sliced.conditions.map((where): RowColumn => ({ kind: 'condition', where })),
    ...sliced.columns.map((column): RowColumn => ({ kind: 'text', column })),
    ...inputs.flatMap((input) => input.columns),
  ];
  const firstInput = 1 + sliced.conditions.length + sliced.columns.length;
  let waiting = 0;
  let seen = 0;
  let runSeconds = 0;
  const flush = async (): Promise<void> => {
    if (waiting === 0) return;
    // A graph with a fixed first axis gets whole batches; what pads the last one is cut off again.
    const feeds = Object.fromEntries(inputs.map((input) => [input.name, input.tensor(isFixed ?? waiting)]));
    const start = process.hrtime.bigint();
    const answers = await model.run(feeds);
    runSeconds += Number(process.hrtime.bigint() - start) / 1e9;
    output.take(answers, waiting);
    waiting = 0;
    onShare(seen / Math.max(1, rows));
  };
  const take = async ({ rows: count, columns: values }: RowBatch): Promise<void> => {
    const parts = splitByInput(inputs, values.slice(firstInput));
    for (let row = 0; row < count; row++) {
      if (kept.take(values, row, seen)) {
        for (const [index, input] of inputs.entries()) input.put(waiting, parts[index] ?? [], row, seen);
        waiting += 1;
      }
      seen += 1;
      if (waiting === batch) await flush();
    }
  };
  await source.read({ columns, split, take });
  await flush();
  return {
    ...kept.finish(seen),
    rows,
    scores: output.scores(),
    as: output.as,
    runSeconds,
    notes: inputs.flatMap((input) => input.notes()),
  };
}

function truthColumn({ truth }: EvaluationRequest): RowColumn {
  return truth.kind === 'classes'
    ? { kind: 'class', conditions: truth.classes.map(({ where }) => where) }
    : { kind: 'number', column: truth.column };
}

function splitByInput(
  inputs: readonly { readonly columns: readonly RowColumn[] }[],
  values: readonly ColumnValues[],
): readonly (readonly ColumnValues[])[] {
  let at = 0;
  return inputs.map(({ columns }) => {
    at += columns.length;
    return values.slice(at - columns.length, at);
  });
}

/** Keeps what metrics need of each row. */
function createKeeper(rows: number, sliced: { readonly conditions: string[]; readonly columns: string[] }) {
  const numbers = new Uint32Array(rows);
  const truth = new Float64Array(rows);
  const conditions = sliced.conditions.map(() => new Uint8Array(rows));
  const codes = sliced.columns.map(() => new Int32Array(rows));
  const dictionaries = sliced.columns.map(() => new Map<string, number>());
  let at = 0;
  return {
    /** @returns whether the row has a truth, so that it is to be answered */
    take: (values: readonly ColumnValues[], row: number, number: number): boolean => {
      const given = values[0]?.getItem(row);
      if (typeof given !== 'number' || !Number.isFinite(given)) return false;
      numbers[at] = number;
      truth[at] = given;
      conditions.forEach((flags, index) => {
        flags[at] = values[1 + index]?.getItem(row) === true ? 1 : 0;
      });
      codes.forEach((column, index) => {
        const value = values[1 + conditions.length + index]?.getItem(row);
        const dictionary = dictionaries[index];
        column[at] = typeof value === 'string' && dictionary !== undefined ? encode(dictionary, value) : -1;
      });
      at += 1;
      return true;
    },
    finish: (seen: number) => ({
      unlabelled: seen - at,
      numbers: numbers.subarray(0, at),
      truth: truth.subarray(0, at),
      conditions: new Map(
        sliced.conditions.map((where, index) => [where, conditions[index]?.subarray(0, at) ?? new Uint8Array()]),
      ),
      columns: new Map(
        sliced.columns.map((column, index) => [
          column,
          {
            values: [...(dictionaries[index]?.keys() ?? [])],
            codes: codes[index]?.subarray(0, at) ?? new Int32Array(),
          },
        ]),
      ),
    }),
  };
}

function encode(dictionary: Map<string, number>, value: string): number {
  const known = dictionary.get(value);
  if (known !== undefined) return known;
  dictionary.set(value, dictionary.size);
  return dictionary.size - 1;
}
