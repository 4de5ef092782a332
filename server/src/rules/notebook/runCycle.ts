/** The rule about notebooks that run themselves. */
import { maskMagics } from '../../notebook/read/maskMagics.ts';
import type { Magic } from '../../notebook/read/maskedCell.ts';
import { runPath } from '../../notebook/read/runPath.ts';
import { shorten } from '../../spec/words.ts';
import type { NotebookContext, NotebookRule } from './notebookRule.ts';

/** Notebooks on a way that is followed. */
const lengthLimit = 12;

export const runCycleRules: readonly NotebookRule[] = [
  {
    id: 'notebook/run-cycle',
    severity: 'W/E/E',
    finds: 'a notebook that `%run` leads back to, so that running it never ends',
    why: 'Each run begins the next one, until the kernel gives up. Move what both notebooks need into a third one, or into a module that both import.',
    *check(context) {
      for (const { magics, cell } of context.pythonCells) {
        for (const magic of magics) {
          const path = isRun(magic, cell.text) ? runPath(magic.argument) : '';
          const way = path === '' ? undefined : wayBack(context, [path]);
          if (way === undefined) continue;
          const [, ...more] = way.map((one) => `\`${shorten(one)}\``);
          const through = more.length === 0 ? '' : `, which runs ${more.join(', which runs ')}`;
          const subject = more.length === 0 ? 'this notebook itself' : `\`${shorten(path)}\`${through}: this notebook`;
          yield {
            at: magic.at,
            message: `\`%run\` runs ${subject}, so that it never ends: move what both need into a module.`,
          };
        }
      }
    },
  },
];

/** Whether a magic runs a file whatever happens: one inside of a branch may end somewhere. */
function isRun({ name, at }: Magic, text: string): boolean {
  return name === 'run' && /\S/.test(text.charAt(at.start));
}

/** The paths from a notebook back to itself, the last one names it; undefined where the way ends elsewhere. */
function wayBack(context: NotebookContext, way: readonly string[]): readonly string[] | undefined {
  const path = way.at(-1) ?? '';
  if (isItself(context, path)) return way;
  if (way.length >= lengthLimit) return undefined;
  for (const text of context.surroundings.scriptTexts(path) ?? []) {
    for (const magic of maskMagics(0, text).magics) {
      const next = isRun(magic, text) ? runPath(magic.argument) : '';
      const found = next === '' || way.includes(next) ? undefined : wayBack(context, [...way, next]);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Paths are those of the folder of the notebook that runs, whatever it runs. */
function isItself({ notebook }: NotebookContext, path: string): boolean {
  const name = decodeURIComponent(notebook.uri.slice(notebook.uri.lastIndexOf('/') + 1));
  return path.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '') === name;
}
