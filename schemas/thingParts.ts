/** What the numbers of a found thing are where one tensor holds them side by side, in the order of that tensor. */
export const thingParts = [
  ['box', 'Four numbers, as `format` says.'],
  ['objectness', 'How sure it is that there is a thing at all; the scores are multiplied by it.'],
  ['scores', 'One score per class.'],
  ['score', 'How sure the thing is.'],
  ['class-id', 'Number of its class.'],
  ['coefficients', 'How much of each mask it has: all numbers that are left.'],
  ['ignore', 'Not used: all numbers that are left.'],
] as const;

export type ThingPart = (typeof thingParts)[number][0];

/** Parts whose length nobody states. */
const openParts: ReadonlySet<ThingPart> = new Set(['coefficients', 'ignore']);

/** Numbers that some parts take. */
export interface ThingWidth {
  readonly least: number;
  /** Whether a part takes what is left, which is one number at least. */
  readonly isOpen: boolean;
}

/** @param classes how many there are */
export function widthOfParts(parts: readonly ThingPart[], classes: number): ThingWidth {
  const isOpen = parts.some((part) => openParts.has(part));
  return { least: parts.reduce((sum, part) => sum + leastOf(part, classes), 0), isOpen };
}

/** Numbers that a part takes at least: all of them, unless it takes what is left. */
export function leastOf(part: ThingPart, classes: number): number {
  switch (part) {
    case 'box':
      return 4;
    case 'scores':
      return classes;
    case 'objectness':
    case 'score':
    case 'class-id':
    case 'coefficients':
    case 'ignore':
      return 1;
  }
}

/** Which of the last two axes of a tensor holds the numbers of a thing; the other one counts things. */
export type ThingAxis = 'last' | 'second-last';

/**
 * Tells the axes apart by their sizes, as exports have them either way round.
 *
 * Where both would fit, the shorter one holds the numbers: there are more places for things than numbers of one.
 *
 * @returns undefined when neither axis is so long
 */
export function thingAxis(secondLast: number, last: number, { least, isOpen }: ThingWidth): ThingAxis | undefined {
  const fits = (size: number): boolean => (isOpen ? size >= least : size === least);
  if (fits(last) && (!fits(secondLast) || last <= secondLast)) return 'last';
  return fits(secondLast) ? 'second-last' : undefined;
}
