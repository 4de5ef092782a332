/** Progress at a pace that a person can follow. */

/** A message to another process costs as much as answering hundreds of rows. */
const leastMs = 100;

/**
 * @param tell told of the first share, of the end, and of others where some time has passed
 * @param now milliseconds since any moment
 */
export function paceShares(
  tell: (share: number) => void,
  now: () => number = () => performance.now(),
): (share: number) => void {
  let told = -Infinity;
  return (share) => {
    const at = now();
    if (share < 1 && at - told < leastMs) return;
    told = at;
    tell(share);
  };
}
