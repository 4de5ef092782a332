/** How many alarms a detector raises by chance: the alarms of the same losses in random order, of which each is false. */
import { binomialTail } from '../../statistics/binomialTail.ts';
import { createRandomStream, type RandomStream } from '../../statistics/seededRandom.ts';
import type { DetectorSignal } from '../detectors/detector.ts';

export interface ExpectedAlarms {
  /** Mean of the alarms in a stream in which nothing changes. */
  readonly expected: number;
  /** Streams that were drawn. */
  readonly streams: number;
  /** Chance of so many alarms, or more, when nothing changes. */
  readonly p: number;
}

export interface StreamBudget {
  /** Values of all streams together; a million take about a second for all detectors. */
  readonly values: number;
  readonly streams: number;
}

const usual: StreamBudget = { values: 1_000_000, streams: 200 };
const streamsAtLeast = 4;

/** A detector, and what it said of the losses in order of arrival. */
export interface SeenAlarms {
  /** Makes the detector at its start. */
  readonly create: () => (x: number) => DetectorSignal;
  readonly seen: number;
}

/**
 * Draws streams of the same losses in random order, and counts the alarms of each detector in them.
 *
 * Up to 5,000 losses, 200 streams are drawn and p is exact: the share of streams with as many alarms. Beyond, there are
 * fewer, and the alarms are compared with those of all of them together as two Poisson counts are: given their sum, the
 * first is binomial; alarms that come in groups count as groups. So the answer is never too sure: of a million rows 4
 * streams are drawn, and then a single alarm is no more than chance can give.
 *
 * @param losses at least one, in order of arrival
 * @returns one per detector
 * @source Przyborowski and Wilenski 1940, Biometrika 31, 313-323, for the comparison of the two counts
 */
export function expectAlarms(
  losses: Float64Array,
  detectors: readonly SeenAlarms[],
  budget = usual,
): readonly ExpectedAlarms[] {
  const streams = Math.max(streamsAtLeast, Math.min(budget.streams, Math.floor(budget.values / losses.length)));
  const random = createRandomStream(losses.length);
  const shuffled = losses.slice();
  const counts = detectors.map((): number[] => []);
  for (let stream = 0; stream < streams; stream++) {
    shuffle(shuffled, random);
    for (const [index, { create }] of detectors.entries()) counts[index]?.push(countAlarms(create(), shuffled));
  }
  return detectors.map(({ seen }, index) => compareWithChance(seen, counts[index] ?? [], streams === budget.streams));
}

function shuffle(values: Float64Array, random: RandomStream): void {
  for (let place = values.length - 1; place > 0; place--) {
    const other = random.nextBelow(place + 1);
    const value = values[place] ?? 0;
    values[place] = values[other] ?? 0;
    values[other] = value;
  }
}

function countAlarms(update: (x: number) => DetectorSignal, losses: Float64Array): number {
  let alarms = 0;
  for (let place = 0; place < losses.length; place++) if (update(losses[place] ?? 0) === 'drift') alarms += 1;
  return alarms;
}

function compareWithChance(seen: number, counts: readonly number[], isExact: boolean): ExpectedAlarms {
  const streams = counts.length;
  const { mean: expected, variance } = measureMoments(counts);
  if (isExact) {
    return { expected, streams, p: (1 + counts.filter((alarms) => alarms >= seen).length) / (streams + 1) };
  }
  const perGroup = expected === 0 ? 1 : Math.max(1, variance / expected);
  const [groups, others] = [Math.floor(seen / perGroup), Math.ceil((expected * streams) / perGroup)];
  // At least so many groups in one stream are at most the rest in the others.
  return { expected, streams, p: binomialTail(others, groups + others, streams / (streams + 1)) };
}

function measureMoments(counts: readonly number[]) {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1);
  return { mean, variance };
}
