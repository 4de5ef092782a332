/** Compares two documents of numbers, case by case. */

export interface NumberComparison {
  /** Cases that are the same; a case is an item of a list of the top level, or a value of it. */
  readonly passed: number;
  /** One sentence for each case that differs. */
  readonly differences: readonly string[];
}

/** Two builds of one library differ in the last digits; anything beyond is another result. */
const tolerance = 1e-9;
/** Versions of the interpreter may differ; those of the packages are pinned and may not. */
const free = new Set(['tools.python']);

/**
 * @param expected numbers that are checked in
 * @param actual numbers that were just computed
 */
export function compareNumbers(expected: unknown, actual: unknown): NumberComparison {
  const differences: string[] = [];
  let passed = 0;
  for (const [name, left, right] of pair(expected, actual, '')) {
    const cases = Array.isArray(left) ? pair(left, right, name) : [[name, left, right] as const];
    for (const [place, one, other] of cases) {
      const difference = findDifference(one, other, place);
      if (difference === undefined) passed += 1;
      else differences.push(difference);
    }
  }
  return { passed, differences };
}

/** Joins what two objects or lists have under the same key or index. */
function pair(left: unknown, right: unknown, place: string): readonly (readonly [string, unknown, unknown])[] {
  const first = entriesOf(left);
  const second = entriesOf(right);
  return [...new Set([...first.keys(), ...second.keys()])].map((key) => [
    place === '' ? key : `${place}.${key}`,
    first.get(key),
    second.get(key),
  ]);
}

function entriesOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

function findDifference(left: unknown, right: unknown, place: string): string | undefined {
  if (free.has(place)) return undefined;
  if (typeof left === 'object' && left !== null && typeof right === 'object' && right !== null) {
    for (const [inner, one, other] of pair(left, right, place)) {
      const difference = findDifference(one, other, inner);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  const isSame =
    typeof left === 'number' && typeof right === 'number'
      ? Math.abs(left - right) <= tolerance * Math.max(Math.abs(left), Math.abs(right))
      : left === right;
  return isSame ? undefined : `${place} is ${String(right)} now and ${String(left)} in the fixture.`;
}
