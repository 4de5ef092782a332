/** The PERT distribution: what a low, a likely and a high estimate say about an unknown amount. */

/** Cells of the table from which quantiles are read: each adds less than a millionth of the range of error. */
const cells = 8192;

/**
 * Quantiles of a PERT distribution.
 *
 * @param low lowest amount
 * @param likely in [low, high]
 * @param high highest amount; equal to `low` for an amount without doubt
 * @param probabilities rising, each strictly between 0 and 1
 * @returns one amount per probability, within 1e-5 of the range
 * @throws {RangeError} when the points are out of order: a bug in the caller
 * @source Malcolm et al. 1959, Operations Research 7, 646-669: a beta distribution with shapes
 *   1 + 4·(likely − low)/(high − low) and 1 + 4·(high − likely)/(high − low); equals scipy `beta.ppf`
 */
export function computePertQuantiles(
  low: number,
  likely: number,
  high: number,
  probabilities: Float64Array,
): Float64Array {
  if (!(low <= likely && likely <= high)) throw new RangeError(`${low}, ${likely}, ${high} do not rise.`);
  const range = high - low;
  if (range === 0) return probabilities.map(() => low);
  const first = (4 * (likely - low)) / range;
  const second = 4 - first;
  const density = (share: number): number => share ** first * (1 - share) ** second;
  // Simpson's rule in each cell.
  const reached = new Float64Array(cells + 1);
  for (let cell = 0; cell < cells; cell++) {
    const from = cell / cells;
    const to = (cell + 1) / cells;
    reached[cell + 1] = (reached[cell] ?? 0) + density(from) + 4 * density((from + to) / 2) + density(to);
  }
  const whole = reached[cells] ?? 1;
  let cell = 0;
  return probabilities.map((probability) => {
    const wanted = probability * whole;
    while (cell < cells - 1 && (reached[cell + 1] ?? whole) < wanted) cell++;
    const [before, after] = [reached[cell] ?? 0, reached[cell + 1] ?? whole];
    const part = after > before ? (wanted - before) / (after - before) : 0;
    return low + range * ((cell + part) / cells);
  });
}
