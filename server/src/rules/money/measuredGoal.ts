/** The last measurement of a metric, in the unit of its goals, and what it says about them. */
import type { Fact, Facts, MeasuredValue, MeasurementFact } from '../../../../schemas/facts.ts';
import { decimal } from '../../spec/decimal.ts';
import { convertQuantity } from '../../spec/quantityArithmetic.ts';
import { makeQuantity } from '../../spec/quantity.ts';
import type { Quantity } from '../../spec/quantity.ts';
import { formatQuantity } from '../../spec/quantityFormat.ts';
import { readUnit } from '../../spec/units.ts';
import { daysBetween } from '../daysBetween.ts';
import { goalOf, isWorse } from '../metricView.ts';
import type { MetricView } from '../metricView.ts';

/** The value against target and limit; `not-known` when either is missing or cannot be compared. */
export type Verdict = 'target-met' | 'limit-held' | 'limit-missed' | 'not-known';

export interface LastMeasurement {
  readonly fact: MeasurementFact;
  /** In the unit of the target, else of the limit, where it can be converted. */
  readonly quantity: Quantity;
  /** For display. */
  readonly text: string;
  /** Ends of the interval, in the unit of `quantity`; undefined when it is not known. */
  readonly ends: { readonly low: Quantity; readonly high: Quantity } | undefined;
  /** `0.66 to 0.70`; undefined when the interval is not known. */
  readonly interval: string | undefined;
  /** Whole days from the measurement to the day of the check; never negative. */
  readonly ageDays: number;
  readonly verdict: Verdict;
}

/**
 * The newest measurement of a metric.
 *
 * @returns a known fact of undefined when nothing has measured it, or not with a number
 */
export function lastMeasurementOf(metric: MetricView, facts: Facts): Fact<LastMeasurement | undefined> {
  const fact = facts.measurements(metric.id);
  if (fact.state !== 'known') return fact;
  const [newest] = fact.value;
  return { state: 'known', value: newest === undefined ? undefined : readMeasurement(metric, newest, facts.today) };
}

function readMeasurement(metric: MetricView, fact: MeasurementFact, today: string): LastMeasurement | undefined {
  const goal = goalOf(metric, 'target') ?? goalOf(metric, 'limit');
  const quantity = quantityOf(fact.measured.value, fact.measured, goal?.quantity);
  if (quantity === undefined) return undefined;
  const { low, high } = fact.measured;
  const [least, most] = [low, high].map((end) =>
    end === undefined ? undefined : quantityOf(end, fact.measured, goal?.quantity),
  );
  return {
    fact,
    quantity,
    text: formatQuantity(quantity),
    ends: least === undefined || most === undefined ? undefined : { low: least, high: most },
    interval:
      least === undefined || most === undefined ? undefined : `${formatQuantity(least)} to ${formatQuantity(most)}`,
    ageDays: daysBetween(fact.at, today),
    verdict: judge(metric, quantity),
  };
}

/** A number that was measured, in the unit of a goal where it can be converted; undefined when its unit is none of ours. */
export function quantityOf(value: number, { unit }: MeasuredValue, goal: Quantity | undefined): Quantity | undefined {
  if (!Number.isFinite(value)) return undefined;
  const reading = readUnit(unit);
  if (reading.kind === 'unknown') return undefined;
  const measured = makeQuantity(decimal(value), reading.unit);
  const converted = goal === undefined ? undefined : convertQuantity(measured, goal.unit.text);
  return converted?.kind === 'known' ? converted.value : measured;
}

/** A measured value against target and limit of a metric. */
export function judge(metric: MetricView, measured: Quantity): Verdict {
  const { direction } = metric;
  const target = goalOf(metric, 'target')?.quantity;
  const limit = goalOf(metric, 'limit')?.quantity;
  if (direction === undefined || limit === undefined) return 'not-known';
  const isBelowLimit = isWorse(direction, measured, limit);
  if (isBelowLimit === undefined) return 'not-known';
  if (isBelowLimit) return 'limit-missed';
  const isBelowTarget = target === undefined ? true : isWorse(direction, measured, target);
  return isBelowTarget === false ? 'target-met' : 'limit-held';
}
