/** Files in memory, by address. */
import type { LanguageFiles } from '../../server/src/language/languageFiles.ts';

/** @param texts address → text; every address lies below `file:///work/` */
export function memoryFiles(texts: Readonly<Record<string, string>>): LanguageFiles {
  const uris = Object.keys(texts);
  const resolve = (path: string, fromUri: string): string => new URL(path, fromUri).toString().replace(/\/$/, '');
  return {
    listFolder: (path, fromUri) => {
      const folder = `${resolve(path, fromUri)}/`;
      const names = uris.flatMap((uri) => (uri.startsWith(folder) ? [uri.slice(folder.length)] : []));
      const entries = new Map(names.map((name) => [name.split('/', 1)[0] ?? '', name.includes('/')]));
      return Promise.resolve([...entries].toSorted().map(([name, isFolder]) => ({ name, isFolder })));
    },
    resolve: (path, fromUri) => {
      const uri = resolve(path, fromUri);
      if (!uri.startsWith('file:///work/')) return Promise.resolve({ kind: 'outside' });
      if (uris.includes(uri)) return Promise.resolve({ kind: 'file', uri });
      const isFolder = uris.some((other) => other.startsWith(`${uri}/`));
      return Promise.resolve({ kind: isFolder ? 'folder' : 'missing', uri });
    },
    readFile: (uri) => {
      const text = texts[uri];
      return Promise.resolve(text === undefined ? { kind: 'missing' } : { kind: 'content', text });
    },
  };
}
