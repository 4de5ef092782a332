/** Follows lines of a text through formatting, repairs and merges, by the words that stay. */

/** Words that are searched ahead where two texts differ: an import of that many names may be gone. */
const lookAhead = 200;
/** Words in a row that must agree before two texts count as together again. */
const agreement = 3;

interface Word {
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
}

/** Where the lines of a text have gone; both lists count lines from 1, and hold nothing at 0. */
export interface FollowedLines {
  /** Where the first word of a line stands that is still there; for a line without one, where the line before begins. */
  readonly first: readonly number[];
  /** Where the last word of a line stands; a line of the text may have become several. */
  readonly last: readonly number[];
}

/**
 * Follows every line of a text into another.
 *
 * Brackets, commas and quotes do not count, because a formatter changes them; nor do line breaks. Lines never go
 * backwards.
 */
export function followLines(before: string, after: string): FollowedLines {
  const [left, right] = [wordsOf(before), wordsOf(after)];
  const [first, last] = [new Map<number, number>(), new Map<number, number>()];
  let [at, to] = [0, 0];
  while (at < left.length && to < right.length) {
    const [old, now] = [left[at], right[to]];
    if (old === undefined || now === undefined) break;
    if (old.text === now.text) {
      if (!first.has(old.line)) first.set(old.line, now.line);
      last.set(old.line, now.line);
      at += 1;
      to += 1;
      continue;
    }
    const skip = findTogether(left, right, at, to);
    at += skip.left;
    to += skip.right;
  }
  const lines = before.split('\n').length;
  const end = after.split('\n').length;
  const followed: { first: number[]; last: number[] } = { first: [0], last: [0] };
  let previous = 1;
  for (let line = 1; line <= lines; line += 1) {
    const begin = Math.min(Math.max(first.get(line) ?? previous, previous), end);
    followed.first.push(begin);
    previous = Math.max(begin, Math.min(last.get(line) ?? begin, end));
    followed.last.push(previous);
  }
  return followed;
}

/** The fewest words to skip on both sides until the texts agree again. */
function findTogether(
  left: readonly Word[],
  right: readonly Word[],
  at: number,
  to: number,
): { readonly left: number; readonly right: number } {
  for (let distance = 1; distance <= lookAhead; distance += 1) {
    for (let skipped = 0; skipped <= distance; skipped += 1) {
      if (agree(left, right, at + skipped, to + distance - skipped)) {
        return { left: skipped, right: distance - skipped };
      }
    }
  }
  // Nothing in sight: one word was replaced by another.
  return { left: 1, right: 1 };
}

function agree(left: readonly Word[], right: readonly Word[], at: number, to: number): boolean {
  if (at >= left.length || to >= right.length) return at >= left.length && to >= right.length;
  const reach = Math.min(agreement, left.length - at, right.length - to);
  for (let step = 0; step < reach; step += 1) {
    if (left[at + step]?.text !== right[to + step]?.text) return false;
  }
  return true;
}

function wordsOf(text: string): readonly Word[] {
  return text.split('\n').flatMap((line, index) =>
    Array.from(line.matchAll(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_,()[\]{}'"\\;]/gu), ([word]) => ({
      text: word.toLowerCase(),
      line: index + 1,
    })),
  );
}
