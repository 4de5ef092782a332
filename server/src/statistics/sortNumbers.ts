/** From so many numbers on, putting them into buckets first is faster than sorting them at once. */
const fewestDealt = 1 << 15;
/** Buckets of the first round: as many places to write to as the cache follows. */
const coarseBuckets = 512;
/** Numbers of a bucket of the second round, on average. */
const perBucket = 8;
/** Up to so many numbers the simplest sort is the fastest. */
const fewInBucket = 128;

/**
 * Sorts numbers, rising.
 *
 * Millions are dealt into buckets by their value, those of each bucket into smaller ones, and these are sorted on their
 * own; numbers that crowd in few of the buckets take the time of an ordinary sort.
 *
 * @param values finite, and no −0, which sorts apart from 0; sorted where they are
 * @returns the same array
 */
export function sortNumbers(values: Float64Array): Float64Array {
  const rows = values.length;
  if (rows < fewestDealt) return values.sort();
  const spread = spreadOf(values, 0, rows, coarseBuckets);
  if (spread === undefined) return values.sort();
  const dealt = new Float64Array(rows);
  const coarseEnds = new Uint32Array(coarseBuckets);
  dealInto(dealt, values, 0, rows, spread, coarseEnds);
  const ends = new Uint32Array(Math.ceil(rows / perBucket));
  let from = 0;
  for (const until of coarseEnds) {
    sortBucket(values, dealt, from, until, ends);
    from = until;
  }
  return values;
}

/** Sorts a stretch of what was dealt into its place among the numbers. */
function sortBucket(values: Float64Array, dealt: Float64Array, from: number, until: number, room: Uint32Array): void {
  const count = until - from;
  const ends = room.subarray(0, Math.ceil(count / perBucket));
  const spread = count <= fewInBucket ? undefined : spreadOf(dealt, from, until, ends.length);
  if (spread === undefined) {
    values.set(dealt.subarray(from, until), from);
    sortStretch(values, from, until);
    return;
  }
  dealInto(values, dealt, from, until, spread, ends);
  let first = from;
  // A plain loop: an iterator for each of thousands of buckets costs as much as sorting them.
  for (let bucket = 0; bucket < ends.length; bucket++) {
    const end = ends[bucket] ?? 0;
    sortStretch(values, first, end);
    first = end;
  }
}

/** How numbers are dealt into buckets of equal width. */
interface Spread {
  readonly low: number;
  /** Buckets for each unit of a number. */
  readonly scale: number;
}

/** @returns undefined where there is no such width: the span of huge numbers overflows, and that of equal ones is 0 */
function spreadOf(values: Float64Array, from: number, until: number, buckets: number): Spread | undefined {
  let [low, high] = [Infinity, -Infinity];
  for (let row = from; row < until; row++) {
    const value = values[row] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const scale = buckets / (high - low);
  return Number.isFinite(scale) && scale !== 0 ? { low, scale } : undefined;
}

/**
 * Puts a stretch of `source` into the same stretch of `target`, bucket by bucket.
 *
 * @param ends becomes, for each bucket, where it ends in `target`
 */
function dealInto(
  target: Float64Array,
  source: Float64Array,
  from: number,
  until: number,
  { low, scale }: Spread,
  ends: Uint32Array,
): void {
  const last = ends.length - 1;
  ends.fill(0);
  for (let row = from; row < until; row++) {
    const bucket = Math.min(last, Math.floor(((source[row] ?? 0) - low) * scale));
    ends[bucket] = (ends[bucket] ?? 0) + 1;
  }
  let before = from;
  for (let bucket = 0; bucket <= last; bucket++) {
    const count = ends[bucket] ?? 0;
    ends[bucket] = before;
    before += count;
  }
  for (let row = from; row < until; row++) {
    const value = source[row] ?? 0;
    const bucket = Math.min(last, Math.floor((value - low) * scale));
    const at = ends[bucket] ?? 0;
    target[at] = value;
    ends[bucket] = at + 1;
  }
}

function sortStretch(values: Float64Array, from: number, until: number): void {
  if (until - from > fewInBucket) values.subarray(from, until).sort();
  else insertEach(values, from, until);
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
