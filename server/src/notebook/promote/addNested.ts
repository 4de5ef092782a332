/** Puts the functions and classes that cannot stand in a module into each function that uses them. */
import type { StatementId } from '../flow/analysis.ts';
import type { DefinitionSource } from './definitionSources.ts';
import type { StatementGroup } from './groupFunctions.ts';
import type { NotebookCode, StatementCode } from './notebookCode.ts';
import type { Facts } from './statementFacts.ts';

/** Each stands right before the first statement of its group that names it. */
export function addNested(
  groups: readonly StatementGroup[],
  code: NotebookCode,
  facts: Facts,
  definitions: ReadonlyMap<StatementId, DefinitionSource>,
): readonly StatementGroup[] {
  return groups.map((group) => {
    const statements: StatementCode[] = [];
    const added = new Set<StatementId>();
    for (const statement of group.statements) {
      const needed = nestedOf(statement, facts, definitions).filter((id) => !added.has(id));
      for (const id of needed.toSorted((left, right) => left - right)) {
        const definition = code.of(id);
        added.add(id);
        if (definition !== undefined) statements.push(definition);
      }
      statements.push(statement);
    }
    return { ...group, statements };
  });
}

/** The nested definitions that a statement names, and those that these need. */
function nestedOf(
  statement: StatementCode,
  facts: Facts,
  definitions: ReadonlyMap<StatementId, DefinitionSource>,
): readonly StatementId[] {
  const found = new Set<StatementId>();
  const open = facts.of(statement).definitions.map(({ source }) => source.statement);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const source = definitions.get(id);
    if (source?.nestedBecause === undefined || found.has(id)) continue;
    found.add(id);
    open.push(...source.needs);
  }
  return [...found];
}
