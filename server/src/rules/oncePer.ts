/** Remembers what several rules ask of the same thing. */

import type { SpecShape } from '../../../schemas/spec.ts';
import type { ObjectNode } from '../spec/located.ts';
import { recordReads, trackReads } from '../spec/reads.ts';
import type { Reads } from '../spec/reads.ts';

/**
 * Makes a function that computes once per object.
 *
 * For things that never change, such as a spec: an edit makes a new one, and what was remembered goes with the old one.
 * What the computation looked at counts as looked at by everyone who asks.
 */
export function oncePer<Key extends object, Result>(compute: (key: Key) => Result): (key: Key) => Result {
  const known = new WeakMap<Key, { readonly result: Result; readonly reads: Reads }>();
  return (key) => {
    const kept = known.get(key);
    if (kept !== undefined) {
      recordReads(kept.reads);
      return kept.result;
    }
    const found = trackReads(() => compute(key));
    known.set(key, found);
    return found.result;
  };
}

/**
 * Makes a function of the spec that computes again only when a section that it looked at is another.
 *
 * The result of the last spec is kept: while somebody types in `metrics`, what is made of `costs` alone stays.
 */
export function oncePerSpec<Result>(compute: (spec: ObjectNode<SpecShape>) => Result): typeof compute {
  let last: { readonly result: Result; readonly reads: Reads } | undefined;
  const ofSpec = oncePer((spec: ObjectNode<SpecShape>) => {
    const fields = spec.fields as Readonly<Record<string, unknown>>;
    const isSame = last?.reads
      .entries()
      .every(([name, value]) => name.startsWith('spec.') && fields[name.slice('spec.'.length)] === value);
    if (last === undefined || last.reads.size === 0 || isSame !== true) last = trackReads(() => compute(spec));
    return last.result;
  });
  return ofSpec;
}

/** The same for a function of two objects. */
export function oncePerPair<Left extends object, Right extends object, Result>(
  compute: (left: Left, right: Right) => Result,
): (left: Left, right: Right) => Result {
  const ofLeft = oncePer((left: Left) => oncePer((right: Right) => compute(left, right)));
  return (left, right) => ofLeft(left)(right);
}
