/** Blocks of rows in words. */
import type { PeriodLength } from '../../../../schemas/driftJob.ts';

const seconds = [
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** @returns such as `1 day`, `2 weeks` or `3 months` */
export function namePeriod({ unit, count }: PeriodLength): string {
  if (unit === 'month') return count % 12 === 0 ? countOf(count / 12, 'year') : countOf(count, 'month');
  const [name, length] = seconds.find(([, own]) => count % own === 0) ?? ['second', 1];
  return countOf(count / length, name);
}

/**
 * @param period as {@link namePeriod} writes it; undefined where a record does not tell
 * @returns such as `12 days`, or `12 blocks of 2 days`
 */
export function countBlocks(blocks: number, period: string | undefined): string {
  const single = /^1 ([a-z]+)$/.exec(period ?? '')?.[1];
  if (single !== undefined) return countOf(blocks, single);
  return period === undefined ? countOf(blocks, 'block') : `${countOf(blocks, 'block')} of ${period}`;
}

function countOf(count: number, name: string): string {
  return `${count.toLocaleString('en')} ${name}${count === 1 ? '' : 's'}`;
}
