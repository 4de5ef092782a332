/** What each written name of a notebook means in the package: a builtin, an import, a definition or a value. */
import type { Definition, NameUse, StatementId } from '../flow/analysis.ts';
import { distributionOf } from '../packages/distributionOf.ts';
import { isBuiltin, isPredefined } from '../names/predefinedNames.ts';
import { starImportOf } from '../names/imports.ts';
import { publicNamesOf } from '../names/starImports.ts';
import { importKey, importSourceOf } from './importSources.ts';
import type { ImportSource } from './importSources.ts';
import { definitionOf } from './notebookCode.ts';
import type { NamePlace, NotebookCode } from './notebookCode.ts';
import type { Web, Webs } from './webs.ts';

export type Meaning =
  | { readonly kind: 'builtin' }
  /** Nothing defines it. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'import'; readonly name: string; readonly sources: readonly ImportSource[] }
  | { readonly kind: 'definition'; readonly name: string; readonly statement: StatementId }
  | { readonly kind: 'value'; readonly name: string; readonly web: Web };

export interface Names {
  meaningOf(cell: number, place: NamePlace): Meaning;
  /** What a name means in the package that has no place: one that a called function reads. */
  meaningOfUse(use: NameUse): Meaning;
  valueName(definition: Definition): string | undefined;
  /** Names that the package uses at the top of its modules. */
  readonly topNames: ReadonlySet<string>;
}

/** Names that generated code uses for itself. */
const reserved: readonly string[] = ['config', 'metrics', 'Config', 'save_figure', 'logger'];

/** The same for what it imports of the standard library: an import of the notebook that means it may have the name. */
const imported: ReadonlyMap<string, string> = new Map([
  ['functools', 'root functools'],
  ['logging', 'root logging'],
  ['NamedTuple', 'typing NamedTuple'],
  ['Any', 'typing Any'],
]);

export function resolveNames(code: NotebookCode, webs: Webs): Names {
  const unknownStar = unknownStarImport(code);
  const byWeb = new Map<number, Meaning>();
  const importNames = new Map<string, string>();
  const taken = new Set([...reserved, ...imported.keys()]);
  const builtinsRead = new Set<string>();
  for (const { statement, names } of code.statements) {
    for (const { name, start } of names) {
      if (isBuiltin(name) && webs.at(statement.at.cell, start, name) === undefined) builtinsRead.add(name);
    }
  }
  const free = (wanted: string): string => {
    let name = wanted;
    for (let number = 2; taken.has(name); number += 1) name = `${wanted}_${number}`;
    taken.add(name);
    return name;
  };
  for (const web of webs.all) {
    const sources = web.kind === 'import' ? sourcesOf(web, code) : undefined;
    if (sources !== undefined) {
      const [first] = sources;
      if (first !== undefined && isOfKernel(first)) {
        // `display` is there without import, and becomes `print`.
        byWeb.set(web.id, web.name === 'display' ? { kind: 'builtin' } : { kind: 'missing' });
        continue;
      }
      const key = first === undefined ? web.name : importKey(first);
      const name = importNames.get(key) ?? (imported.get(web.name) === key ? web.name : free(web.name));
      importNames.set(key, name);
      byWeb.set(web.id, { kind: 'import', name, sources });
    }
  }
  for (const web of webs.all) {
    if (byWeb.has(web.id)) continue;
    const defining = web.kind === 'function' || web.kind === 'class' ? onlyDefinition(web, code) : undefined;
    if (defining !== undefined) byWeb.set(web.id, { kind: 'definition', name: free(web.name), statement: defining });
  }
  // All values of one name share it, for one follows the other.
  const values = new Map<string, string>();
  for (const web of webs.all) {
    if (byWeb.has(web.id)) continue;
    const clashes = taken.has(web.name) || builtinsRead.has(web.name);
    const name = values.get(web.name) ?? (clashes ? free(`${web.name}_value`) : web.name);
    values.set(web.name, name);
    byWeb.set(web.id, { kind: 'value', name, web });
  }
  const missing = (name: string): Meaning => {
    if (isPredefined(name)) return { kind: 'builtin' };
    if (unknownStar === undefined) return { kind: 'missing' };
    return { kind: 'import', name, sources: [{ binds: name, module: unknownStar, member: name, isRoot: false }] };
  };
  const latest = new Map(webs.all.map((web) => [web.name, web]));
  const meaning = (name: string, web: Web | undefined): Meaning =>
    (web === undefined ? undefined : byWeb.get(web.id)) ?? missing(name);
  return {
    topNames: taken,
    meaningOf: (cell, { name, start, isLate }) =>
      // What nobody calls reads the names as they are at the end.
      meaning(name, webs.at(cell, start, name) ?? (isLate ? latest.get(name) : undefined)),
    meaningOfUse: ({ name, definitions: [definition] }) =>
      meaning(name, definition === undefined ? undefined : webs.of(definition)),
    valueName: (definition) => {
      const web = webs.of(definition);
      const found = web === undefined ? undefined : byWeb.get(web.id);
      return found?.kind === 'value' ? found.name : undefined;
    },
  };
}

/** What has a meaning only where a kernel runs. */
function isOfKernel({ module, member }: ImportSource): boolean {
  const origin = distributionOf(module);
  if (origin.kind !== 'notebook') return false;
  return origin.name === undefined || member === 'display' || member === 'get_ipython';
}

/** Undefined where one of its definitions is no import at the top level, or where they differ. */
function sourcesOf(web: Web, code: NotebookCode): readonly ImportSource[] | undefined {
  const definitions = web.definitions.filter(({ kind }) => kind === 'import');
  const sources = definitions.map((definition) => importSourceOf(definition, code));
  if (sources.length === 0 || sources.some((found) => found.length === 0)) return undefined;
  const all = sources.flat();
  return new Set(all.map(importKey)).size === 1 ? all : undefined;
}

/** The statement of a function or class that is written at the top level, once. */
function onlyDefinition(web: Web, code: NotebookCode): StatementId | undefined {
  const [only, ...others] = web.definitions.filter(({ kind }) => kind === 'function' || kind === 'class');
  if (only === undefined || others.length > 0) return undefined;
  const node = definitionOf(code.of(only.statement)?.node);
  return node === undefined ? undefined : only.statement;
}

/** The one module whose star import binds names that nobody knows; undefined when there is none, or several. */
function unknownStarImport(code: NotebookCode): string | undefined {
  const modules = new Set(
    code.statements.flatMap(({ node, parsed }) => {
      const module = node === undefined ? undefined : starImportOf(parsed.tree, node);
      return module === undefined || publicNamesOf(module) !== undefined ? [] : [module];
    }),
  );
  const [only, ...others] = modules;
  return others.length === 0 ? only : undefined;
}
