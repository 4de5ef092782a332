/** Remembers what was found out about rows: an object as a statement sees it. */
import type { ObjectId, StatementId } from '../../../notebook/flow/analysis.ts';
import type { Data } from './rowGraph.ts';

type Rows = Pick<Data, 'object' | 'seenBy'>;

/** The same function, which works once for an object at a statement, whatever else it is given with them. */
export function perRows<Found>(find: (rows: Rows) => Found): (rows: Rows) => Found {
  const known = new Map<ObjectId, Map<StatementId, { readonly found: Found }>>();
  return (rows) => {
    let ofObject = known.get(rows.object);
    if (ofObject === undefined) {
      ofObject = new Map<StatementId, { readonly found: Found }>();
      known.set(rows.object, ofObject);
    }
    let kept = ofObject.get(rows.seenBy);
    if (kept === undefined) {
      kept = { found: find(rows) };
      ofObject.set(rows.seenBy, kept);
    }
    return kept.found;
  };
}
