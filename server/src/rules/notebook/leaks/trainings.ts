/** What a notebook trains, what it evaluates, and on which data (reference, 5.1). */
import type { CellRange } from '../../../notebook/read/notebook.ts';
import type { NotebookAnalysis, ObjectId, StatementId } from '../../../notebook/flow/analysis.ts';
import type { Place } from '../../../notebook/effects/effect.ts';
import { objectsAt, trainedFor } from '../../../notebook/flow/objectsAt.ts';
import { isModel } from './models.ts';
import { oncePerAnalysis } from './oncePerAnalysis.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { Data, PlacedCall, RowGraph } from './rowGraph.ts';
import { rowSetsOf } from './rowSets.ts';
import type { RowSets } from './rowSets.ts';
import { scoredObjectsOf } from './scoring.ts';
import { readTorch } from './torchLoops.ts';

/** Data go into a model and stay in what it knows. */
export interface Training {
  readonly kind: 'fit' | 'search' | 'cross-validation';
  readonly call: PlacedCall;
  readonly statement: StatementId;
  readonly at: CellRange;
  /** The objects that may be the model: several where a loop goes through them. */
  readonly models: readonly ObjectId[];
  /** The features, without the labels; empty when nothing is known about them. */
  readonly data: readonly Data[];
  readonly labels: readonly Data[];
  /** What it watches while it learns: `validation_data`, `eval_set`. */
  readonly validation: readonly Data[];
}

/** Data go through a model that learns nothing from them. */
export interface Evaluation {
  readonly kind: 'prediction' | 'score';
  readonly call: PlacedCall;
  readonly statement: StatementId;
  readonly at: CellRange;
  readonly models: readonly ObjectId[];
  readonly data: readonly Data[];
  readonly labels: readonly Data[];
  /** Whether what comes of it is compared with the truth. */
  readonly isScored: boolean;
  /** Whether it is made again and again, on data that are the same each time. */
  readonly isInLoop: boolean;
}

/** An evaluation with the training that its model comes from. */
export interface ModelPair {
  readonly training: Training;
  readonly evaluation: Evaluation;
}

export interface Trainings {
  /** In the order of the run, cross-validations included. */
  readonly trainings: readonly Training[];
  /** In the order of the run. */
  readonly evaluations: readonly Evaluation[];
  /** Each evaluation with the nearest training before it whose model reaches it. */
  readonly pairs: readonly ModelPair[];
  /** Whether two models have to do with each other: they are one, or one learned from what the other says. */
  areRelated(one: Evaluation, other: Evaluation): boolean;
}

/** Trainings and evaluations of an analysis; made once. */
export const trainingsOf: (analysis: NotebookAnalysis) => Trainings = oncePerAnalysis(findTrainings);

function findTrainings(analysis: NotebookAnalysis): Trainings {
  const graph = rowGraphOf(analysis);
  const rowSets = rowSetsOf(analysis);
  const torch = readTorch(graph);
  const trainings = [
    ...graph.calls.flatMap((call) => trainingOf(graph, call) ?? []),
    ...torch.map(({ forward, training }) => ({
      ...trainingBy(graph, forward, forward.receivers, 'fit'),
      call: training,
    })),
  ].toSorted((left, right) => left.call.order - right.call.order);
  const learning = new Set([...trainings.map(({ call }) => call), ...torch.map(({ forward }) => forward)]);
  const evaluations = graph.calls.flatMap((call) =>
    learning.has(call) ? [] : (evaluationOf(graph, rowSets, trainings, call) ?? []),
  );
  const pairs = evaluations.flatMap((evaluation) => {
    const training = nearestTraining(graph, trainings, evaluation);
    return training === undefined ? [] : [{ training, evaluation }];
  });
  return { trainings, evaluations, pairs, areRelated: (one, other) => areRelated(graph, one, other) };
}

// ---- trainings

function trainingOf(graph: RowGraph, call: PlacedCall): Training | undefined {
  const { effect, receivers, result } = call;
  switch (effect?.role) {
    case 'fit':
    case 'fit-transform': {
      if (effect.data === undefined) return undefined;
      // `xgb.train` and the like make the model.
      if (receivers.length === 0) return result === undefined ? undefined : trainingBy(graph, call, [result], 'fit');
      const models = [...trainedFor(call, graph.analysis), ...receivers].filter((id) => learns(graph, id, call));
      if (models.length === 0) return undefined;
      const isSearch = models.some((id) => graph.object(id)?.role === 'search' || graph.object(id)?.kind === 'search');
      const made = effect.data === 'self' && result !== undefined ? [...models, result] : models;
      return trainingBy(graph, call, made, isSearch ? 'search' : 'fit');
    }
    case 'cross-validate': {
      const models = call.arguments.flatMap(({ objects }) => objects).filter((id) => isModel(graph, id) === true);
      return trainingBy(graph, call, models, 'cross-validation');
    }
    default:
      return undefined;
  }
}

/** Whether a fit is training: of what nobody knows, when it is given labels or predicts later. */
function learns(graph: RowGraph, id: ObjectId, call: PlacedCall): boolean {
  const known = isModel(graph, id);
  if (known !== undefined) return known && call.effect?.role === 'fit';
  if (call.effect?.role !== 'fit') return false;
  return graph.calls.some(
    ({ receivers, effect }) => receivers.includes(id) && (effect?.role === 'predict' || effect?.role === 'score'),
  );
}

function trainingBy(graph: RowGraph, call: PlacedCall, models: readonly ObjectId[], kind: Training['kind']): Training {
  const { effect, statement, at } = call;
  const validation = (effect?.validation ?? []).flatMap((place) => dataAt(graph, call, place));
  const labels = dataAt(graph, call, effect?.labels);
  return { kind, call, statement, at, models, data: dataAt(graph, call, effect?.data), labels, validation };
}

/** The data that a call gets in one place. */
export function dataAt(graph: RowGraph, call: PlacedCall, place: Place | undefined): readonly Data[] {
  if (place === undefined) return [];
  const given = typeof place === 'number' ? call.arguments[place] : undefined;
  const objects = objectsAt(call, place, graph.analysis);
  const at = given?.at ?? call.at;
  return graph.dataIn(objects).map((object) => ({ object, seenBy: call.statement, at }));
}

// ---- evaluations

function evaluationOf(
  graph: RowGraph,
  rowSets: RowSets,
  trainings: readonly Training[],
  call: PlacedCall,
): Evaluation | undefined {
  const { effect, receivers, statement, at } = call;
  if (effect?.role !== 'predict' && effect?.role !== 'score') return undefined;
  const asked = trainedFor(call, graph.analysis);
  const given = receivers.length > 0 ? receivers : call.arguments.flatMap(({ objects }) => objects);
  const candidates = asked.length > 0 ? asked : given;
  const models = candidates.filter((id) => {
    const known = isModel(graph, id);
    return known ?? (receivers.length > 0 && trainings.some((training) => training.models.includes(id)));
  });
  if (models.length === 0) return undefined;
  const data = dataAt(graph, call, effect.data);
  return {
    kind: effect.role === 'score' ? 'score' : 'prediction',
    call,
    statement,
    at,
    models,
    data,
    labels: dataAt(graph, call, effect.labels),
    isScored:
      effect.role === 'score' || (call.result !== undefined && scoredObjectsOf(graph.analysis).has(call.result)),
    isInLoop: call.isRepeated && data.length > 0 && data.every((rows) => !isMadeIn(graph, rowSets, rows, call)),
  };
}

/** Whether rows are chosen anew by the statement that uses them, as each round of a loop chooses its fold. */
function isMadeIn(graph: RowGraph, rowSets: RowSets, rows: Data, { statement }: PlacedCall): boolean {
  return rowSets
    .originsOf(rows)
    .filter(({ steps }) => steps === undefined)
    .every(({ object }) => graph.object(object)?.madeBy.statement === statement);
}

// ---- pairs

function nearestTraining(
  graph: RowGraph,
  trainings: readonly Training[],
  { models, call }: Evaluation,
): Training | undefined {
  const known = new Set(models.flatMap((model) => originsOfModel(graph, model, call.statement)));
  return trainings.findLast(
    (training) =>
      training.kind !== 'cross-validation' &&
      training.call.order < call.order &&
      training.models.some((model) => known.has(model)),
  );
}

/** A model with those that it was taken out of: the best one of a search, one that was saved and loaded. */
function originsOfModel(graph: RowGraph, model: ObjectId, seenBy: StatementId): readonly ObjectId[] {
  const found = new Map<ObjectId, StatementId>([[model, seenBy]]);
  for (const [id, at] of found) {
    for (const { of, relation, through } of graph.relationsOf(id, at)) {
      const isTaken = relation === 'same' || relation === 'part' || relation === 'uses';
      if (isTaken && !found.has(of) && isModel(graph, of) === true) found.set(of, through);
    }
  }
  return [...found.keys()];
}

function areRelated(graph: RowGraph, one: Evaluation, other: Evaluation): boolean {
  const shows = (from: Evaluation, on: Evaluation): boolean =>
    on.models.some((object) => {
      const influences = graph.influencesOn({ object, seenBy: on.statement });
      return from.models.some((model) => influences.has(model));
    });
  return shows(one, other) || shows(other, one);
}
