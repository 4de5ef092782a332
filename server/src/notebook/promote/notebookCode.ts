/** The code of a notebook with its trees and names, statement by statement: what promotion edits. */
import type { NotebookAnalysis, Statement, StatementId } from '../flow/analysis.ts';
import { readNames } from '../names/readNames.ts';
import type { NameTable } from '../names/readNames.ts';
import { isLate, scopeOfName } from '../names/scopes.ts';
import type { Occurrence } from '../names/scopes.ts';
import { maskMagics } from '../read/maskMagics.ts';
import type { CellRange, CodeCell } from '../read/notebook.ts';
import type { PythonParser } from '../syntax/pythonParser.ts';
import { namedChildren } from '../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../syntax/pythonTree.ts';

export interface ParsedCell {
  readonly cell: CodeCell;
  /** Python: magics are replaced by code of the same length. */
  readonly code: string;
  readonly tree: PythonTree;
  readonly names: NameTable;
}

/** A name of the notebook where a statement writes it: names of functions, lambdas and comprehensions are not here. */
export interface NamePlace {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly role: Occurrence['role'];
  /** Whether it stands in a function or lambda, which runs when it is called. */
  readonly isLate: boolean;
  /** Whether it stands in a string that a library reads as code. */
  readonly isInString: boolean;
}

export interface StatementCode {
  readonly statement: Statement;
  readonly parsed: ParsedCell;
  /** Undefined for a magic that stands alone. */
  readonly node: PythonNode | undefined;
  /** In the order of evaluation. */
  readonly names: readonly NamePlace[];
}

export interface NotebookCode {
  readonly statements: readonly StatementCode[];
  cell(index: number): ParsedCell | undefined;
  of(id: StatementId): StatementCode | undefined;
  /** Where the statement before ends in the same cell; 0 for the first. */
  endBefore(id: StatementId): number;
  /** The Python at a place, magics masked. */
  textAt(at: CellRange): string;
}

/** Never throws; cheap where the parser still has the trees of the analysis. */
export function readNotebookCode(analysis: NotebookAnalysis, parser: PythonParser): NotebookCode {
  const cells = new Map<number, ParsedCell>();
  for (const cell of analysis.notebook.cells) {
    if (cell.kind !== 'code' || !/^python2?$/.test(cell.language)) continue;
    const { code } = maskMagics(cell.index, cell.text);
    const tree = parser.parse(code);
    cells.set(cell.index, { cell, code, tree, names: readNames(tree) });
  }
  const indexes = new Map([...cells].map(([index, parsed]) => [index, indexCell(parsed)]));
  const statements: StatementCode[] = [];
  for (const statement of analysis.statements) {
    const parsed = cells.get(statement.at.cell);
    if (parsed === undefined) continue;
    const index = indexes.get(statement.at.cell);
    const { start, end } = statement.at;
    const found = statement.type === 'magic' ? undefined : index?.nodes.get(start);
    const node = found?.end === end ? found : undefined;
    const names = (node === undefined ? undefined : index?.places.get(node)) ?? [];
    statements.push({ statement, parsed, node, names });
  }
  const ends = endsBefore(statements);
  const byId = new Map(statements.map((code) => [code.statement.id, code]));
  return {
    statements,
    cell: (index) => cells.get(index),
    of: (id) => byId.get(id),
    endBefore: (id) => ends.get(id) ?? 0,
    textAt: ({ cell, start, end }) => cells.get(cell)?.code.slice(start, end) ?? '',
  };
}

function endsBefore(statements: readonly StatementCode[]): ReadonlyMap<StatementId, number> {
  const ends = new Map<StatementId, number>();
  for (const [, own] of Map.groupBy(statements, ({ statement }) => statement.at.cell)) {
    let end = 0;
    for (const { statement } of own.toSorted((left, right) => left.statement.at.start - right.statement.at.start)) {
      ends.set(statement.id, end);
      end = Math.max(end, statement.at.end);
    }
  }
  return ends;
}

interface CellIndex {
  /** Statements by where they begin. */
  readonly nodes: ReadonlyMap<number, PythonNode>;
  readonly places: ReadonlyMap<PythonNode, readonly NamePlace[]>;
}

function indexCell({ tree, names }: ParsedCell): CellIndex {
  const nodes = namedChildren(tree.root);
  const places = new Map<PythonNode, NamePlace[]>();
  // Names are in the order of evaluation, which leaves a statement only for the next one.
  let current = 0;
  for (const { name, start, end, role, scope, isInString } of names.occurrences) {
    while (current > 0 && start < (nodes[current]?.start ?? 0)) current -= 1;
    while (current + 1 < nodes.length && start >= (nodes[current]?.end ?? 0)) current += 1;
    const node = nodes[current];
    if (node === undefined || start < node.start || end > node.end) continue;
    if (scopeOfName(name, scope) !== names.module) continue;
    const known = places.get(node) ?? [];
    known.push({ name, start, end, role, isLate: isLate(scope), isInString });
    places.set(node, known);
  }
  return { nodes: new Map(nodes.map((node) => [node.start, node])), places };
}

/** What a statement is, under its decorators. */
export function definitionOf(node: PythonNode | undefined): PythonNode | undefined {
  if (node?.type === 'decorated_definition')
    return definitionOf(node.children.find(({ field }) => field === 'definition'));
  return node?.type === 'function_definition' || node?.type === 'class_definition' ? node : undefined;
}

const importTypes: ReadonlySet<string> = new Set([
  'import_statement',
  'import_from_statement',
  'future_import_statement',
]);

export function isImport(node: PythonNode | undefined): boolean {
  return node !== undefined && importTypes.has(node.type);
}
