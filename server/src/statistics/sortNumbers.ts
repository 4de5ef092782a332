/** From so many numbers on, putting them into buckets first is faster than sorting them at once. */
const fewestDealt = 1 << 15;
/** Numbers of a bucket on average: fewer make more buckets than the cache holds. */
const perBucket = 32;
/** Up to so many numbers the simplest sort is the fastest. */
const fewInBucket = 128;

/**
 * Sorts numbers, rising.
 *
 * Millions are dealt into buckets by their value, and each bucket is sorted on its own; numbers that crowd in few of the
 * buckets take the time of an ordinary sort.
 *
 * @param values finite, and no −0, which sorts apart from 0; not changed
 * @returns a new array
 */
export function sortNumbers(values: Float64Array): Float64Array {
  const rows = values.length;
  if (rows < fewestDealt) return values.toSorted();
  let [low, high] = [Infinity, -Infinity];
  for (let row = 0; row < rows; row++) {
    const value = values[row] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const buckets = Math.ceil(rows / perBucket);
  const scale = buckets / (high - low);
  // The span of huge numbers overflows, and that of equal ones is 0.
  if (!Number.isFinite(scale) || scale === 0) return values.toSorted();
  const ends = new Uint32Array(buckets + 1);
  for (let row = 0; row < rows; row++) {
    const bucket = Math.min(buckets - 1, Math.floor(((values[row] ?? 0) - low) * scale));
    ends[bucket + 1] = (ends[bucket + 1] ?? 0) + 1;
  }
  for (let bucket = 1; bucket <= buckets; bucket++) ends[bucket] = (ends[bucket] ?? 0) + (ends[bucket - 1] ?? 0);
  const starts = ends.slice(0, buckets);
  const sorted = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const value = values[row] ?? 0;
    const bucket = Math.min(buckets - 1, Math.floor((value - low) * scale));
    const at = starts[bucket] ?? 0;
    sorted[at] = value;
    starts[bucket] = at + 1;
  }
  for (let bucket = 0; bucket < buckets; bucket++) {
    const [from, until] = [ends[bucket] ?? 0, ends[bucket + 1] ?? 0];
    if (until - from > fewInBucket) sorted.subarray(from, until).sort();
    else insertEach(sorted, from, until);
  }
  return sorted;
}

/** Sorts a stretch by putting each number into its place among those before it. */
function insertEach(values: Float64Array, from: number, until: number): void {
  for (let at = from + 1; at < until; at++) {
    const value = values[at] ?? 0;
    let place = at;
    for (; place > from && (values[place - 1] ?? 0) > value; place--) values[place] = values[place - 1] ?? 0;
    values[place] = value;
  }
}
