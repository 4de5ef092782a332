/** From a call to what it does, by the shipped table and the project's own entries. */
import type { CallSite, Effect, ObjectTraits } from './effect.ts';
import type { EffectTable } from './effectTable.ts';
import type { FoundEntry } from './resolveEntry.ts';
import { canonicalName, classOf, keysOfMember, keysOfName } from './effectTable.ts';
import { resolveEntry } from './resolveEntry.ts';
import { unknownEffect } from './unknownEffect.ts';

/**
 * What a call does.
 *
 * The most specific entry wins: the project's before the table's, then qualified name, class and method, kind and
 * method, each kind's wider kinds, and last the entries that end in `*`, the longest first. A method that only one kind
 * has tells the kind of a receiver that is not known otherwise. The call of an object is its method `__call__`.
 *
 * @returns the conservative default (`source: 'unknown'`) when there is no entry: it may change its receiver and every
 *   argument that can change, keeps rows, and returns something new or one of its arguments
 */
export function lookUpEffect(table: EffectTable, call: CallSite): Effect {
  const found = find(table, call, keysOf(table, call)) ?? find(table, call, keysByMethod(table, call));
  return found === undefined ? unknownEffect(call) : resolveEntry(found, call);
}

/** All keys under which an entry may stand, those with a star last. */
function keysOf(table: EffectTable, call: CallSite): readonly string[] {
  const members =
    call.receiver === undefined || call.method === undefined ? [] : keysOfMember(table, call.receiver, call.method);
  const keys = [...(call.name === undefined ? [] : keysOfName(table, call.name)), ...members];
  const isWildcard = (key: string): boolean => key.endsWith('.*');
  return [...keys.filter((key) => !isWildcard(key)), ...keys.filter(isWildcard)];
}

/** The key of a method that only one kind has, for a receiver about which nothing or little is known. */
function keysByMethod(table: EffectTable, call: CallSite): readonly string[] {
  if (call.receiver === undefined || call.method === undefined) return [];
  // What is taken for a frame may be one of its columns, as after `concat` of columns.
  if (call.receiver.kind === 'frame') return [`series.${call.method}`];
  // Transformers give arrays, sparse ones, or frames, as their settings say.
  if (call.receiver.kind === 'array') return [`sparse.${call.method}`, `frame.${call.method}`];
  if (call.receiver.kind !== 'unknown' || call.receiver.type !== undefined) return [];
  const kind = table.kindOfMethod.get(call.method);
  return kind === undefined ? [] : [`${kind}.${call.method}`];
}

function find(table: EffectTable, call: CallSite, keys: readonly string[]): FoundEntry | undefined {
  for (const source of ['project', 'table'] as const) {
    const entries = source === 'project' ? table.project : table.shipped;
    for (const key of keys) {
      const effect = entries.calls.get(key);
      if (effect !== undefined) {
        return { source, key, entry: effect, constructs: undefined, traits: traitsOfReceiver(table, call) };
      }
      const made = entries.classes.get(key);
      if (made !== undefined && call.name !== undefined) {
        return { source, key, entry: made, constructs: canonicalName(table, call.name), traits: undefined };
      }
    }
  }
  return undefined;
}

/** What its constructor said, else what holds for its class whatever its arguments are. */
function traitsOfReceiver(table: EffectTable, call: CallSite): ObjectTraits | undefined {
  const { receiver } = call;
  if (receiver?.traits !== undefined || receiver?.type === undefined) return receiver?.traits;
  const declared = classOf(table, receiver.type);
  if (declared === undefined) return undefined;
  return { role: declared.role, draws: (declared.rng ?? []).filter((source) => source !== 'self') };
}
