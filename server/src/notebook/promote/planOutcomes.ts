/** What becomes of every statement, and why. */
import type { NotebookAnalysis, StatementId } from '../flow/analysis.ts';
import type { StageAssignment } from '../stages/assignStages.ts';
import type { DefinitionSource } from './definitionSources.ts';
import { definitionOf, isImport } from './notebookCode.ts';
import type { NotebookCode, StatementCode } from './notebookCode.ts';
import type { PlannedDefinition, PlannedImport, PlannedOutcome } from './plan.ts';
import { starImportOf } from '../names/imports.ts';
import { isImportGuard } from './retriedImports.ts';
import type { Facts } from './statementFacts.ts';

export interface OutcomeFacts {
  readonly kept: ReadonlySet<StatementId>;
  readonly left: ReadonlyMap<StatementId, string>;
  /** Definitions that stand inside functions. */
  readonly nested: ReadonlySet<StatementId>;
  readonly definitions: ReadonlyMap<StatementId, DefinitionSource>;
  readonly plannedDefinitions: readonly PlannedDefinition[];
  readonly imports: readonly PlannedImport[];
  readonly facts: Facts;
  readonly whyLeft: (code: StatementCode) => string | undefined;
  /** Cells that write files → why the package does not have them; undefined for those that it has. */
  readonly writtenFiles: ReadonlyMap<number, string | undefined>;
}

/** In effective order, one for each statement. */
export function outcomesOf(
  { statements }: NotebookAnalysis,
  code: NotebookCode,
  stages: readonly StageAssignment[],
  facts: OutcomeFacts,
): readonly PlannedOutcome[] {
  const homes = new Map(facts.plannedDefinitions.map(({ statement, module }) => [statement, module]));
  const imported = new Set(facts.imports.map(({ text }) => text));
  return statements.map(({ id }) => {
    const source = code.of(id);
    const { stage, because } = stages[id] ?? { stage: 'explore' as const, because: 'nothing is known of it' };
    const told = { statement: id, stage, stageBecause: because };
    const home = homes.get(id);
    if (home !== undefined) {
      const where = home === 'common' ? 'several modules use it' : `only ${home} uses it`;
      return {
        ...told,
        stage: home === 'common' ? stage : home,
        stageBecause: where,
        outcome: 'converted',
        reason: undefined,
      };
    }
    if (facts.kept.has(id) || facts.nested.has(id)) return { ...told, outcome: 'converted', reason: undefined };
    const reason = facts.left.get(id);
    if (reason !== undefined) return { ...told, outcome: 'left', reason };
    if (source === undefined) return { ...told, outcome: 'left', reason: 'Its cell is not Python.' };
    return { ...told, ...notKept(source, facts, imported) };
  });
}

function notKept(
  source: StatementCode,
  { definitions, facts, whyLeft, writtenFiles }: OutcomeFacts,
  imported: ReadonlySet<string>,
): Pick<PlannedOutcome, 'outcome' | 'reason'> {
  const { node, statement } = source;
  if (writtenFiles.has(statement.at.cell)) {
    const reason = writtenFiles.get(statement.at.cell);
    return reason === undefined ? { outcome: 'converted', reason } : dropped(reason);
  }
  if (node?.type === 'pass_statement') return dropped('It means nothing outside a notebook.');
  if (isImport(node) || (isImportGuard(source) && facts.of(source).imported.length > 0)) {
    const star = node === undefined ? undefined : starImportOf(source.parsed.tree, node);
    const isUsed =
      star === undefined
        ? facts.of(source).imported.some((text) => imported.has(text))
        : [...imported].some((text) => text.startsWith(`from ${star} import `));
    return isUsed ? { outcome: 'converted', reason: undefined } : dropped('Nothing that is kept uses it.');
  }
  const obstacle = definitions.get(statement.id)?.obstacle ?? whyLeft(source);
  if (obstacle !== undefined) return { outcome: 'left', reason: obstacle };
  if (definitionOf(node) !== undefined) return dropped('Nothing that is kept calls it.');
  const isShown = statement.calls.some(({ effect }) => effect?.role === 'show' || effect?.stage === 'explore');
  const binds = statement.definitions.some(({ name }) => !name.startsWith('$'));
  if (binds) return dropped('Nothing that is kept needs what it makes.');
  return dropped(isShown ? 'It only shows something.' : 'It has no effect on what is kept.');
}

function dropped(reason: string): Pick<PlannedOutcome, 'outcome' | 'reason'> {
  return { outcome: 'dropped', reason };
}
