/** How much of the people's cost is work on data, where budgets usually break. */
import { costCategories } from '../../../schemas/costCategories.ts';
import type { Decimal } from '../spec/decimal.ts';
import { known, undefinedBecause, type Known } from '../spec/known.ts';
import { sumMoney } from './moneyEstimate.ts';
import type { ItemSummary, LedgerSummary } from './summariseLedger.ts';

const dataCategories: ReadonlySet<string> = new Set(
  costCategories.filter(({ group }) => group === 'data').map(({ name }) => name),
);

/**
 * The share of the data categories in all work of people (hours times rate), one-off plus one year.
 *
 * @returns a share in [0, 1]; undefined because no hours are stated, the price of some is unknown, or they are paid in
 *   several currencies
 */
export function computeDataWorkShare({ items }: LedgerSummary): Known<Decimal> {
  const work = items.filter(
    ({ item, isAdded }) => isAdded && (item.basis.kind === 'work' || item.basis.kind === 'labelling'),
  );
  const unknown = work.find(({ price }) => price.kind === 'undefined');
  if (unknown !== undefined) return undefinedBecause(`the price of \`${unknown.item.id}\` is not known`);
  const [all, ...others] = sumWork(work);
  if (others.length > 0) return undefinedBecause('people are paid in several currencies without a rate');
  if (all === undefined || all.mean.eq(0)) return undefinedBecause('no hours of people are stated');
  const [data] = sumWork(work.filter(({ item }) => dataCategories.has(item.category)));
  return known(data === undefined ? all.mean.minus(all.mean) : data.mean.div(all.mean));
}

function sumWork(work: readonly ItemSummary[]) {
  return sumMoney(work.flatMap(({ price }) => (price.kind === 'known' ? [price.value.amount] : [])));
}
