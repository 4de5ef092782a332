/** What comparing two values gives, and how comparisons of parts become that of the whole. */

export type Comparison =
  | { readonly kind: 'equal' }
  /** Within tolerance; the largest absolute difference. */
  | { readonly kind: 'close'; readonly largest: number }
  /** What differs, without a subject and without a full stop: `lacks the column age`. */
  | { readonly kind: 'differs'; readonly difference: string }
  /** At least one of them is nothing that can be compared. */
  | { readonly kind: 'opaque' };

export function different(difference: string): Comparison {
  return { kind: 'differs', difference };
}

/** More differences than these are counted only. */
const mostTold = 3;

/** Equal when all are; opaque parts say nothing, unless there is nothing else. */
export function joinComparisons(parts: readonly Comparison[]): Comparison {
  const differences: string[] = [];
  let largest = 0;
  let opaque = 0;
  for (const part of parts) {
    if (part.kind === 'differs') differences.push(part.difference);
    else if (part.kind === 'close') largest = Math.max(largest, part.largest);
    else if (part.kind === 'opaque') opaque += 1;
  }
  if (differences.length > 0) {
    const more = differences.length - mostTold;
    const told = [...new Set(differences.slice(0, mostTold))].join('; ');
    return different(more > 0 ? `${told}; and ${more} more` : told);
  }
  if (opaque > 0 && opaque === parts.length) return { kind: 'opaque' };
  return largest > 0 ? { kind: 'close', largest } : { kind: 'equal' };
}

/** `a, b and c`; long lists are cut. */
export function list(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `\`${name}\``);
  if (names.length > shown.length) return `${shown.join(', ')} and ${names.length - shown.length} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}
