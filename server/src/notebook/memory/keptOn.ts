/** Remembers what was found out about parts of a notebook, on these parts themselves. */

const findings = Symbol('what was found out');

/** Something that carries what was found out about it, by who found it out. */
interface Carrier {
  [findings]?: Map<number, unknown>;
}

let finders = 0;

/**
 * Makes a function that computes once per object and keeps the result on the object, unseen by copies and comparisons.
 *
 * A weak map would do the same, but quick collections of garbage take all of its values for alive: every notebook that
 * was checked would be carried along until the next full collection, which takes up to a sixth of the time.
 *
 * @param compute of objects that never change, and that are neither frozen nor proxies
 */
export function keptOn<Key extends object, Result>(compute: (key: Key) => Result): (key: Key) => Result {
  finders += 1;
  const finder = finders;
  return (key: Key & Carrier) => {
    const found = key[findings] ?? carry(key);
    const kept = found.get(finder);
    // Only this function writes under its number.
    if (kept !== undefined || found.has(finder)) return kept as Result;
    const result = compute(key);
    found.set(finder, result);
    return result;
  };
}

function carry(key: Carrier): Map<number, unknown> {
  const found = new Map<number, unknown>();
  Object.defineProperty(key, findings, { value: found });
  return found;
}

/** The same for a function of two objects; the result goes with the first one that goes. */
export function keptOnPair<Left extends object, Right extends object, Result>(
  compute: (left: Left, right: Right) => Result,
): (left: Left, right: Right) => Result {
  const ofLeft = keptOn((left: Left) => keptOn((right: Right) => compute(left, right)));
  return (left, right) => ofLeft(left)(right);
}
