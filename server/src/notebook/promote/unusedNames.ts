/** Names in functions of the notebook that nothing reads: their values are computed still, the names go. */
import type { NameTable } from '../names/readNames.ts';
import { importsOf } from '../names/imports.ts';
import { scopeOfName } from '../names/scopes.ts';
import type { Occurrence, Scope } from '../names/scopes.ts';
import { firstIndex } from '../read/firstIndex.ts';
import { descendants, partOf } from '../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../syntax/pythonTree.ts';
import type { StatementCode } from './notebookCode.ts';
import type { TextEdit } from './textEdits.ts';
import { isPattern, unpacksLiteral } from './unpacking.ts';

/**
 * Edits that take away `as name` of a `with` at the top of the notebook, where no statement reads the name.
 *
 * @param isRead whether some statement reads what this one binds to a name
 */
export function unreadAliasEdits(
  { parsed, node }: StatementCode,
  isRead: (name: string) => boolean,
): readonly TextEdit[] {
  if (node?.type !== 'with_statement') return [];
  const { code, names } = parsed;
  const items = [...descendants(node)].filter(({ type, start }) => {
    const body = partOf(node, 'body');
    return type === 'with_item' && (body === undefined || start < body.start);
  });
  return items.flatMap((item) =>
    aliasEdits(item, (name) => {
      const text = code.slice(name.start, name.end);
      const isReadInside = occurrencesIn(names, node).some(
        ({ name: other, role }) => other === text && role !== 'bind',
      );
      return !isReadInside && !isRead(text);
    }),
  );
}

/** Edits that take away `name =` and `as name` where a function never reads the name, or write `_name`. */
export function unusedNameEdits({ parsed, node }: StatementCode): readonly TextEdit[] {
  if (node === undefined) return [];
  const { code, names } = parsed;
  const read = readNames(names, node);
  if (read === undefined) return [];
  const isUnused = (name: PythonNode, isHandler = false): boolean => {
    const text = code.slice(name.start, name.end);
    const found = occurrencesIn(names, name).find(({ start, role }) => start === name.start && role === 'bind');
    const scope = found === undefined ? undefined : scopeOfName(text, found.scope);
    const isLocal = scope?.kind === 'function' || (scope?.kind === 'module' && isHandler);
    return isLocal && read.get(scope)?.has(text) !== true;
  };
  return [...descendants(node)].flatMap((child) => {
    switch (child.type) {
      case 'expression_statement':
        return assignmentEdits(child, isUnused);
      case 'import_statement':
      case 'import_from_statement':
        return importEdits(parsed.tree, child, isUnused);
      case 'except_clause':
        return aliasEdits(child, (name) => isUnused(name, true));
      case 'with_item':
        return aliasEdits(child, isUnused);
      case 'named_expression':
        return walrusEdits(child, isUnused);
      default:
        return [];
    }
  });
}

function importEdits(
  tree: PythonTree,
  statement: PythonNode,
  isUnused: (name: PythonNode) => boolean,
): readonly TextEdit[] {
  const bound = importsOf(tree, statement);
  if (bound.length === 0 || !bound.every(({ place }) => isUnused(place))) return [];
  return [{ start: statement.start, end: statement.end, text: 'pass' }];
}

const byPlace = new WeakMap<NameTable, readonly Occurrence[]>();

/** The names that begin in a node, by place; the table of a long cell is sorted once and not searched for each statement. */
function occurrencesIn(names: NameTable, { start, end }: PythonNode): readonly Occurrence[] {
  const sorted = byPlace.get(names) ?? names.occurrences.toSorted((left, right) => left.start - right.start);
  byPlace.set(names, sorted);
  return sorted.slice(
    firstIndex(sorted, (one) => one.start >= start),
    firstIndex(sorted, (one) => one.start >= end),
  );
}

/** The names that are read in each scope; undefined where code may read names that are not written. */
function readNames(names: NameTable, node: PythonNode): ReadonlyMap<Scope, ReadonlySet<string>> | undefined {
  const read = new Map<Scope, Set<string>>();
  for (const { name, role, scope } of occurrencesIn(names, node)) {
    if (role === 'bind') continue;
    if (name === 'locals' || name === 'eval' || name === 'exec' || name === 'vars') return undefined;
    const home = scopeOfName(name, scope);
    read.set(home, (read.get(home) ?? new Set<string>()).add(name));
  }
  return read;
}

function assignmentEdits(statement: PythonNode, isUnused: (name: PythonNode) => boolean): readonly TextEdit[] {
  const [assignment] = statement.children;
  if (assignment?.type !== 'assignment') return [];
  const left = partOf(assignment, 'left');
  const right = partOf(assignment, 'right');
  if (left?.type === 'identifier' && right !== undefined && right.type !== 'assignment') {
    return isUnused(left) ? [{ start: left.start, end: right.start, text: '' }] : [];
  }
  // The other targets of a chain, or of values that are taken apart, may be read.
  return literalTargets(assignment)
    .filter((name) => isUnused(name))
    .map(markUnused);
}

/** Names of a chain, and of values that are written side by side: each is one that a checker wants to see read. */
function literalTargets(assignment: PythonNode): readonly PythonNode[] {
  const left = partOf(assignment, 'left');
  const right = partOf(assignment, 'right');
  const targets =
    left === undefined ? [] : isPattern(left) ? (unpacksLiteral(assignment) ? left.children : []) : [left];
  const names = targets.filter(({ type }) => type === 'identifier');
  return right?.type === 'assignment' ? [...names, ...literalTargets(right)] : names;
}

function walrusEdits(node: PythonNode, isUnused: (name: PythonNode) => boolean): readonly TextEdit[] {
  const name = partOf(node, 'name');
  return name === undefined || !isUnused(name) ? [] : [markUnused(name)];
}

/** `_name`, as Python writes what nobody reads. */
function markUnused({ start }: PythonNode): TextEdit {
  return { start, end: start, text: '_' };
}

/** Takes away `as name` of a handler or a `with`. */
function aliasEdits(clause: PythonNode, isUnused: (name: PythonNode) => boolean): readonly TextEdit[] {
  const pattern = clause.children.find(({ type }) => type === 'as_pattern');
  const target = pattern?.children.find(({ type }) => type === 'as_pattern_target');
  const name = target?.children[0];
  const value = pattern?.children[0];
  if (name === undefined || value === undefined || name.type !== 'identifier') return [];
  return isUnused(name) ? [{ start: value.end, end: name.end, text: '' }] : [];
}
