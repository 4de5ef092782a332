/** How the rows of a call's arguments reach its result and what it changes. */
import type { RowsEntry } from '../../../../schemas/effects.ts';
import type { CallSite, Place, RowFlow } from './effect.ts';
import type { Places } from './places.ts';

/** Flows of an entry's `rows` or `receives`; arguments that it does not name are used, unless nothing flows at all. */
export function flowsOf(
  rows: RowsEntry,
  to: Place,
  parameters: readonly string[],
  places: Places,
  call: CallSite,
): readonly RowFlow[] {
  if (rows === 'none' || rows === 'new') return [];
  const named = typeof rows === 'string' ? { [defaultSource(parameters, call)]: [rows] } : rows;
  const flows: RowFlow[] = [];
  const seen = new Set<Place>();
  for (const [name, relations] of Object.entries(named)) {
    for (const from of places.all([name])) {
      seen.add(from);
      for (const relation of relations) {
        if (relation !== 'none' && relation !== 'new') flows.push({ from, to, relation, isCertain: true });
      }
    }
  }
  if (to !== 'result') return flows;
  const others: Place[] = [...(call.receiver === undefined ? [] : ['self' as const]), ...call.arguments.keys()];
  for (const from of others) {
    if (!seen.has(from)) flows.push({ from, to, relation: 'uses', isCertain: true });
  }
  return flows;
}

/** Whose rows one relation alone speaks of: those of the receiver, of a function those of the first parameter. */
function defaultSource(parameters: readonly string[], call: CallSite): string {
  if (call.receiver !== undefined) return 'self';
  return (parameters[0] ?? 'self').replace(/^\*/u, '');
}
