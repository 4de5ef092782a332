/** Calls that join rows to variants of the same rows, as augmentation by hand does: `concatenate([images, flipped])`. */
import type { PlacedCall, RowGraph } from './rowGraph.ts';
import type { RowSets, Rows } from './rowSets.ts';

/** The calls on the way to some rows that put variants of one row beside it; each once. */
export function joinsOfCopies(graph: RowGraph, rowSets: RowSets, rows: Rows): readonly PlacedCall[] {
  const found = new Set<PlacedCall>();
  for (const { steps } of rowSets.originsOf(rows)) {
    for (let step = steps; step !== undefined; step = step.next) {
      if (step.kind !== 'contains') continue;
      const { makes, through } = step;
      const joined = new Set(
        graph
          .relationsOf(makes, through)
          .filter(({ relation }) => relation === 'contains')
          .map(({ of }) => of),
      );
      const sources = [...joined].map((object) => ({ object, seenBy: through }));
      const isRepeated = sources.some((one, index) =>
        sources.slice(index + 1).some((other) => rowSets.sameRows(one, other)),
      );
      for (const maker of isRepeated ? graph.makersOf(makes) : []) found.add(maker);
    }
  }
  return [...found];
}
