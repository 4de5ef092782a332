/** Columns of free text as columns of numbers: how long texts are, and how many of their words the reference never had. */
import type { ProfileColumn, TextSpread } from '../../../../schemas/profile.ts';
import { textMeasures } from '../../../../schemas/textMeasures.ts';
import type { CountedColumn } from '../../drift/comparison/countedColumn.ts';
import { addCounted } from '../../drift/comparison/countedColumn.ts';
import type { NamedSample } from '../../drift/comparison/pickChangedRows.ts';
import type { SampledRows } from '../../drift/multivariate/sampledRows.ts';
import { createTextCounter } from '../../drift/texts/countTexts.ts';
import { createVocabulary, isFreeText, learnText, textsToTell } from '../../drift/texts/measureTexts.ts';
import type { Vocabulary } from '../../drift/texts/measureTexts.ts';
import { measuresOf, pointsOf, vocabularyOf } from '../../drift/texts/textSpread.ts';
import type { Engine } from '../engine.ts';
import { quoteName } from '../sqlText.ts';
import type { OpenSide } from './compareDrift.ts';

/** Texts of one side, read in full. */
export interface SideTexts {
  /** Some texts of a column, for telling what they are. */
  readonly first: (name: string) => Promise<readonly string[]>;
  /** Every text of the rows that lie in a window. */
  readonly read: (name: string, take: (window: number, text: string | null) => void) => Promise<void>;
}

/** What a profile keeps of a column of free text. */
export interface KeptTexts {
  readonly column: ProfileColumn;
  readonly spread: TextSpread;
}

/** What is compared in place of a column of free text. */
export interface TextColumn {
  readonly name: string;
  readonly reference: CountedColumn;
  /** Rows of the reference that are of the positive class; undefined where none is known. */
  readonly positives: CountedColumn | undefined;
  readonly windows: readonly CountedColumn[];
}

export interface ComparedTexts {
  /** The column of texts. */
  readonly name: string;
  readonly columns: readonly TextColumn[];
  /** Numbers of some texts of the reference, and texts of each window that stand out. */
  readonly basis: SampledRows;
  readonly standing: readonly NamedSample[];
}

/**
 * The names, of those that both sides have as text, under which people wrote rather than chose.
 *
 * @param isPersonal whether nothing of a column may leave the worker
 */
export async function findFreeTexts(
  reference: OpenSide,
  current: OpenSide,
  names: readonly string[],
  isPersonal: (name: string) => boolean,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const isText = ({ columns }: OpenSide, name: string): boolean =>
    columns.some((column) => column.name === name && column.kind === 'text');
  for (const name of names) {
    if (!isText(reference, name) || !isText(current, name) || isPersonal(name)) continue;
    const sides = [reference, current].map((side) => ({ kept: side.keptTexts(name), texts: side.texts }));
    if (sides.some(({ kept, texts }) => kept === undefined && texts === undefined)) continue;
    const isKept = sides.some(({ kept }) => kept !== undefined);
    if (isKept || isFreeText((await reference.texts?.first(name)) ?? [])) found.add(name);
  }
  return found;
}

/** Of a column of texts, what is measured in each window of one side. */
interface MeasuredTexts {
  /** For each measure one count per window. */
  readonly columns: readonly (readonly CountedColumn[])[];
  readonly some: SampledRows;
  readonly standing: readonly NamedSample[];
}

/** @throws {RangeError} for a side that has neither texts nor what a profile keeps of them: a bug in the caller */
export async function compareTexts(reference: OpenSide, current: OpenSide, name: string): Promise<ComparedTexts> {
  const [normal, looked] = [reference.keptTexts(name), current.keptTexts(name)];
  const vocabulary = normal === undefined ? await learnTexts(reference, name) : vocabularyOf(normal.spread);
  const before = await measureTexts(reference, name, vocabulary);
  const after = await measureTexts(current, name, vocabulary);
  // A profile says which words its texts have, not how many of them another side never had.
  const hasUnknown = looked === undefined && (normal === undefined || normal.spread.unknownWords !== undefined);
  const compared = hasUnknown ? textMeasures.length : textMeasures.length - 1;
  const kept = reference.keptPositives(name);
  const ofClass = kept?.spread.shape === 'texts' ? measuresOf(kept, kept.spread) : [];
  return {
    name,
    columns: before.columns.slice(0, compared).flatMap((counted, place) => {
      const [first, ...others] = counted;
      if (first === undefined) return [];
      const whole = others.reduce((sum, other) => addCounted(sum, other) ?? sum, first);
      const positives = others[0] ?? ofClass[place];
      return [{ name: first.name, reference: whole, positives, windows: after.columns[place] ?? [] }];
    }),
    basis: before.some,
    standing: after.standing,
  };
}

async function learnTexts(side: OpenSide, name: string): Promise<Vocabulary> {
  const vocabulary = createVocabulary();
  await side.texts?.read(name, (_, text) => {
    if (text !== null) learnText(vocabulary, text);
  });
  return vocabulary;
}

async function measureTexts(side: OpenSide, name: string, vocabulary: Vocabulary): Promise<MeasuredTexts> {
  const kept = side.keptTexts(name);
  if (kept !== undefined) {
    const columns = measuresOf(kept.column, kept.spread);
    return { columns: columns.map((column) => [column]), some: pointsOf(columns), standing: [{ columns: [] }] };
  }
  if (side.texts === undefined) throw new RangeError('A side has no texts.');
  const counter = createTextCounter(name, side.windows.length, vocabulary);
  await side.texts.read(name, counter.take);
  return { columns: counter.columns(), some: counter.some(), standing: counter.standing() };
}

/** Reads texts of rows that an engine of ours holds. */
export function textsOf(engine: Engine, rows: string, number: string): SideTexts {
  return {
    first: async (name) => {
      const column = quoteName(name);
      const found = await engine.select(
        `SELECT ${column} AS v FROM ${rows} WHERE ${column} IS NOT NULL LIMIT ${textsToTell}`,
      );
      return found.flatMap(({ v }) => (typeof v === 'string' ? [v] : []));
    },
    read: (name, take) =>
      engine.readBatches(
        `SELECT CAST(${number} AS DOUBLE), CAST(${quoteName(name)} AS VARCHAR) FROM ${rows} WHERE ${number} IS NOT NULL`,
        ({ rows: length, columns: [windows, texts] }) => {
          for (let row = 0; row < length; row++) {
            const text = texts?.getItem(row);
            take(Number(windows?.getItem(row)), typeof text === 'string' ? text : null);
          }
          return Promise.resolve();
        },
      ),
  };
}
