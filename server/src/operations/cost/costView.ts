/** The view model of the Cost panel, from one state of a project. */
import { costViewModel } from '../../../../schemas/costPanel.ts';
import type { CostViewModel } from '../../../../schemas/costPanel.ts';
import type { RunRecord } from '../../../../schemas/run.ts';
import { operatingGoalsOf } from '../../rules/economicsView.ts';
import { checksOf } from '../../rules/monitorView.ts';
import { showTexts } from '../../text/showTexts.ts';
import { readRunRecord } from '../evaluate/readRunRecord.ts';
import type { WorkspaceFiles } from '../ports.ts';
import type { Project } from '../../spec/project.ts';
import { noProject, projectName } from '../unreadableProject.ts';
import { changePart } from './changePart.ts';
import { costContextOf } from './costContext.ts';
import type { CostContext, CostSnapshot } from './costContext.ts';
import { driftPart } from './driftPart.ts';
import { energyPart, importsPart } from './importsPart.ts';
import { ledgerPart } from './ledgerPart.ts';
import { leversPart } from './leversPart.ts';
import { budgetPart, planPart } from './planPart.ts';
import { returnsPart, standingsOf } from './returnsPart.ts';
import { frontierPart, labelsPart } from './runsPart.ts';
import { simulationPart } from './simulationPart.ts';
import { thresholdGainOf, whatIfPart } from './whatIfPart.ts';
import { workPart } from './workPart.ts';

export interface CostViewContext {
  readonly files: Pick<WorkspaceFiles, 'readFile'>;
  /** Without trust nothing is imported, and the page says so. */
  readonly isTrusted: boolean;
  readonly now: Date;
}

/** Keys that hold addresses, which are opened and not read. */
const addresses: ReadonlySet<string> = new Set(['uri']);

/** @param snapshot undefined when the file is not part of a spec that can be read */
export async function makeCostView(
  snapshot: CostSnapshot | undefined,
  { files, isTrusted, now }: CostViewContext,
): Promise<CostViewModel> {
  if (snapshot === undefined) {
    return empty(noProject.project, noProject.because, noProject.next);
  }
  const { project, mainUri } = snapshot;
  const name = projectName(project);
  const context = costContextOf(snapshot);
  const main = project.files.find(({ uri }) => uri === mainUri) ?? project.files[0];
  if (context === undefined || main === undefined) {
    return project.spec.fields.costs === undefined
      ? empty(
          name,
          'The spec has no costs.',
          'Add a `costs` section: data, labels and support usually cost more than the model.',
        )
      : empty(name, 'The spec has no cost items that can be read.', 'Problems says what cannot be read.');
  }
  const standings = standingsOf(context);
  const whatIf = whatIfPart(context, standings, await newestRecord(project, context, files));
  const model: CostViewModel = {
    state: 'costs',
    project: name,
    spec: context.locations.ofFile(main),
    currency: context.currency,
    isTrusted,
    isComplete: !isReading(context),
    computedAt: now.toISOString(),
    ...ledgerPart(context),
    ...returnsPart(context, standings),
    simulation: simulationPart(context, standings),
    plan: planPart(context),
    budgets: budgetPart(context),
    levers: leversPart(context, thresholdGainOf(whatIf)),
    frontier: frontierPart(context),
    labels: labelsPart(context),
    energy: energyPart(context),
    imports: [...importsPart(context)],
    work: workPart(context),
    drift: driftPart(context),
    change: changePart(context),
    whatIf,
  };
  return costViewModel.parse(showTexts(model, addresses));
}

function empty(project: string, because: string, next: string): CostViewModel {
  return { state: 'empty', project, because, next };
}

/** Whether a part of the page is still on its way. */
function isReading({ spec, facts }: CostContext): boolean {
  const imports = [...(spec.fields.costs?.fields.actuals?.entries.keys() ?? [])].map((id) => facts.actuals(id));
  const drift = checksOf(spec).map(({ id }) => facts.drift(id));
  return [...imports, ...drift, facts.runs(), facts.base(), facts.work()].some(({ state }) => state === 'pending');
}

/** The record of the newest run of the model that has goals, whose curve the threshold slider moves along. */
async function newestRecord(
  project: Project,
  { spec, facts }: CostContext,
  files: CostViewContext['files'],
): Promise<RunRecord | undefined> {
  const [goals] = operatingGoalsOf(spec);
  const known = facts.runs('plumbline');
  if (goals === undefined || known.state !== 'known') return undefined;
  const run = known.value.find(({ model, split }) => model === goals.modelId && split === goals.splitId);
  return run === undefined ? undefined : readRunRecord(project, run, files);
}
