/** Remembers what the table of effects said about a call, as long as the text of the call is in use. */
import type { CallSite, Effect } from '../effects/effect.ts';
import type { EffectTable } from '../effects/effectTable.ts';
import { lookUpEffect } from '../effects/lookUpEffect.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';

export interface EffectMemory {
  /** What a call does that is written at a node. */
  effectOf(node: PythonNode, call: CallSite): Effect;
}

export function createEffectMemory(table: EffectTable): EffectMemory {
  // One node can be several calls: of what a loop changes, and of each caller of a function.
  const known = new WeakMap<PythonNode, Map<string, Effect>>();
  return {
    effectOf: (node, call) => {
      let ofNode = known.get(node);
      if (ofNode === undefined) {
        ofNode = new Map<string, Effect>();
        known.set(node, ofNode);
      }
      const key = keyOf(call);
      let effect = ofNode.get(key);
      if (effect === undefined) {
        effect = lookUpEffect(table, call);
        ofNode.set(key, effect);
      }
      return effect;
    },
  };
}

/** Everything that an effect depends on beyond the text of the call. */
function keyOf({ name, receiver, method, arguments: given }: CallSite): string {
  let key = `${name ?? ''} ${receiver?.kind ?? ''} ${receiver?.type ?? ''} ${method ?? ''} `;
  if (receiver?.traits !== undefined) key += `${receiver.traits.role ?? ''} ${receiver.traits.draws.join()}`;
  for (const { literal } of given) key += ` ${typeof literal} ${String(literal)}`;
  return key;
}
