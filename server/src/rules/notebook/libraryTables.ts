/** Tables about libraries, read when the first rule asks. */
import { loadRemoved } from '../../notebook/effects/findRemoved.ts';
import { loadShippedEffects } from '../../notebook/effects/shippedEffects.ts';
import { loadImplied } from '../../notebook/packages/impliedDistributions.ts';

interface LibraryTables {
  readonly effects: ReturnType<typeof loadShippedEffects>;
  readonly removed: ReturnType<typeof loadRemoved>;
  /** The last words of names that are gone, so that most names need no look at the table. */
  readonly removedWords: ReadonlySet<string>;
  readonly implied: ReturnType<typeof loadImplied>;
}

let tables: LibraryTables | undefined;

export function libraryTables(): LibraryTables {
  return (tables ??= load());
}

function load(): LibraryTables {
  const removed = loadRemoved();
  const lastWord = (symbol: string): string => symbol.slice(symbol.lastIndexOf('.') + 1);
  return {
    effects: loadShippedEffects(),
    removed,
    removedWords: new Set([...removed.bySymbol.keys()].map(lastWord)),
    implied: loadImplied(),
  };
}
