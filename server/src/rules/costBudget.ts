/** The budget of a spec against its plan and against what was spent. */
import type { SpecShape } from '../../../schemas/spec.ts';
import { sumDecimals, zero } from '../spec/decimal.ts';
import type { Decimal } from '../spec/decimal.ts';
import type { ObjectNode, QuantityNode } from '../spec/located.ts';
import { convertQuantity } from '../spec/quantityArithmetic.ts';
import { currencyOf } from './costView.ts';

type Spec = ObjectNode<SpecShape>;

/** What may be spent once, or per year. */
export interface BudgetLimit {
  readonly when: 'once' | 'yearly';
  readonly node: QuantityNode;
  readonly currency: string;
  /** In all, or per year. */
  readonly amount: Decimal;
}

/** The parts of the budget that can be read. */
export function budgetLimitsOf(spec: Spec): readonly BudgetLimit[] {
  const { build, run } = spec.fields.costs?.fields.budget?.fields ?? {};
  return [limitOf('once', build), limitOf('yearly', run)].flatMap((limit) => limit ?? []);
}

function limitOf(when: BudgetLimit['when'], node: QuantityNode | undefined): BudgetLimit | undefined {
  const currency = node === undefined ? undefined : currencyOf(node);
  if (node === undefined || currency === undefined) return undefined;
  const amount = convertQuantity(node.quantity, when === 'once' ? currency : `${currency}/year`);
  return amount.kind === 'undefined' ? undefined : { when, node, currency, amount: amount.value.amount };
}

/** What one item, or several that cannot be told apart, are planned to cost and have cost. */
export interface SpentSoFar {
  /** In all, or per year. */
  readonly planned: Decimal;
  /** In all until now, or per year at the rate of the last months; undefined while nothing is imported for it. */
  readonly actual: Decimal | undefined;
}

/**
 * What all of them will cost when nothing changes: running costs go on as in the last months, and what is paid once
 * costs at least what was spent on it.
 */
export function forecast(when: BudgetLimit['when'], parts: readonly SpentSoFar[]): Decimal {
  return sumDecimals(
    parts.map(({ planned, actual }) => {
      if (actual === undefined) return planned;
      return when === 'once' && actual.lt(planned) ? planned : actual;
    }),
  );
}

/** What was spent until now on all of them. */
export function spent(parts: readonly SpentSoFar[]): Decimal {
  return sumDecimals(parts.map(({ actual }) => actual ?? zero));
}
