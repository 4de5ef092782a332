/** Several tests at once: probabilities that hold the share of false discoveries. */

/**
 * Adjusts probabilities for how many there are.
 *
 * @param probabilities each in [0, 1]
 * @returns in the same order, each at least as large as before
 * @source Benjamini and Hochberg 1995, JRSS B 57, 289-300; equals scipy.stats.false_discovery_control
 */
export function adjustProbabilities(probabilities: readonly number[]): readonly number[] {
  const order = probabilities
    .map((_, at) => at)
    .sort((left, right) => (probabilities[right] ?? 0) - (probabilities[left] ?? 0));
  const adjusted = [...probabilities];
  let least = 1;
  order.forEach((at, fromLargest) => {
    const rank = probabilities.length - fromLargest;
    least = Math.min(least, ((probabilities[at] ?? 0) * probabilities.length) / rank);
    adjusted[at] = least;
  });
  return adjusted;
}
