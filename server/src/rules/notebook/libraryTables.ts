/** Tables about libraries, read when the first rule asks. */
import { loadRemoved } from '../../notebook/effects/findRemoved.ts';
import { loadShippedEffects, shippedEffectFiles } from '../../notebook/effects/shippedEffects.ts';
import { loadImplied } from '../../notebook/packages/impliedDistributions.ts';
import { oncePer } from '../oncePer.ts';

const load = oncePer((files: typeof shippedEffectFiles) => ({
  effects: loadShippedEffects(files),
  removed: loadRemoved(),
  implied: loadImplied(),
}));

export function libraryTables(): ReturnType<typeof load> {
  return load(shippedEffectFiles);
}
