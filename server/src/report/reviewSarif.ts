/** Changes of a review as results of SARIF: notes at the place of today, with the place of the base beside it. */
import type { ReportingDescriptor, Result } from 'sarif';
import type { ProjectReview, ReviewChange } from '../../../schemas/review.ts';
import { plainText } from '../text/plainText.ts';
import { sarifMessage } from './sarifMessage.ts';
import { authorWords, moneyWords, reasonWords } from './reviewWords.ts';
import type { LocationOf } from './sarifReport.ts';

const ruleId = 'review/change';

export const reviewDescriptor: ReportingDescriptor = {
  id: ruleId,
  shortDescription: { text: 'What the spec promises differs from the base.' },
  fullDescription: {
    text: 'Goals may move, silently they may not: a reviewer sees each change with its money and its reason.',
  },
  properties: { tags: ['review'] },
};

/** @param locationOf writes a place, with the base revision as its logical name where it is given */
export function reviewResults(reviews: readonly ProjectReview[], locationOf: LocationOf): readonly Result[] {
  return reviews.flatMap((review) => {
    if (review.kind !== 'compared') return [];
    return review.changes.map((change) => resultOf(change, review, locationOf));
  });
}

function resultOf(change: ReviewChange, review: ProjectReview, locationOf: LocationOf): Result {
  const start = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const place = change.current ?? { file: review.file, range: start };
  const { base, money } = change;
  const words = [moneyWords(change), authorWords(change), reasonWords(change)].filter((part) => part !== undefined);
  return {
    ruleId,
    level: 'note',
    message: sarifMessage(`${change.sentence} (${words.join('; ')})`),
    locations: [locationOf(place.file, place.range)],
    ...(base === null
      ? {}
      : {
          relatedLocations: [
            {
              id: 1,
              ...locationOf(base.file, base.range),
              message: sarifMessage(
                `Before, in ${review.base.revision.slice(0, 7)}${change.from === null ? '' : `: ${change.from}`}.`,
              ),
            },
          ],
        }),
    partialFingerprints: {
      'plumblineReview/v1': plainText(`${review.base.revision}:${change.subject}:${change.to ?? ''}`),
    },
    properties: {
      weight: change.weight,
      kind: change.kind,
      subject: plainText(change.subject),
      base: review.base.revision,
      ...(change.level === null ? {} : { level: change.level }),
      ...(money?.kind === 'known' ? { money: `${money.amount} ${money.currency}/year` } : {}),
      authors: change.authors.map(plainText),
      ...(change.reason === null ? {} : { reason: plainText(change.reason) }),
    },
  };
}
