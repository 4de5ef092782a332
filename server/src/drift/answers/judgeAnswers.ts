/** What the answers of a classifier are worth in each window, with labels and without. */
import type { AnswersWindow, DriftAnswers, WatchedMetric, WatchedValue } from '../../../../schemas/driftAnswers.ts';
import type { DriftAnswer, DriftJudgement } from '../../../../schemas/driftVerdict.ts';
import { computeWilsonInterval } from '../../statistics/proportion.ts';
import { countValues, pairColumns, pairValues, type RowCounts } from '../columnPair.ts';
import { lookAtBlocks, type AlikeRows } from '../comparison/alikeRows.ts';
import type { CountedColumn } from '../comparison/countedColumn.ts';
import {
  calibrateScores,
  estimateClassification,
  type ScoreCalibration,
} from '../estimation/estimateClassification.ts';
import { judgeConcept, measureConceptBlocks, type ScoreBin } from '../shift/judgeConcept.ts';
import { tellShifts } from '../shift/tellShifts.ts';
import { judgeColumn } from '../verdict/judgeColumn.ts';
import { adjustProbabilities, type DriftCorrection } from '../verdict/judgeFamily.ts';
import type { BlockSpread } from '../verdict/blockVariation.ts';
import { defaultSmallest, type JudgeOptions } from '../verdict/judgeOptions.ts';
import { fewestRows, mostLearnt, pickRows, rowsByWindow, spreadEvenly, valuesAt, withLabel } from './answeredRows.ts';
import type { AnsweredRows } from './answeredRows.ts';
import type { AnsweredBlocks } from './compareAnswered.ts';
import { findPastError } from './findPastError.ts';
import { runDetectors } from './runDetectors.ts';

export interface AnswerOptions {
  /** Windows that get a verdict. */
  readonly windows: readonly number[];
  /** Score from which a row is answered positive. */
  readonly threshold: number;
  readonly falseAlarm: number;
  readonly correction: DriftCorrection;
  readonly seed: number;
  /** What the inputs of a window came to; undefined where none were compared. */
  readonly inputsOf: (window: number) => DriftAnswer | undefined;
  /** The blocks of the reference whose rows are alike; absent where rows are independent. */
  readonly blocks?: AnsweredBlocks | undefined;
}

/** Answers are held against the reference itself. */
const fixed = { kind: 'fixed' } as const;

/** The five that follow from counts. */
type Counts = Readonly<Record<'tp' | 'fp' | 'fn' | 'tn', number>>;
const metrics = ['accuracy', 'precision', 'recall', 'specificity', 'f1'] as const satisfies WatchedMetric[];
/** Scores are counted on so fine a grid, so that time does not grow with different ones. */
const scoreSteps = 4_096;
const scoreBins = 10;
const confidence = 0.95;

/**
 * @param reference its windows do not count
 * @returns one sentence when the reference teaches nothing
 */
export function judgeAnswers(
  reference: AnsweredRows,
  current: AnsweredRows,
  options: AnswerOptions,
): DriftAnswers | { readonly sentence: string } {
  const known = withLabel(reference, pickRows(reference));
  const scores = valuesAt(reference.answers, known);
  const truth = Uint8Array.from(valuesAt(reference.truth, known));
  const positives = truth.reduce((sum, one) => sum + one, 0);
  if (known.length < fewestRows || positives === 0 || positives === known.length) {
    return {
      sentence: `The reference has ${known.length} rows with score and label, ${positives} of them positive; from ${fewestRows} on, of both classes, it can be learnt what a score means.`,
    };
  }
  const isShare = scores.every((score) => score >= 0 && score <= 1);
  const learnt = spreadEvenly(known, mostLearnt);
  const calibration = calibrateScores(
    { scores: valuesAt(reference.answers, learnt), truth: Uint8Array.from(valuesAt(reference.truth, learnt)) },
    isShare ? 'auto' : 'always',
    options.seed,
  );
  const usual = lookAtReference(reference, known, scores, options);
  const own = countAnswers(reference, known, options.threshold);
  const rows = rowsByWindow(current);
  const waiting = options.windows.map((window) =>
    lookAtWindow(usual, current, { window, picked: rows.get(window) ?? [] }, calibration, own, options),
  );
  const [ofScores, ofLabels, ofConcept] = (['scores', 'labels', 'concept'] as const).map((part) => {
    const judged = waiting.flatMap((one) => one[part] ?? []);
    const adjusted = adjustProbabilities(
      judged.map(({ p }) => p),
      options.correction,
    );
    return new Map(judged.map((one, place) => [one, decide(one, adjusted[place] ?? 1, options.falseAlarm)]));
  });
  const windows = waiting.map(({ scores: moved, labels, concept, ...rest }): AnswersWindow => {
    const found = {
      scores: moved === undefined ? null : (ofScores?.get(moved) ?? null),
      concept: concept === undefined ? null : (ofConcept?.get(concept) ?? null),
    };
    const verdict = labels === undefined ? undefined : ofLabels?.get(labels);
    const shares = labels === undefined || verdict === undefined ? null : { ...verdict, ...labels.shares };
    const shifts = tellShifts({
      // A model gives the same score for the same row, so scores that moved come from inputs that moved.
      inputs: options.inputsOf(rest.window) ?? (found.scores?.answer === 'drift' ? 'drift' : undefined),
      labels: verdict?.answer,
      concept: found.concept?.answer,
    });
    return { ...rest, ...found, labels: shares, shifts: shifts.map(({ kind, says }) => ({ kind, says })) };
  });
  return {
    task: 'binary-classification',
    method: 'cbpe',
    threshold: options.threshold,
    referenceRows: known.length,
    calibration: { isCalibrated: calibration.isCalibrated, ...calibration.errors },
    assumptions: [
      'Estimates hold only while equal scores come true as often as in the reference: they cannot see concept drift.',
      calibration.isCalibrated
        ? 'Scores were calibrated on the reference, and must be as right where the rows of the windows lie.'
        : 'Scores were taken as probabilities, because calibrating them on the reference made them no better.',
    ],
    windows,
    detectors: runDetectors(current, (row) => errorOf(current, row, options.threshold), true),
    pastError: findPastError(windows, 'accuracy'),
    notes:
      learnt.length === known.length
        ? []
        : [
            `What a score means was learnt from ${learnt.length.toLocaleString('en')} of ${known.length.toLocaleString('en')} labelled rows, evenly among them.`,
          ],
  };
}

/** What every window is held against, computed once. */
interface Usual {
  readonly rows: number;
  readonly positives: number;
  /** Scores on the grid that they are counted on. */
  readonly counted: ReturnType<typeof countValues>;
  readonly low: number;
  readonly width: number;
  /** Edges of the bins of equal rows, and what the reference has in each. */
  readonly edges: readonly number[];
  readonly bins: readonly ScoreBin[];
  readonly alike: UsualBlocks | undefined;
}

function lookAtReference(
  reference: AnsweredRows,
  known: readonly number[],
  scores: Float64Array,
  { blocks, seed }: AnswerOptions,
): Usual {
  const [low, high] = scores.reduce(
    ([a, b], x): [number, number] => [Math.min(a, x), Math.max(b, x)],
    [Infinity, -Infinity],
  );
  const width = (high - low) / scoreSteps || 1;
  const sorted = scores.toSorted();
  const edges = Array.from(
    { length: scoreBins - 1 },
    (_, part) => sorted[Math.floor(((part + 1) / scoreBins) * sorted.length)] ?? 0,
  );
  const usual = {
    rows: known.length,
    positives: known.reduce((sum, row) => sum + (reference.truth[row] ?? 0), 0),
    counted: countOnGrid(scores, low, width),
    low,
    width,
    edges,
    bins: countInBins(reference, known, edges),
  };
  return {
    ...usual,
    alike: blocks === undefined ? undefined : lookAtUsualBlocks(usual, reference, known, blocks, seed),
  };
}

/** What scores, labels, and labels given scores are held against. */
interface UsualBlocks {
  readonly scores: AlikeRows | undefined;
  readonly labels: AlikeRows | undefined;
  readonly concept: BlockSpread | undefined;
}

function lookAtUsualBlocks(
  usual: Omit<Usual, 'alike'>,
  reference: AnsweredRows,
  known: readonly number[],
  { chosen, numbers }: AnsweredBlocks,
  seed: number,
): UsualBlocks {
  const inBlocks = Map.groupBy(known, (row) => numbers[row] ?? -1);
  const parts = [...inBlocks].flatMap(([block, rows]) => (block < 0 ? [] : [rows]));
  // Whether weeks lie apart is told of the columns alone.
  const cut = { ...chosen, groups: parts.map(() => -1) };
  const scoresOf = (rows: readonly number[]): CountedColumn =>
    scoreColumn(rows.length, countOnGrid(valuesAt(reference.answers, rows), usual.low, usual.width));
  const labelsOf = (rows: readonly number[]): CountedColumn =>
    labelColumn(
      rows.length,
      rows.reduce((sum, row) => sum + (reference.truth[row] ?? 0), 0),
    );
  return {
    scores: lookAtBlocks(scoreColumn(usual.rows, usual.counted), parts.map(scoresOf), cut, seed),
    labels: lookAtBlocks(labelColumn(usual.rows, usual.positives), parts.map(labelsOf), cut, seed),
    concept: measureConceptBlocks(
      usual.bins,
      parts.map((rows) => countInBins(reference, rows, usual.edges)),
      seed,
    ),
  };
}

function scoreColumn(rows: number, counted: ReturnType<typeof countValues>): CountedColumn {
  const values = counted.map(([value, count]): [number, number] => [value, count]);
  return {
    name: 'score',
    kind: 'integer',
    rows,
    missing: 0,
    spread: {
      shape: 'numeric',
      nan: 0,
      positiveInfinity: 0,
      negativeInfinity: 0,
      ...(values.length === 0 ? {} : { finite: { counts: { kind: 'values', values } } }),
    },
  };
}

function labelColumn(rows: number, positives: number): CountedColumn {
  const spread = { shape: 'boolean', true: positives, false: rows - positives } as const;
  return { name: 'label', kind: 'boolean', rows, missing: 0, spread };
}

function countOnGrid(scores: Float64Array, low: number, width: number) {
  return countValues(scores.map((score) => Math.round((score - low) / width)));
}

function countInBins(rows: AnsweredRows, picked: readonly number[], edges: readonly number[]): readonly ScoreBin[] {
  const bins = Array.from({ length: edges.length + 1 }, () => ({ rows: 0, positives: 0 }));
  for (const row of picked) {
    const score = rows.answers[row] ?? 0;
    let place = 0;
    for (const edge of edges) place += Number(score >= edge);
    const bin = bins[place];
    if (bin === undefined) continue;
    bin.rows += 1;
    bin.positives += rows.truth[row] ?? 0;
  }
  return bins;
}

/** A verdict before its family is complete. */
interface Waiting {
  readonly effect: number;
  readonly low: number;
  readonly high: number;
  readonly smallest: number;
  readonly p: number;
}

function lookAtWindow(
  usual: Usual,
  current: AnsweredRows,
  { window, picked }: { readonly window: number; readonly picked: readonly number[] },
  calibration: ScoreCalibration,
  own: Counts,
  options: AnswerOptions,
) {
  const labelled = withLabel(current, picked);
  const answers = valuesAt(current.answers, picked);
  const estimate =
    picked.length === 0
      ? undefined
      : estimateClassification(answers, options.threshold, calibration.calibrate, options.seed);
  const counts = countAnswers(current, labelled, options.threshold);
  const values = metrics.map((metric): WatchedValue => {
    const estimated = estimate?.[metric];
    const interval = estimate?.intervals[metric];
    const reached = labelled.length === 0 ? undefined : realise(metric, counts);
    return {
      metric,
      reference: realise(metric, own)?.value ?? null,
      estimated: estimated === undefined ? null : { value: estimated, ...interval },
      realised: reached ?? null,
    };
  });
  const shares = { reference: usual.positives / usual.rows, current: shareOf(current, labelled) };
  const moved = judgeScores(usual, answers, options);
  const labels = labelled.length === 0 ? undefined : judgeLabels(usual, current, labelled, options);
  const ofWindow = countInBins(current, labelled, usual.edges);
  const bins = usual.bins.map((bin, place) => ({
    reference: bin,
    current: ofWindow[place] ?? { rows: 0, positives: 0 },
  }));
  const spread = usual.alike?.concept;
  const varies = usual.alike?.labels?.variesOf(usual, { rows: labelled.length }, fixed);
  const concept = judgeConcept(bins, {
    seed: options.seed,
    falseAlarm: options.falseAlarm,
    held: spread === undefined || varies === undefined ? undefined : { ...varies, spread },
  });
  return {
    window,
    rows: picked.length,
    labelled: labelled.length,
    values,
    scores: moved === undefined ? undefined : pickWaiting(moved),
    labels: labels === undefined ? undefined : { ...pickWaiting(labels), shares },
    concept: concept === undefined ? undefined : pickWaiting(concept),
  };
}

function pickWaiting({ effect, low, high, smallest, p }: Waiting): Waiting {
  return { effect, low, high, smallest, p };
}

function decide({ effect, low, high, smallest, p }: Waiting, adjustedP: number, falseAlarm: number) {
  const answer: DriftAnswer =
    adjustedP <= falseAlarm && effect >= smallest ? 'drift' : high < smallest ? 'stable' : 'cannot-tell';
  return { effect, low, high, smallest, p, adjustedP, answer };
}

function countAnswers(rows: AnsweredRows, picked: readonly number[], threshold: number): Counts {
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (const row of picked) {
    const isRaised = (rows.answers[row] ?? 0) >= threshold;
    const isPositive = rows.truth[row] === 1;
    counts[isRaised ? (isPositive ? 'tp' : 'fp') : isPositive ? 'fn' : 'tn'] += 1;
  }
  return counts;
}

function realise(metric: (typeof metrics)[number], { tp, fp, fn, tn }: Counts): WatchedValue['realised'] | undefined {
  if (metric === 'f1') {
    const whole = 2 * tp + fp + fn;
    return whole === 0 ? undefined : { value: (2 * tp) / whole };
  }
  const parts = {
    accuracy: [tp + tn, tp + tn + fp + fn],
    precision: [tp, tp + fp],
    recall: [tp, tp + fn],
    specificity: [tn, tn + fp],
  };
  const [part = 0, whole = 0] = parts[metric];
  if (whole === 0) return undefined;
  const interval = computeWilsonInterval(part, whole, confidence);
  return {
    value: part / whole,
    ...(interval.kind === 'undefined' ? {} : { low: interval.low, high: interval.high }),
  };
}

function shareOf(rows: AnsweredRows, picked: readonly number[]): number {
  return picked.length === 0 ? 0 : picked.reduce((sum, row) => sum + (rows.truth[row] ?? 0), 0) / picked.length;
}

function errorOf(rows: AnsweredRows, row: number, threshold: number): number {
  return Number((rows.answers[row] ?? 0) >= threshold !== (rows.truth[row] === 1));
}

type Judging = Pick<AnswerOptions, 'seed' | 'falseAlarm' | 'windows'>;

/** Whether scores moved, as of any column of numbers. */
function judgeScores({ rows, counted, low, width, alike }: Usual, after: Float64Array, options: Judging) {
  return judgeFirst(
    {
      name: 'score',
      rows: { reference: plainRows(rows), current: plainRows(after.length) },
      cells: pairValues(counted, countOnGrid(after, low, width), true),
    },
    options,
    alike?.scores?.variesOf({ rows }, { rows: after.length }, fixed),
  );
}

/** Whether the share of positives moved. */
function judgeLabels(
  usual: Usual,
  current: AnsweredRows,
  labelled: readonly number[],
  options: Judging,
): DriftJudgement | undefined {
  const positives = labelled.reduce((sum, row) => sum + (current.truth[row] ?? 0), 0);
  const pair = pairColumns(labelColumn(usual.rows, usual.positives), labelColumn(labelled.length, positives));
  return judgeFirst(pair, options, usual.alike?.labels?.variesOf(usual, { rows: labelled.length }, fixed));
}

function judgeFirst(
  pair: Parameters<typeof judgeColumn>[0],
  { seed, falseAlarm, windows }: Judging,
  varies: JudgeOptions['varies'],
) {
  const tests = Math.max(1, windows.length);
  const [first] = judgeColumn(pair, { seed, falseAlarm, tests, smallest: defaultSmallest, varies });
  return first?.kind === 'judged' ? first : undefined;
}

function plainRows(rows: number): RowCounts {
  return { rows, missing: 0, nan: 0, positiveInfinity: 0, negativeInfinity: 0 };
}
