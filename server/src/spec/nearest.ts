/** "Did you mean": the known name that is nearest to a mistyped one. */

/**
 * The nearest of some names, if one is near enough to be what was meant.
 *
 * @returns undefined when no name is within a third of its length (at least one, at most three edits), ignoring case
 */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  let best: { name: string; distance: number } | undefined;
  const lower = word.slice(0, 100).toLowerCase();
  for (const name of names) {
    const allowed = Math.min(3, Math.max(1, Math.floor(Math.max(name.length, lower.length) / 3)));
    if (Math.abs(name.length - lower.length) > allowed) continue;
    const distance = editDistance(lower, name.toLowerCase());
    if (distance <= allowed && (best === undefined || distance < best.distance)) best = { name, distance };
  }
  return best?.name;
}

/**
 * Edits between two words: insertions, deletions, substitutions, and swaps of neighbours.
 *
 * @source optimal string alignment, the restricted form of Damerau 1964 (CACM 7, 171-176)
 */
export function editDistance(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const isSame = left[i - 1] === right[j - 1];
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        cost = Math.min(cost, at(beforeLast, j - 2) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, right.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
