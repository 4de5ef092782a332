/** Evaluates the models of a project: runs each over its split, judges the metrics, and writes a run record. */
import { URI, Utils } from 'vscode-uri';
import type { EvaluationResult } from '../../../../schemas/evaluationJob.ts';
import type { EvaluationReport } from '../../../../schemas/evaluationReport.ts';
import type { JobRequest } from '../../../../schemas/jobs.ts';
import type { RunRecord } from '../../../../schemas/run.ts';
import type { JobRunner } from '../../jobs/jobRunner.ts';
import { metricsOf, placeOfModel } from '../../rules/metricView.ts';
import type { Project } from '../../spec/project.ts';
import { createFactStore } from '../facts/factStore.ts';
import { runFolder } from '../facts/ownRuns.ts';
import { settleFacts } from '../facts/settleFacts.ts';
import { uriOf } from '../facts/world.ts';
import type { Clock, History, WorkspaceFiles } from '../ports.ts';
import { compareCompressions } from './compareCompression.ts';
import { writeFaultOf } from '../writeFault.ts';
import { pairingsOf, planEvaluation } from './evaluationPlan.ts';
import { planPictures } from './picturePlan.ts';
import type { PicturePlan } from './picturePlan.ts';
import type { AskedPlan, EvaluationPlan, Pairing } from './evaluationPlan.ts';
import { findSplitFiles } from './findSplitFiles.ts';
import { judgeMachine } from './judgeMachine.ts';
import { judgeBusiness } from './judgeBusiness.ts';
import { judgeMetrics } from './judgeValues.ts';
import type { JudgedBusiness } from './judgeValues.ts';
import { machineMetricsOf, machinePairingsOf } from './machinePlan.ts';
import { answerPair, measureMachine, reportMachine } from './modelJobs.ts';
import type { AskModel, ModelJobOptions, ModelWishes } from './modelJobs.ts';
import { isMachineMeasure, runNameOf, runRecordOf } from './runRecordOf.ts';
import type { MachineFigures } from './runRecordOf.ts';
import { printRunRecord } from './printRunRecord.ts';

export interface EvaluatePorts {
  readonly files: WorkspaceFiles;
  readonly jobs: JobRunner;
  readonly history: History;
  readonly clock: Clock;
  /** Version of Plumbline. */
  readonly version: string;
  /** What the machine is, as far as it tells. */
  readonly machine: RunRecord['machine'];
  /** Hexadecimal digits that differ for different texts. */
  readonly hash: (text: string) => string;
  /**
   * Writes a file beside a spec that is not there yet, whole or not at all; absent where nothing may be written.
   *
   * @throws the system's error
   */
  readonly writeBeside?: ((mainUri: string, path: string, text: string) => Promise<void>) | undefined;
}

export interface EvaluateWishes extends ModelWishes {
  readonly modelId?: string | undefined;
  readonly splitId?: string | undefined;
  /** What was typed. */
  readonly command?: string | undefined;
}

export type EvaluateOutcome =
  | { readonly kind: 'done'; readonly report: Omit<EvaluationReport, 'spec'> }
  /** Nothing could be evaluated: one sentence. */
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'cancelled' };

type Evaluation = EvaluationReport['evaluations'][number];

export async function evaluateProject(
  project: Project,
  wishes: EvaluateWishes,
  ports: EvaluatePorts,
  options: ModelJobOptions = {},
): Promise<EvaluateOutcome> {
  const pairs = wantedPairings(project, wishes);
  if ('sentence' in pairs) return { kind: 'failed', sentence: pairs.sentence };
  // Of several models those that run elsewhere are left to their files; where there is no other, each says so.
  const here = pairs.filter(({ modelId }) => placeOfModel(project.spec, modelId) === undefined);
  const evaluations: Evaluation[] = [];
  for (const pair of here.length > 0 ? here : pairs) {
    const evaluation = await evaluatePair(project, pair, wishes, ports, options);
    if (evaluation === 'cancelled') return { kind: 'cancelled' };
    evaluations.push(evaluation);
  }
  return {
    kind: 'done',
    report: {
      kind: 'evaluation',
      schema: 1,
      version: ports.version,
      evaluatedAt: ports.clock.now().toISOString(),
      project: project.spec.fields.project?.text ?? null,
      evaluations,
      compressions: compareCompressions(
        project.spec,
        evaluations.filter((one) => one.state === 'evaluated'),
      ),
      notMeasured: findNotMeasured(project, evaluations),
    },
  };
}

/** What to evaluate: what the metrics speak of, narrowed by what was asked for. */
export function wantedPairings(
  { spec }: Project,
  { modelId, splitId, measuresMachine }: EvaluateWishes,
): readonly Pairing[] | { readonly sentence: string } {
  const all = [...pairingsOf(spec), ...(measuresMachine === true ? machinePairingsOf(spec) : [])];
  const narrowed = all.filter(
    (pair) =>
      (modelId === undefined || pair.modelId === modelId) && (splitId === undefined || pair.splitId === splitId),
  );
  if (narrowed.length > 0) return narrowed;
  const models = [...(spec.fields.models?.entries.keys() ?? [])];
  if (modelId !== undefined && !models.includes(modelId)) {
    return { sentence: `There is no model ${modelId} in the spec; it names ${namesOf(models)}.` };
  }
  const splits = [...(spec.fields.splits?.entries.keys() ?? [])];
  if (splitId !== undefined && !splits.includes(splitId)) {
    return { sentence: `There is no split ${splitId} in the spec; it names ${namesOf(splits)}.` };
  }
  // A model or a split that no metric names is measured by the metrics of the others.
  const model = modelId ?? all[0]?.modelId ?? models[0];
  const split = splitId ?? all[0]?.splitId ?? (splits.includes('test') ? 'test' : splits[0]);
  if (model === undefined) {
    return {
      sentence: 'The spec names no model; say under `models` which ONNX file answers, or what answers elsewhere.',
    };
  }
  if (split === undefined)
    return { sentence: 'The spec names no split; say under `splits` which rows judge the model.' };
  return [{ modelId: model, splitId: split }];
}

function namesOf(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

async function evaluatePair(
  project: Project,
  pair: Pairing,
  wishes: EvaluateWishes,
  ports: EvaluatePorts,
  options: ModelJobOptions,
): Promise<Evaluation | 'cancelled'> {
  const failed = (sentence: string): Evaluation => ({
    state: 'failed',
    model: pair.modelId,
    split: pair.splitId,
    sentence,
  });
  const plan = planPictures(project.spec, pair) ?? planEvaluation(project.spec, pair);
  if ('sentence' in plan) return failed(plan.sentence);
  const request = await filesOf(project, plan, ports.files);
  if ('sentence' in request) return failed(request.sentence);
  const ask = await askerOf(project, plan, request.job, ports, options);
  if ('sentence' in ask) return failed(ask.sentence);
  const startedAt = ports.clock.now();
  const answered = await answerPair(project.spec, request.job.model, ask, wishes, ports.jobs, options);
  if (answered.kind === 'cancelled') return 'cancelled';
  if (answered.kind === 'failed') return failed(answered.sentence);
  const { result, sample, tried, provider } = answered;
  const business = judgeBusiness(project.spec, plan, result);
  const measured =
    wishes.measuresMachine === true
      ? await measureMachine(project.spec, request.job.model, sample, provider, wishes, ports.jobs, options)
      : undefined;
  if (measured?.kind === 'cancelled') return 'cancelled';
  const figures =
    measured?.kind === 'done'
      ? {
          metrics: judgeMachine(machineMetricsOf(project.spec, plan.modelId), measured.value, wishes.target),
          result: measured.value,
        }
      : undefined;
  // A record without the figures that were asked for would pass for a whole one.
  const written =
    measured?.kind === 'failed'
      ? { run: null, notes: [] }
      : await writeRun(
          project,
          plan,
          result,
          business,
          {
            ...wishes,
            startedAt,
            sizeBytes: request.sizeBytes,
            modelPath: plan.model.fields.path?.text,
            figures,
          },
          ports,
        );
  return {
    state: 'evaluated',
    model: plan.modelId,
    split: plan.splitId,
    run: written.run,
    metrics: [...judgeMetrics(plan, result)],
    business: business.map(({ judged }) => judged),
    result: { ...result, notes: [...result.notes, ...written.notes] },
    ...(measured === undefined ? {} : { machine: reportMachine(project.spec, measured, figures, business, tried) }),
  };
}

/** What was run on what. */
interface RunFiles {
  /** Bytes of the data source whose rows were answered; absent when they were answered elsewhere. */
  readonly sizeBytes?: number | undefined;
  /** As the spec writes it. */
  readonly modelPath?: string | undefined;
  /** Predictions that were made elsewhere, as the user names them. */
  readonly predictionsPath?: string | undefined;
}

type JobFiles = Pick<JobRequest<'evaluateModel'>, 'source' | 'splits' | 'split' | 'model'>;

/** What asks the worker for the answers, or one sentence about the file that is missing. */
async function askerOf(
  project: Project,
  plan: EvaluationPlan | PicturePlan,
  job: JobFiles,
  ports: EvaluatePorts,
  options: ModelJobOptions,
): Promise<AskModel | { readonly sentence: string }> {
  const { files, jobs } = ports;
  if ('request' in plan) {
    const truth = await truthOf(project, plan, files);
    if ('sentence' in truth) return truth;
    const request = { ...plan.request, ...job, truth };
    return (how) => jobs.run<'evaluatePictures'>('evaluatePictures', { ...request, ...how }, options);
  }
  const { validation, ...wish } = plan.wish;
  const isKnown = job.splits.some(({ id }) => id === validation);
  const request = {
    ...wish,
    ...job,
    ...keepBeside(project, ports),
    ...(validation !== undefined && isKnown ? { validation } : {}),
  };
  return (how) => jobs.run<'evaluateModel'>('evaluateModel', { ...request, ...how }, options);
}

/** Where the truth of pictures lies, or one sentence. */
async function truthOf(
  project: Project,
  { label, modelId }: PicturePlan,
  files: WorkspaceFiles,
): Promise<{ readonly path: string; readonly label: string } | { readonly sentence: string }> {
  const annotations = label.fields.annotations?.text;
  if (annotations === undefined) return { sentence: `The label of the model ${modelId} names no annotations.` };
  const found = await files.resolve(annotations, uriOf(project, label.place));
  if (found.kind === 'outside') return { sentence: `${annotations} leaves the workspace.` };
  const location = found.kind === 'missing' ? undefined : files.pathOf(found.uri);
  if (location === undefined) return { sentence: `The annotations ${annotations} do not exist; check the path.` };
  return { path: location, label: annotations };
}

/** The files of a job, or one sentence about the one that is missing. */
export async function filesOf(project: Project, plan: EvaluationPlan | PicturePlan, files: WorkspaceFiles) {
  const rows = await findSplitFiles(project, plan, files);
  if ('sentence' in rows) return rows;
  const modelPath = plan.model.fields.path;
  if (modelPath === undefined) return { sentence: `The model ${plan.modelId} names no file.` };
  const found = await files.resolve(modelPath.text, uriOf(project, plan.model.place));
  if (found.kind === 'outside') return { sentence: `${modelPath.text} leaves the workspace.` };
  const location = found.kind === 'file' ? files.pathOf(found.uri) : undefined;
  if (location === undefined) return { sentence: `The model ${modelPath.text} does not exist; check its path.` };
  const { sizeBytes, job } = rows;
  return {
    sizeBytes,
    job: { ...job, model: { root: job.source.root, path: location, label: modelPath.text } } satisfies JobFiles,
  };
}

/** A run that was recorded, or why it was not. */
export interface WrittenRun {
  /** Name of the record; null when there is none. */
  readonly run: string | null;
  /** Why it could not be written, in a sentence. */
  readonly notes: readonly string[];
}

/** Where the answers of a run are kept; nowhere when it is not recorded. */
export function keepBeside(
  { mainUri }: Project,
  { files, writeBeside }: Pick<EvaluatePorts, 'files' | 'writeBeside'>,
): { keep?: { root: string; folder: string } } {
  const root = files.rootPathOf(mainUri);
  const folder = files.pathOf(Utils.joinPath(Utils.dirname(URI.parse(mainUri)), answersFolder).toString());
  return writeBeside === undefined || root === undefined || folder === undefined ? {} : { keep: { root, folder } };
}

/** Where answers are kept, from the folder of the spec. */
const answersFolder = '.plumbline/answers';

export async function writeRun(
  project: Project,
  plan: AskedPlan,
  result: EvaluationResult,
  business: readonly JudgedBusiness[],
  run: EvaluateWishes & RunFiles & { readonly startedAt: Date; readonly figures?: MachineFigures | undefined },
  ports: EvaluatePorts,
): Promise<WrittenRun> {
  const { writeBeside } = ports;
  if (writeBeside === undefined) return { run: null, notes: [] };
  const record = runRecordOf(plan, result, business, {
    version: ports.version,
    startedAt: run.startedAt,
    endedAt: ports.clock.now(),
    command: run.command,
    project: project.spec.fields.project?.text,
    modelPath: run.modelPath,
    predictionsPath: run.predictionsPath,
    data:
      run.sizeBytes === undefined
        ? undefined
        : { version: await dataVersionOf(project, plan.dataId, ports), sizeBytes: run.sizeBytes },
    target: run.target,
    commit: await commitOf(project, ports),
    machine: ports.machine,
    figures: run.figures,
  });
  const text = printRunRecord(record);
  const name = runNameOf(run.startedAt, plan.modelId, ports.hash(text));
  try {
    await writeBeside(project.mainUri, `${runFolder}/${name}.json`, text);
    return { run: name, notes: [] };
  } catch (error) {
    // What was measured is worth telling even when it cannot be kept.
    return { run: null, notes: [`The run was not recorded, because ${writeFaultOf(error).because}.`] };
  }
}

async function dataVersionOf(project: Project, dataId: string, ports: EvaluatePorts): Promise<string | undefined> {
  const store = createFactStore({ ...ports, onChange: () => undefined });
  const fact = await settleFacts(
    store,
    project,
    (facts) => facts.dataVersion(dataId),
    (answer) => [answer],
  );
  return fact.state === 'known' ? fact.value : undefined;
}

/** The commit of the work, and whether tracked files below the spec, or files of the spec itself, differ from it. */
async function commitOf(
  { mainUri, files }: Project,
  { history, files: workspace }: EvaluatePorts,
): Promise<{ readonly hash: string; readonly isDirty: boolean } | undefined> {
  const repository = await history.repositoryOf(mainUri);
  if (repository.kind !== 'repository' || repository.head === undefined) return undefined;
  if ((await history.hasChanges(mainUri)) === true) return { hash: repository.head.revision, isDirty: true };
  // A spec that was never added is no tracked file, and yet it is what was evaluated.
  const uris = files.map(({ uri }) => uri);
  const committed = await history.readAt(uris, repository.head.revision, 5_000_000);
  if (committed.kind !== 'files') return undefined;
  const textAt = new Map(committed.files.map(({ uri, text }) => [uri, text]));
  const now = await Promise.all(uris.map((uri) => workspace.readFile(uri, 5_000_000)));
  const isDirty = now.some((content, index) => {
    const before = textAt.get(uris[index] ?? '');
    return content.kind !== 'content' || content.text !== before;
  });
  return { hash: repository.head.revision, isDirty };
}

/** Metrics of the spec that no evaluation gives, each with the reason. */
export function findNotMeasured(
  { spec }: Project,
  evaluations: readonly Evaluation[],
): EvaluationReport['notMeasured'] {
  const measured = new Set(
    evaluations.flatMap((one) =>
      one.state === 'evaluated'
        ? [...one.metrics, ...one.business, ...(one.machine?.state === 'measured' ? one.machine.metrics : [])].map(
            ({ id }) => id,
          )
        : [],
    ),
  );
  return metricsOf(spec).flatMap(({ id, node, kind }) => {
    if (measured.has(id)) return [];
    const word = node.fields.metric?.value;
    if (isMachineMeasure(word)) {
      return [
        {
          id,
          because: `${word ?? 'it'} is a figure of the machine, which is measured when it is asked for with --machine`,
        },
      ];
    }
    if (kind === 'business') {
      const isComputed = /^(?:economics$|expr:)/.test(node.fields.definition?.text ?? '');
      const because = isComputed
        ? 'what it is computed from was not measured'
        : 'it does not follow from the answers of a model';
      return [{ id, because }];
    }
    if (word === undefined) return [{ id, because: 'the spec does not say yet which metric it is' }];
    return [{ id, because: 'its model or its split was not evaluated' }];
  });
}
