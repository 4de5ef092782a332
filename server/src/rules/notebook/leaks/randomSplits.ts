/** Splits of a notebook that a training depends on: into two parts, or into folds. */
import type { NotebookAnalysis, ObjectId } from '../../../notebook/flow/analysis.ts';
import type { CellRange } from '../../../notebook/read/notebook.ts';
import { oncePerAnalysis } from './oncePerAnalysis.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { Data, PlacedCall, RowGraph } from './rowGraph.ts';
import { rowSetsOf } from './rowSets.ts';
import { sharesIn } from './shares.ts';
import { trainingsOf } from './trainings.ts';
import type { Training } from './trainings.ts';

export interface DataSplit {
  readonly kind: 'parts' | 'folds';
  /** Where it is written: the call that splits or that goes through folds. */
  readonly at: CellRange;
  /** What splits: the call, or the one that makes the splitter; undefined where folds are only counted. */
  readonly maker: PlacedCall | undefined;
  /** The call that goes through folds, such as `cross_val_score`; undefined for calls that only split. */
  readonly user: PlacedCall | undefined;
  /** Class of the splitter, or name of the function. */
  readonly name: string;
  /** The rows that are split. */
  readonly data: readonly Data[];
  /** Whether which row goes where is random. */
  readonly isRandom: boolean;
  /** Whether rows that belong together are kept together. */
  readonly isGrouped: boolean;
  /** A training that depends on it. */
  readonly training: Training;
}

/** Splits whose parts a model learns from, in the order of the run, each once. */
export const splitsOf: (analysis: NotebookAnalysis) => readonly DataSplit[] = oncePerAnalysis((analysis) => {
  const graph = rowGraphOf(analysis);
  const { trainings } = trainingsOf(analysis);
  const learners = learnersByShare(graph, trainings);
  const found = [
    ...graph.calls.flatMap((call) => splitBy(graph, learners, call) ?? []),
    ...trainings.flatMap((training) => foldsOf(graph, training) ?? []),
  ];
  const byPlace = Map.groupBy(found, ({ at }) => `${at.cell}:${at.start}-${at.end}`);
  return [...byPlace.values()].flatMap(([first]) => first ?? []);
});

type Learners = ReadonlyMap<string, Training>;

/** The first training that learns from parts of a split, by what their shares have in front of their numbers. */
function learnersByShare(graph: RowGraph, trainings: readonly Training[]): Learners {
  const rowSets = rowSetsOf(graph.analysis);
  const learners = new Map<string, Training>();
  for (const training of trainings) {
    for (const share of training.data.flatMap((rows) => sharesIn(rowSets.originsOf(rows)))) {
      const place = share.slice(0, share.lastIndexOf('#') + 1);
      if (!learners.has(place)) learners.set(place, training);
    }
  }
  return learners;
}

/** A call that splits, when a training learns from one of its parts. */
function splitBy(graph: RowGraph, learners: Learners, call: PlacedCall): DataSplit | undefined {
  const { effect, text, at, receiver } = call;
  if (effect?.splits !== 'pairs' && effect?.splits !== 'folds') return undefined;
  const word = text.split('.').at(-1) ?? '';
  const training = learners.get(`${word}@${at.cell}:${at.start}#`);
  if (training === undefined) return undefined;
  const maker = receiver === undefined ? call : makerOf(graph, receiver);
  const name = receiver === undefined ? word : (graph.object(receiver)?.type?.split('.').at(-1) ?? '');
  const given = call.arguments.filter(({ keyword }) => keyword === undefined || keyword === 'X');
  const data = given
    .slice(0, 1)
    .flatMap(({ objects, at: place }) =>
      graph.dataIn(objects).map((object) => ({ object, seenBy: call.statement, at: place })),
    );
  return {
    kind: effect.splits === 'pairs' ? 'parts' : 'folds',
    at,
    maker,
    user: effect.splits === 'pairs' ? undefined : call,
    name,
    data,
    isRandom: maker !== undefined && isRandom(name, maker),
    isGrouped: isGrouped(name, call),
    training,
  };
}

/** The folds of a cross-validation or a search. */
function foldsOf(graph: RowGraph, training: Training): DataSplit | undefined {
  if (training.kind === 'fit') return undefined;
  const splitter = splitterOf(graph, training);
  // What nobody can follow may be any kind of folds.
  if (splitter === 'unknown') return undefined;
  const maker = splitter === undefined ? undefined : makerOf(graph, splitter);
  const name = splitter === undefined ? 'folds' : (graph.object(splitter)?.type?.split('.').at(-1) ?? '');
  return {
    kind: 'folds',
    at: maker?.at ?? training.at,
    maker,
    user: training.call,
    name,
    data: training.data,
    isRandom: maker !== undefined && isRandom(name, maker),
    isGrouped: isGrouped(name, training.call),
    training,
  };
}

/** What `cv=` is given; undefined for a number of folds, and where nothing is given. */
function splitterOf(graph: RowGraph, { call, models, kind }: Training): ObjectId | undefined | 'unknown' {
  const made = kind === 'search' ? models.flatMap((model) => graph.makersOf(model)) : [call];
  const given = made.flatMap((one) => one.arguments.find(({ keyword }) => keyword === 'cv') ?? []);
  const [first] = given;
  if (first === undefined || typeof first.literal === 'number' || first.literal === null) return undefined;
  const splitter = first.objects.find((id) => graph.object(id)?.kind === 'splitter');
  return splitter ?? 'unknown';
}

function makerOf(graph: RowGraph, id: ObjectId): PlacedCall | undefined {
  return graph.makersOf(id)[0];
}

const shuffling: ReadonlySet<string> = new Set([
  'ShuffleSplit',
  'StratifiedShuffleSplit',
  'RepeatedKFold',
  'RepeatedStratifiedKFold',
]);

function isRandom(name: string, { arguments: given }: PlacedCall): boolean {
  const shuffle = given.find(({ keyword }) => keyword === 'shuffle')?.literal;
  if (name === 'train_test_split') return given.every(({ keyword }) => keyword !== 'shuffle') || shuffle === true;
  if (name === 'KFold' || name === 'StratifiedKFold') return shuffle === true;
  return shuffling.has(name);
}

function isGrouped(name: string, { arguments: given }: PlacedCall): boolean {
  const isKnown = /^(?:train_test_split|folds|KFold|StratifiedKFold|TimeSeriesSplit|\w*ShuffleSplit|Repeated\w+)$/.test(
    name,
  );
  return !isKnown || /Group|LeaveP?One/.test(name) || given.some(({ keyword }) => keyword === 'groups');
}
