/** Statistics of test rows that enter training or test features. */
import type { NotebookAnalysis } from '../../../notebook/flow/analysis.ts';
import type { NotebookFinding, NotebookRule } from '../notebookRule.ts';
import { fitBehindSplit } from './fitBehindSplit.ts';
import { oncePerAnalysis } from './oncePerAnalysis.ts';
import { isOutsideFeatures } from './labelStatistic.ts';
import { looksBack, reducersOn, withoutWrappers } from './reducers.ts';
import type { Reducer } from './reducers.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { Data, RowGraph } from './rowGraph.ts';
import { rowSetsOf } from './rowSets.ts';
import type { Rows, RowSets } from './rowSets.ts';
import { isShuffled } from './shares.ts';
import { isTargetEncoding } from './targetMeans.ts';
import { statisticBehindSplit } from './statisticBehindSplit.ts';
import { testsOf } from './testData.ts';
import type { Test } from './testData.ts';
import type { Training } from './trainings.ts';
import { cellName, dataName, quoted, reducerName, reducerPath } from './wording.ts';

/** A reducer that saw rows of a test. */
export interface LeakingReducer {
  readonly reducer: Reducer;
  /** The first training that it reaches. */
  readonly training: Training;
  /** All trainings that it reaches. */
  readonly trainings: readonly Training[];
  /** The features of the training. */
  readonly trained: Data;
  readonly test: Test;
  /** Where the result of the reducer shows: the features that are trained on, else those of the test. */
  readonly reached: Data;
}

/** The reducers of a notebook that leak, each once, in the order of the run. */
export const leakingReducersOf: (analysis: NotebookAnalysis) => readonly LeakingReducer[] = oncePerAnalysis(
  (analysis) => {
    const graph = rowGraphOf(analysis);
    const rowSets = rowSetsOf(analysis);
    const found = new Map<string, LeakingReducer>();
    for (const { training, tests } of testsOf(analysis)) {
      for (const trained of training.data) {
        for (const test of tests) {
          if (rowSets.overlap(test.data, trained)) continue;
          for (const leak of leaksInto(graph, rowSets, training, trained, test)) {
            const { at } = leak.reducer;
            const key = `${at.cell}:${at.start}-${at.end}`;
            found.set(key, withTraining(found.get(key) ?? leak, training));
          }
        }
      }
    }
    return withoutWrappers([...found.values()], ({ reducer }) => reducer).toSorted(
      (left, right) => left.reducer.call.order - right.reducer.call.order,
    );
  },
);

function withTraining(leak: LeakingReducer, training: Training): LeakingReducer {
  return leak.trainings.includes(training) ? leak : { ...leak, trainings: [...leak.trainings, training] };
}

function leaksInto(
  graph: RowGraph,
  rowSets: RowSets,
  training: Training,
  trained: Data,
  test: Test,
): readonly LeakingReducer[] {
  return [trained, test.data].flatMap((reached) =>
    reducersOn(graph, reached)
      .filter((reducer) => sawTest(graph, rowSets, reducer, trained, test.data))
      .map((reducer) => ({ reducer, training, trainings: [training], trained, test, reached })),
  );
}

/** Whether a reducer saw rows of the test together with others; of the test alone, it is another rule's case. */
function sawTest(graph: RowGraph, rowSets: RowSets, reducer: Reducer, trained: Rows, test: Rows): boolean {
  const { source } = reducer;
  if (!rowSets.overlap(test, source) && !rowSets.contains(source, test)) return false;
  if (looksBack(graph, reducer) && !isShuffled(graph, rowSets.originsOf(test))) return false;
  return rowSets.overlap(source, trained) || !(rowSets.partOf(source, test) || rowSets.areApart(source, trained));
}

export const preprocessingRule: NotebookRule = {
  id: 'leak/preprocessing',
  severity: 'W/E/E',
  finds: 'a statistic of test rows that enters the features',
  why: 'The model, or the test itself, then knows something of rows that it should never have seen, so its score is better than it will be in use. Split first, learn means, scales, vocabularies and selections from the training rows alone, and apply them to both parts; a `Pipeline` does so by itself.',
  supersedes: ['leak/cv-preprocessing'],
  hasFix: true,
  *check(context) {
    const { analysis } = context;
    if (analysis === undefined) return;
    const graph = rowGraphOf(analysis);
    for (const leak of leakingReducersOf(analysis)) {
      // Means of the target have a rule of their own.
      if (isTargetEncoding(context, leak) || isOutsideFeatures(context, leak)) continue;
      const tryFixes = () => [fitBehindSplit(context, leak) ?? statisticBehindSplit(context, leak)];
      yield { ...findingOf(graph, leak), tryFixes };
    }
  },
};

function findingOf(graph: RowGraph, { reducer, training, test, reached }: LeakingReducer): NotebookFinding {
  const { analysis } = graph;
  const name = reducerName(graph, reducer);
  const tested = dataName(analysis, test.data, 'the test');
  const advice = reducer.isFitted
    ? 'fit it on the training rows alone, and transform both parts with it'
    : 'compute it from the training rows alone, and use it for both parts';
  const verb = reducer.isFitted ? 'is fitted on' : 'is computed from';
  return {
    at: reducer.at,
    message: `${name} ${verb} rows that ${cellName(test.at)} tests on as ${tested}: ${advice}.`,
    related: reducerPath(graph, reducer, reached, [
      {
        at: training.at,
        message: `Trains on ${quoted(analysis, training.data[0]?.at ?? training.at) ?? 'what comes of it'}.`,
      },
      { at: test.at, message: `Tests on ${tested}, whose rows were among them.` },
    ]),
  };
}
