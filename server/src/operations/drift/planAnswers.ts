/** From a check of answers to the request of the job that has rows answered and looks at the answers. */
import type { JobRequest } from '../../../../schemas/jobs.ts';
import { answerColumns } from '../../../../schemas/watchJob.ts';
import { falseAlarmOf } from '../../rules/monitorWindow.ts';
import type { CheckView } from '../../rules/monitorView.ts';
import type { Project } from '../../spec/project.ts';
import { filesOf } from '../evaluate/evaluate.ts';
import { planEvaluation } from '../evaluate/evaluationPlan.ts';
import { splitOf } from '../facts/tableRequests.ts';
import type { WorkspaceFiles } from '../ports.ts';
import { chunksOf, currentOf, cutByTime } from './planCheck.ts';
import type { Sentence } from './planCheck.ts';
import { readMethods } from './driftWishes.ts';
import type { DriftWishes } from './driftWishes.ts';

export interface AnswersPlan {
  readonly reference: string | undefined;
  readonly current: string;
  readonly request: JobRequest<'watchAnswers'>;
}

/** @param against whether the answers are compared with those to the reference */
export async function planAnswers(
  project: Project,
  check: CheckView,
  wishes: DriftWishes,
  files: WorkspaceFiles,
  against: 'compared' | 'alone',
): Promise<AnswersPlan | Sentence> {
  const { model, reference, correction, method } = check.node.fields;
  if (model === undefined) return { sentence: `The check ${check.id} names no model whose answers are watched.` };
  const chunks = chunksOf(check, wishes);
  if ('sentence' in chunks) return chunks;
  const named = currentOf(project, check);
  const currentId = typeof named === 'object' ? named.id : named;
  if (currentId === undefined) {
    return { sentence: `The check ${check.id} names no \`current\`, and no split has the role production.` };
  }
  const current = await planSide(project, model.id, currentId, files);
  if ('sentence' in current) return current;
  const dataId = splitOf(project.spec, currentId)?.fields.of?.id;
  const cut = cutByTime(project, check, chunks, dataId);
  if ('sentence' in cut) return cut;
  if (against === 'compared' && reference === undefined) {
    return { sentence: `The check ${check.id} names no reference; say which split is normal.` };
  }
  const usual =
    against === 'compared' && reference !== undefined
      ? await planSide(project, model.id, reference.id, files)
      : undefined;
  if (usual !== undefined && 'sentence' in usual) return usual;
  const names =
    method === undefined ? [] : method.kind === 'list' ? method.items.map(({ value }) => value) : [method.value];
  const methods = wishes.methods ?? readMethods(names);
  if ('sentence' in methods) return methods;
  const leastRows = wishes.leastRows ?? check.node.fields.window?.fields.min_rows?.value;
  return {
    reference: usual === undefined ? undefined : reference?.id,
    current: currentId,
    request: {
      current: current.request,
      ...(usual === undefined ? {} : { reference: usual.request }),
      labels: { current: currentId, ...(usual === undefined ? {} : { reference: reference?.id }) },
      ...(cut.kind === 'period' ? { time: cut.column } : {}),
      chunks: cut.kind === 'period' ? { ...cut, column: answerColumns.time } : cut,
      compare: {
        ...(leastRows === undefined ? {} : { leastRows }),
        falseAlarm: wishes.falseAlarm ?? falseAlarmOf(check) ?? 0.05,
        correction: correction?.value ?? 'benjamini-hochberg',
        exact: wishes.isExact ?? false,
        statistics: [...methods.statistics],
        tools: [...methods.tools],
      },
    },
  };
}

async function planSide(
  project: Project,
  modelId: string,
  splitId: string,
  files: WorkspaceFiles,
): Promise<Sentence | { readonly request: JobRequest<'watchAnswers'>['current'] }> {
  const plan = planEvaluation(project.spec, { modelId, splitId });
  if ('sentence' in plan) return plan;
  const found = await filesOf(project, plan, files);
  if ('sentence' in found) return found;
  const { task, truth, positive, threshold, inputs, outputs } = plan.wish;
  return {
    request: {
      task,
      truth,
      ...(positive === undefined ? {} : { positive }),
      ...(threshold === undefined ? {} : { threshold }),
      inputs,
      outputs,
      metrics: [],
      ...found.job,
    },
  };
}
