/** Words that messages of several rules about goals share. */
import type { Contradiction } from '../spec/economicsContradictions.ts';
import type { QuantityNode } from '../spec/located.ts';
import { formatQuantity } from '../spec/quantityFormat.ts';
import { makeQuantity } from '../spec/quantity.ts';
import type { Quantity } from '../spec/quantity.ts';
import { readUnit } from '../spec/units.ts';
import type { Related } from './rule.ts';

/** Enough digits that a bound is a real solution when it is typed in. */
const exactDigits = 6;

/** "set the recall limit to at most 0.579, or the cap on alerts to at least 1036 alerts/day" */
export function describeChanges({ changes }: Contradiction): string {
  return changes
    .map(({ what, side, bound }) => `the ${what} to ${side} ${formatQuantity(bound, exactDigits)}`)
    .map((words, index) => (index === 0 ? `set ${words}` : words))
    .join(', or ');
}

/** A place that belongs to a finding, for a quantity. */
export function relate(node: QuantityNode, message: string): Related {
  return { place: node.place, message };
}

/** A share in percent. */
export function percent(share: Quantity, digits = 3): string {
  const unit = readUnit('%');
  return unit.kind === 'unknown' ? share.text : formatQuantity(makeQuantity(share.value.times(100), unit.unit), digits);
}
