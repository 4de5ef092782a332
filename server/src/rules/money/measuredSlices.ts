/** The last measurements of a slice of a metric, and what they say about the goals that it must hold. */
import type { QuantityNode } from '../../spec/located.ts';
import type { Quantity } from '../../spec/quantity.ts';
import { formatQuantity } from '../../spec/quantityFormat.ts';
import { isWorse } from '../metricView.ts';
import type { MetricView } from '../metricView.ts';
import { quantityOf } from './measuredGoal.ts';
import type { LastMeasurement, Verdict } from './measuredGoal.ts';

export interface SliceMeasurement {
  /** The value of the column that cuts the slice; undefined for a slice of one condition. */
  readonly value: string | undefined;
  readonly quantity: Quantity;
  /** For display. */
  readonly text: string;
  /** `0.66 to 0.70`; undefined when the interval is not known. */
  readonly interval: string | undefined;
  readonly verdict: Verdict;
}

/** What was measured of one slice: one value, or one for each value of its column, the worst first; empty when nothing was. */
export function sliceMeasurementsOf(
  metric: MetricView,
  { fact }: LastMeasurement,
  sliceId: string,
): readonly SliceMeasurement[] {
  const slice = metric.node.fields.slices?.entries.get(sliceId)?.fields;
  // A slice without a limit of its own is held to that of the metric.
  const limit = slice?.limit ?? metric.node.fields.limit;
  const target = slice?.target;
  const measured = Object.entries(fact.slices).flatMap(([key, value]): SliceMeasurement[] => {
    const slash = key.indexOf('/');
    if ((slash === -1 ? key : key.slice(0, slash)) !== sliceId) return [];
    const quantity = quantityOf(value.value, value, (limit ?? target)?.quantity);
    if (quantity === undefined) return [];
    const [low, high] = [value.low, value.high].map((end) =>
      end === undefined ? undefined : quantityOf(end, value, (limit ?? target)?.quantity),
    );
    return [
      {
        value: slash === -1 ? undefined : key.slice(slash + 1),
        quantity,
        text: formatQuantity(quantity),
        interval:
          low === undefined || high === undefined ? undefined : `${formatQuantity(low)} to ${formatQuantity(high)}`,
        verdict: judgeSlice(metric, quantity, target, limit),
      },
    ];
  });
  const { direction } = metric;
  if (direction === undefined) return measured;
  return measured.toSorted((left, right) =>
    isWorse(direction, left.quantity, right.quantity) === true
      ? -1
      : isWorse(direction, right.quantity, left.quantity) === true
        ? 1
        : 0,
  );
}

function judgeSlice(
  { direction }: MetricView,
  quantity: Quantity,
  target: QuantityNode | undefined,
  limit: QuantityNode | undefined,
): Verdict {
  if (direction === undefined || limit === undefined) return 'not-known';
  const missesLimit = isWorse(direction, quantity, limit.quantity);
  if (missesLimit === undefined) return 'not-known';
  if (missesLimit) return 'limit-missed';
  return target !== undefined && isWorse(direction, quantity, target.quantity) === false ? 'target-met' : 'limit-held';
}
