/** What panels say of a project of which no run can be shown. */
import { placeOfModel } from '../../rules/metricView.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { projectName } from '../unreadableProject.ts';
import { pairingsOf } from './evaluationPlan.ts';

export interface NoRuns {
  readonly state: 'empty';
  readonly project: string;
  readonly because: string;
  readonly next: string;
  /** Whether there is a model that can be evaluated here and now. */
  readonly canEvaluate: boolean;
}

export function noRuns({ project, facts }: ProjectSnapshot, isTrusted: boolean): NoRuns {
  const pairs = pairingsOf(project.spec);
  const runsHere = pairs.some(({ modelId }) => placeOfModel(project.spec, modelId) === undefined);
  const shown = { state: 'empty', project: projectName(project), canEvaluate: isTrusted && runsHere } as const;
  if (facts.runs('plumbline').state === 'pending') {
    return { ...shown, because: 'The runs of this project are being read.', next: 'This takes a moment.' };
  }
  if (pairs.length === 0) {
    return {
      ...shown,
      because: 'No metric of the spec names a model and a split, so there is nothing to evaluate yet.',
      next: 'Add a model metric with `model` and `split`.',
    };
  }
  const because = 'No run of this project was recorded yet.';
  if (!runsHere) {
    return {
      ...shown,
      because,
      next: 'Its models run elsewhere: measure their answers with “Evaluate Predictions Made Elsewhere”.',
    };
  }
  return {
    ...shown,
    because,
    next: isTrusted
      ? 'Evaluate the models: each is run over its split, and the record is written into .plumbline/runs.'
      : 'Evaluating runs a model of this folder, so it waits until you trust the workspace.',
  };
}

/** What a run calls its model and its split. */
export function namesOf(ids: { readonly model: string | undefined; readonly split: string | undefined }) {
  return { model: ids.model ?? 'predictions made elsewhere', split: ids.split ?? 'rows without a name' };
}
