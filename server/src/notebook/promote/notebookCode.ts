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
  const places = new Map([...cells].map(([index, parsed]) => [index, placesOf(parsed)]));
  const statements: StatementCode[] = [];
  for (const statement of analysis.statements) {
    const parsed = cells.get(statement.at.cell);
    if (parsed === undefined) continue;
    const { start, end } = statement.at;
    const node =
      statement.type === 'magic'
        ? undefined
        : namedChildren(parsed.tree.root).find((child) => child.start === start && child.end === end);
    const names = (places.get(statement.at.cell) ?? []).filter((place) => place.start >= start && place.end <= end);
    statements.push({ statement, parsed, node, names });
  }
  const byId = new Map(statements.map((code) => [code.statement.id, code]));
  return {
    statements,
    cell: (index) => cells.get(index),
    of: (id) => byId.get(id),
    textAt: ({ cell, start, end }) => cells.get(cell)?.code.slice(start, end) ?? '',
  };
}

function placesOf({ names }: ParsedCell): readonly NamePlace[] {
  return names.occurrences
    .filter(({ name, scope }) => scopeOfName(name, scope) === names.module)
    .map(({ name, start, end, role, scope, isInString }) => ({
      name,
      start,
      end,
      role,
      isLate: isLate(scope),
      isInString,
    }));
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
