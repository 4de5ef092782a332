/** Which kinds of objects are special cases of others, so that they share entries of the table. */
import type { ObjectKind } from '../../../../schemas/effects.ts';

/** By plain words, since a receiver's kind may be any word. */
const widerKinds: ReadonlyMap<string, readonly ObjectKind[]> = new Map<ObjectKind, readonly ObjectKind[]>([
  ['series', ['frame']],
  ['clusterer', ['estimator']],
  ['search', ['estimator']],
  ['pipeline', ['estimator', 'transformer']],
  ['index', ['series']],
]);

/** The kind itself, then wider ones, nearest first. A word that is no kind of the table stands for itself. */
export function withWiderKinds(kind: string): readonly string[] {
  return [kind, ...(widerKinds.get(kind) ?? []).flatMap((next) => withWiderKinds(next))];
}
