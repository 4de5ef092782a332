/**
 * The closed list of ways to look for drift, as `monitoring.checks.*.method` and `plumbline drift --method` know them.
 *
 * `auto` is our own verdict; a tool's name recomputes what that tool would say; the others are single statistics.
 */
/** Single statistics; their formulas, bins and differences from other tools stand in docs/drift-methods.md. */
export const driftStatistics = [
  ['ks', 'Kolmogorov-Smirnov test.'],
  ['cramer_von_mises', 'Cramér-von-Mises test.'],
  ['anderson', 'Anderson-Darling test of two samples.'],
  ['es', 'Epps-Singleton test.'],
  ['t_test', 'Student’s t test with equal variances.'],
  ['welch', 'Welch’s t test.'],
  ['mannw', 'Mann-Whitney U test.'],
  ['chisquare', 'Chi-squared test of counts, the reference taken as certain.'],
  ['chi2_contingency', 'Chi-squared test of the table of both sides.'],
  ['g_test', 'G test of the table of both sides.'],
  ['cramers_v', 'Cramér’s V of the table of both sides, without a correction: 0 is equal, 1 shares nothing.'],
  ['z', 'Test of two proportions.'],
  ['fisher_exact', 'Fisher’s exact test.'],
  ['TVD', 'Total variation distance.'],
  ['l_infinity', 'Largest difference of two shares.'],
  ['psi', 'Population stability index.'],
  ['kl_div', 'Kullback-Leibler divergence, natural logarithm.'],
  ['jensenshannon', 'Jensen-Shannon distance, natural logarithm.'],
  ['jensenshannon_base2', 'Jensen-Shannon distance, logarithm to base 2.'],
  ['js_divergence', 'Jensen-Shannon divergence, natural logarithm.'],
  ['js_divergence_base2', 'Jensen-Shannon divergence, logarithm to base 2.'],
  ['hellinger', 'Hellinger distance.'],
  ['wasserstein', 'Wasserstein distance over the standard deviation of the reference.'],
  ['wasserstein_raw', 'Wasserstein distance in the unit of the column.'],
  ['ed', 'Energy distance.'],
  ['empirical_mmd', 'Maximum mean discrepancy.'],
  ['missing_share', 'Change of the share of missing rows.'],
  ['new_values', 'Share of rows with a category that the reference never had.'],
  ['vanished_values', 'Share of rows of the reference with a category that the window never has.'],
  ['out_of_range', 'Share of rows beyond the smallest and largest value of the reference.'],
  ['range_change', 'Width of the range over that of the reference.'],
  ['cardinality_change', 'Number of different values over that of the reference.'],
] as const;

/** Ways to compare rows as a whole, as `method` names them. */
export const togetherMethods = [
  ['domain_classifier', 'Whether a classifier can tell rows of the window from rows of the reference.'],
  ['pca_reconstruction', 'Whether columns still move together as in the reference.'],
  ['row_mmd', 'Maximum mean discrepancy of whole rows.'],
  ['embedding_mmd', 'Maximum mean discrepancy of what the model makes of pictures.'],
  ['text_classifier', 'Whether a classifier of words can tell texts of the window from texts of the reference.'],
  ['correlation_change', 'Pairs of columns whose rank correlation changed.'],
] as const;

export const driftMethods = [
  ['auto', 'Our verdict: an exact or permutation test and an effect size, with its false-alarm rate held.'],
  ['all', 'Every statistic that fits the column.'],
  ['evidently', 'The numbers and verdicts of Evidently.'],
  ['nannyml', 'The numbers and verdicts of NannyML.'],
  ['tfdv', 'The numbers of TensorFlow Data Validation.'],
  ['whylogs', 'The numbers and verdicts of whylogs.'],
  ...togetherMethods,
  ...driftStatistics,
] as const;

export type DriftMethod = (typeof driftMethods)[number][0];
