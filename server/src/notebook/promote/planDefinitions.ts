/** Gives every function and class of the notebook that is needed its module: the only one that uses it, else `common`. */
import type { StatementId } from '../flow/analysis.ts';
import type { DefinitionSource } from './definitionSources.ts';
import type { PlannedDefinition, StageModule } from './plan.ts';

/** @param usedIn definitions that the functions of each module name */
export function planDefinitions(
  definitions: ReadonlyMap<StatementId, DefinitionSource>,
  usedIn: ReadonlyMap<StageModule, ReadonlySet<StatementId>>,
): readonly PlannedDefinition[] {
  const users = new Map<StatementId, Set<StageModule | 'common'>>();
  const open: [StatementId, StageModule | 'common'][] = [];
  for (const [module, ids] of usedIn) for (const id of ids) open.push([id, module]);
  // What two modules use is common, and so is all that it needs; each step adds a user, so this ends.
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [id, module] = next;
    const source = definitions.get(id);
    const known = users.get(id) ?? new Set();
    if (source === undefined || known.has(module)) continue;
    known.add(module);
    users.set(id, known);
    const home = homeOf(known);
    if (home === 'common') known.add('common');
    for (const needed of source.needs) open.push([needed, home]);
  }
  return [...users]
    .toSorted(([left], [right]) => left - right)
    .flatMap(([id, modules]) => {
      const source = definitions.get(id);
      if (source === undefined) return [];
      const parameters = [...source.parameters].map(([variable, parameter]) => ({ variable, parameter }));
      return [{ statement: id, name: source.name, kind: source.kind, module: homeOf(modules), parameters }];
    });
}

function homeOf(modules: ReadonlySet<StageModule | 'common'>): StageModule | 'common' {
  const [only, ...others] = modules;
  return only === undefined || others.length > 0 ? 'common' : only;
}
