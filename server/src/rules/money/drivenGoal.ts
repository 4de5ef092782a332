/** What the goal of the business metric that a model drives asks for, in money. */
import type { SpecShape } from '../../../../schemas/spec.ts';
import type { Known } from '../../spec/known.ts';
import type { ObjectNode } from '../../spec/located.ts';
import type { Place } from '../../yaml/place.ts';
import { amountIn } from '../economicsView.ts';
import { goalOf } from '../metricView.ts';
import type { MetricView } from '../metricView.ts';
import type { GoalKey } from './binaryGoal.ts';
import { exchange } from './exchange.ts';
import type { Exchanged } from './exchange.ts';

/** A goal in money per year. */
export interface DrivenGoal {
  /** Of the business metric. */
  readonly id: string;
  readonly place: Place;
  /** Money per year; undefined because no rate leads to the currency. */
  readonly moneyIn: (currency: string) => Known<Exchanged>;
}

/** @returns undefined without a business metric, or when its goal is not money per year */
export function drivenGoalOf(
  spec: ObjectNode<SpecShape>,
  driven: MetricView | undefined,
  goal: GoalKey,
): DrivenGoal | undefined {
  const wanted = driven === undefined ? undefined : goalOf(driven, goal);
  const of = wanted?.quantity.dimension.of;
  if (driven === undefined || wanted === undefined || of?.kind !== 'money') return undefined;
  const amount = amountIn(wanted.quantity, `${of.currency}/year`);
  if (amount === undefined) return undefined;
  return {
    id: driven.id,
    place: wanted.place,
    moneyIn: (currency) => exchange(spec, amount, of.currency, currency),
  };
}
