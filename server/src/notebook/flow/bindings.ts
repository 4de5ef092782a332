/** Names and what they stand for, cheap to copy at every branch: what changed lately lies over what is shared. */
import type { Binding } from './state.ts';

/** Changes beyond which what is shared is written anew. */
const ownLimit = 48;

export class Bindings {
  /** Never changed once it is shared. */
  private base: ReadonlyMap<string, Binding>;
  /** Undefined for what is gone. */
  private readonly own: Map<string, Binding | undefined>;

  constructor(
    base: ReadonlyMap<string, Binding> = new Map<string, Binding>(),
    own: Map<string, Binding | undefined> = new Map<string, Binding | undefined>(),
  ) {
    this.base = base;
    this.own = own;
  }

  get(key: string): Binding | undefined {
    return this.own.has(key) ? this.own.get(key) : this.base.get(key);
  }

  set(key: string, binding: Binding): void {
    this.own.set(key, binding);
  }

  delete(key: string): void {
    if (this.base.has(key)) this.own.set(key, undefined);
    else this.own.delete(key);
  }

  copy(): Bindings {
    return new Bindings(this.base, new Map(this.own));
  }

  /** Makes what changed lately shared; copies made before are then expensive to join with. */
  settle(): void {
    if (this.own.size <= ownLimit) return;
    this.base = this.flat();
    this.own.clear();
  }

  keys(): readonly string[] {
    return [...this.flat().keys()];
  }

  /**
   * Both at once.
   *
   * @param merge what a key stands for that is not the same in both; called with undefined where one lacks it
   */
  join(other: Bindings, merge: (one: Binding | undefined, other: Binding | undefined) => Binding): Bindings {
    const isShared = this.base === other.base;
    const keys = isShared
      ? new Set([...this.own.keys(), ...other.own.keys()])
      : new Set([...this.flat().keys(), ...other.flat().keys()]);
    const own = new Map(isShared ? this.own : []);
    for (const key of keys) {
      const mine = this.get(key);
      const theirs = other.get(key);
      if (mine !== theirs) own.set(key, merge(mine, theirs));
      else if (!isShared && mine !== undefined) own.set(key, mine);
    }
    return isShared ? new Bindings(this.base, own) : new Bindings(new Map<string, Binding>(), own);
  }

  private flat(): ReadonlyMap<string, Binding> {
    const flat = new Map(this.base);
    for (const [key, binding] of this.own) {
      if (binding === undefined) flat.delete(key);
      else flat.set(key, binding);
    }
    return flat;
  }
}
