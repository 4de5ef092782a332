// ESLint rule: an import must follow an arrow of the table in arrows.mjs.
import path from 'node:path';
import { arrows, folders, nodeHomes, packageHomes } from './arrows.mjs';

const root = path.resolve(import.meta.dirname, '../..');

/** @returns {string} the path inside the repository, with forward slashes */
function relative(file) {
  return path.relative(root, file).split(path.sep).join('/');
}

/** @returns {string | undefined} the name in the arrow table of the folder that holds a file */
export function folderOf(file) {
  return folders.find(([prefix]) => file === prefix || (prefix.endsWith('/') && file.startsWith(prefix)))?.[1];
}

/**
 * @param {string} from importing file, relative to the repository
 * @param {string} specifier what stands in the import
 * @returns {string | undefined} a sentence when the import is forbidden
 */
export function findForbidden(from, specifier) {
  if (specifier.startsWith('.')) {
    const target = path.posix.normalize(path.posix.join(path.posix.dirname(from), specifier));
    const source = folderOf(from);
    const goal = folderOf(target);
    if (source === undefined || source === goal) return undefined;
    if (goal === undefined) return `${source} may not import ${target}, which is outside the product's folders.`;
    return arrows[source].includes(goal) ? undefined : `${source} may not import ${goal} (tools/lint/arrows.mjs).`;
  }
  if (specifier.startsWith('node:')) {
    return nodeHomes.some((home) => from.startsWith(home))
      ? undefined
      : `${specifier} belongs to the edges, and ${from} is pure (tools/lint/arrows.mjs).`;
  }
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const homes = Object.hasOwn(packageHomes, name) ? packageHomes[name] : undefined;
  if (homes === undefined || homes.some((home) => from.startsWith(home))) return undefined;
  return `${name} may be imported by ${homes.join(', ')} alone (tools/lint/arrows.mjs).`;
}

export const arrowsRule = {
  meta: { type: 'problem', schema: [], docs: { description: 'Imports follow the arrows between folders.' } },
  create(context) {
    const from = relative(context.filename);
    const check = (source) => {
      if (typeof source?.value !== 'string') return;
      const message = findForbidden(from, source.value);
      if (message !== undefined) context.report({ node: source, message });
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.argument?.literal ?? node.source),
      CallExpression: (node) => {
        if (node.callee.type === 'Identifier' && node.callee.name === 'require') check(node.arguments[0]);
      },
    };
  },
};
