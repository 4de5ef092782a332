/** What a profile keeps of free text: how long texts are, and their words; no text. */
import { maximumWords } from '../../../../schemas/profile.ts';
import type { NumericSpread, ProfileColumn, TextSpread } from '../../../../schemas/profile.ts';
import { textMeasures } from '../../../../schemas/textMeasures.ts';
import { numbersOf } from '../comparison/countedColumn.ts';
import type { CountedColumn } from '../comparison/countedColumn.ts';
import { halfOf } from '../halves.ts';
import type { SampledRows } from '../multivariate/sampledRows.ts';
import { mergeFinite, rowsOf, spreadOfValues } from '../numericSpread.ts';
import { nameOfMeasure } from './countTexts.ts';
import type { Vocabulary } from './measureTexts.ts';
import { wordsOf } from './wordsOf.ts';

type KeptWords = TextSpread['vocabulary'];

/** Counts the texts in which each word stands, for the texts of each half. */
export interface WordCounts {
  readonly take: (text: string) => void;
  /** The most frequent words, ties by code point; and how many others there are. */
  readonly kept: () => { readonly words: KeptWords; readonly others: number };
}

/** More words are names and misspellings, and fill the memory. */
const mostCounted = 1_000_000;

export function createWordCounts(): WordCounts {
  const counts = new Map<string, [number, number]>();
  return {
    take: (text) => {
      const half = halfOf(text);
      for (const word of new Set(wordsOf(text))) {
        const own = counts.get(word);
        if (own !== undefined) own[half] += 1;
        else if (counts.size < mostCounted) counts.set(word, half === 0 ? [1, 0] : [0, 1]);
      }
    },
    kept: () => keepWords(counts),
  };
}

function keepWords(counts: ReadonlyMap<string, readonly [number, number]>) {
  const sorted = [...counts]
    .map(([word, [first, second]]): KeptWords[number] => [word, first, second])
    .sort((a, b) => b[1] + b[2] - (a[1] + a[2]) || (a[0] < b[0] ? -1 : 1));
  return { words: sorted.slice(0, maximumWords), others: Math.max(0, sorted.length - maximumWords) };
}

/** The words against which texts are held, of either side. */
export function vocabularyOf({ vocabulary }: Pick<TextSpread, 'vocabulary'>): Vocabulary {
  const half = (at: 1 | 2) => new Set(vocabulary.flatMap((kept) => (kept[at] > 0 ? [kept[0]] : [])));
  return { halves: [half(1), half(2)] };
}

/** @param measured the counts of each measure, in the order of `textMeasures` */
export function spreadOfTexts(
  measured: readonly CountedColumn[],
  { words, others }: ReturnType<WordCounts['kept']>,
): TextSpread {
  const [characters, count, unknown] = measured.map(spreadOfMeasure);
  if (characters === undefined || count === undefined) throw new RangeError('Every measure is counted.');
  return {
    shape: 'texts',
    characters,
    words: count,
    ...(unknown === undefined ? {} : { unknownWords: unknown }),
    vocabulary: words,
    otherWords: others,
  };
}

function spreadOfMeasure(column: CountedColumn): NumericSpread {
  const finite = spreadOfValues(numbersOf(column), column.kind === 'integer');
  return {
    shape: 'numeric',
    nan: 0,
    positiveInfinity: 0,
    negativeInfinity: 0,
    ...(finite === undefined ? {} : { finite }),
  };
}

/**
 * Adds what was kept of two columns of texts.
 *
 * Shares of unknown words hold against the words of their own texts alone, so they do not add up and are left out.
 */
export function mergeTexts(a: TextSpread, b: TextSpread): TextSpread {
  const counts = new Map<string, [number, number]>();
  for (const [word, first, second] of [...a.vocabulary, ...b.vocabulary]) {
    const own = counts.get(word) ?? [0, 0];
    counts.set(word, [own[0] + first, own[1] + second]);
  }
  const { words, others } = keepWords(counts);
  return {
    shape: 'texts',
    characters: mergeMeasure(a.characters, b.characters),
    words: mergeMeasure(a.words, b.words),
    vocabulary: words,
    // Words that neither side lists may be the same.
    otherWords: Math.max(a.otherWords, b.otherWords) + others,
  };
}

function mergeMeasure(a: NumericSpread, b: NumericSpread): NumericSpread {
  const finite =
    a.finite === undefined || b.finite === undefined ? (a.finite ?? b.finite) : mergeFinite(a.finite, b.finite, true);
  return { ...a, ...(finite === undefined ? {} : { finite }) };
}

/** The measures of a kept column of texts, in the order of `textMeasures`; without unknown words where none are kept. */
export function measuresOf(column: ProfileColumn, spread: TextSpread): readonly CountedColumn[] {
  const kept = [spread.characters, spread.words, spread.unknownWords];
  return kept.flatMap((own, place): CountedColumn[] => {
    if (own === undefined) return [];
    const present = own.finite === undefined ? 0 : rowsOf(own.finite.counts);
    return [
      {
        name: nameOfMeasure(column.name, textMeasures[place] ?? ''),
        kind: place === 2 ? 'float' : 'integer',
        rows: column.rows,
        missing: column.rows - present,
        spread: own,
      },
    ];
  });
}

/** Points at which the values of counted columns lie, evenly over their rows; rows of different columns do not belong together. */
const pointsPerColumn = 401;

export function pointsOf(columns: readonly CountedColumn[]): SampledRows {
  return columns.map((column) => {
    const pairs = numbersOf(column);
    const total = pairs.reduce((sum, [, rows]) => sum + rows, 0);
    const values = new Float64Array(total === 0 ? 0 : pointsPerColumn);
    let [place, passed] = [0, 0];
    for (let point = 0; point < values.length; point++) {
      const wanted = (point * (total - 1)) / (pointsPerColumn - 1);
      while (place < pairs.length - 1 && passed + (pairs[place]?.[1] ?? 0) <= wanted) {
        passed += pairs[place]?.[1] ?? 0;
        place += 1;
      }
      values[point] = pairs[place]?.[0] ?? Number.NaN;
    }
    return { kind: 'numbers', name: column.name, values };
  });
}
