/** Profiles a column of free text: its words first, then how many of them each text has that others never had. */
import type { TextSpread } from '../../../../schemas/profile.ts';
import { addCounted } from '../../drift/comparison/countedColumn.ts';
import { createTextCounter } from '../../drift/texts/countTexts.ts';
import { isFreeText } from '../../drift/texts/measureTexts.ts';
import { createWordCounts, spreadOfTexts, vocabularyOf } from '../../drift/texts/textSpread.ts';
import type { Engine } from '../engine.ts';
import { textsOf } from './compareTexts.ts';

/** What is kept of all texts, and of those of the positive class, held against the words of all. */
export interface ProfiledTexts {
  readonly all: TextSpread;
  /** Without words of its own; undefined where no condition says which rows are positive. */
  readonly positives: TextSpread | undefined;
}

/**
 * @param truth SQL of the rows of the positive class
 * @returns undefined for a column whose texts were chosen from a list rather than written
 */
export async function profileTexts(
  engine: Engine,
  rows: string,
  truth: string | undefined,
  name: string,
): Promise<ProfiledTexts | undefined> {
  const texts = textsOf(engine, rows, truth === undefined ? '0' : `(CASE WHEN ${truth} THEN 1 ELSE 0 END)`);
  if (!isFreeText(await texts.first(name))) return undefined;
  const words = createWordCounts();
  await texts.read(name, (_, text) => {
    if (text !== null) words.take(text);
  });
  const kept = words.kept();
  const counter = createTextCounter(name, 2, vocabularyOf({ vocabulary: kept.words }));
  await texts.read(name, counter.take);
  const counted = counter.columns();
  const all = counted.flatMap(([rest, positives]) =>
    rest === undefined || positives === undefined ? [] : (addCounted(rest, positives) ?? []),
  );
  const positives = counted.flatMap((classes) => classes.slice(1));
  return {
    all: spreadOfTexts(all, kept),
    positives: truth === undefined ? undefined : spreadOfTexts(positives, { words: [], others: 0 }),
  };
}
