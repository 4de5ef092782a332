/** How a comparison is wanted: what the command line says, over what the spec says. */
import type { DriftAgainst, DriftChunks, PeriodLength } from '../../../../schemas/driftJob.ts';
import { driftMethods, driftStatistics } from '../../../../schemas/driftMethods.ts';
import type { JobRequest } from '../../../../schemas/jobs.ts';
import { togetherMethod } from '../../../../schemas/driftTogether.ts';
import type { TogetherMethod } from '../../../../schemas/driftTogether.ts';
import { driftTool } from '../../../../schemas/driftVerdict.ts';
import type { DriftStatisticName, DriftTool } from '../../../../schemas/driftVerdict.ts';

/** How rows are cut, before a time column is known. */
export type WishedChunks =
  Exclude<DriftChunks, { kind: 'period' }> | { readonly kind: 'period'; readonly length: PeriodLength };

export interface DriftWishes {
  readonly chunks?: WishedChunks | undefined;
  readonly against?: DriftAgainst | undefined;
  readonly incomplete?: 'keep' | 'append' | 'drop' | undefined;
  readonly leastRows?: number | undefined;
  /** Period whose rows are alike; `none` where every row is independent of the others. */
  readonly block?: PeriodLength | 'none' | undefined;
  readonly falseAlarm?: number | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly isExact?: boolean | undefined;
  readonly methods?: ChosenMethods | undefined;
  /** How many rows are picked for labelling, and the file into which they go where the spec names none. */
  readonly queue?: { readonly rows: number; readonly file: string | undefined } | undefined;
  /** Answers of a model that are watched beside its inputs. */
  readonly answers?: JobRequest<'compareDrift'>['answers'];
}

const secondsOf: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3_600,
  day: 86_400,
  week: 604_800,
};
const monthsOf: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

/** Reads `1 month`, `14 days`, `12 hours`; months and years are those of the calendar. */
export function readPeriod(text: string): PeriodLength | undefined {
  const match = /^(\d{1,6})\s*([a-z]+?)s?$/.exec(text.trim());
  const [count, unit = ''] = [Number(match?.[1] ?? 0), match?.[2]];
  const [seconds, months] = [secondsOf[unit], monthsOf[unit]];
  if (count < 1) return undefined;
  if (months !== undefined) return count * months > 1_200 ? undefined : { unit: 'month', count: count * months };
  return seconds === undefined ? undefined : { unit: 'second', count: count * seconds };
}

/** Days, where nobody says which rows are alike and their times are known. */
export const defaultBlock = { length: { unit: 'second', count: 86_400 }, isDefault: true } as const;

export interface ChosenMethods {
  readonly statistics: readonly DriftStatisticName[];
  /** Tools whose numbers and rules are recomputed. */
  readonly tools: readonly DriftTool[];
  /** Ways in which whole rows are compared. */
  readonly together: readonly TogetherMethod[];
}

/**
 * What is computed beside the verdict for a list of methods.
 *
 * @returns one sentence when a name is no method
 */
export function readMethods(names: readonly string[]): ChosenMethods | { readonly sentence: string } {
  const all = driftStatistics.map(([name]) => name);
  const statistics: DriftStatisticName[] = [];
  const tools: DriftTool[] = [];
  const together: TogetherMethod[] = [];
  for (const name of names) {
    const statistic = all.find((one) => one === name);
    const tool = driftTool.options.find((one) => one === name);
    const whole = togetherMethod.options.find((one) => one === name);
    if (name === 'all') {
      statistics.push(...all);
      together.push(...togetherMethod.options);
    } else if (whole !== undefined) together.push(whole);
    else if (statistic !== undefined) statistics.push(statistic);
    else if (tool !== undefined) tools.push(tool);
    else if (name !== 'auto') {
      const known = driftMethods.map(([method]) => method);
      return { sentence: `There is no method ${JSON.stringify(name)}; it is one of ${known.join(', ')}.` };
    }
  }
  return { statistics: [...new Set(statistics)], tools: [...new Set(tools)], together: [...new Set(together)] };
}
