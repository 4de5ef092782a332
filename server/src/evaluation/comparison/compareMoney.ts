/** What another model would earn in a year on the same rows: every row's money is compared with its own. */
import type { MoneyRequest } from '../../../../schemas/evaluationJob.ts';
import type { Resampling } from '../intervals/percentileInterval.ts';
import { meanMoney, moneyAtPrevalence } from '../money/meanMoney.ts';
import { moneyOfRows } from '../money/rowMoney.ts';
import type { MetricValue } from '../metricValue.ts';
import type { PairedAnswers } from './pairAnswers.ts';

export interface YearlyMoney {
  readonly money: MoneyRequest;
  /** Share of positives in production, of two classes; that of the rows when absent. */
  readonly prevalence?: number | undefined;
  /** Answers a year. */
  readonly perYear: number;
}

/**
 * Money a year, second minus first.
 *
 * What both are compared with, such as a rule, is the same for both and falls out.
 *
 * @returns per year, with the interval of paired rows; undefined when amounts differ from row to row, since the columns
 *   that they follow from are not kept
 */
export function compareMoney(
  { money, prevalence, perYear }: YearlyMoney,
  { first, second }: Pick<PairedAnswers, 'first' | 'second'>,
  resampling: Resampling,
): MetricValue {
  const before = moneyOfRows(money, first, new Map());
  if ('because' in before) return before;
  const after = moneyOfRows(money, second, new Map());
  if ('because' in after) return after;
  const gains = after.map((value, row) => value - (before[row] ?? NaN));
  const mean =
    prevalence === undefined || first.kind !== 'classes'
      ? meanMoney(gains, resampling)
      : moneyAtPrevalence(
          gains,
          Uint8Array.from(first.truth, (one) => (one === first.positive ? 1 : 0)),
          prevalence,
          resampling,
        );
  if (mean.state === 'undefined') return mean;
  const { interval } = mean;
  return {
    ...mean,
    value: mean.value * perYear,
    ...(interval === undefined
      ? {}
      : { interval: { ...interval, low: interval.low * perYear, high: interval.high * perYear } }),
  };
}
