/**
 * Splits the names of a notebook into webs: definitions and uses that belong together, so that a name which means two
 * things in turn becomes two.
 *
 * @source Muchnick, "Advanced Compiler Design and Implementation", 16.3.3: webs of definition-use chains
 */
import type { Definition, NotebookAnalysis } from '../flow/analysis.ts';
import type { CellRange } from '../read/notebook.ts';

export interface Web {
  readonly id: number;
  /** As the notebook writes it. */
  readonly name: string;
  /** `value` where it is anything else than one imported name, one function or one class. */
  readonly kind: 'import' | 'function' | 'class' | 'value';
  readonly definitions: readonly Definition[];
}

export interface Webs {
  readonly all: readonly Web[];
  /** The web of a name at the place where it is written; undefined for what the notebook does not define. */
  at(cell: number, start: number, name: string): Web | undefined;
  of(definition: Definition): Web | undefined;
}

export function findWebs({ statements }: NotebookAnalysis): Webs {
  const parents = new Map<Definition, Definition>();
  const rootOf = (definition: Definition): Definition => {
    let root = definition;
    for (let next = parents.get(root); next !== undefined && next !== root; next = parents.get(root)) root = next;
    parents.set(definition, root);
    return root;
  };
  const join = (one: Definition | undefined, other: Definition | undefined): void => {
    if (one === undefined || other === undefined) return;
    const [first, second] = [rootOf(one), rootOf(other)];
    if (first !== second) parents.set(second, first);
  };
  const places = new Map<string, Definition>();
  for (const { uses, lateUses, definitions } of statements) {
    for (const definition of definitions) {
      if (definition.name.startsWith('$')) continue;
      if (!parents.has(definition)) parents.set(definition, definition);
      if (definition.isWritten) {
        // The names of `for` and of two branches may be one place.
        join(places.get(key(definition.at, definition.name)), definition);
        if (!places.has(key(definition.at, definition.name)))
          places.set(key(definition.at, definition.name), definition);
      }
    }
    for (const use of [...uses, ...lateUses]) {
      if (use.name.startsWith('$')) continue;
      const [first, ...others] = use.definitions;
      if (first === undefined) continue;
      if (!parents.has(first)) parents.set(first, first);
      for (const other of others) join(first, other);
      if (!use.isWritten) continue;
      join(places.get(key(use.at, use.name)), first);
      if (!places.has(key(use.at, use.name))) places.set(key(use.at, use.name), first);
    }
    // A change is a version of the object that was there before.
    for (const definition of definitions) {
      if (definition.kind !== 'mutate' && definition.kind !== 'maybe-mutate') continue;
      const before = uses.find(({ name, definitions: reaching }) => name === definition.name && reaching.length > 0);
      join(before?.definitions[0], definition);
    }
  }
  return collect(parents, places, rootOf);
}

/** Where a call begins that changes one name, another one is written. */
function key({ cell, start }: Pick<CellRange, 'cell' | 'start'>, name: string): string {
  return `${cell}:${start} ${name}`;
}

function collect(
  parents: ReadonlyMap<Definition, Definition>,
  places: ReadonlyMap<string, Definition>,
  rootOf: (definition: Definition) => Definition,
): Webs {
  const groups = Map.groupBy([...parents.keys()], rootOf);
  const webs = new Map<Definition, Web>();
  for (const [root, definitions] of groups) {
    const ordered = definitions.toSorted((left, right) => left.statement - right.statement);
    webs.set(root, { id: webs.size, name: root.name, kind: kindOf(ordered), definitions: ordered });
  }
  const webOf = (definition: Definition | undefined): Web | undefined =>
    definition === undefined || !parents.has(definition) ? undefined : webs.get(rootOf(definition));
  return {
    all: [...webs.values()],
    at: (cell, start, name) => webOf(places.get(key({ cell, start }, name))),
    of: webOf,
  };
}

function kindOf(definitions: readonly Definition[]): Web['kind'] {
  const kinds = new Set(
    definitions.map(({ kind }) => kind).filter((kind) => kind !== 'maybe-mutate' && kind !== 'mutate'),
  );
  const [only, ...others] = kinds;
  if (others.length > 0) return 'value';
  return only === 'import' || only === 'function' || only === 'class' ? only : 'value';
}
