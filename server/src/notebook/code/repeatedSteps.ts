/** Finds runs of steps that stand twice, by fingerprints of a few steps at a time that are grown as far as they agree. */
import type { CodeStep } from './codeSteps.ts';

/** Two runs of steps that say the same. */
export interface RepeatedRun {
  /** Index of the first step of each. */
  readonly first: number;
  readonly second: number;
  /** Number of steps. */
  readonly length: number;
  /** Share of steps that agree in names and literals, too. */
  readonly exactShare: number;
}

/** Steps below which a run is found everywhere. */
const leastSteps = 4;
/** Different steps in a run: a list of assignments is no code. */
const leastShapes = 3;

/**
 * Runs of one sequence that stand in another, longest first at each place, none of which overlap in the second.
 *
 * @param breaks indexes at which a run of the second sequence must not go on, such as where another cell begins
 * @param leastTokens names, literals and signs that a run must have
 */
export function findRepeated(
  first: readonly CodeStep[],
  second: readonly CodeStep[],
  { breaks, leastTokens, isSame }: RepeatOptions,
): readonly RepeatedRun[] {
  const byPrint = Map.groupBy(first.keys(), (index) => printAt(first, index));
  const runs: RepeatedRun[] = [];
  for (let index = 0; index + leastSteps <= second.length; index += 1) {
    const starts = byPrint.get(printAt(second, index)) ?? [];
    const found = starts
      .filter((start) => !isSame || start + leastSteps <= index)
      .map((start) => grow(first, second, start, index, { breaks, isSame }))
      .filter(({ length }) => isWorthTelling(second.slice(index, index + length), leastTokens))
      .toSorted((left, right) => right.length - left.length)[0];
    if (found === undefined) continue;
    runs.push(found);
    index += found.length - 1;
  }
  return runs;
}

export interface RepeatOptions {
  readonly breaks: ReadonlySet<number>;
  readonly leastTokens: number;
  /** Whether both sequences are one, so that a run is no repetition of itself. */
  readonly isSame: boolean;
}

function printAt(steps: readonly CodeStep[], index: number): string {
  return steps
    .slice(index, index + leastSteps)
    .map(({ shape }) => shape)
    .join(' ');
}

function grow(
  first: readonly CodeStep[],
  second: readonly CodeStep[],
  start: number,
  from: number,
  { breaks, isSame }: Pick<RepeatOptions, 'breaks' | 'isSame'>,
): RepeatedRun {
  let length = 0;
  let exact = 0;
  for (;;) {
    const [left, right] = [first[start + length], second[from + length]];
    const isEnd = left === undefined || left.shape !== right?.shape || (isSame && start + length >= from);
    const isBroken = length > 0 && (breaks.has(from + length) || (isSame && breaks.has(start + length)));
    if (isEnd || isBroken) break;
    if (left.exact === right.exact) exact += 1;
    length += 1;
  }
  return { first: start, second: from, length, exactShare: length === 0 ? 0 : exact / length };
}

function isWorthTelling(steps: readonly CodeStep[], leastTokens: number): boolean {
  const tokens = steps.reduce((sum, step) => sum + step.tokens, 0);
  return (
    steps.length >= leastSteps && tokens >= leastTokens && new Set(steps.map(({ shape }) => shape)).size >= leastShapes
  );
}
