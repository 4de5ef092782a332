/** What all parts of the Cost panel are made from. */
import type { ActualsFact, Facts } from '../../../../schemas/facts.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import type { LedgerSummary } from '../../cost/summariseLedger.ts';
import { compareWithPlan } from '../../rules/costComparison.ts';
import type { ComparedLine } from '../../rules/costComparison.ts';
import { importsOf } from '../../rules/costView.ts';
import { investmentOf, ledgerOf, termsOf } from '../../rules/ledgerView.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { computeAnnuity } from '../../spec/economicsInvestment.ts';
import { known } from '../../spec/known.ts';
import type { Known } from '../../spec/known.ts';
import type { ObjectNode } from '../../spec/located.ts';
import type { Project } from '../../spec/project.ts';
import { createLocations } from '../overview/locations.ts';
import type { Locations } from '../overview/locations.ts';

/** The state of a project that costs are computed from. */
export type CostSnapshot = Pick<ProjectSnapshot, 'project' | 'facts' | 'mainUri'>;

export interface CostContext {
  readonly project: Project;
  readonly spec: ObjectNode<SpecShape>;
  readonly facts: Facts;
  readonly locations: Locations;
  /** ISO 4217; all sums are in it. */
  readonly currency: string;
  readonly ledger: LedgerSummary;
  /** Id of an entry of `costs.actuals` → what it holds; those that are not known are left out. */
  readonly imports: ReadonlyMap<string, ActualsFact>;
  /** Plan against actual, item by item. */
  readonly lines: readonly ComparedLine[];
}

/** @returns undefined when the spec has no cost items that can be read, or no currency in which they can be summed */
export function costContextOf({ project, facts }: CostSnapshot): CostContext | undefined {
  const { spec } = project;
  const ledger = ledgerOf(spec);
  const currency = termsOf(spec).currency ?? ledger?.oneOff[0]?.currency ?? ledger?.yearly[0]?.currency;
  if (ledger === undefined || currency === undefined) return undefined;
  const imports = importsOf(
    spec,
    (id) => facts.actuals(id),
    (fact) => (fact.state === 'known' ? fact.value : undefined),
  );
  const lines = compareWithPlan(spec, imports, facts.today);
  return { project, spec, facts, locations: createLocations(project), currency, ledger, imports, lines };
}

/** Float for drawing and for sliders; texts are made from the exact number. */
export function numberOf(amount: Decimal): number {
  return Number(amount.toString());
}

/** Today's worth of one per year over the horizon, in years; undefined because the costs are not known. */
export function annuityOf({ spec }: Pick<CostContext, 'spec'>): Known<Decimal> {
  const investment = investmentOf(spec);
  if (investment.kind === 'undefined') return investment;
  const annuity = computeAnnuity(investment.value);
  return annuity.kind === 'undefined' ? annuity : known(annuity.value.amount);
}
