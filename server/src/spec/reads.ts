/**
 * Remembers what a computation looked at, so that its result can be kept until something of that changes.
 *
 * Whoever gives out something that can change between two versions of a spec says so (`recordRead`); whoever wants to
 * keep a result runs the computation under `trackReads`. Everything here is synchronous, so one variable holds the
 * computation that runs now.
 */

/** What was looked at: a name, and the value that it had, to be compared by identity. */
export type Reads = ReadonlyMap<string, unknown>;

const nothing: Reads = new Map();

interface Recording {
  readonly reads: Map<string, unknown>;
  /** What was added whole: rules ask for the same remembered results again and again. */
  readonly added: Set<Reads>;
}

let current: Recording | undefined;

/** Says that the computation that runs now looked at something. */
export function recordRead(name: string, value: unknown): void {
  current?.reads.set(name, value);
}

/** Says that the computation that runs now used a result that looked at all this. */
export function recordReads(reads: Reads): void {
  if (current === undefined || reads.size === 0 || current.added.has(reads)) return;
  current.added.add(reads);
  for (const [name, value] of reads) current.reads.set(name, value);
}

/** Runs a computation and tells what it looked at. It counts as looked at by the computation around it, too. */
export function trackReads<Result>(compute: () => Result): { readonly result: Result; readonly reads: Reads } {
  const around = current;
  const own: Recording = { reads: new Map(), added: new Set() };
  current = own;
  try {
    const result = compute();
    return { result, reads: own.reads.size === 0 ? nothing : own.reads };
  } finally {
    current = around;
    recordReads(own.reads);
  }
}

/**
 * An object whose properties are recorded as they are looked at, also those that it does not have.
 *
 * @param name begins the names of the reads; two objects of one name are two versions of the same thing
 */
export function observeProperties<Target extends object>(name: string, target: Target): Target {
  // A name that was built before has its hash; these are the most frequent reads of all.
  const names = new Map<string, string>();
  const nameOf = (key: string): string => {
    const known = names.get(key);
    if (known !== undefined) return known;
    const built = `${name}.${key}`;
    names.set(key, built);
    return built;
  };
  const record = (key: string | symbol): void => {
    if (current !== undefined && typeof key === 'string') recordRead(nameOf(key), Reflect.get(target, key));
  };
  return new Proxy(target, {
    get: (_, key) => {
      record(key);
      return Reflect.get(target, key) as unknown;
    },
    has: (_, key) => {
      record(key);
      return Reflect.has(target, key);
    },
    getOwnPropertyDescriptor: (_, key) => {
      record(key);
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
    ownKeys: () => {
      recordRead(name, target);
      return Reflect.ownKeys(target);
    },
  });
}
