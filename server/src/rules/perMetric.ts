/** Searches that look at each metric by itself: after an edit, only at those that it touches. */
import { metricsOf } from './metricView.ts';
import type { MetricView } from './metricView.ts';
import type { Finding, RuleContext } from './rule.ts';

/**
 * Makes a search through all metrics of a project.
 *
 * @param find may look at other things through its context, but at all metrics only where one search needs it
 */
export function perMetric(
  find: (metric: MetricView, context: RuleContext) => Iterable<Finding>,
): (context: RuleContext) => readonly Finding[] {
  return (context) =>
    metricsOf(context.spec).flatMap((metric) => context.findIn(metric.node, find, (own) => find(metric, own)));
}
