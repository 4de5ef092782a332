/** Which kinds of objects are special cases of others, so that they share entries of the table. */
import type { ObjectKind } from '../../../../schemas/effects.ts';

const widerKinds: Partial<Record<ObjectKind, readonly ObjectKind[]>> = {
  series: ['frame'],
  clusterer: ['estimator'],
  search: ['estimator'],
  pipeline: ['estimator', 'transformer'],
  index: ['series'],
};

/** The kind itself, then wider ones, nearest first. A word that is no kind of the table stands for itself. */
export function withWiderKinds(kind: string): readonly string[] {
  const wider: Readonly<Record<string, readonly ObjectKind[] | undefined>> = widerKinds;
  return [kind, ...(wider[kind] ?? []).flatMap((next) => withWiderKinds(next))];
}
