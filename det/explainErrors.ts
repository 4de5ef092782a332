/** What is wrong with the answers from a score on: which kind of error each one is, and what is taken for what. */
import type { DetectionSet, Overlaps } from './detectionSet.ts';
import { groupByImage, sortByScore } from './groupThings.ts';

export const errorKinds = ['localisation', 'class', 'duplicate', 'background', 'both', 'missed'] as const;
export type ErrorKind = (typeof errorKinds)[number];

/** What became of an answer; answers on a crowd are neither right nor wrong. */
export type AnswerOutcome = Exclude<ErrorKind, 'missed'> | 'right' | 'ignored';

/** One image with the places of its things in the set. */
export interface ImageErrors {
  readonly image: number;
  readonly wrong: number;
  readonly missed: number;
  /** The surest first. */
  readonly answers: readonly { readonly place: number; readonly outcome: AnswerOutcome }[];
  /** True things without crowds. */
  readonly truths: readonly { readonly place: number; readonly isFound: boolean }[];
}

export interface DetectionErrors {
  /** Answers count from this score on. */
  readonly score: number;
  readonly right: number;
  readonly counts: Readonly<Record<ErrorKind, number>>;
  /**
   * (classes + 1) * (classes + 1), row-major; row = true class, column = answered class; the last row stands for
   * nothing true, the last column for nothing answered.
   */
  readonly confusion: Float64Array;
  /** Images with an error, most errors first; equal ones in their order. */
  readonly worst: readonly ImageErrors[];
}

/** An answer is right from this overlap on. */
const rightOverlap = 0.5;
/** Up to this overlap an answer lies on nothing. */
const nothingOverlap = 0.1;

/**
 * Explains the answers of all images.
 *
 * An answer that is not right is, in this order: badly placed on a thing of its class; on a thing of another class; a
 * second one on a thing that is found; on nothing; or of another class and badly placed, both. A true thing is missed
 * when no answer finds it, nor would find it with another place or class.
 *
 * @param score answers below it do not count
 * @param mostWorst images to keep
 * @source the kinds of TIDE, Bolya et al. 2020, ECCV, 558-573, with its overlaps of 0.5 and 0.1; answers are matched as
 *   COCO does
 */
export function explainErrors(
  set: DetectionSet,
  overlaps: Overlaps,
  score: number,
  mostWorst: number,
): DetectionErrors {
  const size = set.classes.length + 1;
  const confusion = new Float64Array(size * size);
  const counts: Record<ErrorKind, number> = {
    localisation: 0,
    class: 0,
    duplicate: 0,
    background: 0,
    both: 0,
    missed: 0,
  };
  const flawed: ImageErrors[] = [];
  let right = 0;
  const detections = groupByImage(set.detections, set.images.length);
  const truths = groupByImage(set.truths, set.images.length);
  for (const [image] of set.images.entries()) {
    const own = detections.ofImage(image).filter((place) => (set.detections.scores[place] ?? 0) >= score);
    const explained = explainImage(set, overlaps, sortByScore(own, set.detections.scores), truths.ofImage(image));
    for (const [row, column] of explained.pairs) {
      const at = (row === -1 ? size - 1 : row) * size + (column === -1 ? size - 1 : column);
      confusion[at] = (confusion[at] ?? 0) + 1;
    }
    let wrong = 0;
    for (const { outcome } of explained.answers) {
      if (outcome === 'right') right += 1;
      if (outcome === 'right' || outcome === 'ignored') continue;
      counts[outcome] += 1;
      wrong += 1;
    }
    counts.missed += explained.lost;
    const missed = explained.truths.filter(({ isFound }) => !isFound).length;
    if (wrong + missed > 0) {
      flawed.push({ image, wrong, missed, answers: explained.answers, truths: explained.truths });
      // Keeping all of them would keep all answers.
      if (flawed.length >= 4 * mostWorst + 100) keepWorst(flawed, mostWorst);
    }
  }
  keepWorst(flawed, mostWorst);
  return { score, right, counts, confusion, worst: flawed };
}

function keepWorst(flawed: ImageErrors[], most: number): void {
  flawed.sort((left, other) => other.wrong + other.missed - left.wrong - left.missed || left.image - other.image);
  flawed.length = Math.min(flawed.length, most);
}

interface ExplainedImage extends Pick<ImageErrors, 'answers' | 'truths'> {
  /** True and answered class, −1 for none, of everything that counts. */
  readonly pairs: readonly (readonly [number, number])[];
  /** True things that nothing finds, not even badly. */
  readonly lost: number;
}

function explainImage(
  set: DetectionSet,
  overlapsOf: Overlaps,
  detections: Int32Array,
  truths: Int32Array,
): ExplainedImage {
  const { isIgnored, classes: trueClasses } = set.truths;
  const { classes: answeredClasses } = set.detections;
  const overlaps = detections.length * truths.length === 0 ? new Float64Array() : overlapsOf(detections, truths);
  const width = truths.length;
  const takenBy = new Int32Array(width).fill(-1);
  /** For each answer the truth that it meets: of its class first, then of any that is left. */
  const met = new Int32Array(detections.length).fill(-1);
  const isOf = (index: number, at: number): boolean =>
    answeredClasses[detections[index] ?? 0] === trueClasses[truths[at] ?? 0];
  const best = (index: number, fits: (at: number) => boolean): number => {
    let found = -1;
    for (let at = 0; at < width; at++) {
      if (fits(at) && (found === -1 || (overlaps[index * width + at] ?? 0) >= (overlaps[index * width + found] ?? 0))) {
        found = at;
      }
    }
    return found;
  };
  const reaches = (index: number, at: number, least: number): boolean =>
    at !== -1 && (overlaps[index * width + at] ?? 0) >= least;
  const counts = (at: number): boolean => isIgnored[truths[at] ?? 0] === 0;
  const onCrowd = new Uint8Array(detections.length);
  for (const [index] of detections.entries()) {
    const at = best(index, (one) => counts(one) && isOf(index, one) && takenBy[one] === -1);
    if (reaches(index, at, rightOverlap)) {
      takenBy[at] = index;
      met[index] = at;
    } else if (
      reaches(
        index,
        best(index, (one) => !counts(one) && isOf(index, one)),
        rightOverlap,
      )
    ) {
      onCrowd[index] = 1;
    }
  }
  const isRight = met.map((at) => (at === -1 ? 0 : 1));
  const isNearlyFound = new Uint8Array(width);
  const answers = Array.from(detections, (place, index): ImageErrors['answers'][number] => {
    if (isRight[index] === 1) return { place, outcome: 'right' };
    if (onCrowd[index] === 1) return { place, outcome: 'ignored' };
    const own = best(index, (at) => counts(at) && isOf(index, at));
    if (reaches(index, own, nothingOverlap) && !reaches(index, own, rightOverlap)) {
      isNearlyFound[own] = 1;
      return { place, outcome: 'localisation' };
    }
    const other = best(index, (at) => counts(at) && !isOf(index, at));
    if (reaches(index, other, rightOverlap)) {
      isNearlyFound[other] = 1;
      return { place, outcome: 'class' };
    }
    if (reaches(index, own, rightOverlap)) return { place, outcome: 'duplicate' };
    return { place, outcome: reaches(index, other, nothingOverlap) ? 'both' : 'background' };
  });
  for (const [index] of detections.entries()) {
    if (met[index] !== -1 || onCrowd[index] === 1) continue;
    const at = best(index, (one) => counts(one) && takenBy[one] === -1);
    if (!reaches(index, at, rightOverlap)) continue;
    takenBy[at] = index;
    met[index] = at;
  }
  const pairs: (readonly [number, number])[] = [];
  for (const [index, place] of detections.entries()) {
    if (onCrowd[index] === 1) continue;
    const at = met[index] ?? -1;
    pairs.push([at === -1 ? -1 : (trueClasses[truths[at] ?? 0] ?? -1), answeredClasses[place] ?? -1]);
  }
  const things: { readonly place: number; readonly isFound: boolean }[] = [];
  let lost = 0;
  for (const [at, place] of truths.entries()) {
    if (!counts(at)) continue;
    const by = takenBy[at] ?? -1;
    const isFound = by !== -1 && isRight[by] === 1;
    things.push({ place, isFound });
    if (!isFound && isNearlyFound[at] === 0) lost += 1;
    if (by === -1) pairs.push([trueClasses[place] ?? -1, -1]);
  }
  return { answers, truths: things, pairs, lost };
}
