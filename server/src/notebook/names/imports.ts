/** What an import binds, with the qualified name behind it. */
import { namedChildren, partOf, partsOf } from '../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../syntax/pythonTree.ts';

export interface Import {
  /** The name that is bound: `np`, and `os` of `import os.path`. */
  readonly name: string;
  /** What it stands for: `numpy`, `sklearn.svm.SVC`; a relative one begins with its dots. */
  readonly qualified: string;
  /** The module that is loaded, such as `os.path` of `import os.path`. */
  readonly module: string;
  /** Where the bound name is written. */
  readonly place: PythonNode;
}

/** @param node an import statement; a star binds nothing here, see `starImportOf` */
export function importsOf(tree: PythonTree, node: PythonNode): readonly Import[] {
  const text = (part: PythonNode): string => tree.text.slice(part.start, part.end).replace(/[\s\\]+/g, '');
  const from = partOf(node, 'module_name');
  const module = from === undefined ? (node.type === 'future_import_statement' ? '__future__' : undefined) : text(from);
  return partsOf(node, 'name').flatMap((part) => {
    const written = part.type === 'aliased_import' ? partOf(part, 'name') : part;
    const alias = part.type === 'aliased_import' ? partOf(part, 'alias') : undefined;
    const first = written === undefined ? undefined : (namedChildren(written)[0] ?? written);
    if (written === undefined || first === undefined || first.start === first.end) return [];
    const path = text(written);
    if (module !== undefined) {
      const place = alias ?? written;
      return [{ name: text(place), qualified: join(module, path), module, place }];
    }
    if (alias !== undefined) return [{ name: text(alias), qualified: path, module: path, place: alias }];
    return [{ name: text(first), qualified: text(first), module: path, place: first }];
  });
}

/** The module of `from module import *`; undefined for other statements. */
export function starImportOf(tree: PythonTree, node: PythonNode): string | undefined {
  if (node.type !== 'import_from_statement') return undefined;
  if (!node.children.some(({ type }) => type === 'wildcard_import')) return undefined;
  const from = partOf(node, 'module_name');
  return from === undefined ? undefined : tree.text.slice(from.start, from.end).replace(/[\s\\]+/g, '');
}

/** `a` and `b` give `a.b`; a module that is only dots is joined without one more. */
function join(module: string, name: string): string {
  return module.endsWith('.') ? `${module}${name}` : `${module}.${name}`;
}
