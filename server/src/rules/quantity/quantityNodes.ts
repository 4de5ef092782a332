/** The quantities of a spec, single ones and three-point estimates. */
import type { SpecShape } from '../../../../schemas/spec.ts';
import type { CostItemShape } from '../../../../schemas/spec/costs.ts';
import type { ObjectNode, QuantityNode } from '../../spec/located.ts';
import type { Project } from '../../spec/project.ts';
import { perEntry } from '../perEntry.ts';

/** A three-point estimate of which all three values can be read. */
export interface RangeNode {
  readonly low: QuantityNode;
  readonly likely: QuantityNode;
  readonly high: QuantityNode;
}

type EstimateNode = NonNullable<ObjectNode<CostItemShape>['fields']['cost' | 'hours' | 'items' | 'seconds']>;

/** A search through the quantities of a project; `find` must look at nothing but the quantity. */
export function perQuantity<Found>(
  find: (node: QuantityNode) => readonly Found[],
): (project: Project) => readonly Found[] {
  return perEntry(({ scalars }) => scalars.filter((node) => node.kind === 'quantity').flatMap(find));
}

/** Every three-point estimate; only items of the ledger take them. */
export function* rangesOf(spec: ObjectNode<SpecShape>): Generator<RangeNode> {
  for (const { fields } of spec.fields.costs?.fields.items?.entries.values() ?? []) {
    for (const estimate of [fields.cost, fields.hours, fields.items, fields.seconds]) {
      const range = estimate === undefined ? undefined : rangeOf(estimate);
      if (range !== undefined) yield range;
    }
  }
}

function rangeOf(estimate: EstimateNode): RangeNode | undefined {
  if (estimate.kind !== 'object') return undefined;
  const { low, likely, high } = estimate.fields;
  return low === undefined || likely === undefined || high === undefined ? undefined : { low, likely, high };
}
