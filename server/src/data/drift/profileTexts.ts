/** Profiles a column of free text: its words first, then how many of them each text has that others never had. */
import type { TextSpread } from '../../../../schemas/profile.ts';
import { createTextCounter } from '../../drift/texts/countTexts.ts';
import { isFreeText } from '../../drift/texts/measureTexts.ts';
import { createWordCounts, spreadOfTexts, vocabularyOf } from '../../drift/texts/textSpread.ts';
import type { SideTexts } from './compareTexts.ts';

/** @returns undefined for a column whose texts were chosen from a list rather than written */
export async function profileTexts(texts: SideTexts, name: string): Promise<TextSpread | undefined> {
  if (!isFreeText(await texts.first(name))) return undefined;
  const words = createWordCounts();
  await texts.read(name, (_, text) => {
    if (text !== null) words.take(text);
  });
  const kept = words.kept();
  const counter = createTextCounter(name, 1, vocabularyOf({ vocabulary: kept.words }));
  await texts.read(name, counter.take);
  const measured = counter.columns().flatMap((windows) => windows.slice(0, 1));
  return spreadOfTexts(measured, kept);
}
