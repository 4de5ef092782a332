/** What every name can stand for at one point of the run. */
import { Bindings } from './bindings.ts';
import type { Definition } from './analysis.ts';
import { noValue, union } from './heap.ts';
import type { Value } from './heap.ts';

export interface Binding {
  readonly objects: Value;
  /** Of names of the module and of hidden resources; locals of functions have none. */
  readonly definitions: readonly Definition[];
  /** Whether some way that leads here does not bind it. */
  readonly mayBeUnbound: boolean;
}

export const unbound: Binding = { objects: noValue, definitions: [], mayBeUnbound: true };

/**
 * Bindings by key: the name itself for the module and hidden resources, `<frame>:<name>` for all others.
 *
 * A state that is dead is one that is never reached, as behind `return`.
 */
export class State {
  readonly bindings: Bindings;
  isDead = false;
  /** Whether a star bound the public names of a module that nobody knows. */
  hasUnknownNames: boolean;

  constructor(bindings: Bindings = new Bindings(), hasUnknownNames = false) {
    this.bindings = bindings;
    this.hasUnknownNames = hasUnknownNames;
  }

  copy(): State {
    const copy = new State(this.bindings.copy(), this.hasUnknownNames);
    copy.isDead = this.isDead;
    return copy;
  }
}

/** The state where several ways meet; dead when all of them are. */
export function join(states: readonly State[]): State {
  const [first, ...others] = states.filter(({ isDead }) => !isDead);
  if (first === undefined) {
    const dead = states[0]?.copy() ?? new State();
    dead.isDead = true;
    return dead;
  }
  return others.reduce<State>(joinTwo, first);
}

function joinTwo(one: State, other: State): State {
  if (one === other) return one;
  const bindings = one.bindings.join(other.bindings, (mine, theirs) =>
    joinBindings(mine ?? unbound, theirs ?? unbound),
  );
  return new State(bindings, one.hasUnknownNames || other.hasUnknownNames);
}

function joinBindings(one: Binding, other: Binding): Binding {
  return {
    objects: union(one.objects, other.objects),
    definitions: mergeDefinitions(one.definitions, other.definitions),
    mayBeUnbound: one.mayBeUnbound || other.mayBeUnbound,
  };
}

/** Uncertain changes that are listed; each says by its own use what was there before it. */
const possibleLimit = 8;

/** Adds a change that is not certain to what a name stands for: what was certain stays, and the last of the others. */
export function withPossible(before: readonly Definition[], added: Definition): readonly Definition[] {
  if (before.includes(added)) return before;
  if (before.length < possibleLimit) return [...before, added];
  const possible = before.filter(({ kind }) => kind === 'maybe-mutate').slice(1 - possibleLimit);
  return [...before.filter(({ kind }) => kind !== 'maybe-mutate'), ...possible, added];
}

export function mergeDefinitions(one: readonly Definition[], other: readonly Definition[]): readonly Definition[] {
  const added = other.filter((definition) => !one.includes(definition));
  return added.length === 0 ? one : [...one, ...added];
}
