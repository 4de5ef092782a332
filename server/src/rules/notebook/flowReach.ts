/** Which statements depend on which, through everything that they read and change. */
import { keptOn } from '../../notebook/memory/keptOn.ts';
import type { NotebookAnalysis, StatementId } from '../../notebook/flow/analysis.ts';

interface Dependencies {
  /** Statement → those that read what it defines. */
  readonly users: ReadonlyMap<StatementId, ReadonlySet<StatementId>>;
  /** Statement → those whose definitions it reads. */
  readonly sources: ReadonlyMap<StatementId, ReadonlySet<StatementId>>;
}

/** Hidden resources that carry no values from one statement to another: figures, options, what was printed. */
const idle = /^\$(?:plt|options|stdout|cwd|env|rng|module)/;

export const dependenciesOf = keptOn(({ statements }: NotebookAnalysis): Dependencies => {
  const users = new Map<StatementId, Set<StatementId>>();
  const sources = new Map<StatementId, Set<StatementId>>();
  for (const { id, uses, lateUses } of statements) {
    for (const { name, definitions } of [...uses, ...lateUses]) {
      if (idle.test(name)) continue;
      for (const { statement } of definitions) {
        add(users, statement, id);
        add(sources, id, statement);
      }
    }
  }
  return { users, sources };
});

function add(map: Map<StatementId, Set<StatementId>>, key: StatementId, value: StatementId): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}

/** The statements that depend on one, itself left out unless it depends on itself. */
export function reachedFrom(analysis: NotebookAnalysis, from: StatementId): ReadonlySet<StatementId> {
  return follow(dependenciesOf(analysis).users, [from]);
}

/** The statements that some depend on, these included. */
export function neededBy(analysis: NotebookAnalysis, from: Iterable<StatementId>): ReadonlySet<StatementId> {
  const start = [...from];
  return new Set([...start, ...follow(dependenciesOf(analysis).sources, start)]);
}

function follow(
  edges: ReadonlyMap<StatementId, ReadonlySet<StatementId>>,
  from: readonly StatementId[],
): ReadonlySet<StatementId> {
  const seen = new Set<StatementId>();
  const open = [...from];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const id of edges.get(next) ?? []) {
      if (seen.has(id)) continue;
      seen.add(id);
      open.push(id);
    }
  }
  return seen;
}
