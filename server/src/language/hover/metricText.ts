/** What a metric name measures. */
import type { MetricName } from '../../../../schemas/metricNames.ts';
import { code, paragraphs, sentences } from '../markdown.ts';

export function describeMetricName(metric: MetricName): string {
  const needed = metric.parameters.filter(({ need }) => need === 'always').map(({ key }) => code(key));
  return paragraphs([
    `**${metric.name}** · ${metric.kind} metric`,
    sentences(metric.description),
    [
      metric.direction === 'maximize' ? 'Higher is better' : 'Lower is better',
      rangeOf(metric),
      metric.unit === '' ? undefined : `written in ${code(metric.unit)}`,
    ]
      .filter((part) => part !== undefined)
      .join(' · '),
    metric.tasks.length === 0 ? undefined : `For ${metric.tasks.map((task) => code(task)).join(', ')}.`,
    needed.length === 0 ? undefined : `Needs ${needed.join(', ')}.`,
  ]);
}

function rangeOf({ least, most }: MetricName): string | undefined {
  if (least !== undefined && most !== undefined) return `from ${least} to ${most}`;
  if (least !== undefined) return `from ${least}`;
  return most === undefined ? undefined : `up to ${most}`;
}
