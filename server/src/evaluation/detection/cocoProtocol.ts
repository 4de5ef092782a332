/** What the COCO protocol fixes: overlaps, recalls, sizes, and how many answers count. */

export interface AreaRange {
  readonly name: 'all' | 'small' | 'medium' | 'large';
  /** Square pixels; both ends belong to it. */
  readonly low: number;
  readonly high: number;
}

export interface CocoProtocol {
  /** Rising; those of COCO come first, in front of those that are asked for beside them. */
  readonly thresholds: readonly number[];
  /** How many of the thresholds are COCO's. */
  readonly standardThresholds: number;
  readonly recalls: readonly number[];
  /** The first one is `all`. */
  readonly areas: readonly AreaRange[];
  /** Most detections per image and class, rising. */
  readonly most: readonly number[];
}

/**
 * Evenly spaced numbers, both ends included.
 *
 * @param count 2 or more
 * @source equals numpy.linspace to the last bit
 */
export function evenlySpaced(first: number, last: number, count: number): readonly number[] {
  const step = (last - first) / (count - 1);
  return Array.from({ length: count }, (_, index) => (index === count - 1 ? last : index * step + first));
}

const all: AreaRange = { name: 'all', low: 0, high: 1e10 };
const small: AreaRange = { name: 'small', low: 0, high: 32 ** 2 };
const medium: AreaRange = { name: 'medium', low: 32 ** 2, high: 96 ** 2 };
const large: AreaRange = { name: 'large', low: 96 ** 2, high: 1e10 };

const standard = evenlySpaced(0.5, 0.95, 10);

/** @param extra overlaps that a spec asks for beside those of COCO */
export function boxProtocol(extra: readonly number[] = [], most: readonly number[] = [1, 10, 100]): CocoProtocol {
  return {
    thresholds: [...standard, ...extra],
    standardThresholds: standard.length,
    recalls: evenlySpaced(0, 1, 101),
    areas: [all, small, medium, large],
    most: [...new Set(most)].toSorted((left, right) => left - right),
  };
}

/** Points of small things are not judged, and 20 answers count. */
export function keypointProtocol(extra: readonly number[] = []): CocoProtocol {
  return { ...boxProtocol(extra, [20]), areas: [all, medium, large] };
}
