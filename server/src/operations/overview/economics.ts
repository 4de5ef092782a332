/** Money of the Overview: what the goals are worth, and from where on the project pays. */
import type { EconomicsSummary } from '../../../../schemas/overview.ts';
import type { Project } from '../../spec/project.ts';
import type { Locations } from './locations.ts';

export function overviewEconomics(project: Project, locations: Locations): EconomicsSummary {
  const { economics } = project.spec.fields;
  if (economics === undefined) {
    return {
      state: 'unknown',
      because: 'the spec has no economics',
      next: 'Add an `economics` section: volume, value of each outcome, horizon.',
    };
  }
  return {
    state: 'known',
    definedAt: locations.of(economics.keyPlace ?? economics.place),
    outcomes: [],
    breakEven: [],
    assumptions: [],
  };
}
