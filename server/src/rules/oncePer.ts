/** Remembers what several rules ask of the same thing. */

/**
 * Makes a function that computes once per object.
 *
 * For things that never change, such as a spec: an edit makes a new one, and what was remembered goes with the old one.
 */
export function oncePer<Key extends object, Result>(compute: (key: Key) => Result): (key: Key) => Result {
  const known = new WeakMap<Key, { readonly result: Result }>();
  return (key) => {
    const found = known.get(key) ?? { result: compute(key) };
    known.set(key, found);
    return found.result;
  };
}

/** The same for a function of two objects. */
export function oncePerPair<Left extends object, Right extends object, Result>(
  compute: (left: Left, right: Right) => Result,
): (left: Left, right: Right) => Result {
  const ofLeft = oncePer((left: Left) => oncePer((right: Right) => compute(left, right)));
  return (left, right) => ofLeft(left)(right);
}
