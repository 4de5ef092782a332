/** What each function takes and gives back, by which definitions reach which uses. */
import type { Definition, StatementId } from '../flow/analysis.ts';
import type { StatementCode } from './notebookCode.ts';

/** A value that a statement reads, in the package's names. */
export interface ValueRead {
  readonly name: string;
  /** The definitions that reach it; empty where nobody knows. */
  readonly definitions: readonly Definition[];
}

export interface Wiring {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Outputs that may not be bound on every way through, and so begin as None. */
  readonly begun: readonly string[];
}

export interface WiringFacts {
  readsOf(statement: StatementCode): readonly ValueRead[];
  /** Values that change with what a statement changes, under names that it does not write. */
  aliasesOf(statement: StatementCode): readonly ValueRead[];
  /** Values that a statement binds, where it writes their names. */
  bindsOf(statement: StatementCode): readonly string[];
  /** The package's name of what a definition makes; undefined for what is no value. */
  nameOf(definition: Definition): string | undefined;
  /** Values that it binds whatever happens. */
  surelyBindsOf(statement: StatementCode): readonly string[];
  /** Values that it assigns by name, so that they would be called unused if nothing read them. */
  assignsOf(statement: StatementCode): readonly string[];
  /** Values that functions inside bind. */
  innerBindsOf(statement: StatementCode): readonly string[];
  /** Values that are given back though no other function reads them, such as models. */
  isResult(definition: Definition): boolean;
}

/** @param groups statements of the functions, in the order of their calls */
export function wireFunctions(groups: readonly (readonly StatementCode[])[], facts: WiringFacts): readonly Wiring[] {
  const groupOf = new Map<StatementId, number>();
  groups.forEach((group, index) => group.forEach(({ statement }) => groupOf.set(statement.id, index)));
  const inputs = groups.map(() => new Set<string>());
  const outputs = groups.map(() => new Set<string>());
  groups.forEach((group, index) => {
    const bound = new Set<string>();
    for (const statement of group) {
      for (const { name, definitions } of facts.readsOf(statement)) {
        const makers = definitions
          .filter(({ kind }) => kind !== 'delete')
          .map((definition) => groupOf.get(definition.statement));
        for (const maker of makers) if (maker !== undefined && maker !== index) outputs[maker]?.add(name);
        const isOutside = makers.some((maker) => maker !== index) || (makers.length === 0 && !bound.has(name));
        if (isOutside || !(bound.has(name) || facts.bindsOf(statement).includes(name))) inputs[index]?.add(name);
      }
      for (const { name, definitions } of facts.aliasesOf(statement)) {
        for (const { statement: maker } of definitions) {
          const owner = groupOf.get(maker);
          if (owner !== undefined && owner !== index) outputs[owner]?.add(name);
        }
      }
      for (const name of facts.bindsOf(statement)) bound.add(name);
      for (const definition of statement.statement.definitions) {
        const name = facts.nameOf(definition);
        if (name !== undefined && facts.isResult(definition)) outputs[index]?.add(name);
      }
    }
  });
  groups.forEach((group, index) => {
    const read = new Set(group.flatMap((statement) => facts.readsOf(statement)).map(({ name }) => name));
    for (const name of group.flatMap((statement) => facts.assignsOf(statement))) {
      // The end of a notebook is its result, too.
      if (!read.has(name)) outputs[index]?.add(name);
    }
  });
  passThrough(groups, groupOf, facts, inputs, outputs);
  return groups.map((group, index) => {
    const taken = inputs[index] ?? new Set<string>();
    const inner = group.flatMap((statement) => facts.innerBindsOf(statement));
    const known = new Set([...taken, ...inner, ...group.flatMap((statement) => facts.bindsOf(statement))]);
    const sure = new Set(group.flatMap((statement) => facts.surelyBindsOf(statement)));
    const bindings = [...taken, ...group.flatMap((statement) => facts.bindsOf(statement)), ...inner];
    // In the order in which a reader meets them.
    const given = [...new Set(bindings)].filter((name) => known.has(name) && outputs[index]?.has(name) === true);
    return {
      inputs: [...taken],
      outputs: given,
      begun: [...new Set([...given, ...inner])].filter((name) => !taken.has(name) && !sure.has(name)),
    };
  });
}

/** What a function binds on one of its ways alone comes in, so that it is there on the others. */
function passThrough(
  groups: readonly (readonly StatementCode[])[],
  groupOf: ReadonlyMap<StatementId, number>,
  facts: WiringFacts,
  inputs: readonly Set<string>[],
  outputs: readonly Set<string>[],
): void {
  for (const group of groups) {
    for (const statement of group) {
      for (const { name, definitions } of facts.readsOf(statement)) {
        const makers = [...new Set(definitions.flatMap((definition) => groupOf.get(definition.statement) ?? []))];
        const [first] = makers.toSorted((left, right) => left - right);
        for (const maker of makers) {
          const isUser = group === groups[maker];
          if (maker !== first && !isUser && outputs[maker]?.has(name) === true) inputs[maker]?.add(name);
        }
      }
    }
  }
}
