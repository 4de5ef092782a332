/** One test set that is looked at again and again, until it is a test no more. */
import type { NotebookAnalysis } from '../../../notebook/flow/analysis.ts';
import type { NotebookFinding, NotebookRule } from '../notebookRule.ts';
import { listOf } from '../../../spec/words.ts';
import { nameOfModel, taskOfModel } from './models.ts';
import { oncePerAnalysis } from './oncePerAnalysis.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { RowGraph } from './rowGraph.ts';
import { rowSetsOf } from './rowSets.ts';
import type { Rows, RowSets } from './rowSets.ts';
import { isFold, isRandom, sharesIn } from './shares.ts';
import { heldOutOf } from './testData.ts';
import type { HeldOut } from './testData.ts';
import { thresholdSearchesOf } from './thresholds.ts';
import type { ThresholdSearch } from './thresholds.ts';
import { trainingsOf } from './trainings.ts';
import { cellName, dataName } from './wording.ts';

/** Models and scores that are named in one finding. */
const shownModels = 3;
const shownScores = 6;

/** A test set with everything that is scored on it. */
export interface RepeatedTest {
  /** In the order of the run. */
  readonly scores: readonly HeldOut[];
  /** The first score that makes it a choice: of a second model, or in a loop. */
  readonly choice: HeldOut;
  readonly why: 'models' | 'loop';
}

/** Test sets that choose between models, each once. */
export const repeatedTestsOf: (analysis: NotebookAnalysis) => readonly RepeatedTest[] = oncePerAnalysis((analysis) => {
  const graph = rowGraphOf(analysis);
  const rowSets = rowSetsOf(analysis);
  // Folds are there to choose.
  const scores = heldOutOf(analysis).filter(({ data }) => !isFold(graph, rowSets.originsOf(data)));
  const sets = testSetsOf(rowSets, scores);
  const judged = sets.map((set) => ({ scores: set, repeated: repeatedOf(analysis, graph, set) }));
  const kept = [
    // Where other rows are scored by one model alone, or not yet, they are the test, and these were kept for choosing.
    ...judged.filter(({ repeated }) => repeated === undefined).flatMap(({ scores: set }) => set),
    ...untouchedRows(analysis, graph, rowSets),
  ];
  return judged.flatMap(({ repeated }) =>
    repeated === undefined || kept.some((rows) => isTestBehind(analysis, rows, repeated)) ? [] : [repeated],
  );
});

/** Rows that may be the test, with what is trained and evaluated to get there; untouched rows have nothing of it. */
type Kept = Pick<HeldOut, 'data'> & Partial<HeldOut>;

/** Parts of splits, and data that are only predicted for, that no model was trained on or is scored on. */
function untouchedRows(analysis: NotebookAnalysis, graph: RowGraph, rowSets: RowSets): readonly Kept[] {
  const { trainings, evaluations, pairs } = trainingsOf(analysis);
  const used = [
    ...trainings.flatMap(({ data, validation }) => [...data, ...validation]),
    ...evaluations.filter(({ isScored }) => isScored).flatMap(({ data }) => data),
  ];
  // Features and labels of one part have one share.
  const shares = new Set(used.flatMap((rows) => sharesIn(rowSets.originsOf(rows))));
  const parts = graph.objects.filter(({ rows }) =>
    rows.some(({ share }) => share !== undefined && isRandom(graph, share) && !shares.has(share)),
  );
  const predicted = pairs
    .filter(({ evaluation }) => !evaluation.isScored)
    .flatMap((pair) => pair.evaluation.data.map((data) => ({ ...pair, data })));
  const candidates: readonly Kept[] = [
    // Another round of the notebook, with a split of its own, may use rows of such a part.
    ...parts.map(({ id, madeBy }) => ({ data: { object: id, seenBy: madeBy.statement, at: madeBy.at } })),
    ...predicted.filter(({ data }) => used.every((other) => rowSets.areApart(data, other))),
  ];
  return candidates.filter(({ data }) => (graph.object(data.object)?.rows.length ?? 0) > 0);
}

/** Whether rows are the test that stands behind a choice: of the same table or the same models, and apart from it. */
function isTestBehind(analysis: NotebookAnalysis, rows: Kept, { scores, choice }: RepeatedTest): boolean {
  const rowSets = rowSetsOf(analysis);
  const trainings = trainingsOf(analysis);
  const chosen = scores.flatMap(({ data, training }) => [data, ...training.data]);
  // A final model may learn from all rows that the choice was made on, but for what it is scored on.
  const isApart =
    rows.training === undefined
      ? chosen.every((data) => rowSets.areApart(rows.data, data))
      : rowSets.areApart(rows.data, choice.data);
  if (!isApart) return false;
  const own = [rows.data, ...(rows.training?.data ?? [])];
  return (
    scores.some(
      ({ evaluation }) => rows.evaluation !== undefined && trainings.areRelated(rows.evaluation, evaluation),
    ) || own.some((data) => chosen.some((other) => haveOneSource(rowSets, data, other)))
  );
}

/** Whether both were cut from one table, or are one. */
function haveOneSource(rowSets: RowSets, one: Rows, other: Rows): boolean {
  const sources = new Set(rowSets.originsOf(other).map(({ object }) => object));
  return rowSets.originsOf(one).some(({ object }) => sources.has(object));
}

/** Scores by test set: sets that have rows in common are one. */
function testSetsOf(rowSets: RowSets, scores: readonly HeldOut[]): readonly (readonly HeldOut[])[] {
  const sets: HeldOut[][] = [];
  for (const score of scores) {
    const set = sets.find((others) => others.some(({ data }) => rowSets.overlap(data, score.data)));
    if (set === undefined) sets.push([score]);
    else set.push(score);
  }
  return sets;
}

function repeatedOf(analysis: NotebookAnalysis, graph: RowGraph, scores: readonly HeldOut[]): RepeatedTest | undefined {
  const trainings = trainingsOf(analysis);
  const second = scores.find((score, index) =>
    scores
      .slice(0, index)
      .some((other) => !trainings.areRelated(other.evaluation, score.evaluation) && !differInTask(graph, other, score)),
  );
  if (second !== undefined) return { scores, choice: second, why: 'models' };
  const inLoop = scores.find(({ training, evaluation }) => {
    const isTrainedThere = training.call.isRepeated && training.statement === evaluation.statement;
    return evaluation.isInLoop && (isTrainedThere ? !goesOn(graph, evaluation.models) : evaluation.models.length > 1);
  });
  return inLoop === undefined ? undefined : { scores, choice: inLoop, why: 'loop' };
}

/** Whether no score can say which of the models is the better one, as they answer something else. */
function differInTask(graph: RowGraph, one: HeldOut, other: HeldOut): boolean {
  const tasks = ({ evaluation }: HeldOut): readonly string[] =>
    evaluation.models.flatMap((model) => taskOfModel(graph, model) ?? []);
  const others = tasks(other);
  return others.length > 0 && tasks(one).length > 0 && tasks(one).every((task) => !others.includes(task));
}

/** Networks that are trained round by round are watched, not chosen. */
function goesOn(graph: RowGraph, models: HeldOut['evaluation']['models']): boolean {
  return models.every((model) => ['torch-module', 'keras-model'].includes(graph.object(model)?.kind ?? ''));
}

export const multiTestRule: NotebookRule = {
  id: 'leak/multi-test',
  severity: 'I/W/E',
  finds: 'one test set that chooses between models, settings or thresholds',
  why: 'The best of several is the best on these very rows, by chance, too, so its score is better than it will be on new ones. Choose by cross-validation, or on rows kept for choosing, and score the one that is left on the test rows once.',
  *check({ analysis }) {
    if (analysis === undefined) return;
    const graph = rowGraphOf(analysis);
    for (const repeated of repeatedTestsOf(analysis)) yield findingOf(analysis, graph, repeated);
    for (const search of thresholdSearchesOf(analysis)) yield thresholdFinding(analysis, search);
  },
};

function findingOf(
  analysis: NotebookAnalysis,
  graph: RowGraph,
  { scores, choice, why }: RepeatedTest,
): NotebookFinding {
  const { data } = choice;
  const name = dataName(analysis, data, 'one test set');
  const models = modelsOf(graph, scores);
  const what = why === 'loop' ? `The rounds of this loop are scored on ${name}` : `${models} are scored on ${name}`;
  return {
    at: data.at,
    message: `${what}, so it chooses between them: choose by cross-validation, and score only the best on it.`,
    related: scores.slice(0, shownScores).map(({ evaluation: { at, models: own } }) => ({
      at,
      message: `Scores ${modelWords(graph, own) ?? 'a model'}.`,
    })),
  };
}

/** `LogisticRegression`, `SVC` and 2 more. */
function modelsOf(graph: RowGraph, scores: readonly HeldOut[]): string {
  const known = scores.flatMap(({ evaluation: { models } }) => models.map((id) => nameOfModel(graph, id)));
  const names = [...new Set(known.filter((name) => name !== undefined))];
  if (names.length < 2) return 'Several models';
  const more = names.length - shownModels;
  return more > 1
    ? `${names
        .slice(0, shownModels)
        .map((name) => `\`${name}\``)
        .join(', ')} and ${more} more models`
    : listOf(names);
}

function modelWords(graph: RowGraph, models: readonly number[]): string | undefined {
  const names = [...new Set(models.flatMap((id) => nameOfModel(graph, id) ?? []))];
  return names.length === 0 ? undefined : listOf(names);
}

function thresholdFinding(analysis: NotebookAnalysis, { at, held }: ThresholdSearch): NotebookFinding {
  const name = dataName(analysis, held.data, 'the test set');
  return {
    at,
    message: `This loop picks what scores best on ${name}, which is then scored again: pick it on rows that are kept for choosing.`,
    related: [{ at: held.evaluation.at, message: `Predicts for ${name} in ${cellName(held.evaluation.at)}.` }],
  };
}
