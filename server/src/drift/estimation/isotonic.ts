/** Scores turned into probabilities that never fall while the score rises. */

/**
 * Fits the rising step function that lies closest to the outcomes.
 *
 * @param scores finite, any order
 * @param outcomes as many, such as 0 and 1
 * @returns the fitted value at a score: linear between the scores that were seen, constant beyond them
 * @throws {RangeError} without scores: a bug in the caller
 * @source pooling of adjacent violators, Barlow et al. 1972; equals sklearn.isotonic.IsotonicRegression(out_of_bounds="clip")
 */
export function fitIsotonic(scores: ArrayLike<number>, outcomes: ArrayLike<number>): (score: number) => number {
  const order = Array.from({ length: scores.length }, (_, row) => row).sort(
    (a, b) => (scores[a] ?? 0) - (scores[b] ?? 0),
  );
  if (order.length === 0) throw new RangeError('Nothing can be fitted to no scores.');
  const places: number[] = [];
  const blocks: { sum: number; rows: number; ends: number }[] = [];
  for (const row of order) {
    const score = scores[row] ?? 0;
    const isNew = places.at(-1) !== score;
    if (isNew) {
      places.push(score);
      blocks.push({ sum: 0, rows: 0, ends: places.length });
    }
    const block = blocks.at(-1);
    if (block === undefined) continue;
    block.sum += outcomes[row] ?? 0;
    block.rows += 1;
  }
  const pooled: typeof blocks = [];
  for (const block of blocks) {
    pooled.push({ ...block });
    for (;;) {
      const [before, last] = [pooled.at(-2), pooled.at(-1)];
      if (before === undefined || last === undefined || before.sum / before.rows < last.sum / last.rows) break;
      before.sum += last.sum;
      before.rows += last.rows;
      before.ends = last.ends;
      pooled.pop();
    }
  }
  const fitted = pooled.flatMap(({ sum, rows, ends }, place) =>
    new Array<number>(ends - (pooled[place - 1]?.ends ?? 0)).fill(sum / rows),
  );
  return (score) => interpolate(places, fitted, score);
}

function interpolate(places: readonly number[], values: readonly number[], at: number): number {
  const last = places.length - 1;
  if (at <= (places[0] ?? 0)) return values[0] ?? 0;
  if (at >= (places[last] ?? 0)) return values[last] ?? 0;
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  const [from = 0, to = 0] = [places[low], places[high]];
  const [a = 0, b = 0] = [values[low], values[high]];
  return a + ((b - a) * (at - from)) / (to - from);
}
