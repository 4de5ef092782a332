/** Which predictions are compared with the truth: by a metric, or by hand. */
import type { NotebookAnalysis, ObjectId, StatementId } from '../../../notebook/flow/analysis.ts';
import { oncePerAnalysis } from './oncePerAnalysis.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { PlacedCall, RowGraph } from './rowGraph.ts';
import { rowSetsOf } from './rowSets.ts';
import type { RowSets } from './rowSets.ts';

/** Every object whose rows reach a metric, or a number that was counted from a comparison with other data. */
export const scoredObjectsOf: (analysis: NotebookAnalysis) => ReadonlySet<ObjectId> = oncePerAnalysis((analysis) => {
  const graph = rowGraphOf(analysis);
  const rowSets = rowSetsOf(analysis);
  const scored = new Set<ObjectId>();
  for (const call of graph.calls) {
    if (!compares(call)) continue;
    for (const { objects } of call.arguments) {
      for (const object of graph.dataIn(objects)) {
        for (const origin of rowSets.originsOf({ object, seenBy: call.statement })) scored.add(origin.object);
      }
    }
  }
  for (const object of countedComparisons(graph, rowSets)) scored.add(object);
  return scored;
});

function compares({ effect }: PlacedCall): boolean {
  if (effect?.role === 'metric' || effect?.key === 'pandas.crosstab') return true;
  // Losses are metrics where nothing is learned from them.
  return effect?.labels !== undefined && effect.role === undefined;
}

/** What stands on one side of `predicted == truth` alone, where the rows of the comparison are counted or averaged. */
function countedComparisons(graph: RowGraph, rowSets: RowSets): ReadonlySet<ObjectId> {
  const found = new Set<ObjectId>();
  const seen = new Set<ObjectId>();
  for (const { rows } of graph.objects) {
    for (const { relation, of, through, isCertain } of rows) {
      if (relation !== 'summary' || !isCertain) continue;
      for (const { object, steps } of rowSets.originsOf({ object: of, seenBy: through })) {
        if (steps !== undefined || seen.has(object)) continue;
        seen.add(object);
        for (const side of sidesOf(graph, rowSets, object, through)) found.add(side);
      }
    }
  }
  return found;
}

function sidesOf(graph: RowGraph, rowSets: RowSets, id: ObjectId, seenBy: StatementId): readonly ObjectId[] {
  if (graph.makersOf(id).length > 0) return [];
  const operands = graph.relationsOf(id, seenBy).filter(({ relation }) => relation === 'same');
  if (new Set(operands.map(({ of }) => of)).size < 2) return [];
  const origins = operands.map(
    ({ of, through }) => new Set(rowSets.originsOf({ object: of, seenBy: through }).map(({ object }) => object)),
  );
  return origins.flatMap((side) => [...side].filter((object) => !origins.every((other) => other.has(object))));
}
