/** From what is imported to the distribution that has to be installed. */
import table from './distributions.json' with { type: 'json' };
import { isStandardModule } from './standardModules.ts';

export type ImportOrigin =
  | { readonly kind: 'standard-library' }
  /** There wherever a notebook runs: `google.colab`, `IPython`. */
  | {
      readonly kind: 'notebook';
      /** What a package has to install to use it, too; undefined for what it must do without. */
      readonly name: string | undefined;
    }
  | {
      readonly kind: 'distribution';
      readonly name: string;
      /** Who says so; `guessed` means that it is called like the import. */
      readonly source: 'installed' | 'table' | 'guessed';
    };

const distributions: ReadonlyMap<string, string> = new Map(Object.entries(table));

/** `pkg_resources` comes with setuptools, which every environment of a notebook has. */
const notebookModules = ['google.colab', 'ipykernel', 'pkg_resources'];

/**
 * Where an imported module comes from. Modules of the project itself are for the caller to know first.
 *
 * @param module qualified name as imported, such as `google.cloud.storage` or `sklearn.svm`
 * @param installed import name → distributions, as `importlib.metadata.packages_distributions()` of an interpreter says
 */
export function distributionOf(
  module: string,
  installed: ReadonlyMap<string, readonly string[]> = new Map(),
): ImportOrigin {
  const words = module.split('.');
  const [first = module] = words;
  if (isStandardModule(first)) return { kind: 'standard-library' };
  if (first === 'IPython') return { kind: 'notebook', name: 'ipython' };
  if (notebookModules.some((name) => module === name || module.startsWith(`${name}.`))) {
    return { kind: 'notebook', name: undefined };
  }
  const prefixes = words.map((_, index) => words.slice(0, words.length - index).join('.'));
  const fromTable = prefixes.map((prefix) => distributions.get(prefix)).find((name) => name !== undefined);
  const candidates = installed.get(first) ?? [];
  const [only] = candidates;
  // Packages such as `google` are shared by many distributions, of which the table may know the right one.
  if (only !== undefined && (candidates.length === 1 || fromTable === undefined)) {
    return { kind: 'distribution', name: only, source: 'installed' };
  }
  if (fromTable !== undefined) return { kind: 'distribution', name: fromTable, source: 'table' };
  return { kind: 'distribution', name: first, source: 'guessed' };
}
