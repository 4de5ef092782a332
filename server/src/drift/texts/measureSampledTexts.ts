/** Free text among sampled rows as numbers: no two texts are equal, so as categories they tell nothing. */
import { textMeasures } from '../../../../schemas/textMeasures.ts';
import type { SampledRows } from '../multivariate/sampledRows.ts';
import { nameOfMeasure } from './countTexts.ts';
import { createVocabulary, learnText, measureText } from './measureTexts.ts';
import type { Vocabulary } from './measureTexts.ts';

/**
 * Puts the measures of each text in the place of its column, on both sides, against the words of the reference.
 *
 * @param texts names of the columns of free text
 */
export function measureSampledTexts(
  reference: SampledRows,
  current: SampledRows,
  texts: ReadonlySet<string>,
): { readonly reference: SampledRows; readonly current: SampledRows } {
  const vocabularies = new Map<string, Vocabulary>();
  for (const column of reference) {
    if (column.kind !== 'texts' || !texts.has(column.name)) continue;
    const vocabulary = createVocabulary();
    for (const text of column.values) if (text !== null) learnText(vocabulary, text);
    vocabularies.set(column.name, vocabulary);
  }
  const measure = (side: SampledRows): SampledRows =>
    side.flatMap((column): SampledRows => {
      const vocabulary = vocabularies.get(column.name);
      if (column.kind !== 'texts' || vocabulary === undefined) return [column];
      const numbers = column.values.map((text) => (text === null ? undefined : measureText(vocabulary, text)));
      return textMeasures.map((name, place) => ({
        kind: 'numbers',
        name: nameOfMeasure(column.name, name),
        values: Float64Array.from(numbers, (own) => own?.[place] ?? Number.NaN),
      }));
    });
  return { reference: measure(reference), current: measure(current) };
}
