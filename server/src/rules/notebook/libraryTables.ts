/** Tables about libraries, read when the first rule asks. */
import { loadRemoved } from '../../notebook/effects/findRemoved.ts';
import { loadShippedEffects, shippedEffectFiles } from '../../notebook/effects/shippedEffects.ts';
import { loadImplied } from '../../notebook/packages/impliedDistributions.ts';
import { oncePer } from '../oncePer.ts';

const load = oncePer((files: typeof shippedEffectFiles) => {
  const removed = loadRemoved();
  return {
    effects: loadShippedEffects(files),
    removed,
    /** The last words of names that are gone, so that most names need no look at the table. */
    removedWords: new Set([...removed.bySymbol.keys()].map((symbol) => symbol.slice(symbol.lastIndexOf('.') + 1))),
    implied: loadImplied(),
  };
});

export function libraryTables(): ReturnType<typeof load> {
  return load(shippedEffectFiles);
}
