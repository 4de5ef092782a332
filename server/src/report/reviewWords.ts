/** How a change of a review is said beside its sentence, the same in every format. */
import type { ProjectReview, ReviewChange } from '../../../schemas/review.ts';

/** "-220.5 kUSD/year", "money not known, because volume is not stated"; undefined where no formula speaks of it. */
export function moneyWords({ money }: ReviewChange): string | undefined {
  if (money === null) return undefined;
  return money.kind === 'known' ? money.text : `money not known, because ${money.because}`;
}

const namedAuthors = 3;

/** "by Ada and Grace"; whoever changed it has not committed it yet when nobody is named. */
export function authorWords({ authors }: ReviewChange): string {
  if (authors.length === 0) return 'not committed yet';
  const named = authors.slice(0, namedAuthors);
  const more = authors.length - named.length;
  const last = more > 0 ? [`${more} more`] : named.splice(-1);
  return `by ${named.length === 0 ? '' : `${named.join(', ')} and `}${last.join('')}`;
}

/** The reason, or that none is stated; only what loosens a promise must say why. */
export function reasonWords({ reason, weight }: ReviewChange): string | undefined {
  if (reason !== null) return `reason: ${reason}`;
  return weight === 'loosened' ? 'no reason stated' : undefined;
}

/** A commit as people name it, with its day and author. */
export function baseWords({ base }: ProjectReview): string {
  return `${base.revision.slice(0, 7)} (${base.at.slice(0, 10)}, ${base.author})`;
}

/** Keys that are named; the rest is counted. */
const namedKeys = 5;

/** "2 loosened, 1 tightened, 3 other changes"; "nothing changed"; "no promise changed, only `description` did". */
export function countWords(review: Extract<ProjectReview, { kind: 'compared' }>): string {
  const { loosened, tightened, neutral } = review.counts;
  const parts = [
    loosened > 0 ? `${loosened} loosened` : undefined,
    tightened > 0 ? `${tightened} tightened` : undefined,
    neutral > 0 ? `${neutral} other ${neutral === 1 ? 'change' : 'changes'}` : undefined,
  ].filter((part) => part !== undefined);
  if (parts.length > 0) return parts.join(', ');
  if (review.others.length === 0) return 'nothing changed';
  const more = review.others.length - namedKeys;
  const named = review.others.slice(0, namedKeys).map((key) => `\`${key.replaceAll('`', "'")}\``);
  const last = more > 0 ? `${more} more` : named.pop();
  return `no promise changed, only ${named.length === 0 ? '' : `${named.join(', ')} and `}${last ?? ''} did`;
}

/** Loosened first, because that is what a reviewer looks for; within a weight, the order stays. */
export function byWeight(changes: readonly ReviewChange[]): readonly ReviewChange[] {
  const order: Readonly<Record<ReviewChange['weight'], number>> = { loosened: 0, tightened: 1, neutral: 2 };
  return changes.toSorted((left, right) => order[left.weight] - order[right.weight]);
}

/** Projects of which each is told of, and those of which nothing is to be told but that they are as in the base. */
export interface SortedReviews {
  readonly told: readonly ProjectReview[];
  readonly untouched: readonly ProjectReview[];
}

/**
 * Sets apart what did not change, so that a repository of many projects does not bury what did; a single project is told
 * of by itself.
 */
export function sortReviews(reviews: readonly ProjectReview[]): SortedReviews {
  const asBefore = reviews.filter(
    (review) => review.kind === 'compared' && review.changes.length === 0 && review.others.length === 0,
  );
  // Folders of several repositories have a base each.
  const untouched = asBefore.filter(({ base }) => base.revision === asBefore[0]?.base.revision);
  if (untouched.length < 2) return { told: reviews, untouched: [] };
  return { told: reviews.filter((review) => !untouched.includes(review)), untouched };
}

/** Specs without changes that are named. */
const namedSpecs = 3;

/** "`a/plumbline.yaml`, `b/plumbline.yaml` and 5 more". @param write a name as the format has it */
export function specWords(reviews: readonly ProjectReview[], write: (file: string) => string): string {
  const named = reviews.slice(0, namedSpecs).map(({ file }) => write(file));
  const more = reviews.length - named.length;
  const last = more > 0 ? `${more} more` : named.pop();
  return `${named.length === 0 ? '' : `${named.join(', ')} and `}${last ?? ''}`;
}
