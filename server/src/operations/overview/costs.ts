/** Costs of the Overview: which categories of the ledger are tracked, and what they sum to. */
import { costCategories } from '../../../../schemas/costCategories.ts';
import type { CostCategory, CostSummary, Figure } from '../../../../schemas/overview.ts';
import type { SourceLocation } from '../../../../schemas/sourceLocation.ts';
import type { MoneyEstimate } from '../../cost/moneyEstimate.ts';
import type { CategorySummary, LedgerSummary } from '../../cost/summariseLedger.ts';
import { ledgerOf } from '../../rules/ledgerView.ts';
import type { Project } from '../../spec/project.ts';
import { unknown } from './locations.ts';
import type { Locations } from './locations.ts';
import { categoryName } from './categoryName.ts';
import { moneyFigure } from './moneyFigure.ts';

export function overviewCosts(project: Project, locations: Locations): CostSummary {
  const { costs } = project.spec.fields;
  if (costs === undefined) {
    return {
      state: 'unknown',
      because: 'the spec has no costs',
      next: 'Add a `costs` section: data, labels and support usually cost more than the model.',
    };
  }
  const place = locations.of(costs.keyPlace ?? costs.place);
  const ledger = ledgerOf(project.spec);
  if (ledger === undefined) {
    return {
      state: 'unknown',
      because: 'the spec has no cost items that can be read',
      next: 'See Problems for what cannot be read.',
    };
  }
  return {
    state: 'known',
    definedAt: place,
    categories: ledger.categories.map((category) => categoryOf(category, project, locations)),
    oneOff: sumFigure(ledger.oneOff, undefined, ledger, place),
    yearly: sumFigure(ledger.yearly, 'year', ledger, place),
  };
}

function categoryOf(summary: CategorySummary, project: Project, locations: Locations): CostCategory {
  const category = costCategories.find(({ name }) => name === summary.category);
  return {
    id: summary.category,
    name: categoryName(summary.category),
    meaning: category?.description ?? summary.category,
    group: category?.group ?? 'operation',
    isHidden: category?.isHidden ?? false,
    coverage: coverageOf(summary, project, locations),
  };
}

function coverageOf(
  { state, itemIds, oneOff, yearly }: CategorySummary,
  project: Project,
  locations: Locations,
): CostCategory['coverage'] {
  const [id] = itemIds;
  const item = id === undefined ? undefined : project.entity('item', id);
  if (item === undefined) return { state: 'untracked' };
  const source = locations.of(item.keyPlace);
  if (state.kind === 'none') return { state: 'none', reason: state.reason, source };
  return {
    state: 'tracked',
    source,
    ...(oneOff.length === 0 ? {} : { oneOff: moneyFigure(oneOff, undefined, source) }),
    ...(yearly.length === 0 ? {} : { yearly: moneyFigure(yearly, 'year', source) }),
  };
}

/** A sum of the whole ledger; one that lacks an item is not shown as if it were whole. */
function sumFigure(
  sums: readonly MoneyEstimate[],
  period: string | undefined,
  { missing }: LedgerSummary,
  source: SourceLocation,
): Figure {
  const [first] = missing;
  if (first !== undefined) return unknown(`the cost of ${first.id} is not known: ${first.because}`, undefined, source);
  return sums.length === 0
    ? unknown('no item states such a cost', undefined, source)
    : moneyFigure(sums, period, source);
}
