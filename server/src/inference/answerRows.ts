/** Runs a model over the rows of a split, batch by batch, and keeps truth, answers and slices. */
import type { EvaluationRequest } from '../../../schemas/evaluationJob.ts';
import type { ModelSample } from '../../../schemas/machineJob.ts';
import type { ColumnValues, RowBatch, RowColumn, RowSource } from '../evaluation/rowSource.ts';
import { markLabels, placesOfClasses } from '../evaluation/labelFlags.ts';
import { amountExpressionsOf, createAmountKeeper } from '../evaluation/money/rowAmounts.ts';
import type { AmountKeeper, RowAmounts } from '../evaluation/money/rowAmounts.ts';
import { createSliceKeeper } from '../evaluation/sliceKeeper.ts';
import type { SliceKeeper } from '../evaluation/sliceKeeper.ts';
import { describeRowUse } from './describeRowUse.ts';
import { feedsOf } from './fedParts.ts';
import { ModelProblem } from './modelProblem.ts';
import { sampleOf } from './modelSample.ts';
import type { OpenModel } from './openModel.ts';
import type { UnreadableRow } from './fedInput.ts';
import type { ImageWorld } from './images/imageInput.ts';
import { prepareInputs } from './prepareInputs.ts';
import { runBatch } from './runBatch.ts';
import { splitByInput } from './splitByInput.ts';
import { createTableAnswers } from './tableAnswers.ts';
import { prepareOutput } from './tableOutputs.ts';
import type { GatheredScores, TableOutput } from './tableOutputs.ts';

/** What is known of the rows of a split once they are answered; all of one length but the scores. */
export interface AnsweredRows {
  /** Rows of the split. */
  readonly rows: number;
  /** Rows without truth; they were not answered and are not below, unless that was wanted. */
  readonly unlabelled: number;
  /** Number of each answered row in the split. */
  readonly numbers: Uint32Array;
  /** Index of the true class, or the true number, NaN without one; of rows with several classes nothing. */
  readonly truth: Float64Array;
  /** Of rows with several classes: 1 or 0, row-major. */
  readonly labels: Uint8Array | undefined;
  readonly scores: GatheredScores;
  readonly as: TableOutput['as'];
  /** Whether each row belongs to a slice, by its condition. */
  readonly conditions: ReadonlyMap<string, Uint8Array>;
  /** The value of each row in a column, as an index into `values`; −1 for none. */
  readonly columns: ReadonlyMap<string, { readonly values: readonly string[]; readonly codes: Int32Array }>;
  /** Numbers of the rows, by column; NaN where there is none. */
  readonly numbersOf: ReadonlyMap<string, Float64Array>;
  /** Times of the rows in milliseconds since 1970, by column; NaN where there is none. */
  readonly moments: ReadonlyMap<string, Float64Array>;
  /** Amounts of money by row, by expression. */
  readonly amounts: RowAmounts;
  readonly runSeconds: number;
  /** Rows whose image could not be read, in order; their scores are not finite. */
  readonly unreadable: readonly UnreadableRow[];
  /** The image of each answered row, as the table names it; undefined for models that take none. */
  readonly images: readonly string[] | undefined;
  readonly notes: readonly string[];
  /** Rows of the first batch, where they were wanted. */
  readonly sample: ModelSample | undefined;
}

/** In so many batches the start of other threads is repaid. */
const spreadBatches = 8;

/** What is kept beside that of an evaluation. */
export interface AlsoKept {
  /** Whether rows without a truth are answered. */
  readonly unlabelled: boolean;
  /** Columns whose times are kept. */
  readonly moments: readonly string[];
  /** Columns whose numbers are kept. */
  readonly numbers: readonly string[];
}

const nothingElse: AlsoKept = { unlabelled: false, moments: [], numbers: [] };

/** @param onShare told the part of the split that is done */
export async function answerRows(
  model: OpenModel,
  source: RowSource,
  request: EvaluationRequest,
  split: string,
  world: ImageWorld,
  onShare: (share: number) => void,
  also: AlsoKept = nothingElse,
): Promise<AnsweredRows> {
  const rows = await source.count(split);
  const wished = Math.min(request.batch, model.batches.rows, Math.max(1, rows));
  const { inputs, batch, isFixed } = await prepareInputs(model, request.inputs, wished, request.model.label, world);
  const output = prepareOutput(model, request.outputs, rows, request.model.label);
  const round = model.batches.begin(output.name);
  const isTable = inputs.every(({ part }) => part !== undefined);
  const answers = createTableAnswers(round, output, {
    rows,
    batch,
    isFixed,
    answersAlone: isTable && model.rowUse.kind === 'alone',
  });
  if (rows >= spreadBatches * batch) model.batches.spread();
  // A split that is only for choosing a threshold has no slices.
  const slices = split === request.split ? request.metrics.flatMap((metric) => metric.slices) : [];
  const { money } = request;
  const rule = money?.kind === 'binary' ? money.rule : undefined;
  const conditions = rule === undefined ? [] : [{ id: 'rule', where: rule }];
  const kept = createKeeper(
    rows,
    request,
    createSliceKeeper([...slices, ...conditions], rows),
    createAmountKeeper(amountExpressionsOf(money), rows),
    also,
  );
  const columns: RowColumn[] = [...kept.columns, ...inputs.flatMap((input) => input.columns)];
  const firstInput = kept.columns.length;
  let waiting = 0;
  let seen = 0;
  /** Rows of the batches that were handed over. */
  let handed = 0;
  /** Batches may be answered in another order. */
  let furthest = 0;
  let runSeconds = 0;
  let sample: ModelSample | undefined;
  const unreadable: UnreadableRow[] = [];
  // Images are read for the next batch while the last one is waited for and answered; other inputs have one tensor only.
  const isDouble = inputs.every(({ settle }) => settle !== undefined);
  const imageInput = inputs.findIndex(({ settle }) => settle !== undefined);
  const images: string[] = [];
  let answering: Promise<void> = Promise.resolve();
  const flushTable = async (): Promise<void> => {
    const count = waiting;
    const done = seen;
    const parts = inputs.flatMap(({ part }) => part?.(isFixed ? batch : count) ?? []);
    if (request.keepsSample) sample ??= sampleOf(feedsOf(parts, 'texts', model.Tensor), count);
    waiting = 0;
    await answers.answer(parts, count, () => {
      furthest = Math.max(furthest, done);
      onShare(furthest / Math.max(1, rows));
    });
  };
  const flush = async (): Promise<void> => {
    if (waiting === 0) return;
    if (isTable) return flushTable();
    const count = waiting;
    const done = seen;
    const first = handed;
    waiting = 0;
    handed += count;
    await answering;
    const answer = async (): Promise<void> => {
      // What pads the last batch of a fixed size is cut off again.
      const { lost, answers, seconds } = await runBatch(model, inputs, isFixed ? batch : count, (feeds) => {
        if (request.keepsSample) sample ??= sampleOf(feeds, count);
      });
      unreadable.push(...lost.values());
      runSeconds += seconds;
      const given = answers[output.name];
      if (given === undefined) throw new ModelProblem(`${request.model.label} gave no output ${output.name}.`);
      output.take(given, first, count, new Set(lost.keys()));
      onShare(done / Math.max(1, rows));
    };
    answering = answer();
    // A failure is thrown where it is waited for next.
    answering.catch(() => undefined);
    if (!isDouble) await answering;
  };
  const take = async ({ rows: count, columns: values }: RowBatch): Promise<void> => {
    const fed = values.slice(firstInput);
    const parts = splitByInput(inputs, fed);
    const labelled = kept.take(values, count, seen);
    const asked = isTable ? answers.pick(fed, count, labelled) : labelled;
    for (let done = 0; done < asked.length;) {
      const rows = asked.subarray(done, done + batch - waiting);
      for (const [index, input] of inputs.entries()) input.put(waiting, parts[index] ?? [], rows, seen);
      if (imageInput !== -1) {
        for (const row of rows) {
          const named = parts[imageInput]?.[0]?.getItem(row);
          images.push(typeof named === 'string' ? named : '');
        }
      }
      waiting += rows.length;
      done += rows.length;
      if (waiting === batch) await flush();
    }
    seen += count;
  };
  try {
    // A table without a row has no types either, so that nothing could be said of its columns.
    if (rows > 0) await source.read({ columns, split, take });
    await flush();
  } finally {
    // Whatever ended the reading, an earlier batch that cannot be answered is what went wrong first.
    await answering;
    await answers.finish();
  }
  return {
    ...kept.finish(),
    rows,
    scores: answers.scores(),
    as: output.as,
    runSeconds: runSeconds + round.runSeconds(),
    unreadable,
    images: imageInput === -1 ? undefined : images,
    notes: [
      ...describeRowUse(model.rowUse, request.model.label, isFixed ? batch : rows),
      ...inputs.flatMap((input) => input.notes()),
    ],
    sample,
  };
}

function truthColumn({ truth }: EvaluationRequest): RowColumn {
  switch (truth.kind) {
    case 'classes':
      return { kind: 'class', conditions: truth.classes.map(({ where }) => where) };
    case 'labels':
      return { kind: 'list', column: truth.column };
    case 'value':
      return { kind: 'number', column: truth.column };
  }
}

function isFiniteUntil(numbers: Float64Array | Int32Array, count: number): boolean {
  if (numbers instanceof Int32Array) return true;
  for (let row = 0; row < count; row++) if (!Number.isFinite(numbers[row])) return false;
  return true;
}

/** Keeps what metrics need of each row. */
function createKeeper(
  rows: number,
  request: EvaluationRequest,
  slices: SliceKeeper,
  amounts: AmountKeeper,
  also: AlsoKept,
) {
  const { truth: wanted } = request;
  const numbers = new Uint32Array(rows);
  const truth = new Float64Array(rows);
  const width = wanted.kind === 'labels' ? wanted.classes.length : 0;
  const labels = new Uint8Array(rows * width);
  const places = wanted.kind === 'labels' ? placesOfClasses(wanted.classes) : undefined;
  const firstAmount = 1 + slices.columns.length;
  const firstOther = firstAmount + amounts.columns.length;
  const others: readonly RowColumn[] = [
    ...also.moments.map((column): RowColumn => ({ kind: 'moment', column })),
    ...also.numbers.map((column): RowColumn => ({ kind: 'number', column })),
  ];
  const keptNumbers = others.map(() => new Float64Array(rows));
  let at = 0;
  let unlabelled = 0;
  const keptAt = (index: number): Float64Array => keptNumbers[index]?.subarray(0, at) ?? new Float64Array();
  /** @returns whether the row has a truth */
  const takeTruth = (given: unknown, number: number): boolean => {
    if (places === undefined) {
      if (typeof given !== 'number' || !Number.isFinite(given)) return false;
      truth[at] = given;
      return true;
    }
    if (typeof given !== 'string') return false;
    const problem = markLabels(given, places, labels.subarray(at * width, (at + 1) * width));
    if (problem === undefined) return true;
    throw new ModelProblem(`Row ${number + 1} of ${request.source.label} has no truth that can be read: ${problem}.`);
  };
  return {
    columns: [truthColumn(request), ...slices.columns, ...amounts.columns, ...others],
    /** @returns places of the rows that are to be answered */
    take: (values: readonly ColumnValues[], count: number, number: number): Uint32Array => {
      const first = at;
      const picked = new Uint32Array(count);
      const whole = places === undefined ? values[0]?.numbers : undefined;
      if (whole !== undefined && isFiniteUntil(whole, count)) {
        for (let row = 0; row < count; row++) {
          truth[first + row] = whole[row] ?? NaN;
          numbers[first + row] = number + row;
          picked[row] = row;
        }
        at += count;
      }
      for (let row = at - first; row < count; row++) {
        if (!takeTruth(values[0]?.getItem(row), number + row)) {
          unlabelled += 1;
          if (!also.unlabelled) continue;
          truth[at] = Number.NaN;
        }
        numbers[at] = number + row;
        picked[at - first] = row;
        at += 1;
      }
      const rows = picked.subarray(0, at - first);
      slices.take(values.slice(1), rows, first);
      amounts.take(values.slice(firstAmount), rows, first);
      for (const [index, own] of keptNumbers.entries()) {
        const column = values[firstOther + index];
        for (const [place, row] of rows.entries()) {
          const given = column?.getItem(row);
          own[first + place] = typeof given === 'number' ? given : Number.NaN;
        }
      }
      return rows;
    },
    finish: () => ({
      unlabelled,
      moments: new Map(also.moments.map((column, index) => [column, keptAt(index)])),
      numbersOf: new Map(also.numbers.map((column, index) => [column, keptAt(also.moments.length + index)])),
      numbers: numbers.subarray(0, at),
      truth: truth.subarray(0, at),
      labels: places === undefined ? undefined : labels.subarray(0, at * width),
      ...slices.finish(at),
      amounts: amounts.finish(at),
    }),
  };
}
