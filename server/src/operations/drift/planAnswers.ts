/** From a check of answers to what the job is asked for that has rows answered and looks at the answers. */
import type { JobRequest } from '../../../../schemas/jobs.ts';
import { goalOf, metricsOf } from '../../rules/metricView.ts';
import type { MetricView } from '../../rules/metricView.ts';
import { falseAlarmOf } from '../../rules/monitorWindow.ts';
import type { CheckView } from '../../rules/monitorView.ts';
import type { Project } from '../../spec/project.ts';
import { filesOf } from '../evaluate/evaluate.ts';
import { metricRequest, planEvaluation } from '../evaluate/evaluationPlan.ts';
import { splitOf } from '../facts/tableRequests.ts';
import type { WorkspaceFiles } from '../ports.ts';
import { sayGroups } from './sayGroups.ts';
import { againstOf, blocksOf, chunksOf, currentOf, cutByTime } from './planCheck.ts';
import type { Sentence } from './planCheck.ts';
import { readMethods } from './driftWishes.ts';
import type { DriftWishes } from './driftWishes.ts';

type Side = JobRequest<'watchAnswers'>['sides'][number];
type Wish = JobRequest<'watchAnswers'>['wishes'][number];
type Compare = Extract<Wish, { kind: 'compared' }>['compare'];

/** What one check asks of the answers of a model. */
export interface AnswersPlan {
  readonly check: CheckView;
  readonly modelId: string;
  readonly sides: readonly Side[];
  readonly wish: Wish;
  /** The metric that is watched; undefined for checks that watch answers. */
  readonly metric: MetricView | undefined;
  /** What the spec says of the rows that a reader of the verdicts has to know. */
  readonly notes?: readonly string[];
}

/** Whether a check needs a model that answers rows. */
export function isAboutAnswers({ node }: CheckView): boolean {
  const watch = node.fields.watch?.value;
  return watch === 'outputs' || watch === 'alert-rate' || watch === 'metric';
}

/** @param check one that {@link isAboutAnswers} */
export async function planAnswers(
  project: Project,
  check: CheckView,
  wishes: DriftWishes,
  files: WorkspaceFiles,
): Promise<AnswersPlan | Sentence> {
  const watched = findModel(project, check);
  if ('sentence' in watched) return watched;
  const { modelId, metric } = watched;
  const chunks = chunksOf(check, wishes);
  if ('sentence' in chunks) return chunks;
  const named = currentOf(project, check);
  const currentId = typeof named === 'object' ? named.id : named;
  if (currentId === undefined) {
    return { sentence: `The check ${check.id} names no \`current\`, and no split has the role production.` };
  }
  const dataId = splitOf(project.spec, currentId)?.fields.of?.id;
  const cut = cutByTime(project, check, chunks, dataId);
  if ('sentence' in cut) return cut;
  const { reference, arrived } = check.node.fields;
  const isCompared = check.node.fields.watch?.value === 'outputs';
  if (isCompared && reference === undefined) {
    return { sentence: `The check ${check.id} names no reference; say which split is normal.` };
  }
  const current = await planSide(project, modelId, currentId, files);
  if ('sentence' in current) return current;
  const sides: Side[] = [
    {
      id: currentId,
      rows: current.rows,
      ...(cut.kind === 'period' ? { time: cut.column } : {}),
      ...(arrived === undefined ? {} : { arrived: arrived.text }),
    },
  ];
  if (isCompared && reference !== undefined && reference.id !== currentId) {
    const usual = await planSide(project, modelId, reference.id, files);
    if ('sentence' in usual) return usual;
    sides.push({ id: reference.id, rows: usual.rows });
  }
  const usualId = splitOf(project.spec, reference?.id ?? '')?.fields.of?.id;
  const blocks = isCompared ? blocksOf(project, check, wishes, usualId) : undefined;
  if (blocks !== undefined && 'sentence' in blocks) return blocks;
  const base = { id: check.id, current: currentId, chunks: cut };
  if (metric !== undefined) {
    return { check, modelId, sides, metric, wish: { ...base, kind: 'metric', metric: metricRequest(metric) } };
  }
  if (reference === undefined || !isCompared) {
    return { check, modelId, sides, metric, wish: { ...base, kind: 'alerts' } };
  }
  const options = compareOptions(check, wishes, blocks);
  if ('sentence' in options) return options;
  const wish = { ...base, ...options, kind: 'compared' as const, reference: reference.id };
  const timed = sides.map((side) =>
    blocks !== undefined && side.id === reference.id ? { ...side, time: blocks.column } : side,
  );
  return { check, modelId, sides: timed, metric, wish, notes: sayGroups(project.spec, usualId) };
}

function findModel(
  project: Project,
  { id, node }: CheckView,
): Sentence | { readonly modelId: string; readonly metric: MetricView | undefined } {
  const { model, metric: named, watch } = node.fields;
  if (watch?.value !== 'metric') {
    if (model === undefined) return { sentence: `The check ${id} names no model whose answers are watched.` };
    return { modelId: model.id, metric: undefined };
  }
  const metric = metricsOf(project.spec).find((one) => one.id === named?.id);
  if (metric === undefined) return { sentence: `The check ${id} names no metric that is watched.` };
  const modelId = model?.id ?? metric.node.fields.model?.id;
  if (modelId === undefined) {
    return { sentence: `The metric ${metric.id} names no model, so nothing answers the rows of the check ${id}.` };
  }
  if (goalOf(metric, 'limit') === undefined || metric.direction === undefined) {
    return { sentence: `The metric ${metric.id} has no limit that the check ${id} could watch; state one.` };
  }
  return { modelId, metric };
}

function compareOptions(
  check: CheckView,
  wishes: DriftWishes,
  blocks: NonNullable<Compare>['blocks'],
): Sentence | { readonly compare: Compare } {
  const { correction, method, window } = check.node.fields;
  const names =
    method === undefined ? [] : method.kind === 'list' ? method.items.map(({ value }) => value) : [method.value];
  const methods = wishes.methods ?? readMethods(names);
  if ('sentence' in methods) return methods;
  const leastRows = leastRowsOf(check, wishes);
  const compare = {
    against: wishes.against ?? againstOf(check),
    ...(blocks === undefined ? {} : { blocks }),
    incomplete: wishes.incomplete ?? window?.fields.incomplete?.value ?? 'keep',
    leastRows,
    falseAlarm: wishes.falseAlarm ?? falseAlarmOf(check) ?? 0.05,
    correction: correction?.value ?? 'benjamini-hochberg',
    exact: wishes.isExact ?? false,
    statistics: [...methods.statistics],
    tools: [...methods.tools],
  };
  return { compare };
}

/** Windows with fewer rows get no verdict. */
export function leastRowsOf({ node }: CheckView, wishes: DriftWishes): number {
  return wishes.leastRows ?? node.fields.window?.fields.min_rows?.value ?? 1;
}

async function planSide(
  project: Project,
  modelId: string,
  splitId: string,
  files: WorkspaceFiles,
): Promise<Sentence | { readonly rows: Side['rows'] }> {
  const plan = planEvaluation(project.spec, { modelId, splitId });
  if ('sentence' in plan) return plan;
  const found = await filesOf(project, plan, files);
  if ('sentence' in found) return found;
  const { task, truth, positive, threshold, inputs, outputs } = plan.wish;
  const wished = {
    task,
    truth,
    ...(positive === undefined ? {} : { positive }),
    ...(threshold === undefined ? {} : { threshold }),
    inputs,
    outputs,
    metrics: [],
    ...found.job,
  };
  return { rows: wished };
}
