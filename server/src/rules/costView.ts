/** What the rules about costs share: items with their amounts, quantities of money, and imports. */
import type { ActualsFact, Fact } from '../../../schemas/facts.ts';
import type { SpecShape } from '../../../schemas/spec.ts';
import type { CostItemShape } from '../../../schemas/spec/costs.ts';
import { matchActuals } from '../cost/actualsByItem.ts';
import type { ActualsByItem, ComparedItem } from '../cost/actualsByItem.ts';
import type { PlannedCost } from '../cost/actualsPlan.ts';
import type { ItemSummary } from '../cost/summariseLedger.ts';
import type { ObjectNode, QuantityNode } from '../spec/located.ts';
import type { Place } from '../yaml/place.ts';
import { ledgerOf, termsOf } from './ledgerView.ts';
import { oncePer, oncePerSpec } from './oncePer.ts';

type Spec = ObjectNode<SpecShape>;
export type ItemNode = ObjectNode<CostItemShape>;
type EstimateNode = NonNullable<ItemNode['fields']['cost']>;

export interface ItemView {
  readonly id: string;
  readonly node: ItemNode;
  /** The id: where one says that something is missing. */
  readonly keyPlace: Place;
  /** As stated, else the id; a word that may be no category. Undefined while it cannot be read. */
  readonly category: string | undefined;
}

/** The items of the ledger that can be read, in file order. */
export const itemsOf = oncePerSpec((spec: Spec): readonly ItemView[] =>
  [...(spec.fields.costs?.fields.items?.entries ?? [])].map(([id, node]) => ({
    id,
    node,
    keyPlace: node.keyPlace ?? node.place,
    category: node.fields.category?.value ?? (node.unreadable.has('category') ? undefined : id),
  })),
);

/** The quantities of an estimate: one, or those of the three points that can be read. */
export function pointsOf(estimate: EstimateNode | undefined): readonly QuantityNode[] {
  if (estimate === undefined) return [];
  if (estimate.kind === 'quantity') return [estimate];
  const { low, likely, high } = estimate.fields;
  return [low, likely, high].flatMap((node) => node ?? []);
}

/** The most likely quantity of an estimate; undefined while it cannot be read. */
export function likelyOf(estimate: EstimateNode | undefined): QuantityNode | undefined {
  return estimate?.kind === 'object' ? estimate.fields.likely : estimate;
}

/** What decides how much an item costs: its amount, its hours, or the number of labels. */
export function amountNodeOf({ fields }: ItemNode): EstimateNode | undefined {
  return fields.cost ?? fields.hours ?? fields.items;
}

/** Every quantity of money in the ledger, in file order. */
export function* moneyOf(spec: Spec): Generator<QuantityNode> {
  const costs = spec.fields.costs?.fields;
  if (costs === undefined) return;
  const { budget, revenue } = costs;
  for (const node of [budget?.fields.build, budget?.fields.run, revenue]) if (node !== undefined) yield node;
  for (const { node } of itemsOf(spec)) {
    yield* pointsOf(node.fields.cost);
    if (node.fields.rate !== undefined) yield node.fields.rate;
  }
}

/** The ISO code of money; undefined for anything else. */
export function currencyOf({ quantity }: QuantityNode): string | undefined {
  const { of } = quantity.dimension;
  return of.kind === 'money' ? of.currency : undefined;
}

const summariesById = oncePer(
  (spec: Spec): ReadonlyMap<string, ItemSummary> =>
    new Map((ledgerOf(spec)?.items ?? []).map((summary) => [summary.item.id, summary])),
);

/** The summary of an item in the ledger; undefined while the ledger cannot be summed. */
export function summaryOf(spec: Spec, itemId: string): ItemSummary | undefined {
  return summariesById(spec).get(itemId);
}

/** What an item is planned to cost, in the currency of the ledger; undefined while that is not known. */
export function plannedCostOf(spec: Spec, itemId: string): PlannedCost | undefined {
  const price = summaryOf(spec, itemId)?.price;
  if (price?.kind !== 'known' || price.value.amount.currency !== termsOf(spec).currency) return undefined;
  return { when: price.value.when, amount: price.value.amount.mean };
}

/** The items that are compared with an import. */
export function comparedItems(spec: Spec): readonly ComparedItem[] {
  const ledger = ledgerOf(spec);
  return (ledger?.items ?? []).flatMap(({ item }): ComparedItem[] => {
    const actual = spec.fields.costs?.fields.items?.entries.get(item.id)?.fields.actual?.id;
    return actual === undefined ? [] : [{ id: item.id, category: item.category, actual }];
  });
}

/**
 * The imports that are known.
 *
 * @param know what to do with a fact that a finding needs
 */
export function importsOf(
  spec: Spec,
  actualOf: (id: string) => Fact<ActualsFact>,
  know: (fact: Fact<ActualsFact>) => ActualsFact | undefined,
): ReadonlyMap<string, ActualsFact> {
  const imports = new Map<string, ActualsFact>();
  for (const id of spec.fields.costs?.fields.actuals?.entries.keys() ?? []) {
    const fact = know(actualOf(id));
    if (fact !== undefined) imports.set(id, fact);
  }
  return imports;
}

/** What was spent, by item. */
export function actualsByItem(spec: Spec, imports: ReadonlyMap<string, ActualsFact>): ActualsByItem {
  return matchActuals(comparedItems(spec), imports, termsOf(spec));
}
