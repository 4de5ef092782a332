/** Which blocks of a reference, such as its days, verdicts are held against. */
import type { DriftRequest, PeriodLength } from '../../../../schemas/driftJob.ts';
import { fewestBlocks } from '../verdict/blockVariation.ts';
import { countBlocks, namePeriod } from '../verdict/blockWords.ts';
import type { BlockCut } from './alikeRows.ts';
import type { FilledWindow } from './windowStates.ts';

export interface ChosenBlocks extends BlockCut {
  /** What the user calls the reference. */
  readonly label: string;
  /** Blocks that have rows. */
  readonly blocks: number;
}

type Blocks = NonNullable<DriftRequest['blocks']>;

const [day, week] = [86_400, 604_800];
/** Taken in turn of a reference that has too many of the ones before. */
const defaultLengths: readonly PeriodLength[] = [
  { unit: 'second', count: day },
  { unit: 'second', count: week },
  { unit: 'month', count: 1 },
];
const secondsPerMonth = 365.25 * 7_200;
/** Days of a week that need rows for the week to count. */
const fewestDays = 4;

export interface UncutBlocks {
  /** Why the reference cannot be cut so: the whole sentence. */
  readonly sentence: string;
}

/**
 * @param cut cuts the reference into periods, those without rows included
 * @returns the cut, and for each block with rows its place in it; one sentence where rows have to count as independent
 */
export async function chooseBlocks<Cut extends { readonly windows: readonly FilledWindow[] }>(
  label: string,
  { blocks, chunks }: { readonly blocks: Blocks; readonly chunks: DriftRequest['chunks'] },
  cut: (length: PeriodLength) => Promise<{ readonly cut: Cut } | UncutBlocks>,
): Promise<{ readonly chosen: ChosenBlocks; readonly cut: Cut; readonly filled: readonly number[] } | string> {
  let problem = '';
  for (const length of blocks.isDefault ? defaultLengths : [blocks.length]) {
    const found = await cut(length);
    if ('sentence' in found) {
      problem = found.sentence;
      continue;
    }
    const { windows } = found.cut;
    const filled = [...windows.keys()].filter((place) => (windows[place]?.rows ?? 0) > 0);
    const period = namePeriod(length);
    if (filled.length < fewestBlocks) {
      const has = `${label} has rows of ${countBlocks(filled.length, period)}, and ${fewestBlocks} are needed`;
      return sayIndependent(has, blocks);
    }
    const perWindow = chunks.kind === 'period' ? secondsIn(chunks.length) / secondsIn(length) : undefined;
    const groups = isDay(length) ? weeksOf(filled) : filled.map(() => -1);
    return { chosen: { label, blocks: filled.length, period, perWindow, groups }, cut: found.cut, filled };
  }
  return sayIndependent(`${label} cannot be cut into blocks: ${problem.replace(/\.$/, '')}`, blocks);
}

/** @param because why there are no blocks, without a full stop */
export function sayIndependent(because: string, { isDefault }: Pick<Blocks, 'isDefault'>): string {
  const cost = isDefault ? '' : ', so probabilities may be too small';
  return `Rows count as independent of each other${cost}, because ${because}.`;
}

function isDay({ unit, count }: PeriodLength): boolean {
  return unit === 'second' && count === day;
}

/** @returns the week of each day, counted from the first one; −1 where a week has too few days with rows */
function weeksOf(days: readonly number[]): readonly number[] {
  const weeks = days.map((place) => Math.floor(place / 7));
  const sizes = Map.groupBy(weeks, (own) => own);
  return weeks.map((own) => ((sizes.get(own)?.length ?? 0) < fewestDays ? -1 : own));
}

function secondsIn({ unit, count }: PeriodLength): number {
  return unit === 'month' ? count * secondsPerMonth : count;
}
