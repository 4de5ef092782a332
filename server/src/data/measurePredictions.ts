/** The job that measures predictions that were made elsewhere. */
import type { EvaluationResult } from '../../../schemas/evaluationJob.ts';
import type { JobContext, JobHandler } from '../../../schemas/jobs.ts';
import type { PredictionsRequest } from '../../../schemas/predictionsJob.ts';
import { describeAnswers, pickSlices } from '../evaluation/describeAnswers.ts';
import { amountExpressionsOf, createAmountKeeper, pickAmounts, pricesIn } from '../evaluation/money/rowAmounts.ts';
import { keepPredictions } from '../evaluation/predictions/keepPredictions.ts';
import { findPredictionColumns } from '../evaluation/predictions/predictionColumns.ts';
import type { PredictionColumns } from '../evaluation/predictions/predictionColumns.ts';
import { readPredictions } from '../evaluation/predictions/predictedAnswers.ts';
import type { RowSource } from '../evaluation/rowSource.ts';
import { createSliceKeeper } from '../evaluation/sliceKeeper.ts';
import { columnsOf, parseExpression } from '../spec/expression.ts';
import { keepAnswers } from './answersFiles.ts';
import { confinePath } from './confinedPath.ts';
import { describeKind } from './describeKind.ts';
import { digestFile } from './digestFile.ts';
import { withRows } from './readRows.ts';
import { answerWith, TableProblem } from './tableProblem.ts';

type Context = JobContext<'measurePredictions'>;

/** The rows of the table: a split without conditions. */
const everyRow = 'all';

export const measurePredictions: JobHandler<'measurePredictions'> = (request, context) =>
  answerWith<'measurePredictions'>(() => measure(request, context));

async function measure(request: PredictionsRequest, context: Context): Promise<EvaluationResult> {
  const start = process.hrtime.bigint();
  const { source } = request;
  const [file, ...others] = source.files;
  if (file === undefined || others.length > 0) throw new TableProblem(`${source.label} has to be one file.`);
  const real = await confinePath(source.root, file, source.label);
  const digest = await digestFile(real, source.label, () => undefined);
  return withRows(source, [{ id: everyRow }], context, async (rows) => {
    const result = await measureRows(request, context, rows);
    return {
      ...result,
      predictions: { ...result.predictions, sha256: digest.sha256, sizeBytes: digest.sizeBytes },
      seconds: { load: 0, run: 0, total: Number(process.hrtime.bigint() - start) / 1e9 },
    };
  });
}

type Measured = Omit<EvaluationResult, 'seconds' | 'predictions'> & {
  readonly predictions: Omit<NonNullable<EvaluationResult['predictions']>, 'sha256' | 'sizeBytes'>;
};

async function measureRows(request: PredictionsRequest, { report }: Context, source: RowSource): Promise<Measured> {
  const found = findPredictionColumns(source.columns, request);
  if ('sentence' in found) throw new TableProblem(found.sentence);
  refuseText(request, source, found);
  const count = await source.count(everyRow);
  if (count === 0) throw new TableProblem(`${request.source.label} has no rows, so there is nothing to measure.`);
  const { metrics, notes: sliceNotes } = possibleSlices(request, source);
  const { money, notes: moneyNotes } = possibleMoney(request, source);
  const rule = money?.kind === 'binary' ? money.rule : undefined;
  const slices = createSliceKeeper(
    [...metrics.flatMap((metric) => metric.slices), ...(rule === undefined ? [] : [{ id: 'rule', where: rule }])],
    count,
  );
  const amounts = createAmountKeeper(amountExpressionsOf(money), count);
  const keeper = keepPredictions(found, request, count, slices, amounts);
  let seen = 0;
  await source.read({
    columns: keeper.columns,
    split: everyRow,
    take: (batch) => {
      keeper.take(batch);
      seen += batch.rows;
      report({ doing: `Reading ${request.source.label}`, share: (0.8 * seen) / count });
      const problem = keeper.problem();
      return problem === undefined ? Promise.resolve() : Promise.reject(new TableProblem(problem));
    },
  });
  const kept = keeper.finish();
  report({ doing: 'Measuring', share: 0.8 });
  const read = readPredictions(kept, found, request);
  if ('sentence' in read) throw new TableProblem(read.sentence);
  const { answers, rows, undeclared, positive } = read;
  const numbers = Uint32Array.from(rows, (row) => kept.numbers[row] ?? 0);
  const { notes: keptNotes, ...keptAnswers } = await keepAnswers({ answers, numbers }, request.keep);
  const isThresholdUsed = found.scores.length > 0 && (found.answer === undefined || request.threshold !== undefined);
  const hasThreshold = isThresholdUsed && request.task !== 'multiclass-classification';
  return {
    rows: kept.rows,
    unlabelled: kept.rows - kept.truth.length + undeclared,
    unanswered: kept.truth.length - undeclared - rows.length,
    ...describeAnswers(
      {
        answers,
        slices: pickSlices(kept.slices, rows, kept.truth.length),
        numbers,
        amounts: pickAmounts(kept.amounts, rows),
      },
      { ...request, metrics, money, validation: undefined },
    ),
    predictions: {
      truth: [found.truth],
      scores: found.scores.map(({ column }) => column),
      answer: found.answer === undefined || (isThresholdUsed && found.scores.length > 0) ? [] : [found.answer],
      ...(positive === undefined ? {} : { positive }),
      ...(hasThreshold ? { threshold: request.threshold ?? 0.5 } : {}),
    },
    ...keptAnswers,
    notes: [...source.notes, ...sliceNotes, ...moneyNotes, ...read.notes, ...keptNotes],
  };
}

/** Numbers are no text. @throws {TableProblem} naming the column that holds other values */
function refuseText(
  { task, source: { label } }: PredictionsRequest,
  { columns }: RowSource,
  { truth, answer, scores, isScoreList }: PredictionColumns,
): void {
  const numbers = [
    ...(task === 'regression' ? [truth, answer] : []),
    ...(isScoreList ? [] : scores.map(({ column }) => column)),
  ];
  for (const { name, kind, isList } of columns) {
    if (!numbers.includes(name) || kind === 'integer' || kind === 'float' || kind === 'boolean') continue;
    const held = isList ? 'lists' : describeKind({ kind, type: '' });
    throw new TableProblem(`The column "${name}" of ${label} holds ${held}, and numbers are needed there.`);
  }
}

/** Slices over columns that the table has; the others are told. */
function possibleSlices(
  { metrics, source: { label } }: PredictionsRequest,
  { columns }: RowSource,
): Pick<PredictionsRequest, 'metrics'> & { readonly notes: readonly string[] } {
  const names = new Set(columns.map(({ name }) => name));
  const notes = new Set<string>();
  const isPossible = (slice: PredictionsRequest['metrics'][number]['slices'][number]): boolean => {
    const wanted = 'by' in slice ? [slice.by] : columnsIn(slice.where);
    const missing = wanted.find((name) => !names.has(name));
    if (missing === undefined) return true;
    notes.add(`The slice ${slice.id} is not measured, because ${label} has no column "${missing}".`);
    return false;
  };
  return {
    metrics: metrics.map((metric) => ({ ...metric, slices: metric.slices.filter(isPossible) })),
    notes: [...notes],
  };
}

/** Amounts over columns that the table has; without one of them there is no money, which is told. */
function possibleMoney(
  { money, source: { label } }: PredictionsRequest,
  { columns }: RowSource,
): Pick<PredictionsRequest, 'money'> & { readonly notes: readonly string[] } {
  const names = new Set(columns.map(({ name }) => name));
  const wanted = pricesIn(money).flatMap((expression) => columnsIn(expression));
  const missing = wanted.find((name) => !names.has(name));
  if (missing !== undefined) {
    return {
      money: undefined,
      notes: [`Money is not computed, because ${label} has no column "${missing}", which the amounts name.`],
    };
  }
  if (money === undefined || money.kind === 'classes' || money.rule === undefined) return { money, notes: [] };
  const { rule, ...others } = money;
  const missingOfRule = columnsIn(rule).find((name) => !names.has(name));
  if (missingOfRule === undefined) return { money, notes: [] };
  return {
    money: others,
    notes: [`The rule \`${rule}\` is not run, because ${label} has no column "${missingOfRule}".`],
  };
}

function columnsIn(where: string): readonly string[] {
  const reading = parseExpression(where);
  return reading.kind === 'expression' ? columnsOf(reading.root).map(({ name }) => name) : [];
}
