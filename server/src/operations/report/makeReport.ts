/** Everything about a project as one HTML file, for people without an editor. */
import { htmlReport, pageDocument } from '../../report/htmlReport.ts';
import type { ReportPage } from '../../report/htmlReport.ts';
import { makeCostView } from '../cost/costView.ts';
import { makeDriftView } from '../drift/driftView.ts';
import { makeEvaluationView } from '../evaluate/evaluationView.ts';
import { makeRunsView } from '../evaluate/runsView.ts';
import { makeOverview } from '../overview/overview.ts';
import type { Clock, WorkspaceFiles } from '../ports.ts';
import { reportReadiness } from '../readiness/findReadiness.ts';
import type { SpecWorkspace } from '../specWorkspace.ts';
import { noSpecHere, projectName } from '../unreadableProject.ts';

export interface ReportPorts {
  readonly workspace: SpecWorkspace;
  readonly files: WorkspaceFiles;
  readonly clock: Clock;
  readonly version: string;
  readonly nameOf: (uri: string) => string;
  /** The built page of a panel; undefined when this installation lacks it. */
  readonly readPage: (panel: string) => { readonly script: string; readonly style: string } | undefined;
  /** gzip, in base 64. */
  readonly pack: (text: string) => string;
  /** Letters and digits that differ for different texts. */
  readonly hash: (text: string) => string;
}

/** Id of the element from which a page takes its view model when no editor sends one. */
const modelId = 'plumbline-view-model';

/** Bills, runs and history are asked for by the pages themselves; more rounds would mean that none is answered. */
const mostRounds = 8;

/** @returns one sentence when there is nothing to report */
export async function makeReport(
  mainUri: string,
  ports: ReportPorts,
): Promise<{ readonly html: string } | { readonly sentence: string }> {
  const { workspace, files, clock, version } = ports;
  const context = { files, isTrusted: true, now: clock.now() };
  let snapshot = await workspace.settledSnapshot(mainUri);
  let costs = await makeCostView(snapshot, context);
  for (let round = 0; round < mostRounds && costs.state === 'costs' && !costs.isComplete; round++) {
    snapshot = await workspace.settledSnapshot(mainUri);
    costs = await makeCostView(snapshot, context);
  }
  if (snapshot === undefined) return { sentence: noSpecHere };
  const runs = makeRunsView(snapshot, context);
  const drift = await makeDriftView(snapshot, context);
  const models = [
    { id: 'overview', title: 'Overview', model: makeOverview(snapshot, context) },
    { id: 'evaluation', title: 'Evaluation', model: await makeEvaluationView(snapshot, context) },
    ...(runs.state === 'empty' ? [] : [{ id: 'runs', title: 'Runs', model: runs }]),
    ...(drift.state === 'empty' ? [] : [{ id: 'drift', title: 'Drift', model: drift }]),
    { id: 'cost', title: 'Costs', model: costs },
  ];
  const nonce = ports.hash(JSON.stringify(models)).slice(0, 32);
  const pages: ReportPage[] = [];
  for (const { id, title, model } of models) {
    const page = ports.readPage(id);
    if (page === undefined) return { sentence: `The page of ${title} is missing; install Plumbline again.` };
    pages.push({ id, title, packed: ports.pack(pageDocument(page, modelId, model, nonce)) });
  }
  const readiness = await reportReadiness([mainUri], ports);
  const project = projectName(snapshot.project);
  return { html: htmlReport({ project, at: clock.now().toISOString(), version, pages, readiness, nonce }) };
}
