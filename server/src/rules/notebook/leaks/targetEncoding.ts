/** The rule about means of the target per group that were taken over test rows, too. */
import type { NotebookContext, NotebookFinding, NotebookRule } from '../notebookRule.ts';
import { leakingReducersOf } from './preprocessing.ts';
import { isTargetEncoding } from './targetMeans.ts';
import { rowGraphOf } from './rowGraph.ts';
import { cellName, dataName, reducerName, reducerPath } from './wording.ts';

function* targetMeans(context: NotebookContext): Generator<NotebookFinding> {
  const { analysis } = context;
  if (analysis === undefined) return;
  const graph = rowGraphOf(analysis);
  for (const leak of leakingReducersOf(analysis)) {
    if (!isTargetEncoding(context, leak)) continue;
    const { reducer, training, test, reached } = leak;
    const tested = dataName(analysis, test.data, 'the test');
    yield {
      at: reducer.at,
      message: `${reducerName(graph, reducer)} takes in the target of rows that ${cellName(test.at)} tests on as ${tested}: compute it from the training rows alone, or out of fold.`,
      related: reducerPath(graph, reducer, reached, [
        { at: training.at, message: 'Trains on what comes of it.' },
        { at: test.at, message: `Tests on ${tested}, whose target was among the values.` },
      ]),
    };
  }
}

export const targetEncodingRule: NotebookRule = {
  id: 'leak/target-encoding',
  severity: 'I/W/E',
  finds: 'means of the target per category that take in test rows',
  why: 'Each mean holds the answer of the row that it is written into, and answers of the test, so that scores come out too good, most of all for rare categories. Compute it from the training rows alone, better from other folds of them, as `sklearn.preprocessing.TargetEncoder` does in a pipeline.',
  check: targetMeans,
};
