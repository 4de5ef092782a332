/**
 * What a classifier is worth on rows whose labels have not come yet, from its scores alone.
 *
 * Holds only while the meaning of the scores stays the same: no concept drift, and calibrated scores where the rows are.
 */
import { drawBinomial } from '../../statistics/binomial.ts';
import { createRandomStream, type RandomStream } from '../../statistics/seededRandom.ts';
import { sumStable } from '../../statistics/stableSum.ts';
import { fitIsotonic } from './isotonic.ts';

/** Scores of the positive class with what came true. */
export interface LabelledScores {
  readonly scores: Float64Array;
  /** 1 for the positive class. */
  readonly truth: Uint8Array;
}

export interface ScoreCalibration {
  readonly isCalibrated: boolean;
  /** Expected calibration error before and after, over splits that were not fitted; equal when not calibrated. */
  readonly errors: { readonly before: number; readonly after: number };
  readonly calibrate: (score: number) => number;
}

const splits = 10;
const testShare = 0.1;
const errorBins = 10;

/**
 * Calibrates scores by isotonic regression, if that lowers the calibration error of rows that were left out.
 *
 * @param choice `always` and `never` skip the question
 * @source CBPE of NannyML 0.13; its splits are those of scikit-learn for seed 42, ours those of our seed, so the choice
 *   can differ where calibration hardly matters
 */
export function calibrateScores(
  reference: LabelledScores,
  choice: 'auto' | 'always' | 'never' = 'auto',
  seed = 20261102,
): ScoreCalibration {
  const errors = choice === 'auto' ? compareErrors(createRandomStream(seed), reference) : { before: 0, after: 0 };
  const isCalibrated = choice === 'always' || (choice === 'auto' && errors.before > errors.after);
  const calibrate = isCalibrated ? fitIsotonic(reference.scores, reference.truth) : (score: number): number => score;
  return { isCalibrated, errors, calibrate };
}

function compareErrors(random: RandomStream, { scores, truth }: LabelledScores): ScoreCalibration['errors'] {
  const classes = [0, 1].map((label) => [...truth.keys()].filter((row) => truth[row] === label));
  if (classes.some((rows) => rows.length < 2)) return { before: 0, after: 0 };
  const left: { readonly raw: number; readonly fitted: number; readonly truth: number }[] = [];
  for (let split = 0; split < splits; split++) {
    const [train, test]: [number[], number[]] = [[], []];
    for (const rows of classes) {
      const shuffled = shuffle(random, rows);
      const held = Math.max(1, Math.round(rows.length * testShare));
      test.push(...shuffled.slice(0, held));
      train.push(...shuffled.slice(held));
    }
    const pick = (values: ArrayLike<number>): Float64Array => Float64Array.from(train, (row) => values[row] ?? 0);
    const fitted = fitIsotonic(pick(scores), pick(truth));
    for (const row of test) {
      left.push({ raw: scores[row] ?? 0, fitted: fitted(scores[row] ?? 0), truth: truth[row] ?? 0 });
    }
  }
  const measure = (read: (row: (typeof left)[number]) => number): number => {
    const sorted = [...left].sort((a, b) => read(a) - read(b));
    const size = Math.max(1, Math.floor(sorted.length / errorBins));
    let error = 0;
    for (let start = 0; start < sorted.length; start += size) {
      const bin = sorted.slice(start, start + size);
      error += Math.abs(sumStable(bin.map(read)) - sumStable(bin.map((row) => row.truth))) / sorted.length;
    }
    return error;
  };
  return { before: measure((row) => row.raw), after: measure((row) => row.fitted) };
}

function shuffle(random: RandomStream, rows: readonly number[]): readonly number[] {
  const shuffled = [...rows];
  for (let place = shuffled.length - 1; place > 0; place--) {
    const other = random.nextBelow(place + 1);
    [shuffled[place], shuffled[other]] = [shuffled[other] ?? 0, shuffled[place] ?? 0];
  }
  return shuffled;
}

/** Expected rows by what is answered and what will come true. */
export interface ExpectedConfusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

/** Undefined where nothing is divided by nothing, such as the precision when nothing is answered positive. */
export interface EstimatedMetrics {
  readonly accuracy: number | undefined;
  readonly precision: number | undefined;
  readonly recall: number | undefined;
  readonly specificity: number | undefined;
  readonly f1: number | undefined;
}

export interface ClassificationEstimate extends EstimatedMetrics {
  readonly confusion: ExpectedConfusion;
  readonly rocAuc: number | undefined;
  readonly averagePrecision: number | undefined;
  /** 95 % of what labels would show when the probabilities are right; it says nothing of wrong ones. */
  readonly intervals: Readonly<
    Record<keyof EstimatedMetrics, { readonly low: number; readonly high: number } | undefined>
  >;
}

/**
 * Estimates the metrics of a window.
 *
 * @param scores of the positive class, as the model gives them
 * @param threshold scores from here on are answered positive
 * @source CBPE of NannyML 0.13: expected confusion matrix; areas from expected outcomes in the order of the raw scores,
 *   rounded to 5 decimals as NannyML rounds them
 */
export function estimateClassification(
  scores: Float64Array,
  threshold: number,
  calibrate: ScoreCalibration['calibrate'],
  seed = 20261102,
): ClassificationEstimate {
  const chances = scores.map(calibrate);
  const confusion = expectConfusion(scores, chances, threshold);
  const { rocAuc, averagePrecision } = estimateAreas(scores, chances);
  return {
    confusion,
    ...measure(confusion),
    rocAuc,
    averagePrecision,
    intervals: drawIntervals(createRandomStream(seed), scores, chances, threshold),
  };
}

function expectConfusion(scores: Float64Array, chances: Float64Array, threshold: number): ExpectedConfusion {
  const sum = (isPositive: boolean, read: (chance: number) => number): number =>
    sumStable(chances.map((chance, row) => ((scores[row] ?? 0) >= threshold === isPositive ? read(chance) : 0)));
  return {
    truePositives: sum(true, (chance) => chance),
    falsePositives: sum(true, (chance) => 1 - chance),
    falseNegatives: sum(false, (chance) => chance),
    trueNegatives: sum(false, (chance) => 1 - chance),
  };
}

function measure({
  truePositives,
  falsePositives,
  falseNegatives,
  trueNegatives,
}: ExpectedConfusion): EstimatedMetrics {
  const share = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole);
  const rows = truePositives + falsePositives + falseNegatives + trueNegatives;
  return {
    accuracy: share(truePositives + trueNegatives, rows),
    precision: share(truePositives, truePositives + falsePositives),
    recall: share(truePositives, truePositives + falseNegatives),
    specificity: share(trueNegatives, trueNegatives + falsePositives),
    f1: share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
  };
}

function estimateAreas(
  scores: Float64Array,
  chances: Float64Array,
): { readonly rocAuc: number | undefined; readonly averagePrecision: number | undefined } {
  const order = [...scores.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || b - a);
  const round = (value: number): number => Math.round(value * 1e5) / 1e5;
  let [hits, area, precisionArea] = [0, 0, 0];
  let before = { hits: 0, misses: 0 };
  let steps = 0;
  const all = sumStable(chances);
  for (const row of order) {
    hits += chances[row] ?? 0;
    steps += 1;
    const now = { hits: round(hits), misses: round(steps - hits) };
    area += ((now.hits + before.hits) / 2) * (now.misses - before.misses);
    precisionArea += (hits / steps) * (chances[row] ?? 0);
    before = now;
  }
  return {
    rocAuc: before.hits * before.misses === 0 ? undefined : area / (before.hits * before.misses),
    averagePrecision: all === 0 ? undefined : precisionArea / all,
  };
}

const draws = 400;
const chanceBins = 200;

/** Draws the labels that may come, in bins of equal chance, so that the time does not grow with rows. */
function drawIntervals(
  random: RandomStream,
  scores: Float64Array,
  chances: Float64Array,
  threshold: number,
): ClassificationEstimate['intervals'] {
  const bins = [false, true].map(() => ({
    rows: new Float64Array(chanceBins + 1),
    sums: new Float64Array(chanceBins + 1),
  }));
  for (const [row, chance] of chances.entries()) {
    const side = bins[Number((scores[row] ?? 0) >= threshold)];
    const bin = Math.round(Math.min(1, Math.max(0, chance)) * chanceBins);
    if (side === undefined) continue;
    side.rows[bin] = (side.rows[bin] ?? 0) + 1;
    side.sums[bin] = (side.sums[bin] ?? 0) + chance;
  }
  const count = (side: number): { readonly hits: number; readonly misses: number } => {
    let [hits, rows] = [0, 0];
    for (const [bin, inBin] of (bins[side]?.rows ?? []).entries()) {
      const chance = inBin === 0 ? 0 : (bins[side]?.sums[bin] ?? 0) / inBin;
      hits += drawBinomial(random, inBin, Math.min(1, Math.max(0, chance)));
      rows += inBin;
    }
    return { hits, misses: rows - hits };
  };
  const drawn = Array.from({ length: draws }, () => {
    const [negative, positive] = [count(0), count(1)];
    return measure({
      truePositives: positive.hits,
      falsePositives: positive.misses,
      falseNegatives: negative.hits,
      trueNegatives: negative.misses,
    });
  });
  const interval = (name: keyof EstimatedMetrics) => {
    const values = drawn.flatMap((each) => each[name] ?? []).sort((a, b) => a - b);
    const [low, high] = [values[Math.floor(0.025 * values.length)], values[Math.ceil(0.975 * values.length) - 1]];
    return low === undefined || high === undefined ? undefined : { low, high };
  };
  return {
    accuracy: interval('accuracy'),
    precision: interval('precision'),
    recall: interval('recall'),
    specificity: interval('specificity'),
    f1: interval('f1'),
  };
}
