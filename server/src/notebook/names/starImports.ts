/** The names that `from module import *` binds, for the modules that notebooks import so. */
import table from './starImports.json' with { type: 'json' };

const names = new Map<string, readonly string[]>(
  Object.entries(table).map(([module, text]) => [module, text.split(' ')]),
);

/**
 * @returns undefined for a module that is not in the table: then nobody knows what it binds
 * @source the installed libraries, by `scripts/names/starImports.py`
 */
export function publicNamesOf(module: string): readonly string[] | undefined {
  return names.get(module);
}

/** What `%pylab` binds from: numpy and pyplot, whole. */
export const pylabModules: readonly string[] = ['numpy', 'matplotlib.pyplot'];
