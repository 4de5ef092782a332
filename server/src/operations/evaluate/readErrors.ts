/** The rows on which a recorded run errs most, with their images where they are images. */
import type { ErrorRowsRequest, ErrorRowsResult, ShownErrorRows } from '../../../../schemas/errorRows.ts';
import type { JobRunner } from '../../jobs/jobRunner.ts';
import type { Project } from '../../spec/project.ts';
import { readRun } from '../compare/recordedRuns.ts';
import { mayBePersonal, personalColumns } from '../facts/personalColumns.ts';
import { dataSourceOf } from '../facts/tableRequests.ts';
import type { WorkspaceFiles } from '../ports.ts';
import { keepBeside } from './evaluate.ts';
import { planEvaluation } from './evaluationPlan.ts';
import type { EvaluationPlan } from './evaluationPlan.ts';
import { findSplitFiles } from './findSplitFiles.ts';

export interface ErrorWish {
  /** Name of the run. */
  readonly run: string;
  readonly wanted: ErrorRowsRequest['wanted'];
}

export interface ErrorPorts {
  readonly files: WorkspaceFiles;
  readonly jobs: JobRunner;
}

interface JobWatch {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly doing: string; readonly share: number }) => void;
}

/** @returns why there are no rows as part of what is shown: the run stands all the same */
export async function readErrors(
  project: Project,
  { run, wanted }: ErrorWish,
  { files, jobs }: ErrorPorts,
  watch: JobWatch = {},
): Promise<ShownErrorRows | 'cancelled'> {
  const none = (because: string): ShownErrorRows => ({ run, wanted, found: { state: 'none', because } });
  const named = await readRun(project, run, files);
  if ('sentence' in named) return none(ending(named.sentence));
  const { model, split, answers, predictions } = named.record;
  if (predictions !== undefined) return none(`the rows were answered elsewhere and stand in ${predictions.path}`);
  const { keep } = keepBeside(project, { files, writeBeside: () => Promise.resolve() });
  if (answers === undefined || keep === undefined || model === undefined || split === undefined) {
    return none('the answers of the run were not kept');
  }
  const plan = planEvaluation(project.spec, { modelId: model.id, splitId: split.id });
  if ('sentence' in plan) return none(ending(plan.sentence));
  const rows = await findSplitFiles(project, plan, files);
  if ('sentence' in rows) return none(ending(rows.sentence));
  const outcome = await jobs.run(
    'readErrorRows',
    { ...keep, ...rows.job, ...columnsOf(project, plan), answers: answers.sha256, truth: plan.wish.truth, wanted },
    watch,
  );
  if (outcome.kind === 'cancelled') return 'cancelled';
  if (outcome.kind === 'failed') return none(ending(outcome.sentence));
  const folder = rows.job.source.images?.folder;
  const images = folder === undefined ? undefined : imagesOf(plan, outcome.value);
  if (folder === undefined || images === undefined) return { run, wanted, found: outcome.value };
  const drawn = await jobs.run('drawThumbnails', { root: keep.root, folder, images: [...images] }, watch);
  if (drawn.kind === 'cancelled') return 'cancelled';
  return { run, wanted, found: outcome.value, ...(drawn.kind === 'failed' ? {} : { pictures: drawn.value.pictures }) };
}

/** A sentence as the end of "because …". */
function ending(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

function imageColumn({ wish }: EvaluationPlan): string | undefined {
  return wish.inputs.find(({ image }) => image !== undefined)?.columns[0];
}

/** What the model reads comes first; what may be personal stays where it is. */
function columnsOf({ spec }: Project, plan: EvaluationPlan): Pick<ErrorRowsRequest, 'first' | 'hidden'> {
  const source = dataSourceOf(spec, plan.dataId);
  const first = [...new Set(plan.wish.inputs.flatMap(({ columns }) => columns))];
  if (source === undefined) return { first, hidden: [] };
  const derived = [...(source.fields.derive?.entries.keys() ?? [])];
  const named = personalColumns(source);
  if (named.length === 0 && source.fields.privacy?.fields.personal_data?.value === true)
    return { first, hidden: 'all' };
  return { first, hidden: [...named, ...derived.filter((column) => mayBePersonal(source, column))] };
}

/** @returns undefined when the names of images are no part of what is shown */
function imagesOf(plan: EvaluationPlan, found: ErrorRowsResult): readonly string[] | undefined {
  const column = imageColumn(plan);
  if (column === undefined || found.state === 'none') return undefined;
  const at = found.columns.indexOf(column);
  if (at === -1 || found.rows.length === 0) return undefined;
  return found.rows.map(({ cells }) => cells[at] ?? '');
}
