/** What a call returns. */
import type { ObjectKind, ReturnedValue } from '../../../../schemas/effects.ts';
import { objectKinds } from '../../../../schemas/effects.ts';
import type { CallSite, Returned } from './effect.ts';
import type { Places } from './places.ts';
import { flowsOf } from './rowFlows.ts';

/**
 * What an entry's `returns` means for a call.
 *
 * @param parameters of the entry
 */
export function returnedOf(
  value: ReturnedValue,
  parameters: readonly string[],
  places: Places,
  call: CallSite,
): Returned {
  const shared = value.alias ?? value.view;
  const of = shared === undefined ? undefined : places.first(shared);
  const like = value.like ?? (value.kind === undefined ? value.alias : undefined);
  const kindOfSelf = like === 'self' ? call.receiver : undefined;
  const identity = value.alias !== undefined ? 'alias' : value.view !== undefined ? 'view' : 'fresh';
  return {
    kind: value.kind ?? asKind(kindOfSelf?.kind),
    type: value.type ?? kindOfSelf?.type,
    like: like === undefined ? undefined : places.first(like),
    identity: of === undefined && shared !== undefined ? 'unknown' : identity,
    of,
    rows: value.rows === undefined ? undefined : flowsOf(value.rows, 'result', parameters, places, call),
    items: value.items?.map((item) => returnedOf(item, parameters, places, call)),
    each: value.each === undefined ? undefined : returnedOf(value.each, parameters, places, call),
  };
}

const kinds: ReadonlySet<string> = new Set(objectKinds);

function isKind(kind: string): kind is ObjectKind {
  return kinds.has(kind);
}

function asKind(kind: string | undefined): ObjectKind {
  return kind !== undefined && isKind(kind) ? kind : 'unknown';
}
