/**
 * The closed list of ways to look for drift, as `monitoring.checks.*.method` and `plumbline drift --method` know them.
 *
 * `auto` is our own verdict; a tool's name recomputes what that tool would say; the others are single statistics.
 */
export const driftMethods = [
  ['auto', 'Our verdict: an exact or permutation test and an effect size, with its false-alarm rate held.'],
  ['all', 'Every statistic that fits the column.'],
  ['evidently', 'The numbers and verdicts of Evidently.'],
  ['nannyml', 'The numbers and verdicts of NannyML.'],
  ['tfdv', 'The numbers of TensorFlow Data Validation.'],
  ['whylogs', 'The numbers and verdicts of whylogs.'],
  ['ks', 'Kolmogorov-Smirnov test.'],
  ['cramer_von_mises', 'Cramér-von-Mises test.'],
  ['anderson', 'Anderson-Darling test of two samples.'],
  ['es', 'Epps-Singleton test.'],
  ['t_test', 'Student’s t test with equal variances.'],
  ['mannw', 'Mann-Whitney U test.'],
  ['chisquare', 'Chi-squared test of counts.'],
  ['g_test', 'G test of counts.'],
  ['z', 'Test of two proportions.'],
  ['fisher_exact', 'Fisher’s exact test.'],
  ['TVD', 'Total variation distance.'],
  ['psi', 'Population stability index.'],
  ['kl_div', 'Kullback-Leibler divergence.'],
  ['jensenshannon', 'Jensen-Shannon distance.'],
  ['hellinger', 'Hellinger distance.'],
  ['wasserstein', 'Wasserstein distance over the standard deviation of the reference.'],
  ['ed', 'Energy distance.'],
  ['empirical_mmd', 'Maximum mean discrepancy.'],
] as const;

export type DriftMethod = (typeof driftMethods)[number][0];
