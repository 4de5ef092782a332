/** Intervals of any metric of rows, by drawing rows again and again. */
import { createRandomStream } from '../../statistics/seededRandom.ts';
import type { Interval, MetricValue } from '../metricValue.ts';
import { percentileInterval } from './percentileInterval.ts';
import type { Resampling } from './percentileInterval.ts';

/** Rows that are drawn in all: more would take seconds. */
const mostDraws = 2e8;
/** Fewer draws say nothing about a tail of 2.5 %. */
const fewestResamples = 200;

/**
 * Interval of a metric of rows, or of groups of rows where rows of one group belong together.
 *
 * @param rows how many there are
 * @param metric of the rows with these indices, some of them several times
 * @param groups number of the group of each row, from 0 on; rows are independent when absent
 * @returns undefined when half of the draws or more have no value
 */
export function rowsInterval(
  rows: number,
  metric: (drawn: Uint32Array) => MetricValue,
  resampling: Resampling,
  groups?: Int32Array,
): Interval | undefined {
  if (rows < 2 || resampling.resamples === 0) return undefined;
  const resamples = Math.max(fewestResamples, Math.min(resampling.resamples, Math.floor(mostDraws / rows)));
  const draw = groups === undefined ? drawRows(rows, resampling.seed) : drawGroups(groups, resampling.seed);
  const draws = Array.from({ length: resamples }, () => {
    const value = metric(draw());
    return value.state === 'known' ? value.value : undefined;
  });
  return percentileInterval(draws, groups === undefined ? 'the rows' : 'the groups of rows', resampling);
}

function drawRows(rows: number, seed: number): () => Uint32Array {
  const random = createRandomStream(seed);
  const drawn = new Uint32Array(rows);
  return () => {
    for (let at = 0; at < rows; at++) drawn[at] = random.nextBelow(rows);
    return drawn;
  };
}

function drawGroups(groups: Int32Array, seed: number): () => Uint32Array {
  const random = createRandomStream(seed);
  const members = Map.groupBy(groups.keys(), (row) => groups[row] ?? 0);
  const all = [...members.values()];
  return () =>
    Uint32Array.from(Array.from({ length: all.length }, () => all[random.nextBelow(all.length)] ?? []).flat());
}
