/** Names of distributions, as package indexes compare them. */

/** `Scikit_Learn` → `scikit-learn` (PEP 503). */
export function normaliseDistribution(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/gu, '-');
}
