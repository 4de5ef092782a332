/** Which detections of one class meet a truth, image by image, as COCO matches them. */
import type { CocoProtocol } from './cocoProtocol.ts';
import type { DetectionSet, Overlaps } from './detectionSet.ts';
import { sortByScore, stretchEnd } from './groupThings.ts';

/** What became of a detection. */
export const outcome = { wrong: 0, right: 1, ignored: 2 } as const;

/** Detections of one class with what became of them, by falling score; equal scores by image. */
export interface MatchedClass {
  /** Image of each detection. */
  readonly images: Int32Array;
  /** Place of each detection in the set. */
  readonly places: Int32Array;
  /** Rank of each detection among those of its class in its image, from 0 on. */
  readonly ranks: Int32Array;
  /** Uint8Array of areas * thresholds * detections: an `outcome` each. */
  readonly outcomes: Uint8Array;
  /** Truths that count, by area. */
  readonly truths: readonly number[];
  /** Image of each truth that counts, by area. */
  readonly truthImages: readonly Int32Array[];
}

/** A match counts although it is a hair below an overlap of 1. */
const mostThreshold = 1 - 1e-10;

/**
 * Matches the detections of a class.
 *
 * @param detections of the class, by image and then in file order
 * @param truths likewise
 * @source evaluateImg of pycocotools: each detection, the surest first, takes the truth that it overlaps most, of equals
 *   the later one; crowds may be taken again and again
 */
export function matchClass(
  set: DetectionSet,
  detections: Int32Array,
  truths: Int32Array,
  overlapsOf: Overlaps,
  protocol: CocoProtocol,
): MatchedClass {
  const most = protocol.most.at(-1) ?? 0;
  const kept = keepSurest(set, detections, most);
  const count = kept.places.length;
  const layers = protocol.areas.length * protocol.thresholds.length;
  const outcomes = new Uint8Array(layers * count);
  const match = createMatcher(set, protocol, outcomes, count);
  let at = 0;
  let place = 0;
  while (at < count) {
    const end = stretchEnd(kept.places, set.detections.images, at);
    const image = set.detections.images[kept.places[at] ?? 0] ?? 0;
    while (place < truths.length && (set.truths.images[truths[place] ?? 0] ?? 0) < image) place += 1;
    const isThere = place < truths.length && set.truths.images[truths[place] ?? 0] === image;
    const truthEnd = isThere ? stretchEnd(truths, set.truths.images, place) : place;
    const own = kept.places.subarray(at, end);
    const others = truths.subarray(place, truthEnd);
    match(own, others, others.length === 0 ? new Float64Array() : overlapsOf(own, others), at);
    at = end;
    place = truthEnd;
  }
  return orderByScore(set, kept, outcomes, layers, countTruths(set, truths, protocol));
}

interface KeptDetections {
  readonly places: Int32Array;
  readonly ranks: Int32Array;
}

/** The surest ones of each image, by falling score inside the image. */
function keepSurest(set: DetectionSet, detections: Int32Array, most: number): KeptDetections {
  const places = new Int32Array(detections.length);
  const ranks = new Int32Array(detections.length);
  let count = 0;
  for (let at = 0; at < detections.length;) {
    const end = stretchEnd(detections, set.detections.images, at);
    const sorted = sortByScore(detections.subarray(at, end), set.detections.scores).subarray(0, most);
    for (const [rank, place] of sorted.entries()) {
      places[count] = place;
      ranks[count++] = rank;
    }
    at = end;
  }
  return { places: places.subarray(0, count), ranks: ranks.subarray(0, count) };
}

function createMatcher(set: DetectionSet, protocol: CocoProtocol, outcomes: Uint8Array, count: number) {
  const { areas: truthAreas, isCrowd, isIgnored, ids } = set.truths;
  const { areas: detectionAreas } = set.detections;
  const { areas, thresholds } = protocol;
  return (own: Int32Array, others: Int32Array, overlaps: Float64Array, offset: number): void => {
    const size = others.length;
    const order = new Int32Array(size);
    const isTaken = new Uint8Array(size);
    for (const [areaIndex, { low, high }] of areas.entries()) {
      // Truths that do not count come last, and are looked at only while nothing better was found.
      const isOut = (truth: number): boolean => {
        const area = truthAreas[truth] ?? 0;
        return isIgnored[truth] === 1 || area < low || area > high;
      };
      let counting = 0;
      for (let index = 0; index < size; index++) if (!isOut(others[index] ?? 0)) order[counting++] = index;
      let last = counting;
      for (let index = 0; index < size; index++) if (isOut(others[index] ?? 0)) order[last++] = index;
      for (const [thresholdIndex, threshold] of thresholds.entries()) {
        const layer = (areaIndex * thresholds.length + thresholdIndex) * count + offset;
        isTaken.fill(0);
        for (const [index, detection] of own.entries()) {
          let best = Math.min(threshold, mostThreshold);
          let found = -1;
          for (let step = 0; step < size; step++) {
            const candidate = order[step] ?? 0;
            if (isTaken[candidate] === 1 && isCrowd[others[candidate] ?? 0] === 0) continue;
            if (found !== -1 && found < counting && step >= counting) break;
            const overlap = overlaps[index * size + candidate] ?? 0;
            if (overlap < best) continue;
            best = overlap;
            found = step;
          }
          const candidate = order[found] ?? -1;
          if (found !== -1) isTaken[candidate] = 1;
          // A truth with the number 0 is matched, and yet counts as none.
          const isMatched = found !== -1 && ids[others[candidate] ?? 0] !== 0;
          const area = detectionAreas[detection] ?? 0;
          if (found >= counting || (!isMatched && (area < low || area > high))) {
            outcomes[layer + index] = outcome.ignored;
          } else {
            outcomes[layer + index] = isMatched ? outcome.right : outcome.wrong;
          }
        }
      }
    }
  };
}

function countTruths(set: DetectionSet, truths: Int32Array, { areas }: CocoProtocol): readonly Int32Array[] {
  return areas.map(({ low, high }) => {
    const counting = truths.filter((truth) => {
      const area = set.truths.areas[truth] ?? 0;
      return set.truths.isIgnored[truth] === 0 && area >= low && area <= high;
    });
    return counting.map((truth) => set.truths.images[truth] ?? 0);
  });
}

function orderByScore(
  set: DetectionSet,
  kept: KeptDetections,
  outcomes: Uint8Array,
  layers: number,
  truthImages: readonly Int32Array[],
): MatchedClass {
  const count = kept.places.length;
  const scores = Float64Array.from(kept.places, (place) => set.detections.scores[place] ?? 0);
  const order = sortByScore(
    Int32Array.from(kept.places, (_, at) => at),
    scores,
  );
  const ordered = new Uint8Array(outcomes.length);
  for (let layer = 0; layer < layers; layer++) {
    for (let at = 0; at < count; at++) {
      ordered[layer * count + at] = outcomes[layer * count + (order[at] ?? 0)] ?? 0;
    }
  }
  const places = order.map((at) => kept.places[at] ?? 0);
  return {
    places,
    images: places.map((place) => set.detections.images[place] ?? 0),
    ranks: order.map((at) => kept.ranks[at] ?? 0),
    outcomes: ordered,
    truths: truthImages.map(({ length }) => length),
    truthImages,
  };
}
