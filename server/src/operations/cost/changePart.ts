/** What the work in progress changes about the costs: the plan against the base revision. */
import type { Costs } from '../../../../schemas/costPanel.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import { ledgerOf, termsOf } from '../../rules/ledgerView.ts';
import { projectAt } from '../../rules/revisionView.ts';
import { savedGoalsOf } from '../../rules/savedGoals.ts';
import { decimal, sumDecimals } from '../../spec/decimal.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { computeNetPresentValue } from '../../spec/economicsInvestment.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { formatMoney, signedPercent } from '../../spec/quantityFormat.ts';
import { addedAmounts } from './ledgerPart.ts';
import type { CostContext } from './costContext.ts';

type ChangeRow = Extract<Costs['change'], { state: 'known' }>['rows'][number];

export function changePart(context: CostContext): Costs['change'] {
  const { facts, currency, spec, ledger, project, locations } = context;
  const base = facts.base();
  if (base.state !== 'known') {
    return { state: 'unknown', because: base.state === 'pending' ? 'the history is being read' : base.because };
  }
  const { commit } = base.value;
  const before = projectAt(base.value);
  const old = before === undefined ? undefined : ledgerOf(before.spec);
  const words = `${commit.revision.slice(0, 10)} of ${commit.at.slice(0, 10)}`;
  if (before === undefined || old === undefined) {
    return { state: 'unknown', because: `the commit ${words} has no costs that can be read` };
  }
  if ((termsOf(before.spec).currency ?? currency) !== currency) {
    return { state: 'unknown', because: `the commit ${words} counts in another currency` };
  }
  const rows: ChangeRow[] = [];
  const compare = (
    label: string,
    then: Decimal | undefined,
    now: Decimal | undefined,
    period?: string,
    id?: string,
  ) => {
    if (then === undefined ? now === undefined : now !== undefined && then.eq(now)) return;
    const entity = id === undefined ? undefined : project.entity('item', id);
    rows.push({
      label,
      before: then === undefined ? 'none' : formatMoney(then, currency, period),
      after: now === undefined ? 'none' : formatMoney(now, currency, period),
      difference: differenceOf(then, now, currency),
      ...(entity === undefined ? {} : { source: locations.of(entity.keyPlace) }),
    });
  };
  const sumOf = (sums: typeof ledger.oneOff) =>
    sumDecimals(sums.filter((sum) => sum.currency === currency).map(({ mean }) => mean));
  compare('One-off costs', sumOf(old.oneOff), sumOf(ledger.oneOff));
  compare('Running costs', sumOf(old.yearly), sumOf(ledger.yearly), 'year');
  compare('Net present value at the target', netValueOf(before.spec), netValueOf(spec));
  const amountsOf = (one: Pick<CostContext, 'ledger' | 'currency'>) =>
    new Map(addedAmounts(one).map(({ item, when, amount }) => [item.id, { when, amount: amount.mean }]));
  const [then, now] = [amountsOf({ ledger: old, currency }), amountsOf(context)];
  for (const id of new Set([...then.keys(), ...now.keys()])) {
    const [left, right] = [then.get(id), now.get(id)];
    const isMoved = left !== undefined && right !== undefined && left.when !== right.when;
    const period = (right ?? left)?.when === 'yearly' ? 'year' : undefined;
    if (isMoved) {
      compare(`${id} as before`, left.amount, undefined, left.when === 'yearly' ? 'year' : undefined, id);
      compare(`${id} as now`, undefined, right.amount, period, id);
    } else compare(id, left?.amount, right?.amount, period, id);
  }
  return { state: 'known', base: words, rows };
}

function differenceOf(then: Decimal | undefined, now: Decimal | undefined, currency: string): string {
  const difference = (now ?? decimal(0)).minus(then ?? 0);
  const sign = difference.gt(0) ? '+' : '−';
  const amount = `${sign}${formatMoney(difference.abs(), currency)}`;
  return then === undefined || then.eq(0) || now === undefined
    ? amount
    : `${amount} (${signedPercent(difference.div(then.abs()))})`;
}

function netValueOf(spec: ObjectNode<SpecShape>): Decimal | undefined {
  const [goal] = savedGoalsOf(spec);
  const net = goal === undefined ? undefined : computeNetPresentValue(goal.investment, goal.perYear);
  return net?.kind === 'known' ? net.value.amount : undefined;
}
