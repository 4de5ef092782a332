/** Preparation that saw the rows of all folds, and searches whose own score is the only one. */
import { nodesOfType } from '../../../notebook/syntax/nodeIndex.ts';
import type { CellRange } from '../../../notebook/read/notebook.ts';
import type { NotebookContext, NotebookRule } from '../notebookRule.ts';
import { pipelineFix } from './pipeline/pipelineFix.ts';
import { leakingReducersOf } from './preprocessing.ts';
import { looksBack, reducersOn } from './reducers.ts';
import { rowGraphOf } from './rowGraph.ts';
import { rowSetsOf } from './rowSets.ts';
import { heldOutOf } from './testData.ts';
import { trainingsOf } from './trainings.ts';
import type { Training } from './trainings.ts';
import { callName, cellName, quoted, reducerName, reducerPath } from './wording.ts';

function isFolded({ kind }: Training): boolean {
  return kind === 'search' || kind === 'cross-validation';
}

export const crossValidationRules: readonly NotebookRule[] = [
  {
    id: 'leak/cv-preprocessing',
    severity: 'I/W/E',
    finds: 'a step that is fitted before the folds of a cross-validation are made',
    why: 'Each fold is then scored on rows whose statistics the step already knows, so the scores are too good, and the best settings may not be the best. Put the step into a `Pipeline` with the model: it is then fitted in each fold anew.',
    hasFix: true,
    *check(context) {
      const { analysis } = context;
      if (analysis === undefined) return;
      const graph = rowGraphOf(analysis);
      const rowSets = rowSetsOf(analysis);
      const told = new Set(leakingReducersOf(analysis).map(({ reducer }) => keyOf(reducer.at)));
      for (const training of trainingsOf(analysis).trainings.filter(isFolded)) {
        for (const data of training.data) {
          for (const reducer of reducersOn(graph, data)) {
            const key = keyOf(reducer.at);
            if (told.has(key) || looksBack(graph, reducer) || !rowSets.overlap(reducer.source, data)) continue;
            told.add(key);
            const name = reducerName(graph, reducer);
            const verb = reducer.isFitted ? 'is fitted on' : 'is computed from';
            const advice = reducer.isFitted
              ? 'put it into a `Pipeline` with the model'
              : 'compute it within each fold, by a step of a `Pipeline`';
            yield {
              at: reducer.at,
              message: `${name} ${verb} the rows of all folds of \`${callName(training.call)}\` in ${cellName(training.at)}: ${advice}.`,
              ...(reducer.isFitted ? { tryFixes: () => [pipelineFix(context, reducer, training)] } : {}),
              related: reducerPath(graph, reducer, data, [
                { at: training.at, message: `Makes its folds of ${quoted(analysis, data.at) ?? 'what comes of it'}.` },
              ]),
            };
          }
        }
      }
    },
  },
  {
    id: 'leak/cv-as-test',
    severity: 'H/I/I',
    finds: 'the score of a search that is the only result',
    why: 'The best of many settings is the best by chance, too, so its score in the search is better than it will be on new rows. Keep a test part that the search never sees, and score the best model on it once.',
    *check(context) {
      const { analysis } = context;
      if (analysis === undefined) return;
      const search = trainingsOf(analysis).trainings.findLast(({ kind }) => kind === 'search');
      if (search === undefined || heldOutOf(analysis).length > 0) return;
      const at = bestScoreIn(context);
      if (at === undefined) return;
      yield {
        at,
        message: `The score of the search in ${cellName(search.at)} is the only result, and it is the best of many: keep rows apart, and score the best model on them once.`,
        related: [{ at: search.at, message: 'Searches for the best settings.' }],
      };
    },
  },
];

function keyOf({ cell, start, end }: CellRange): string {
  return `${cell}:${start}-${end}`;
}

/** Where the score of a search is read last. */
function bestScoreIn({ pythonCells }: NotebookContext): CellRange | undefined {
  let found: CellRange | undefined;
  for (const { cell, tree } of pythonCells) {
    for (const { start, end } of nodesOfType(tree, 'attribute')) {
      if (!/\.best_score_$/.test(tree.text.slice(start, end))) continue;
      found = { cell: cell.index, start, end };
    }
  }
  return found;
}
