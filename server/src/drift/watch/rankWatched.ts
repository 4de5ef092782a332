/** A number that is watched as the one column of its check: how many windows are outside, and the worst of them in words. */
import type { RankedColumn, WatchedWindow } from '../../../../schemas/driftReport.ts';

/** The label of the window that holds all rows. */
const wholeLabel = 'all rows';

export interface WatchedSubject {
  /** What is watched, such as `recall`. */
  readonly name: string;
  /** Says the number of one window, after "it was": `57 % (56 % to 58 %) of 16,500 rows, above the 54 % that is normal`. */
  readonly say: (window: WatchedWindow) => string;
  /** Said instead of the worst window when all are normal. */
  readonly sayNormal?: string;
  /** How far outside of what is normal a window lies; the largest is said. */
  readonly distance: (window: WatchedWindow) => number;
}

export function rankWatched(
  windows: readonly WatchedWindow[],
  { name, say, sayNormal, distance }: WatchedSubject,
): RankedColumn {
  const of = (answer: WatchedWindow['answer']) => windows.filter((window) => window.answer === answer);
  const [outside, open, inside] = [of('drift'), of('cannot-tell'), of('stable')];
  const answer =
    outside.length > 0 ? 'drift' : open.length > 0 ? 'cannot-tell' : inside.length > 0 ? 'stable' : 'not-judged';
  const shown = outside.length > 0 ? outside : open.length > 0 ? open : inside;
  const worst = shown.toSorted((left, right) => distance(right) - distance(left))[0];
  const sentenceOf = (): string => {
    if (answer === 'stable' && sayNormal !== undefined) return sayNormal;
    if (worst !== undefined)
      return `${worst.label === wholeLabel ? 'It was' : `In ${worst.label} it was`} ${say(worst)}.`;
    return windows.find(({ value }) => value === null)?.text ?? 'There is no window.';
  };
  return {
    column: name,
    answer,
    drifting: outside.length,
    judged: outside.length + open.length + inside.length,
    worst: null,
    money: null,
    sentence: sentenceOf(),
    advice:
      answer === 'cannot-tell'
        ? 'Its interval reaches across a bound of what is normal; longer windows with more rows would settle it.'
        : null,
  };
}
