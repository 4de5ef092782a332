/** The view model of the Overview panel, from one state of a project. */
import { overviewViewModel } from '../../../../schemas/overview.ts';
import type { OverviewProject, OverviewViewModel } from '../../../../schemas/overview.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { showTexts } from '../../text/showTexts.ts';
import { noSpecHere } from '../unreadableProject.ts';
import { overviewCosts } from './costs.ts';
import { overviewDataSources } from './dataSources.ts';
import { overviewEconomics } from './economics.ts';
import { createLocations, declared, unknown } from './locations.ts';
import type { Locations } from './locations.ts';
import { overviewMetrics } from './metrics.ts';
import { overviewSplits } from './splits.ts';

export interface OverviewContext {
  /** Whether data may be read; without trust it is not, and the page says so. */
  readonly isTrusted: boolean;
  readonly now: Date;
}

/** @param snapshot undefined when the file is not part of a spec that can be read */
export function makeOverview(snapshot: ProjectSnapshot | undefined, context: OverviewContext): OverviewViewModel {
  if (snapshot === undefined) {
    return {
      state: 'no-project',
      because: noSpecHere,
      next: 'Open or create a plumbline.yaml.',
    };
  }
  const { project, facts, result } = snapshot;
  const locations = createLocations(project);
  const count = (severity: string) => result.findings.filter((finding) => finding.severity === severity).length;
  const model: OverviewViewModel = {
    state: 'project',
    project: overviewHeader(snapshot, locations),
    isTrusted: context.isTrusted,
    notices: noticesOf(snapshot),
    findings: { error: count('error'), warning: count('warning'), info: count('info'), hint: count('hint') },
    metrics: overviewMetrics({ project, facts, locations, now: context.now }),
    dataSources: overviewDataSources({ project, facts, locations, ...context }),
    splits: overviewSplits(project, facts, locations),
    economics: overviewEconomics(project, facts, locations),
    costs: overviewCosts(project, locations),
    computedAt: context.now.toISOString(),
  };
  return overviewViewModel.parse(showTexts(model, addresses));
}

/** Keys that hold addresses, which are opened and not read. An id with hostile text names nothing that could be asked for. */
const addresses: ReadonlySet<string> = new Set(['uri']);

function overviewHeader({ project, mainUri }: ProjectSnapshot, locations: Locations): OverviewProject['project'] {
  const { fields } = project.spec;
  const main = project.files.find(({ uri }) => uri === mainUri) ?? project.files[0];
  if (main === undefined) throw new RangeError('A project has at least one file.');
  const file = locations.ofFile(main);
  const owner = fields.owner?.kind === 'object' ? fields.owner.fields.name : fields.owner;
  return {
    name: fields.project?.value ?? 'unnamed project',
    ...(fields.description === undefined ? {} : { description: fields.description.value }),
    phase:
      fields.phase === undefined
        ? unknown('the spec names no phase', undefined, file)
        : declared(fields.phase.value, locations.of(fields.phase.place)),
    owner:
      owner === undefined
        ? unknown('the spec names no owner', undefined, file)
        : declared(owner.text, locations.of(owner.place)),
    file,
    parts: project.files.filter((part) => part !== main).map((part) => locations.ofFile(part)),
  };
}

/** What limits the whole page. */
function noticesOf({ project }: ProjectSnapshot): string[] {
  const notices: string[] = [];
  if (project.files.some((file) => file.hasUnknownVersion)) {
    notices.push('The spec names a language version that this Plumbline does not know, so this page may be wrong.');
  }
  if (project.files.some((file) => file.yaml.problems.some(({ code }) => code === 'syntax'))) {
    notices.push('The spec has syntax errors: what stands near them may be missing here.');
  }
  return notices;
}
