/** Finds the relations of an object that come through some statements, where it has thousands of them. */
import type { AbstractObject, ObjectId, RowRelation, StatementId } from '../../../notebook/flow/analysis.ts';
import { firstIndex } from '../../../notebook/read/firstIndex.ts';

const none: readonly RowRelation[] = [];
/** Lists up to here are read as a whole. */
const fewRelations = 16;

/**
 * A function that gives the relations of an object which may come through statements behind `after`, up to `seenBy`.
 *
 * The list may hold others beside them, in the order of the object: whoever asks tells them apart.
 */
export function createRelationRanges(
  objects: readonly AbstractObject[],
): (id: ObjectId, after: StatementId, seenBy: StatementId) => readonly RowRelation[] {
  const ascending = new Map<ObjectId, boolean>();
  const isAscending = (id: ObjectId, rows: readonly RowRelation[]): boolean => {
    let kept = ascending.get(id);
    if (kept === undefined) {
      kept = rows.every(({ through }, index) => index === 0 || (rows[index - 1]?.through ?? 0) <= through);
      ascending.set(id, kept);
    }
    return kept;
  };
  return (id, after, seenBy) => {
    const rows = objects[id]?.rows ?? none;
    // A loop that is followed twice adds relations of its first statements behind those of its last.
    if (rows.length <= fewRelations || !isAscending(id, rows)) return rows;
    const from = firstIndex(rows, ({ through }) => through > after);
    const to = firstIndex(rows, ({ through }) => through > seenBy);
    return from === 0 && to === rows.length ? rows : rows.slice(from, to);
  };
}
