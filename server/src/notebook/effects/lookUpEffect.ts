/** From a call to what it does, by the shipped table and the project's own entries. */
import type { CallSite, Effect } from './effect.ts';
import type { EffectTable } from './effectTable.ts';

/**
 * What a call does.
 *
 * The most specific entry wins: the project's before the table's, then qualified name, class and method, kind and
 * method, each kind's wider kind, and last the entries that end in `*`, the longest first.
 *
 * @returns the conservative default (`source: 'unknown'`) when there is no entry: it may change its receiver and every
 *   argument that can change, keeps rows, and returns something new or one of its arguments
 */
export function lookUpEffect(table: EffectTable, call: CallSite): Effect {
  return table.effectOf(call);
}
