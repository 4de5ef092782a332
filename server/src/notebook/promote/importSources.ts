/** The imports of a notebook, one bound name at a time, so that each module of the package gets those it uses. */
import type { Definition } from '../flow/analysis.ts';
import { importsOf, starImportOf } from '../names/imports.ts';
import { publicNamesOf, pylabModules } from '../names/starImports.ts';
import { textOf } from '../syntax/pythonTree.ts';
import { isImport } from './notebookCode.ts';
import type { NotebookCode } from './notebookCode.ts';
import { retriedImportAt } from './retriedImports.ts';

export interface ImportSource {
  /** Name that it binds in the notebook. */
  readonly binds: string;
  /** Module that is loaded. */
  readonly module: string;
  /** What is taken out of the module; undefined for the module itself. */
  readonly member: string | undefined;
  /** Whether the bound name is given with `as`, or taken from a module. */
  readonly isRoot: boolean;
}

/** What a definition by an import stands for; empty for one inside a block, where it may fail for good. */
export function importSourceOf({ statement, name, at }: Definition, code: NotebookCode): readonly ImportSource[] {
  const source = code.of(statement);
  if (source === undefined) return [];
  if (source.node === undefined || source.node.type === 'pass_statement') return pylabSource(name);
  const node = isImport(source.node) ? source.node : retriedImportAt(source, at.start, code);
  if (node === undefined) return [];
  const { tree } = source.parsed;
  const star = starImportOf(tree, node);
  if (star !== undefined) return [{ binds: name, module: star, member: name, isRoot: false }];
  return importsOf(tree, node)
    .filter((found) => found.name === name && found.place.start === at.start)
    .map(({ module, qualified, place }) => {
      const isFrom = node.type !== 'import_statement';
      const written = isFrom ? qualified.slice(module.endsWith('.') ? module.length : module.length + 1) : undefined;
      const isRoot = !isFrom && textOf(tree, place) === qualified && (module === name || module.startsWith(`${name}.`));
      return { binds: name, module, member: written, isRoot };
    });
}

function pylabSource(name: string): readonly ImportSource[] {
  if (name === 'np') return [{ binds: name, module: 'numpy', member: undefined, isRoot: false }];
  if (name === 'plt') return [{ binds: name, module: 'matplotlib.pyplot', member: undefined, isRoot: false }];
  const module = pylabModules.toReversed().find((candidate) => publicNamesOf(candidate)?.includes(name) === true);
  return module === undefined ? [] : [{ binds: name, module, member: name, isRoot: false }];
}

/** @param as the name that it gets in the package */
export function importText({ module, member, binds, isRoot }: ImportSource, as: string): string {
  if (member !== undefined) return `from ${module} import ${member}${member === as ? '' : ` as ${as}`}`;
  if (isRoot && binds === as) return `import ${module}`;
  return module === as ? `import ${module}` : `import ${module} as ${as}`;
}

/** Two imports of one name that mean the same. */
export function importKey({ module, member, binds, isRoot }: ImportSource): string {
  return isRoot ? `root ${binds}` : `${module} ${member ?? ''}`;
}
