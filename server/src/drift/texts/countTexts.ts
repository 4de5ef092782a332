/** Counts what is measured of texts, window by window, and keeps those that stand out. */
import { textMeasures } from '../../../../schemas/textMeasures.ts';
import { createRandomStream } from '../../statistics/seededRandom.ts';
import type { CountedColumn } from '../comparison/countedColumn.ts';
import type { NamedSample } from '../comparison/pickChangedRows.ts';
import type { SampledRows } from '../multivariate/sampledRows.ts';
import { measureText } from './measureTexts.ts';
import type { Vocabulary } from './measureTexts.ts';

export interface TextCounter {
  /** @param text null where it is missing */
  readonly take: (window: number, text: string | null) => void;
  /** For each measure the counts of every window, under `column: measure`. */
  readonly columns: () => readonly (readonly CountedColumn[])[];
  /** Of each window the texts with the largest and the smallest numbers. */
  readonly standing: () => readonly NamedSample[];
  /** Numbers of some texts of all windows together, the same on every run. */
  readonly some: () => SampledRows;
}

/** Texts that are kept at either end of each measure. */
const mostStanding = 8;
const mostSampled = 5_000;
/** Texts are kept up to this length. */
const longestKept = 300;
const seed = 20261102;

type Numbers = ReturnType<typeof measureText>;

interface Standing {
  readonly text: string;
  readonly numbers: Numbers;
}

interface Tally {
  rows: number;
  missing: number;
  readonly values: readonly Map<number, number>[];
  readonly ends: readonly { readonly high: Standing[]; readonly low: Standing[] }[];
}

export function createTextCounter(column: string, windows: number, vocabulary: Vocabulary): TextCounter {
  const random = createRandomStream(seed);
  const tallies = Array.from({ length: windows }, (): Tally => ({
    rows: 0,
    missing: 0,
    values: textMeasures.map(() => new Map<number, number>()),
    ends: textMeasures.map(() => ({ high: [], low: [] })),
  }));
  const sample: Numbers[] = [];
  let seen = 0;
  return {
    take: (window, text) => {
      const tally = tallies[window];
      if (tally === undefined) return;
      tally.rows += 1;
      if (text === null) {
        tally.missing += 1;
        return;
      }
      const numbers = measureText(vocabulary, text);
      const own: Standing = { text: text.slice(0, longestKept), numbers };
      for (const [place, number] of numbers.entries()) {
        if (Number.isNaN(number)) continue;
        const counts = tally.values[place];
        counts?.set(number, (counts.get(number) ?? 0) + 1);
        const ends = tally.ends[place];
        if (ends !== undefined) {
          keepEnd(ends.high, own, place, 1);
          keepEnd(ends.low, own, place, -1);
        }
      }
      seen += 1;
      if (sample.length < mostSampled) sample.push(numbers);
      else {
        const at = random.nextBelow(Math.min(seen, 2 ** 32 - 1));
        if (at < mostSampled) sample[at] = numbers;
      }
    },
    columns: () =>
      textMeasures.map((measure, place) => tallies.map((tally) => countedOf(column, measure, place, tally))),
    standing: () =>
      tallies.map(({ ends }) => {
        const texts = [...new Map(ends.flatMap(({ high, low }) => [...high, ...low]).map((one) => [one.text, one]))];
        return {
          columns: columnsOf(
            column,
            texts.map(([, one]) => one),
          ),
        };
      }),
    some: () => numbersOf(column, sample),
  };
}

/** @param sign 1 keeps the largest, −1 the smallest */
function keepEnd(kept: Standing[], own: Standing, place: number, sign: 1 | -1): void {
  const of = ({ numbers }: Standing): number => sign * (numbers[place] ?? 0);
  const last = kept.at(-1);
  if (kept.length >= mostStanding && last !== undefined && of(own) <= of(last)) return;
  if (kept.some(({ text }) => text === own.text)) return;
  const at = kept.findIndex((other) => of(own) > of(other));
  kept.splice(at === -1 ? kept.length : at, 0, own);
  if (kept.length > mostStanding) kept.pop();
}

function countedOf(column: string, measure: string, place: number, { rows, missing, values }: Tally): CountedColumn {
  const counts = [...(values[place] ?? [])].sort(([one], [other]) => one - other);
  // A text without words has no share of unknown ones.
  const present = counts.reduce((sum, [, texts]) => sum + texts, 0);
  return {
    name: nameOfMeasure(column, measure),
    kind: measure === 'unknown words' ? 'float' : 'integer',
    rows,
    missing: Math.max(missing, rows - present),
    spread: {
      shape: 'numeric',
      nan: 0,
      positiveInfinity: 0,
      negativeInfinity: 0,
      ...(counts.length === 0 ? {} : { finite: { counts: { kind: 'values', values: counts } } }),
    },
  };
}

/** What a measure of a column of texts is called among the columns. */
export function nameOfMeasure(column: string, measure: string): string {
  return `${column}: ${measure}`;
}

function columnsOf(column: string, texts: readonly Standing[]): SampledRows {
  return [
    { kind: 'texts', name: column, values: texts.map(({ text }) => text) },
    ...numbersOf(
      column,
      texts.map(({ numbers }) => numbers),
    ),
  ];
}

function numbersOf(column: string, texts: readonly Numbers[]): SampledRows {
  return textMeasures.map((measure, place) => ({
    kind: 'numbers',
    name: nameOfMeasure(column, measure),
    values: Float64Array.from(texts, (numbers) => numbers[place] ?? Number.NaN),
  }));
}
