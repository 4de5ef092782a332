/** Code of the project that a notebook takes in: modules that it imports, notebooks and scripts that it runs. */
import { distributionOf } from '../../notebook/packages/distributionOf.ts';
import { readIpynb } from '../../notebook/read/readIpynb.ts';
import { readPercent } from '../../notebook/read/readPercent.ts';
import type { FileLookups } from './fileLookups.ts';
import { modulesIn } from './wantedBy.ts';

/** Modules that one notebook may lead to. */
const moduleLimit = 60;
/** Modules that import modules are followed so far. */
const depthLimit = 4;

export interface LocalModules {
  /** By the name as imported. */
  readonly texts: ReadonlyMap<string, string>;
  /** All that were looked for. */
  readonly asked: ReadonlySet<string>;
}

/**
 * The texts of those modules that are files of the project, with those that they import in turn.
 *
 * @param folders in which modules are looked for, the folder of the notebook first
 */
export async function readModules(
  modules: Iterable<string>,
  folders: readonly string[],
  lookups: FileLookups,
): Promise<LocalModules> {
  const found = new Map<string, string>();
  const asked = new Set<string>();
  let next = [...modules];
  for (let depth = 0; depth < depthLimit && next.length > 0 && found.size < moduleLimit; depth += 1) {
    const fresh = [...new Set(next)].filter((module) => !asked.has(module) && mayBeLocal(module));
    fresh.forEach((module) => asked.add(module));
    const texts = await Promise.all(fresh.map((module) => moduleText(module, folders, lookups)));
    next = [];
    for (const [index, text] of texts.entries()) {
      const module = fresh[index];
      if (module === undefined || text === undefined || found.size >= moduleLimit) continue;
      found.set(module, text);
      next.push(...modulesIn(text));
    }
  }
  return { texts: found, asked };
}

/** Whether a module may be a file of the project: a folder called `pandas` does not stand for pandas. */
export function mayBeLocal(module: string): boolean {
  if (module.startsWith('.')) return true;
  const origin = distributionOf(module);
  return origin.kind === 'distribution' && origin.source === 'guessed' && /^[\w.]+$/.test(module);
}

async function moduleText(
  module: string,
  folders: readonly string[],
  lookups: FileLookups,
): Promise<string | undefined> {
  const path = module.replace(/^\.+/, '').replaceAll('.', '/');
  if (path === '' || path.includes('//')) return undefined;
  for (const folder of module.startsWith('.') ? folders.slice(0, 1) : folders) {
    for (const candidate of [`${path}.py`, `${path}/__init__.py`]) {
      const found = await lookups.resolve(candidate, folder);
      if (found.kind === 'file') return await lookups.text(found.uri);
    }
  }
  return undefined;
}

/** The cells of notebooks and the texts of scripts, by the path as written. */
export async function readScripts(
  paths: Iterable<string>,
  folderUri: string,
  lookups: FileLookups,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const path of paths) {
    // IPython takes a path without an ending for that of a script, and then for that of a notebook.
    const candidates = /\.\w+$/.test(path) ? [path] : [`${path}.py`, `${path}.ipynb`];
    for (const candidate of candidates) {
      const file = await lookups.resolve(candidate, folderUri);
      const text = file.kind === 'file' ? await lookups.text(file.uri) : undefined;
      if (text === undefined) continue;
      found.set(path, textsOf(candidate, text));
      break;
    }
  }
  return found;
}

function textsOf(path: string, text: string): readonly string[] {
  const { notebook } = path.endsWith('.ipynb') ? readIpynb(path, text) : readPercent(path, text);
  return notebook.cells.flatMap((cell) => (cell.kind === 'code' && /^python/.test(cell.language) ? [cell.text] : []));
}
