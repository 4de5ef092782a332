/**
 * Names and what they stand for, cheap to copy at every branch.
 *
 * What was bound before a copy lies in layers that both copies share and that never change; each layer is less than
 * half as large as the one below it, so that there are few.
 */
import type { Binding } from './state.ts';

interface Layer {
  /** Undefined for names that are gone. */
  readonly entries: ReadonlyMap<string, Binding | undefined>;
  readonly below: Layer | undefined;
}

export class Bindings {
  private layer: Layer | undefined;
  /** What changed since the last copy. */
  private own = new Map<string, Binding | undefined>();

  constructor(layer?: Layer) {
    this.layer = layer;
  }

  get(key: string): Binding | undefined {
    return this.own.has(key) ? this.own.get(key) : this.getBelow(key);
  }

  set(key: string, binding: Binding): void {
    this.own.set(key, binding);
  }

  delete(key: string): void {
    if (this.getBelow(key) === undefined) this.own.delete(key);
    else this.own.set(key, undefined);
  }

  copy(): Bindings {
    this.settle();
    return new Bindings(this.layer);
  }

  keys(): readonly string[] {
    const found = new Map<string, Binding | undefined>(this.own);
    for (let layer = this.layer; layer !== undefined; layer = layer.below) {
      for (const [key, binding] of layer.entries) if (!found.has(key)) found.set(key, binding);
    }
    return [...found].flatMap(([key, binding]) => (binding === undefined ? [] : [key]));
  }

  /**
   * What stands where two ways meet; costs what they changed since they parted.
   *
   * @param merge what a key stands for that is not the same in both; undefined where one lacks it
   */
  join(other: Bindings, merge: (one: Binding | undefined, other: Binding | undefined) => Binding): Bindings {
    const joined = this.copy();
    other.settle();
    const mine = layersOf(this.layer);
    const theirs = layersOf(other.layer);
    const changed = [
      ...mine.filter((layer) => !theirs.includes(layer)),
      ...theirs.filter((layer) => !mine.includes(layer)),
    ];
    const seen = new Set<string>();
    for (const { entries } of changed) {
      for (const key of entries.keys()) {
        if (seen.has(key)) continue;
        seen.add(key);
        const one = this.get(key);
        const two = other.get(key);
        if (one !== two) joined.set(key, merge(one, two));
      }
    }
    return joined;
  }

  /** Puts what changed into a layer, together with layers that are not much larger. */
  private settle(): void {
    if (this.own.size === 0) return;
    let entries = this.own;
    let below = this.layer;
    while (below !== undefined && entries.size * 2 >= below.entries.size) {
      entries = new Map([...below.entries, ...entries]);
      below = below.below;
    }
    this.layer = { entries, below };
    this.own = new Map<string, Binding | undefined>();
  }

  private getBelow(key: string): Binding | undefined {
    for (let layer = this.layer; layer !== undefined; layer = layer.below) {
      const binding = layer.entries.get(key);
      if (binding !== undefined || layer.entries.has(key)) return binding;
    }
    return undefined;
  }
}

function layersOf(top: Layer | undefined): readonly Layer[] {
  const layers: Layer[] = [];
  for (let layer = top; layer !== undefined; layer = layer.below) layers.push(layer);
  return layers;
}
