import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyTexts } from '../../../server/src/drift/texts/classifyTexts.ts';
import { createTextCounter } from '../../../server/src/drift/texts/countTexts.ts';
import { createVocabulary, isFreeText, learnText, measureText } from '../../../server/src/drift/texts/measureTexts.ts';
import { wordsOf } from '../../../server/src/drift/texts/wordsOf.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';

/** Texts of words that are drawn from a list, the first ones more often. */
function write(count: number, list: readonly string[], seed: number): string[] {
  const random = createRandomStream(seed);
  return Array.from({ length: count }, () =>
    Array.from({ length: 6 }, () => list[Math.floor(list.length * random.nextFraction() ** 2)]).join(' '),
  );
}

const usual = Array.from(
  { length: 200 },
  (_, at) => `usual${String.fromCharCode(97 + (at % 26), 97 + Math.floor(at / 26))}`,
);

describe('the words of a text', () => {
  it('are in lower case, with every number alike', () => {
    expect(wordsOf('Don’t pay €1,250.00 – CALL Ørsted!')).toEqual(['don’t', 'pay', '0', '0', '0', 'call', 'ørsted']);
  });

  it('are single characters where nobody writes spaces', () => {
    expect(wordsOf('退款 please')).toEqual(['退', '款', 'please']);
  });

  it('are found in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const word of wordsOf(text)) expect(word).not.toMatch(/^\s*$/);
      }),
    );
  });
});

describe('free text', () => {
  it('is told from categories, ids and single words', () => {
    const times = (text: (at: number) => string) => Array.from({ length: 40 }, (_, at) => text(at));
    expect(isFreeText(times((at) => `my parcel ${at} has not come yet`))).toBe(true);
    expect(isFreeText(times((at) => `包裹还没有到${at}`))).toBe(true);
    expect(isFreeText(times((at) => `7f3a-91c0-b2-${at}`))).toBe(false);
    expect(isFreeText(times((at) => `paid by card ${at % 3}`))).toBe(false);
    expect(isFreeText(times((at) => `name${at}`))).toBe(false);
    expect(isFreeText([])).toBe(false);
  });

  it('knows as many words of other texts of the same kind as of the reference itself', () => {
    const reference = write(400, usual, 1);
    const vocabulary = createVocabulary();
    for (const text of reference) learnText(vocabulary, text);
    const share = (texts: readonly string[]) =>
      texts.reduce((sum, text) => sum + measureText(vocabulary, text)[2], 0) / texts.length;
    expect(Math.abs(share(reference) - share(write(400, usual, 2)))).toBeLessThan(0.01);
    expect(share(write(400, ['refund', 'outage', 'login'], 3))).toBe(1);
  });

  it('has no share of unknown words without words', () => {
    expect(measureText(createVocabulary(), '— !')).toEqual([3, 0, Number.NaN]);
  });

  it('is counted window by window, and a missing one as missing', () => {
    const counter = createTextCounter('message', 2, createVocabulary());
    counter.take(0, 'one two');
    counter.take(1, null);
    counter.take(1, '…');
    expect(counter.columns().map((windows) => windows.map(({ rows, missing }) => [rows, missing]))).toEqual([
      [
        [1, 0],
        [2, 1],
      ],
      [
        [1, 0],
        [2, 1],
      ],
      [
        [1, 0],
        [2, 2],
      ],
    ]);
  });

  it('keeps texts that stand out at either end, each once', () => {
    const counter = createTextCounter('message', 1, createVocabulary());
    for (let length = 1; length <= 100; length++) counter.take(0, 'x'.repeat(length));
    const [names] = counter.standing()[0]?.columns ?? [];
    const kept = names?.kind === 'texts' ? names.values : [];
    expect(kept).toContain('x');
    expect(kept).toContain('x'.repeat(100));
    expect(new Set(kept).size).toBe(kept.length);
  });
});

describe('a classifier of words', () => {
  it('tells texts with a new word apart, and names the word', () => {
    const other = write(300, usual, 5).map((text, at) => (at % 2 === 0 ? `${text} outage` : text));
    const found = classifyTexts(write(300, usual, 4), other, 1);
    expect(found?.low).toBeGreaterThan(0.55);
    expect(found?.p).toBeLessThan(1e-4);
    expect(found?.words[0]).toMatchObject({ word: 'outage', isMore: true });
  });

  it('raises an alarm for equal texts no more often than it should', () => {
    const alarms = Array.from({ length: 60 }, (_, round) =>
      classifyTexts(write(80, usual, 100 + round), write(80, usual, 300 + round), 1),
    ).filter((found) => (found?.p ?? 1) <= 0.05);
    // Of 60 rounds with 5 % each, more than 8 happen once in 400 times.
    expect(alarms.length).toBeLessThanOrEqual(8);
  });

  it('says nothing where no word comes up again', () => {
    expect(classifyTexts(['a'], ['b'], 1)).toBeUndefined();
  });
});
