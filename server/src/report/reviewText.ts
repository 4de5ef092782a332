/** Reviews for a person at a terminal. */
import type { ProjectReview, ReviewChange } from '../../../schemas/review.ts';
import { plainText } from '../text/plainText.ts';
import {
  authorWords,
  baseWords,
  byWeight,
  countWords,
  moneyWords,
  reasonWords,
  sortReviews,
  specWords,
} from './reviewWords.ts';

const colours: Readonly<Record<ReviewChange['weight'], string>> = { loosened: '31', tightened: '32', neutral: '2' };

/** One line that sums up each project, and two per change. */
export function reviewText(reviews: readonly ProjectReview[], hasColour: boolean): string {
  const paint = (code: string, text: string) => (hasColour ? `\u001B[${code}m${text}\u001B[0m` : text);
  const { told, untouched } = sortReviews(reviews);
  const lines = told.flatMap((review) => [
    paint('1', `Review of ${plainText(review.file)} against ${plainText(baseWords(review))}: ${summary(review)}.`),
    ...(review.kind === 'compared' ? byWeight(review.changes).flatMap((change) => changeLines(change, paint)) : []),
  ]);
  const [first] = untouched;
  if (first !== undefined) {
    const named = specWords(untouched, plainText);
    lines.push(paint('1', `Review against ${plainText(baseWords(first))}: nothing changed in ${named}.`));
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function summary(review: ProjectReview): string {
  switch (review.kind) {
    case 'compared':
      return plainText(countWords(review));
    case 'new':
      return 'the base has no such spec';
    case 'not-compared':
      return `not compared, because ${plainText(review.because)}`;
  }
}

function changeLines(change: ReviewChange, paint: (code: string, text: string) => string): readonly string[] {
  const { weight, level, current, base, sentence } = change;
  const place = current ?? base;
  const start = place?.range.start;
  const at =
    place === null || start === undefined ? '' : `${plainText(place.file)}:${start.line + 1}:${start.character + 1} `;
  const gone = current === null && base !== null ? 'was ' : '';
  const word = weight === 'neutral' ? 'changed' : weight;
  const details = [level ?? undefined, moneyWords(change), authorWords(change), reasonWords(change)]
    .filter((part) => part !== undefined)
    .map(plainText);
  return [
    `  ${paint(colours[weight], word.padEnd(9))} ${gone}${at}${plainText(sentence)}`,
    paint('2', `            ${details.join(' · ')}`),
  ];
}
