/** The window that would settle whether a column changed. */
import type { DriftNeed } from '../../../../schemas/driftVerdict.ts';

export interface NeedInput {
  readonly referenceRows: number;
  readonly currentRows: number;
  readonly effect: number;
  readonly smallest: number;
  /** Half-width of the interval when the sides had this many rows. */
  readonly halfWidth: (referenceRows: number, currentRows: number) => number;
  /** Distance that chance alone exceeds in 20 of 100 cases, and the one that raises an alarm. */
  readonly chance: (referenceRows: number, currentRows: number) => { readonly usual: number; readonly alarm: number };
}

/** No window is longer. */
const mostRows = 2 ** 50;
/** Half-widths hold 95 %, so this share of them is the margin that gives 80 % power. */
const powerShare = 0.8416 / 1.96;

/**
 * The smallest window with which no change is called stable in 80 of 100 cases, and a change by the smallest effect that
 * counts passes the test in as many.
 *
 * When the window is that long already, the effect lies near the smallest one that counts, and the window is told that
 * would part the two if the effect stayed as it is.
 */
export function findNeededRows(input: NeedInput): DriftNeed {
  const { referenceRows, currentRows, effect, smallest, halfWidth, chance } = input;
  const isSettled = (reference: number, current: number): boolean => {
    const half = halfWidth(reference, current);
    const { usual, alarm } = chance(reference, current);
    return usual + half < smallest && alarm + half * powerShare <= smallest;
  };
  const rows = findLeast((current) => isSettled(referenceRows, current));
  if (rows === undefined) {
    const bothRows = findLeast((both) => isSettled(both, both)) ?? mostRows;
    return { kind: 'no-window', referenceRows, bothRows };
  }
  if (rows > currentRows) return { kind: 'rows', rows };
  const isApart = (reference: number, current: number): boolean =>
    halfWidth(reference, current) < Math.abs(effect - smallest) &&
    (effect < smallest || chance(reference, current).alarm < effect);
  if (isApart(referenceRows, currentRows)) return { kind: 'enough' };
  const longer = findLeast((current) => isApart(referenceRows, current));
  return longer === undefined ? { kind: 'at-the-line' } : { kind: 'rows', rows: longer };
}

/** The least number that is enough, when every larger one is, too. */
function findLeast(isEnough: (rows: number) => boolean): number | undefined {
  let enough = 1;
  while (!isEnough(enough)) {
    enough *= 2;
    if (enough > mostRows) return undefined;
  }
  let tooFew = Math.floor(enough / 2);
  while (enough - tooFew > 1) {
    const middle = tooFew + Math.floor((enough - tooFew) / 2);
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
