/** Cost coverage of the Overview: which categories of the ledger are tracked, and what they sum to. */
import { costCategories } from '../../../../schemas/costCategories.ts';
import type { CostCategory, CostSummary } from '../../../../schemas/overview.ts';
import type { CostItemShape } from '../../../../schemas/spec/costs.ts';
import type { ObjectNode } from '../../spec/located.ts';
import type { Project } from '../../spec/project.ts';
import { unknown } from './locations.ts';
import type { Locations } from './locations.ts';

export function overviewCosts(project: Project, locations: Locations): CostSummary {
  const { costs } = project.spec.fields;
  if (costs === undefined) {
    return {
      state: 'unknown',
      because: 'the spec has no costs',
      next: 'Add a `costs` section: data, labels and support usually cost more than the model.',
    };
  }
  const items = [...(costs.fields.items?.entries ?? [])];
  return {
    state: 'known',
    definedAt: locations.of(costs.keyPlace ?? costs.place),
    categories: costCategories.map((category) => ({
      id: category.name,
      name: nameOf(category.name),
      meaning: category.description,
      group: category.group,
      isHidden: category.isHidden,
      coverage: coverageOf(
        items.filter(([id, item]) => (item.fields.category?.value ?? id) === category.name).map(([, item]) => item),
        locations,
      ),
    })),
    oneOff: unknown('the ledger is not summed yet'),
    yearly: unknown('the ledger is not summed yet'),
  };
}

/** `data_pipeline` as "Data pipeline". */
function nameOf(category: string): string {
  const words = category.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function coverageOf(items: readonly ObjectNode<CostItemShape>[], locations: Locations): CostCategory['coverage'] {
  const [first] = items;
  if (first === undefined) return { state: 'untracked' };
  const source = locations.of(first.keyPlace ?? first.place);
  const none = items.length === 1 ? first.fields.none : undefined;
  return none === undefined ? { state: 'tracked', source } : { state: 'none', reason: none.value, source };
}
