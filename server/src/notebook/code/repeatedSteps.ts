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

/** Places of one fingerprint that are looked at: the first ones, from which a run can be the longest. */
const mostStarts = 200;

/**
 * Runs of one sequence that stand in another, longest first at each place, none of which overlap in the second.
 * Takes time in proportion to the steps where few of them are alike, and stays within seconds where all are.
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
  const least = leastLengths(second, leastTokens);
  const ends = endsOf(second.length, breaks);
  const runs: RepeatedRun[] = [];
  for (let index = 0; index + leastSteps <= second.length; index += 1) {
    const needed = least[index];
    if (needed === undefined) break;
    if (index + needed > (ends[index] ?? 0)) continue;
    const last = second[index + needed - 1]?.shape;
    const found = (byPrint.get(printAt(second, index)) ?? [])
      .slice(0, mostStarts)
      .filter((start) => (!isSame || start + needed <= index) && first[start + needed - 1]?.shape === last)
      .map((start) => grow(first, second, start, index, { breaks, isSame }))
      .filter(({ length }) => length >= needed)
      .toSorted((left, right) => right.length - left.length)[0];
    if (found === undefined) continue;
    runs.push(found);
    index += found.length - 1;
  }
  return runs;
}

/** For each step the length from which on a run that begins there is worth telling; undefined from where on none can be. */
function leastLengths(steps: readonly CodeStep[], leastTokens: number): readonly number[] {
  const lengths: number[] = [];
  const shapes = new Map<CodeStep['shape'], number>();
  let [end, tokens] = [0, 0];
  for (const [start, step] of steps.entries()) {
    while (end - start < leastSteps || tokens < leastTokens || shapes.size < leastShapes) {
      const next = steps[end];
      if (next === undefined) return lengths;
      shapes.set(next.shape, (shapes.get(next.shape) ?? 0) + 1);
      tokens += next.tokens;
      end += 1;
    }
    lengths.push(end - start);
    tokens -= step.tokens;
    const left = (shapes.get(step.shape) ?? 0) - 1;
    if (left > 0) shapes.set(step.shape, left);
    else shapes.delete(step.shape);
  }
  return lengths;
}

/** For each step where the first break behind it is, which a run that begins there does not pass. */
function endsOf(count: number, breaks: ReadonlySet<number>): readonly number[] {
  const ends: number[] = [];
  let end = count;
  for (let index = count - 1; index >= 0; index -= 1) {
    ends.push(end);
    if (breaks.has(index)) end = index;
  }
  return ends.reverse();
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
