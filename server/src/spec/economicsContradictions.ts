/**
 * Limits that no value can satisfy together (20), each with the least change that would resolve it.
 *
 * Lower limits on quality never contradict each other, because a perfect model meets them all; caps do.
 */
import { decimal, one, type Decimal } from './decimal.ts';
import { computeAlertRate, computeBusyAnswers, type OperatingPoint } from './economicsFeasibility.ts';
import { known, undefinedBecause, type Known } from './known.ts';
import { makeQuantity, type Quantity } from './quantity.ts';
import { compareQuantities } from './quantityArithmetic.ts';
import { compare, over, times, toDecimal } from './rational.ts';
import { bareUnit, readUnit } from './units.ts';

/** One of two changes, either of which resolves a contradiction. */
export interface LeastChange {
  /** What is changed, in words: `recall limit`. */
  readonly what: string;
  /** The value may be at most, or at least, `bound`. */
  readonly side: 'at most' | 'at least';
  readonly bound: Quantity;
}

export interface Contradiction {
  /** The two that exclude each other, in words. */
  readonly pair: readonly [string, string];
  /** What the first needs and the second allows. */
  readonly needed: Quantity;
  readonly allowed: Quantity;
  /** One or two alternatives. */
  readonly changes: readonly LeastChange[];
}

/** Rounds towards the side that still satisfies, so that the named bound is a real solution. */
function roundInside(value: Decimal, side: LeastChange['side'], places: number): Decimal {
  const rounded = value.round(places, 0);
  const step = decimal(`1e-${places}`);
  return side === 'at least' && rounded.lt(value) ? rounded.plus(step) : rounded;
}

function ratio(value: Decimal): Quantity {
  return makeQuantity(value, bareUnit);
}

function quantityIn(value: Decimal, unitText: string): Quantity {
  const reading = readUnit(unitText);
  if (reading.kind === 'unknown') throw new RangeError(`\`${unitText}\` is not a unit.`);
  return makeQuantity(value, reading.unit);
}

/**
 * A recall limit against a cap on alerts: even without a false alarm, each found case is an alert.
 *
 * @param volume predictions per year, above 0
 * @param alertsPerDay the cap
 */
export function findRecallAgainstAlerts(
  recallLimit: Decimal,
  prevalence: Decimal,
  volume: Decimal,
  alertsPerDay: Decimal,
): Known<Contradiction | undefined> {
  if (volume.lte(0) || prevalence.lte(0)) return undefinedBecause('there is nothing to find');
  const perDay = over(times(volume, prevalence, recallLimit), decimal(365));
  if (compare(perDay, alertsPerDay) <= 0) return known(undefined);
  const reachable = toDecimal(over(times(alertsPerDay, decimal(365)), times(volume, prevalence)));
  return known({
    pair: ['recall limit', 'cap on alerts'],
    needed: quantityIn(toDecimal(perDay), 'alerts/day'),
    allowed: quantityIn(alertsPerDay, 'alerts/day'),
    changes: [
      { what: 'recall limit', side: 'at most', bound: ratio(roundInside(reachable, 'at most', 3)) },
      {
        what: 'cap on alerts',
        side: 'at least',
        bound: quantityIn(roundInside(toDecimal(perDay), 'at least', 0), 'alerts/day'),
      },
    ],
  });
}

/**
 * The alert rate of the limits against the range in which the alert rate is watched.
 *
 * @param between shares of predictions, low and high
 */
export function findAlertRateOutside(
  point: OperatingPoint,
  between: readonly [low: Decimal, high: Decimal],
): Known<Contradiction | undefined> {
  const rate = computeAlertRate(point);
  if (rate.kind === 'undefined') return rate;
  const [low, high] = between;
  const { value } = rate.value;
  if (value.gte(low) && value.lte(high)) return known(undefined);
  const isAbove = value.gt(high);
  const side = isAbove ? 'at least' : 'at most';
  const what = isAbove ? 'upper end of the watched alert rate' : 'lower end of the watched alert rate';
  return known({
    pair: ['recall and precision', what],
    needed: rate.value,
    allowed: ratio(isAbove ? high : low),
    changes: [{ what, side, bound: ratio(roundInside(value, side, 3)) }],
  });
}

/**
 * Something needed against a cap: weights against memory, power of a metric against that of the device, labelling hours
 * against the time left.
 *
 * @returns undefined because the two measure different things
 */
export function findOverCap(
  what: string,
  needed: Quantity,
  capName: string,
  cap: Quantity,
): Known<Contradiction | undefined> {
  const order = compareQuantities(needed, cap);
  if (order.kind === 'undefined') return order;
  if (order.value <= 0) return known(undefined);
  return known({
    pair: [what, capName],
    needed,
    allowed: cap,
    changes: [
      { what, side: 'at most', bound: cap },
      { what: capName, side: 'at least', bound: needed },
    ],
  });
}

/**
 * Formula 22 against the answers that a device may give at once.
 *
 * @param arrivals predictions per second
 * @param latency seconds
 * @param concurrency whole number, at least 1
 */
export function findOverload(
  arrivals: Decimal,
  latency: Decimal,
  concurrency: Decimal,
): Known<Contradiction | undefined> {
  const busy = computeBusyAnswers(arrivals, latency);
  if (busy.kind === 'undefined') return busy;
  const needed = busy.value.value;
  if (needed.lte(concurrency)) return known(undefined);
  const changes: LeastChange[] = [
    { what: 'concurrency', side: 'at least', bound: ratio(roundInside(needed, 'at least', 0)) },
  ];
  const fastEnough = toDecimal(over(concurrency, arrivals));
  changes.push({ what: 'latency', side: 'at most', bound: quantityIn(roundInside(fastEnough, 'at most', 6), 's') });
  return known({
    pair: ['load and latency', 'concurrency'],
    needed: busy.value,
    allowed: ratio(concurrency),
    changes,
  });
}

/** A limit on quality against the ceiling that wrong labels set: a perfect model would miss it. */
export function findAboveLabelCeiling(limit: Decimal, labelErrorRate: Decimal): Known<Contradiction | undefined> {
  if (labelErrorRate.lt(0) || labelErrorRate.gt(1)) {
    return undefinedBecause(`the label error rate ${labelErrorRate.toFixed()} is no share`);
  }
  const ceiling = one.minus(labelErrorRate);
  if (limit.lte(ceiling)) return known(undefined);
  return known({
    pair: ['limit', 'error rate of the labels'],
    needed: ratio(limit),
    allowed: ratio(ceiling),
    changes: [
      { what: 'limit', side: 'at most', bound: ratio(ceiling) },
      { what: 'error rate of the labels', side: 'at most', bound: ratio(one.minus(limit)) },
    ],
  });
}
