/** The iceberg: categories with their sums, and the items in them. */
import { costCategories } from '../../../../schemas/costCategories.ts';
import type { CostCategoryName } from '../../../../schemas/costCategories.ts';
import type { CostCategoryView, CostItemView, Costs } from '../../../../schemas/costPanel.ts';
import type { Figure } from '../../../../schemas/overview.ts';
import { isPerUse } from '../../cost/ledgerItem.ts';
import { isPaid } from '../../cost/priceItem.ts';
import type { CategorySummary, ItemSummary } from '../../cost/summariseLedger.ts';
import { findUntrackedRange } from '../../cost/untrackedRange.ts';
import { operatingGoalsOf } from '../../rules/economicsView.ts';
import { moneyFiguresOf } from '../../rules/money/goalEconomics.ts';
import { sumDecimals, zero } from '../../spec/decimal.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { formatMoney, formatNumber } from '../../spec/quantityFormat.ts';
import { categoryName } from '../overview/categoryName.ts';
import { known, unknown } from '../overview/locations.ts';
import { moneyFigure } from '../overview/moneyFigure.ts';
import { tracedView } from '../overview/tracedView.ts';
import { numberOf } from './costContext.ts';
import type { CostContext } from './costContext.ts';
import { metricsOfItem } from './metricsOfItem.ts';

type LedgerPart = Pick<Costs, 'coverage' | 'oneOff' | 'yearly' | 'hiddenShare' | 'categories' | 'items'>;

export function ledgerPart(context: CostContext): LedgerPart {
  const { ledger } = context;
  const categories = ledger.categories.map((category) => viewCategory(category, context));
  return {
    coverage: {
      tracked: ledger.covered,
      all: ledger.categoryCount,
      untracked: categories.filter(({ coverage }) => coverage === 'untracked').map(({ name }) => name),
    },
    oneOff: sumView(context, 'oneOff'),
    yearly: sumView(context, 'yearly'),
    hiddenShare: hiddenShareOf(context),
    categories,
    items: ledger.items.flatMap((item) => viewItem(item, context)),
  };
}

/** One-off plus one year, in the currency of the sums. */
export function firstYearOf({ oneOff, yearly }: Pick<CategorySummary, 'oneOff' | 'yearly'>, currency: string): Decimal {
  return sumDecimals([...oneOff, ...yearly].filter((sum) => sum.currency === currency).map(({ mean }) => mean));
}

function viewCategory(summary: CategorySummary, context: CostContext): CostCategoryView {
  const { project, locations, currency } = context;
  const { category, state, itemIds, oneOff, yearly } = summary;
  const described = costCategories.find(({ name }) => name === category);
  const item = itemIds[0] === undefined ? undefined : project.entity('item', itemIds[0]);
  const source = item === undefined ? undefined : locations.of(item.keyPlace);
  const untracked = state.kind === 'untracked' ? rangeOf(context) : undefined;
  const derived = state.kind === 'derived' ? errorCostOf(context) : undefined;
  return {
    id: category,
    name: categoryName(category),
    meaning: described?.description ?? category,
    group: described?.group ?? 'operation',
    isHidden: described?.isHidden ?? false,
    coverage: state.kind,
    size: numberOf(firstYearOf(summary, currency)),
    ...(state.kind === 'none' ? { reason: state.reason } : {}),
    ...(source === undefined ? {} : { source }),
    ...(oneOff.length === 0 || source === undefined ? {} : { oneOff: moneyFigure(oneOff, undefined, source) }),
    ...(yearly.length === 0 || source === undefined ? {} : { yearly: moneyFigure(yearly, 'year', source) }),
    ...(derived === undefined ? {} : { yearly: derived }),
    ...(untracked === undefined ? {} : { range: untracked }),
  };
}

/** An untracked category may cost as little and as much as the tracked ones do: a range, and never 0. */
function rangeOf({ ledger, currency }: CostContext): CostCategoryView['range'] {
  const costed = ledger.categories
    .filter(({ state }) => state.kind === 'tracked')
    .map((category) => firstYearOf(category, currency));
  const range = findUntrackedRange(costed);
  if (range.kind === 'undefined') return undefined;
  const { low, high } = range.value;
  return {
    low: numberOf(low),
    high: numberOf(high),
    text: `unknown, as others ${formatMoney(low, currency)} to ${formatMoney(high, currency)}`,
  };
}

/** What wrong answers cost at the targets: shown, and never added, because the value of the answers contains it. */
function errorCostOf({ spec, locations }: CostContext): Figure {
  const [goals] = operatingGoalsOf(spec);
  const figure =
    goals === undefined
      ? undefined
      : moneyFiguresOf(spec, goals.recall, 'target').find(({ kind }) => kind === 'error-cost');
  return figure === undefined
    ? unknown('no model has goals for both recall and precision')
    : tracedView(figure, locations);
}

function sumView({ ledger, spec, locations }: CostContext, which: 'oneOff' | 'yearly'): Figure {
  const items = spec.fields.costs?.fields.items;
  const source = items === undefined ? undefined : locations.of(items.keyPlace ?? items.place);
  const [missing] = ledger.missing;
  if (missing !== undefined) {
    return unknown(`the cost of ${missing.id} is not known: ${missing.because}`, undefined, source);
  }
  const sums = ledger[which];
  if (sums.length === 0 || source === undefined) return unknown('no item states such a cost', undefined, source);
  return moneyFigure(sums, which === 'yearly' ? 'year' : undefined, source);
}

const hidden: ReadonlySet<CostCategoryName> = new Set(
  costCategories.filter(({ isHidden }) => isHidden).map(({ name }) => name),
);

function hiddenShareOf({ ledger, currency }: CostContext): Figure {
  const all = firstYearOf(ledger, currency);
  if (all.lte(0)) return unknown('no costs are stated');
  const under = sumDecimals(
    ledger.categories.filter(({ category }) => hidden.has(category)).map((one) => firstYearOf(one, currency)),
  );
  const share = under.div(all);
  return known(
    `${formatNumber(share.times(100), 2)} %`,
    {
      origin: 'computed',
      formula: 'Categories that plans usually forget, one-off plus one year, as a share of all tracked categories.',
      inputs: [
        { name: 'hidden', text: formatMoney(under, currency) },
        { name: 'all', text: formatMoney(all, currency) },
      ],
    },
    numberOf(share),
  );
}

function viewItem({ item, price, isAdded }: ItemSummary, context: CostContext): CostItemView[] {
  const { spec, locations } = context;
  const node = spec.fields.costs?.fields.items?.entries.get(item.id);
  if (node === undefined || !isPaid(item.basis)) return [];
  const source = locations.of(node.keyPlace ?? node.place);
  const owner = node.fields.owner?.kind === 'object' ? node.fields.owner.fields.email?.text : node.fields.owner?.text;
  const isFollowed = context.lines.some(({ line }) => line.items.includes(item.id));
  const isRange = price.kind === 'known' && !price.value.amount.high.eq(price.value.amount.low);
  return [
    {
      id: item.id,
      category: item.category,
      source,
      behaviour: behaviourOf(item),
      basis: isFollowed ? 'measured' : isRange ? 'estimated' : 'declared',
      amount:
        price.kind === 'undefined'
          ? unknown(price.because, undefined, source)
          : moneyFigure([price.value.amount], price.value.when === 'yearly' ? 'year' : undefined, source),
      ...(price.kind === 'known'
        ? { range: { low: numberOf(price.value.amount.low), high: numberOf(price.value.amount.high) } }
        : {}),
      isAdded,
      ...(owner === undefined ? {} : { owner }),
      metrics: [...metricsOfItem(spec, node)],
    },
  ];
}

function behaviourOf({ isOnce, basis }: ItemSummary['item']): CostItemView['behaviour'] {
  if (isOnce) return 'one-off';
  return isPerUse(basis) ? 'per-use' : 'fixed';
}

/** What an item costs, for sums: money in the currency of the plan that is added, and when. */
export function addedAmounts({ ledger, currency }: Pick<CostContext, 'ledger' | 'currency'>) {
  return ledger.items.flatMap(({ item, price, isAdded }) =>
    isAdded && price.kind === 'known' && price.value.amount.currency === currency
      ? [{ item, when: price.value.when, amount: price.value.amount }]
      : [],
  );
}

/** The sum of some amounts. */
export function totalOf(amounts: readonly { readonly amount: { readonly mean: Decimal } }[]): Decimal {
  return amounts.reduce((sum, { amount }) => sum.plus(amount.mean), zero);
}
