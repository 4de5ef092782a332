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
      const wholes = [...joined].map((object) => wholesOf(rowSets, { object, seenBy: through }));
      const isRepeated = wholes.some((one, index) =>
        wholes.slice(index + 1).some((other) => !one.isDisjointFrom(other)),
      );
      for (const maker of isRepeated ? graph.makersOf(makes) : []) found.add(maker);
    }
  }
  return [...found];
}

/** Objects that some rows are all rows of; parts that are written alike may have been chosen from something else. */
function wholesOf(rowSets: RowSets, rows: Rows): ReadonlySet<number> {
  return new Set(rowSets.originsOf(rows).flatMap(({ object, steps }) => (steps === undefined ? [object] : [])));
}
