/**
 * Imports inside a `try`, which notebooks write to install what is missing: a package lists its dependencies instead,
 * and imports them at the top of its modules.
 */
import { importsOf } from '../names/imports.ts';
import type { Import } from '../names/imports.ts';
import { descendants, namedChildren } from '../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../syntax/pythonTree.ts';
import { isImport } from './notebookCode.ts';
import type { NotebookCode, StatementCode } from './notebookCode.ts';
import type { TextEdit } from './textEdits.ts';

/**
 * The import that binds at a place inside a `try` and that is made in any case: again in every handler, or without a
 * condition in another cell. Undefined for other places: what can fail for good stays where it is.
 */
export function retriedImportAt(source: StatementCode, start: number, code: NotebookCode): PythonNode | undefined {
  const { node, parsed } = source;
  if (node?.type !== 'try_statement') return undefined;
  const found = importNodes(node).find((child) => child.start <= start && start < child.end);
  const bound =
    found === undefined ? undefined : importsOf(parsed.tree, found).find(({ place }) => place.start === start);
  if (bound === undefined) return undefined;
  const handlers = namedChildren(node).filter(({ type }) => type === 'except_clause');
  const isSame = (tree: PythonTree, child: PythonNode): boolean =>
    importsOf(tree, child).some((other) => keyOf(other) === keyOf(bound));
  const isRetried =
    handlers.length > 0 &&
    handlers.every((handler) => importNodes(handler).some((child) => isSame(parsed.tree, child)));
  const isMadeAnyway = (): boolean =>
    code.statements.some(
      (other) => other.node !== undefined && isImport(other.node) && isSame(other.parsed.tree, other.node),
    );
  return isRetried || isMadeAnyway() ? found : undefined;
}

/** A `try` that does nothing but import. */
export function isImportGuard({ node }: StatementCode): boolean {
  if (node?.type !== 'try_statement') return false;
  const body = node.children.find(({ field }) => field === 'body');
  const statements = body === undefined ? [] : namedChildren(body).filter(({ type }) => type !== 'comment');
  return statements.length > 0 && statements.every(isImport);
}

/**
 * Takes imports out of a statement that stand at the top of the module.
 *
 * @param isAtTop whether the name bound at a place is imported there
 */
export function hoistedImportEdits(
  { node, parsed }: StatementCode,
  isAtTop: (start: number) => boolean,
): readonly TextEdit[] {
  if (node === undefined || isImport(node)) return [];
  return importNodes(node).flatMap((child): readonly TextEdit[] => {
    const bound = importsOf(parsed.tree, child);
    if (bound.length === 0 || !bound.every(({ place }) => isAtTop(place.start))) return [];
    const { code } = parsed;
    // The line goes where another statement of its block is left.
    const rest = /^[ \t]*\r?\n[ \t\r\n]*/.exec(code.slice(child.end))?.[0].length;
    const isLast = code.slice(child.end).trim() === '' || isLastOfBlock(node, child);
    if (rest === undefined || isLast) return [{ start: child.start, end: child.end, text: 'pass' }];
    return [{ start: child.start, end: child.end + rest, text: '' }];
  });
}

function isLastOfBlock(node: PythonNode, child: PythonNode): boolean {
  const block = [...descendants(node)].find(({ type, children }) => type === 'block' && children.includes(child));
  const siblings = block === undefined ? [] : namedChildren(block).filter(({ type }) => type !== 'comment');
  return siblings.at(-1) === child || siblings.slice(siblings.indexOf(child)).every(isImport);
}

const scopes: ReadonlySet<string> = new Set(['function_definition', 'class_definition', 'lambda']);

/** Imports that bind names where the statement stands, not in functions. */
function importNodes(node: PythonNode): readonly PythonNode[] {
  if (isImport(node)) return [node];
  return namedChildren(node)
    .filter(({ type }) => !scopes.has(type))
    .flatMap(importNodes);
}

function keyOf({ name, qualified }: Import): string {
  return `${name} = ${qualified}`;
}
