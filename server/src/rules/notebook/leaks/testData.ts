/** Which evaluations of a model are its test: held out, and not looked at again and again. */
import type { NotebookAnalysis } from '../../../notebook/flow/analysis.ts';
import type { CellRange } from '../../../notebook/read/notebook.ts';
import { oncePerAnalysis } from './oncePerAnalysis.ts';
import type { Data } from './rowGraph.ts';
import { rowSetsOf } from './rowSets.ts';
import { trainingsOf } from './trainings.ts';
import type { Evaluation, Training } from './trainings.ts';

/** Data that a model is tested on. */
export interface Test {
  readonly data: Data;
  readonly at: CellRange;
  /** Undefined when it is what the training watches. */
  readonly evaluation: Evaluation | undefined;
}

/** A training with what its model is tested on. */
export interface TestedTraining {
  readonly training: Training;
  /** Evaluations outside of loops; where there are none, those in loops; where there are none, what it watches. */
  readonly tests: readonly Test[];
}

/** All trainings but cross-validations, in the order of the run. */
export const testsOf: (analysis: NotebookAnalysis) => readonly TestedTraining[] = oncePerAnalysis((analysis) => {
  const { trainings, pairs } = trainingsOf(analysis);
  const byTraining = Map.groupBy(pairs, ({ training }) => training);
  return trainings
    .filter(({ kind }) => kind !== 'cross-validation')
    .map((training) => {
      const evaluations = (byTraining.get(training) ?? []).map(({ evaluation }) => evaluation);
      return { training, tests: testsAmong(training, evaluations) };
    });
});

function testsAmong(training: Training, evaluations: readonly Evaluation[]): readonly Test[] {
  const once = evaluations.filter(({ isInLoop }) => !isInLoop);
  const chosen = once.some(({ data }) => data.length > 0) ? once : evaluations;
  const tests = chosen.flatMap((evaluation) =>
    evaluation.data.map((data) => ({ data, at: evaluation.at, evaluation })),
  );
  return tests.length > 0 ? tests : training.validation.map((data) => ({ data, at: data.at, evaluation: undefined }));
}

/** A scored evaluation on rows that its model was not trained on. */
export interface HeldOut {
  readonly training: Training;
  readonly evaluation: Evaluation;
  readonly data: Data;
}

/** Scored evaluations on rows that are not known to be training rows, in the order of the run. */
export const heldOutOf: (analysis: NotebookAnalysis) => readonly HeldOut[] = oncePerAnalysis((analysis) => {
  const rowSets = rowSetsOf(analysis);
  return trainingsOf(analysis).pairs.flatMap(({ training, evaluation }) =>
    evaluation.isScored
      ? evaluation.data
          .filter((data) => !training.data.some((trained) => rowSets.overlap(data, trained)))
          .map((data) => ({ training, evaluation, data }))
      : [],
  );
});

/** All evaluations whose training is known, whatever their rows, in the order of the run. */
export const evaluatedOf: (analysis: NotebookAnalysis) => readonly HeldOut[] = oncePerAnalysis((analysis) =>
  trainingsOf(analysis).pairs.flatMap(({ training, evaluation }) =>
    evaluation.data.map((data) => ({ training, evaluation, data })),
  ),
);
