/** Remembers what the table of effects said about calls: the next notebook makes many of the same. */
import type { ArgumentShape, CallSite, Effect } from '../effects/effect.ts';
import type { EffectTable } from '../effects/effectTable.ts';
import { lookUpEffect } from '../effects/lookUpEffect.ts';
import { keptOn } from '../memory/keptOn.ts';
import type { PythonNode, PythonTree } from '../syntax/pythonTree.ts';

export interface EffectMemory {
  /** What a call does that is written at a node of a tree. */
  effectOf(tree: PythonTree, node: PythonNode, call: CallSite): Effect;
}

/** Different calls whose effects are kept. */
const keptCalls = 5_000;

export function createEffectMemory(table: EffectTable): EffectMemory {
  const byCall = new Map<string, Effect>();

  function lookUp(call: CallSite): Effect {
    const key = keyOf(call);
    const kept = byCall.get(key);
    if (kept !== undefined) return kept;
    if (byCall.size >= keptCalls) byCall.clear();
    const effect = lookUpEffect(table, call);
    byCall.set(key, effect);
    return effect;
  }

  // By tree and then by node: a weak map with an entry for each call costs the collector of garbage its time.
  const knownOf = keptOn<PythonTree, Map<PythonNode, Known[]>>(() => new Map());
  return {
    effectOf: (tree, node, call) => {
      const ofTree = knownOf(tree);
      // One node can be several calls: of what a loop changes, and of each caller of a function.
      let ofNode = ofTree.get(node);
      if (ofNode === undefined) {
        ofNode = [];
        ofTree.set(node, ofNode);
      }
      for (const one of ofNode) if (isSame(one.call, call)) return one.effect;
      const effect = lookUp(call);
      ofNode.push({ call, effect });
      return effect;
    },
  };
}

/** Equal for calls that agree in everything that an effect depends on; built for each call of a notebook. */
function keyOf({ name, receiver, method, arguments: given }: CallSite): string {
  const traits = receiver?.traits;
  const { kind = '', type = '' } = receiver ?? {};
  let key = `${name ?? ''} ${method ?? ''} ${kind} ${type} ${traits?.role ?? ''} ${traits?.draws.join() ?? ''}`;
  for (const { keyword = '', literal } of given) key += `\n${keyword} ${keyOfLiteral(literal)}`;
  return key;
}

/** A text with its length, as it may hold what stands between arguments. */
function keyOfLiteral(literal: ArgumentShape['literal']): string {
  return typeof literal === 'string' ? `${literal.length} ${literal}` : String(literal);
}

interface Known {
  readonly call: CallSite;
  readonly effect: Effect;
}

/** Whether two calls of one node agree in everything that an effect depends on beyond the text of the call. */
function isSame(one: CallSite, other: CallSite): boolean {
  if (one.name !== other.name || one.method !== other.method) return false;
  const [left, right] = [one.receiver, other.receiver];
  if (left?.kind !== right?.kind || left?.type !== right?.type) return false;
  if (left?.traits?.role !== right?.traits?.role || left?.traits?.draws.join() !== right?.traits?.draws.join())
    return false;
  return (
    one.arguments.length === other.arguments.length &&
    one.arguments.every(({ literal }, index) => Object.is(literal, other.arguments[index]?.literal))
  );
}
