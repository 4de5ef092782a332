/** How many alarms a detector raises by chance: the alarms of the same losses in random order, of which each is false. */
import { binomialTail } from '../../statistics/binomialTail.ts';
import { createRandomStream } from '../../statistics/seededRandom.ts';
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

/**
 * Draws streams of the same losses in random order, and counts their alarms.
 *
 * Up to 5,000 losses, 200 streams are drawn and p is exact: the share of streams with as many alarms. Beyond, there are
 * fewer, and the alarms are compared with those of all of them together as two Poisson counts are: given their sum, the
 * first is binomial; alarms that come in groups count as groups. So the answer is never too sure: of a million rows 4 streams are drawn, and then a single alarm is
 * no more than chance can give.
 *
 * @param losses at least one, in order of arrival
 * @param create a detector at its start
 * @param seen alarms in that order, at least 1
 * @source Przyborowski and Wilenski 1940, Biometrika 31, 313-323, for the comparison of the two counts
 */
export function expectAlarms(
  losses: Float64Array,
  create: () => (x: number) => DetectorSignal,
  seen: number,
  budget = usual,
): ExpectedAlarms {
  const random = createRandomStream(losses.length);
  const streams = Math.max(streamsAtLeast, Math.min(budget.streams, Math.floor(budget.values / losses.length)));
  const shuffled = losses.slice();
  const counts: number[] = [];
  for (let stream = 0; stream < streams; stream++) {
    const update = create();
    let alarms = 0;
    for (let place = 0; place < shuffled.length; place++) {
      const other = place + random.nextBelow(shuffled.length - place);
      const loss = shuffled[other] ?? 0;
      shuffled[other] = shuffled[place] ?? 0;
      shuffled[place] = loss;
      if (update(loss) === 'drift') alarms += 1;
    }
    counts.push(alarms);
  }
  const { mean: expected, variance } = measureMoments(counts);
  if (streams === budget.streams) {
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
