/** Things by class and image. */
import type { FoundThings } from './detectionSet.ts';

/** Places of things of each class, by image and then in file order. */
interface ThingsByClass {
  readonly ofClass: (index: number) => Int32Array;
}

/** @param classes how many there are */
export function groupByClass(things: FoundThings, classes: number, images: number): ThingsByClass {
  const byImage = sortWithStarts(allPlaces(things), things.images, images).order;
  const { order, starts } = sortWithStarts(byImage, things.classes, classes);
  return { ofClass: (index) => order.subarray(starts[index], starts[index + 1]) };
}

/** Places of things of each image, in file order. */
interface ThingsByImage {
  readonly ofImage: (index: number) => Int32Array;
}

export function groupByImage(things: FoundThings, images: number): ThingsByImage {
  const { order, starts } = sortWithStarts(allPlaces(things), things.images, images);
  return { ofImage: (index) => order.subarray(starts[index], starts[index + 1]) };
}

function allPlaces(things: FoundThings): Int32Array {
  return Int32Array.from(things.images, (_, place) => place);
}

/** Places by their keys; equal keys keep their order. */
function sortWithStarts(places: Int32Array, keys: Int32Array, size: number) {
  const starts = new Int32Array(size + 1);
  for (const key of keys) starts[key + 1] = (starts[key + 1] ?? 0) + 1;
  for (let key = 0; key < size; key++) starts[key + 1] = (starts[key + 1] ?? 0) + (starts[key] ?? 0);
  const next = starts.slice();
  const order = new Int32Array(places.length);
  for (const place of places) {
    const key = keys[place] ?? 0;
    const at = next[key] ?? 0;
    order[at] = place;
    next[key] = at + 1;
  }
  return { order, starts };
}

/** Places with falling scores; equal scores keep their order. */
export function sortByScore(places: Int32Array, scores: Float64Array): Int32Array {
  // Most groups hold a few things, for which this is fastest.
  if (places.length <= 16) {
    const sorted = places.slice();
    for (let at = 1; at < sorted.length; at++) {
      const place = sorted[at] ?? 0;
      const score = scores[place] ?? 0;
      let to = at;
      while (to > 0 && (scores[sorted[to - 1] ?? 0] ?? 0) < score) {
        sorted[to] = sorted[to - 1] ?? 0;
        to -= 1;
      }
      sorted[to] = place;
    }
    return sorted;
  }
  return places.toSorted((left, right) => (scores[right] ?? 0) - (scores[left] ?? 0));
}

/** Ends of the stretches of places that lie in one image each. */
export function stretchEnd(places: Int32Array, images: Int32Array, from: number): number {
  const image = images[places[from] ?? 0];
  let end = from + 1;
  while (end < places.length && images[places[end] ?? 0] === image) end += 1;
  return end;
}
