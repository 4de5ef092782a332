/** Training that stops when the test score is best, and then reports that score. */
import type { NotebookRule } from '../notebookRule.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { RowGraph } from './rowGraph.ts';
import { rowSetsOf } from './rowSets.ts';
import { heldOutOf } from './testData.ts';
import { trainingsOf } from './trainings.ts';
import type { Training } from './trainings.ts';
import { cellName, dataName, textAt } from './wording.ts';

export const earlyStoppingRule: NotebookRule = {
  id: 'leak/test-early-stopping',
  severity: 'I/W/E',
  finds: 'test rows that decide when training stops, and are then scored',
  why: 'The training ends, or the network is kept, when it happens to be best on these rows, so its score on them is better than on new ones. Keep some of the training rows apart to watch the training with.',
  *check({ analysis }) {
    if (analysis === undefined) return;
    const graph = rowGraphOf(analysis);
    const rowSets = rowSetsOf(analysis);
    const held = heldOutOf(analysis);
    for (const training of trainingsOf(analysis).trainings) {
      if (training.validation.length === 0 || !stopsEarly(graph, training)) continue;
      const own = held.filter((score) => score.training === training);
      for (const watched of training.validation) {
        const score = own.find(({ data }) => rowSets.overlap(data, watched));
        const isTestedElse = own.some(({ data }) => !training.validation.some((other) => rowSets.overlap(data, other)));
        if (score === undefined || isTestedElse) continue;
        const name = dataName(analysis, score.data, 'the test');
        yield {
          at: watched.at,
          message: `Training stops when it is best on these rows, and ${cellName(score.evaluation.at)} scores it on them again as ${name}: watch rows taken from the training part.`,
          related: [
            { at: training.at, message: 'Trains, and watches these rows to stop in time.' },
            { at: score.evaluation.at, message: `Scores the model on ${name}.` },
          ],
        };
        break;
      }
    }
  },
};

const stoppers = /EarlyStopping|ModelCheckpoint|ReduceLROnPlateau|early_stopping/;

/** Whether something in a training, or in how its model was made, stops it or keeps the best of it. */
function stopsEarly(graph: RowGraph, { call, models }: Training): boolean {
  const calls = [call, ...models.flatMap((model) => graph.makersOf(model))];
  return calls.some(({ arguments: given }) =>
    given.some(({ keyword, literal, objects, at }) => {
      if (keyword === 'early_stopping_rounds') return literal !== null;
      if (keyword !== 'callbacks') return false;
      const types = graph.dataIn(objects).flatMap((id) => graph.object(id)?.type ?? []);
      return (
        [...types, textAt(graph.analysis, at)].some((text) => stoppers.test(text)) ||
        heldTypes(graph, objects).some((text) => stoppers.test(text))
      );
    }),
  );
}

/** Classes of what is in a list of callbacks. */
function heldTypes(graph: RowGraph, objects: readonly number[]): readonly string[] {
  return objects
    .flatMap((id) => graph.object(id)?.holds ?? [])
    .flatMap((id) => [graph.object(id)?.type ?? '', ...graph.makersOf(id).map(({ text }) => text)]);
}
