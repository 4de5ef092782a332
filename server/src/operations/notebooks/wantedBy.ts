/** What the text of a notebook will ask of its surroundings, guessed from its words, so that it is looked up at once. */
import type { Notebook } from '../../notebook/read/notebook.ts';
import type { Wanted } from './watchSurroundings.ts';

const importLine = /^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+([^\n#]+)|import[ \t]+([^\n#]+))/gm;
/** A text that may be a path: with an ending, or with a folder. */
const pathText = /(["'])((?:(?!\1)[^\\\n\r\t]){2,200})\1/g;
const pathForm = /^(?![a-z][a-z0-9+.-]+:\/\/)[^<>|*?"{}]*(?:\.\w{1,8}|\/[^/]+)$/i;
const runLine = /^[ \t]*%run[ \t]+(?:-\w+[ \t]+)*(?:"([^"]+)"|(\S+))/gm;

/** Texts that are looked at; a notebook with more of them lists data rather than files. */
const pathLimit = 200;

export function wantedBy({ cells }: Notebook): Wanted {
  const texts = cells.flatMap((cell) => (cell.kind === 'code' ? [cell.text] : []));
  return {
    paths: new Set(texts.flatMap(pathsIn).slice(0, pathLimit)),
    modules: new Set(texts.flatMap(modulesIn)),
    scripts: new Set(
      texts.flatMap((text) => [...text.matchAll(runLine)].map(([, quoted, bare]) => quoted ?? bare ?? '')),
    ),
  };
}

function pathsIn(text: string): readonly string[] {
  return [...text.matchAll(pathText)].flatMap(([, , path = '']) => (pathForm.test(path) ? [path] : []));
}

/** `a.b` → `a`, `a.b`: importing a module runs the packages that it lies in. */
function packagesOf(module: string): readonly string[] {
  const words = module.split('.');
  return module === '' ? [] : words.map((_, index) => words.slice(0, index + 1).join('.'));
}

/** The modules that a text imports, and the names that it takes from them, which may be modules, too. */
export function modulesIn(text: string): readonly string[] {
  return [...text.matchAll(importLine)].flatMap(([, from, names = '', imported = '']) => {
    const words = (list: string) =>
      list
        .replace(/[()\\]/g, ' ')
        .split(',')
        .map((part) => part.trim().split(/\s+/)[0] ?? '');
    if (from === undefined) return words(imported).flatMap(packagesOf);
    const members = words(names).filter((name) => /^\w+$/.test(name));
    return [
      ...(from.startsWith('.') ? [from] : packagesOf(from)),
      ...members.map((name) => (from.endsWith('.') ? `${from}${name}` : `${from}.${name}`)),
    ];
  });
}
