/** What making labels costs (16). */
import { decimal, one, type Decimal } from './decimal.ts';
import { figure, inputWords, refuseOutside, type Figure } from './figure.ts';
import { undefinedBecause, type Undefined } from './known.ts';
import { over, plus, times, type Rational } from './rational.ts';

export interface LabellingPlan {
  /** Items to label, at least 0. */
  readonly items: Decimal;
  /** Opinions per item, at least 1. */
  readonly perItem: Decimal;
  /** Seconds for one opinion. */
  readonly seconds: Decimal;
  /** Time for review as a share of that for labelling; 0 when there is none. */
  readonly review: Decimal;
  /** Time for doing it again, as a share of that for labelling; 0 when there is none. */
  readonly rework: Decimal;
}

/** What an hour of labelling costs. */
export interface HourlyRate {
  readonly currency: string;
  readonly rate: Decimal;
}

const secondsPerHour = decimal(3600);

function refusePlan({ items, perItem, seconds, review, rework }: LabellingPlan): Undefined | undefined {
  if (items.lt(0) || seconds.lt(0)) return undefinedBecause('the number of items or the time for one is negative');
  if (perItem.lt(1)) return undefinedBecause('each item needs at least one opinion');
  return refuseOutside('review', review, 0, 100) ?? refuseOutside('rework', rework, 0, 100);
}

function findHours({ items, perItem, seconds, review, rework }: LabellingPlan): Rational {
  return over(times(items, perItem, seconds, plus(one, review, rework)), secondsPerHour);
}

function describePlan({ items, perItem, seconds, review, rework }: LabellingPlan): readonly string[] {
  return [
    inputWords('items', items),
    inputWords('opinions per item', perItem),
    inputWords('time per opinion', seconds, 's'),
    inputWords('review', review),
    inputWords('rework', rework),
  ];
}

/** Formula 16: hours of work. */
export function computeLabellingHours(plan: LabellingPlan): Figure {
  return refusePlan(plan) ?? figure(findHours(plan), 'h', 16, describePlan(plan));
}

/** Formula 16: money for the work, without tools. */
export function computeLabellingCost(plan: LabellingPlan, { currency, rate }: HourlyRate): Figure {
  const inputs = [...describePlan(plan), inputWords('rate', rate, `${currency}/h`)];
  return refusePlan(plan) ?? figure(times(findHours(plan), rate), currency, 16, inputs);
}

/**
 * Formula 16: money per label that can be used in the end.
 *
 * @param tools money for tools, added to that for the work
 * @param usable share of items whose labels can be used; 1 gives the cost per item
 */
export function computeCostPerLabel(
  plan: LabellingPlan,
  { currency, rate }: HourlyRate,
  tools: Decimal,
  usable: Decimal,
): Figure {
  const refusal = refusePlan(plan) ?? refuseOutside('usable', usable, 0, 1);
  if (refusal !== undefined) return refusal;
  if (plan.items.eq(0) || usable.eq(0)) return undefinedBecause('no label can be used');
  const total = plus(times(findHours(plan), rate), tools);
  const inputs = [
    ...describePlan(plan),
    inputWords('rate', rate, `${currency}/h`),
    inputWords('tools', tools, currency),
    inputWords('usable', usable),
  ];
  return figure(over(total, times(plan.items, usable)), `${currency}/label`, 16, inputs);
}
