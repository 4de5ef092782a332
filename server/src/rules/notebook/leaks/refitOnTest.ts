/** What was learned from the training rows is learned again from the test rows. */
import type { NotebookRule } from '../notebookRule.ts';
import type { NotebookAnalysis } from '../../../notebook/flow/analysis.ts';
import { oncePerAnalysis } from './oncePerAnalysis.ts';
import { refitFix } from './refitFix.ts';
import { fittedReducers, reducersOn, withoutWrappers } from './reducers.ts';
import type { Reducer } from './reducers.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { Data, RowGraph } from './rowGraph.ts';
import { rowSetsOf } from './rowSets.ts';
import type { RowSets } from './rowSets.ts';
import { testsOf } from './testData.ts';
import type { Training } from './trainings.ts';
import { cellName, dataName, quoted, reducerName } from './wording.ts';

export interface Refit {
  /** Learned from training rows. */
  readonly first: Reducer;
  /** Learned from test rows alone. */
  readonly again: Reducer;
  /** The first training whose test it spoils. */
  readonly training: Training;
  /** All trainings whose test it spoils. */
  readonly trainings: readonly Training[];
  readonly test: Data;
}

/** The reducers of a notebook that learn from test rows alone, each once, in the order of the run. */
export const refitsOf: (analysis: NotebookAnalysis) => readonly Refit[] = oncePerAnalysis((analysis) => {
  const graph = rowGraphOf(analysis);
  const rowSets = rowSetsOf(analysis);
  const fitted = fittedReducers(graph);
  const found = new Map<string, Refit>();
  for (const { training, tests } of testsOf(analysis)) {
    for (const trained of training.data) {
      for (const { data: test } of tests) {
        if (rowSets.overlap(test, trained)) continue;
        for (const { first, again } of refitsBetween(graph, rowSets, fitted, trained, test)) {
          const key = `${again.at.cell}:${again.at.start}-${again.at.end}`;
          const known = found.get(key) ?? { first, again, training, trainings: [], test };
          const trainings = known.trainings.includes(training) ? known.trainings : [...known.trainings, training];
          found.set(key, { ...known, trainings });
        }
      }
    }
  }
  return withoutWrappers([...found.values()], ({ again }) => again).toSorted(
    (left, right) => left.again.call.order - right.again.call.order,
  );
});

function refitsBetween(
  graph: RowGraph,
  rowSets: RowSets,
  fitted: readonly Reducer[],
  trained: Data,
  test: Data,
): readonly Pick<Refit, 'first' | 'again'>[] {
  const ofTest = reducersOn(graph, test).filter(
    ({ source }) =>
      (rowSets.partOf(source, test) && !rowSets.overlap(source, trained)) ||
      (rowSets.overlap(source, test) && rowSets.areApart(source, trained)),
  );
  if (ofTest.length === 0) return [];
  const ofTraining = [...reducersOn(graph, trained), ...fitted].filter(
    ({ source }) => rowSets.overlap(source, trained) && !rowSets.overlap(source, test),
  );
  return ofTest.flatMap((again) => {
    const first =
      ofTraining.find((reducer) => reducer.call !== again.call && isAlike(graph, reducer, again)) ??
      ofTraining.find((reducer) => isAlike(graph, reducer, again));
    return first === undefined ? [] : [{ first, again }];
  });
}

/** Whether two reducers learn the same thing: one transformer, one class, one function. */
function isAlike(graph: RowGraph, one: Reducer, other: Reducer): boolean {
  if (one.isFitted !== other.isFitted) return false;
  if (!one.isFitted) return one.call.effect?.key === other.call.effect?.key;
  const type = graph.object(one.object)?.type;
  return one.object === other.object || (type !== undefined && type === graph.object(other.object)?.type);
}

export const refitRule: NotebookRule = {
  id: 'leak/refit-on-test',
  severity: 'W/E/E',
  finds: 'a transformer that is fitted again on the test rows',
  why: 'The test rows are then measured with another scale than the training rows, one that is not known when a single row arrives, so the score says nothing about use. Transform them with what was fitted on the training rows.',
  hasFix: true,
  *check(context) {
    const { analysis } = context;
    if (analysis === undefined) return;
    const graph = rowGraphOf(analysis);
    for (const refit of refitsOf(analysis)) {
      const { first, again, training, test } = refit;
      const name = reducerName(graph, again);
      const learned = `${cellName(first.at)} learned from training rows`;
      yield {
        at: again.at,
        message: again.isFitted
          ? `${name} is fitted again on test rows: use \`transform\` with the one that ${learned}.`
          : `${name} is computed again from test rows: use the value that ${learned}.`,
        tryFixes: () => [refitFix(context, refit)],
        related: [
          { at: first.at, message: `${reducerName(graph, first)} learns from training rows.` },
          {
            at: training.at,
            message: `Trains on ${quoted(analysis, training.data[0]?.at ?? training.at) ?? 'what comes of it'}.`,
          },
          { at: test.at, message: `Tests on ${dataName(analysis, test, 'rows')}, which were measured by themselves.` },
        ],
      };
    }
  },
};
