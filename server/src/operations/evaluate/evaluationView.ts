/** The view model of the Evaluation panel, from one state of a project and the records of its runs. */
import { evaluationViewModel } from '../../../../schemas/evaluationPanel.ts';
import type { EvaluationViewModel, RunView } from '../../../../schemas/evaluationPanel.ts';
import type { RunFact } from '../../../../schemas/facts.ts';
import type { RunRecord } from '../../../../schemas/run.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { showTexts } from '../../text/showTexts.ts';
import type { DrawPictures } from '../pictures/createPictureDrawer.ts';
import { createLocations } from '../overview/locations.ts';
import { ageInWords } from '../overview/words.ts';
import type { WorkspaceFiles } from '../ports.ts';
import { noProject, projectName } from '../unreadableProject.ts';
import { nothingAsked } from './askedOfRuns.ts';
import type { AnsweredOfRuns } from './askedOfRuns.ts';
import { machineView } from './machineView.ts';
import { moneyView } from './moneyView.ts';
import { namesOf, noRuns } from './noRuns.ts';
import { operatingOf } from './operatingView.ts';
import { perClassOf } from './perClassView.ts';
import { readRunRecord } from './readRunRecord.ts';
import { recordedCompression } from './recordedCompression.ts';
import { runMetrics } from './runMetricsView.ts';
import { thingsView } from './thingsView.ts';
import { createPageRoom, readPictures, worstImages } from './worstImages.ts';
import type { PictureFiles, PictureWorld } from './worstImages.ts';

export interface EvaluationViewContext {
  readonly files: Pick<WorkspaceFiles, 'readFile'> & PictureFiles;
  /** Without trust nothing can be evaluated, and the page says so. */
  readonly isTrusted: boolean;
  readonly now: Date;
  /** What was asked of the runs; nothing where nobody can ask, such as in a report. */
  readonly asked?: AnsweredOfRuns;
  /** Shrinks large pictures; nobody does in a report. */
  readonly drawPictures?: DrawPictures | undefined;
}

/** Runs that the panel compares: more would make it slow, and nobody looks further back. */
const mostRuns = 12;
/** Keys that hold addresses and pixels, which are not read as text. */
const addresses: ReadonlySet<string> = new Set(['uri', 'picture']);

/** @param snapshot undefined when the file is not part of a spec that can be read */
export async function makeEvaluationView(
  snapshot: ProjectSnapshot | undefined,
  context: EvaluationViewContext,
): Promise<EvaluationViewModel> {
  if (snapshot === undefined) {
    return { ...noProject, canEvaluate: false };
  }
  const { project, facts, mainUri } = snapshot;
  const name = projectName(project);
  const known = facts.runs('plumbline');
  const broken = facts.brokenRuns();
  const runs = known.state === 'known' ? known.value : [];
  const views: RunView[] = [];
  const read: { readonly run: RunFact; readonly record: RunRecord }[] = [];
  const { comparisons, runs: wanted } = context.asked ?? nothingAsked;
  const asked = new Set([...wanted, ...comparisons.flatMap(({ first, second }) => [first, second])]);
  const shown = runs.filter(({ id }, at) => at < mostRuns || asked.has(id));
  for (const run of shown) {
    const record = await readRunRecord(project, run, context.files);
    if (record !== undefined) read.push({ run, record });
  }
  const records = read.map(({ record }) => record);
  const room = createPageRoom();
  for (const { run, record } of read) {
    const isNewest = views.every(({ model }) => model !== modelOf(record));
    const world = context.isTrusted && isNewest ? { ...context, room } : undefined;
    views.push(await viewOf(snapshot, run, record, records, context, world));
  }
  const main = project.files.find(({ uri }) => uri === mainUri) ?? project.files[0];
  if (views.length === 0 || main === undefined) return noRuns(snapshot, context.isTrusted);
  const model: EvaluationViewModel = {
    state: 'runs',
    project: name,
    spec: createLocations(project).ofFile(main),
    isTrusted: context.isTrusted,
    runs: views,
    olderRuns: runs.length - shown.length,
    unreadable: broken.state === 'known' ? broken.value.length : 0,
    comparisons: comparisons.filter(({ first, second }) =>
      [first, second].every((name) => views.some(({ id }) => id === name)),
    ),
  };
  return evaluationViewModel.parse(showTexts(model, addresses));
}

/**
 * @param records of all runs that are shown, the newest first
 * @param world pictures are shown of the newest run of each model alone: a page of all would be large
 */
async function viewOf(
  snapshot: ProjectSnapshot,
  run: RunFact,
  record: RunRecord,
  records: readonly RunRecord[],
  { isTrusted, now, asked }: EvaluationViewContext,
  world: PictureWorld | undefined,
): Promise<RunView> {
  const { project } = snapshot;
  const read = await readPictures(project, record, world);
  const worst = await worstImages(record, read);
  const things = await thingsView(record, read);
  const { unreadable } = record;
  const locations = createLocations(project);
  const curves = record.curves ?? {};
  const perClass = perClassOf(record);
  const errors = asked?.errors.find((one) => one.run === run.id);
  const compression = recordedCompression(project, record, records);
  const operating = operatingOf(project, record, locations);
  const money = moneyView(record);
  const start = { line: 0, character: 0 };
  return {
    id: run.id,
    file: { uri: run.uri ?? project.mainUri, range: { start, end: start }, label: `${run.id}.json` },
    ...namesOf({ model: record.model?.id, split: record.split?.id }),
    ...(record.split?.rows === undefined ? {} : { rows: record.split.rows }),
    at: record.startedAt,
    age: ageInWords(new Date(record.startedAt), now),
    facts: factsOf(record),
    metrics: runMetrics(project, record, locations),
    ...(money === undefined ? {} : { money }),
    ...(record.confusion === undefined
      ? {}
      : { confusion: { classes: record.confusion.classes, counts: record.confusion.counts } }),
    ...(things === undefined ? {} : { things }),
    ...(perClass === undefined ? {} : { perClass }),
    ...(record.numbers === undefined ? {} : { numbers: numbersView(record.numbers) }),
    ...(compression === undefined ? {} : { compression }),
    ...(curves['roc'] === undefined ? {} : { roc: curves['roc'].points }),
    ...(curves['precision-recall'] === undefined ? {} : { precisionRecall: curves['precision-recall'].points }),
    ...(curves['reliability'] === undefined ? {} : { reliability: curves['reliability'].points }),
    ...(operating === undefined ? {} : { operating }),
    ...(record.figures === undefined ? {} : { machine: machineView(record.figures) }),
    ...(worst === undefined ? {} : { worst }),
    ...(errors === undefined ? {} : { errors }),
    canShowErrors: isTrusted && record.answers !== undefined && record.predictions === undefined,
    ...(unreadable === undefined
      ? {}
      : { unreadable: { rows: unreadable.rows, sentences: unreadable.first.map(({ sentence }) => sentence) } }),
  };
}

function modelOf({ model }: RunRecord): string {
  return namesOf({ model: model?.id, split: undefined }).model;
}

/** Keys that a later version may have added are left out. */
function numbersView({ byAnswer, errors }: NonNullable<RunRecord['numbers']>) {
  return {
    byAnswer: byAnswer.map(({ rows, answer, error, low, high }) => ({ rows, answer, error, low, high })),
    errors: errors.map(({ from, to, rows }) => ({ from, to, rows })),
  };
}

function factsOf({ data, model, git, machine, versions, command, plumbline, endedAt, startedAt }: RunRecord) {
  const seconds = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Data', data === undefined ? undefined : `${data.id}${data.version === undefined ? '' : ` at ${data.version}`}`],
    ['Model file', model?.path],
    ['SHA-256 of the model', model?.sha256],
    ['Commit', git === undefined ? undefined : `${git.commit.slice(0, 12)}${git.isDirty ? ', with changes' : ''}`],
    ['Machine', machine?.cpu === undefined ? undefined : `${machine.cpu}, ${machine.cores ?? '?'} cores`],
    ['Provider', machine?.provider],
    [
      'Runtime',
      versions?.['onnxruntime-node'] === undefined ? undefined : `ONNX Runtime ${versions['onnxruntime-node']}`,
    ],
    ['Duration', Number.isFinite(seconds) ? `${seconds.toFixed(1)} s` : undefined],
    ['Command', command],
    ['Plumbline', plumbline],
  ];
  return rows.flatMap(([label, text]) => (text === undefined || text === '' ? [] : [{ label, text }]));
}
