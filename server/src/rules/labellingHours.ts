/** How many hours the labelling takes that a spec plans once. */
import type { SpecShape } from '../../../schemas/spec.ts';
import type { CostItemShape } from '../../../schemas/spec/costs.ts';
import { decimal, zero } from '../spec/decimal.ts';
import type { Decimal } from '../spec/decimal.ts';
import { computeLabellingHours } from '../spec/economicsLabelling.ts';
import type { ObjectNode } from '../spec/located.ts';
import { convertQuantity } from '../spec/quantityArithmetic.ts';
import { ledgerOf } from './ledgerView.ts';

export interface LabellingWork {
  /** Id of the item of the ledger. */
  readonly id: string;
  readonly node: ObjectNode<CostItemShape>;
  /** In all. */
  readonly hours: Decimal;
  /** People who are needed at least: one for each opinion about an item. */
  readonly people: number;
}

/** The one-off items that count labels, with their most likely hours; those that cannot be computed are left out. */
export function labellingHoursOf(spec: ObjectNode<SpecShape>): readonly LabellingWork[] {
  const items = spec.fields.costs?.fields.items;
  return (ledgerOf(spec)?.items ?? []).flatMap(({ item }): LabellingWork[] => {
    const node = items?.entries.get(item.id);
    const { basis } = item;
    if (node === undefined || basis.kind !== 'labelling' || !item.isOnce) return [];
    const count = basis.items.kind === 'point' ? basis.items.quantity : basis.items.likely;
    const time = basis.seconds.kind === 'point' ? basis.seconds.quantity : basis.seconds.likely;
    const seconds = convertQuantity(time, 's');
    if (seconds.kind === 'undefined' || count.dimension.per !== undefined) return [];
    const { perItem, review, rework } = basis;
    const hours = computeLabellingHours({
      items: count.amount,
      perItem,
      seconds: seconds.value.amount,
      review,
      rework,
    });
    if (hours.kind === 'undefined') return [];
    const amount = convertQuantity(hours.value, 'h');
    const people = Math.max(1, Math.floor(perItem.toNumber()));
    return amount.kind === 'undefined' || amount.value.amount.lte(zero)
      ? []
      : [{ id: item.id, node, hours: decimal(amount.value.amount), people }];
  });
}
