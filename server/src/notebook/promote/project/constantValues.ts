/** Names that are bound once to a literal, cells of parameters, and forms beside values. */
import type { NotebookStage } from '../../../../../schemas/effects.ts';
import type { Statement, StatementId } from '../../flow/analysis.ts';
import { partOf, textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode } from '../../syntax/pythonTree.ts';
import { rangeOf } from './configurationInput.ts';
import type { Candidate, KeptCode, KeptStatement } from './configurationInput.ts';
import { readLiteral } from './readLiteral.ts';
import type { ReadLiteral } from './readLiteral.ts';

export function findConstants(code: KeptCode): readonly Candidate[] {
  const { statements, notebook } = code.input.analysis;
  const bindings = bindingsOf(statements);
  const augmented = augmentedNames(statements);
  const consumers = consumersOf(code);
  return code.statements.flatMap((kept): readonly Candidate[] => {
    const found = literalAssignment(kept);
    if (found === undefined) return [];
    const { name, value, literal } = found;
    const at = rangeOf(kept, value);
    const cell = notebook.cells[kept.statement.at.cell];
    const note = formOf(cell?.text ?? '', value.end);
    if (note !== undefined || cell?.tags.includes('parameters') === true) {
      return [{ at, ...literal, role: 'parameter-cell', words: ['parameters', name], note }];
    }
    if (isInitial(literal) || bindings.get(name) !== 1 || augmented.has(name)) return [];
    const isColumns = isTextList(literal.value) && namesColumns(code, name);
    const stage = consumers.get(valueKey(kept.statement.id, name)) ?? kept.stage;
    const word = name.toLowerCase() === stage ? (isColumns ? 'columns' : 'value') : name;
    return [{ at, ...literal, role: isColumns ? 'columns' : 'constant', words: [stage, word] }];
  });
}

/** Whether a list is used as the columns of something, by its name or by how it is used. */
function namesColumns({ statements, trees }: KeptCode, name: string): boolean {
  return (
    /col|feature|field|predictor|variable/i.test(name) ||
    statements.some(({ statement: { at, uses } }) =>
      uses.some(
        (use) => use.name === name && trees.pathTo(use.at).at(-2)?.type === 'subscript' && use.at.cell === at.cell,
      ),
    )
  );
}

/** Two texts or more: what notebooks name columns by. */
export function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 1 && value.every((item) => typeof item === 'string');
}

interface LiteralAssignment {
  readonly name: string;
  readonly value: PythonNode;
  readonly literal: ReadLiteral;
}

function literalAssignment({ tree, node }: KeptStatement): LiteralAssignment | undefined {
  const assignment = node.type === 'expression_statement' ? node.children[0] : undefined;
  if (assignment?.type !== 'assignment') return undefined;
  const [left, value] = [partOf(assignment, 'left'), partOf(assignment, 'right')];
  if (left?.type !== 'identifier' || value === undefined) return undefined;
  const literal = readLiteral(tree, value);
  return literal === undefined ? undefined : { name: textOf(tree, left), value, literal };
}

/** What a form of Colab says of a value: `#@param {type:"slider", min:1, max:9}`; undefined where there is none. */
function formOf(text: string, from: number): string | undefined {
  const line = text.slice(from).split('\n', 1)[0] ?? '';
  return /#\s*@param\b\s*(?<form>.*)$/.exec(line)?.groups?.['form']?.trim();
}

/** Where counting and collecting starts, which is no choice of anybody. */
function isInitial({ value }: ReadLiteral): boolean {
  return value === null || value === '' || value === 0 || (Array.isArray(value) && value.length === 0);
}

function bindingsOf(statements: readonly Statement[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { definitions } of statements) {
    for (const { name, kind } of definitions) {
      if (kind !== 'mutate' && kind !== 'maybe-mutate') counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}

function augmentedNames(statements: readonly Statement[]): ReadonlySet<string> {
  return new Set(
    statements.flatMap(({ definitions }) =>
      definitions.flatMap(({ name, kind, isWritten }) => (kind === 'mutate' && isWritten ? [name] : [])),
    ),
  );
}

function valueKey(statement: StatementId, name: string): string {
  return `${statement} ${name}`;
}

/** The stage of the first kept statement that reads a value, by the statement that binds it and its name. */
function consumersOf({ statements }: KeptCode): ReadonlyMap<string, NotebookStage> {
  const consumers = new Map<string, NotebookStage>();
  for (const { statement, stage } of statements) {
    for (const { name, definitions } of statement.uses) {
      for (const definition of definitions) {
        const key = valueKey(definition.statement, name);
        if (!consumers.has(key)) consumers.set(key, stage);
      }
    }
  }
  return consumers;
}
