/** The rule about two metrics that are the same figure under two names. */
import { definitionOf } from '../review/compareMetrics.ts';
import { textOf } from '../spec/nodeDifferences.ts';
import { metricsOf } from './metricView.ts';
import { oncePer } from './oncePer.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

/** A metric keeps its definition for as long as nobody edits it. */
const figureOnce = oncePer((node: Parameters<typeof definitionOf>[0]) => {
  // Values that stand at two places are two figures: of two regions, or of two tools.
  const { source } = node.fields;
  return `${definitionOf(node)}\n${source === undefined ? '' : textOf(source)}`;
});

function* findDuplicates({ spec }: RuleContext): Generator<Finding> {
  const known = new Map<string, ReturnType<typeof metricsOf>[number]>();
  for (const metric of metricsOf(spec)) {
    const { id, node, keyPlace } = metric;
    // What cannot be read, or is not written yet, may be the difference.
    const isWhole = node.unreadable.size === 0 && node.empty.size === 0;
    if (!isWhole || (node.fields.metric === undefined && node.fields.definition === undefined)) continue;
    const figure = figureOnce(node);
    const first = known.get(figure);
    if (first === undefined) {
      known.set(figure, metric);
      continue;
    }
    yield {
      place: keyPlace,
      message: `\`${id}\` is defined like \`${first.id}\`: keep one of them, or say how they differ.`,
      related: [{ place: first.keyPlace, message: `\`${first.id}\` is defined here.` }],
    };
  }
}

export const duplicateMetricRule: Rule = {
  id: 'gov/duplicate-metric',
  severity: 'W/W/W',
  finds: 'two metrics with the same definition',
  why: 'Two names for one figure get two goals, and each side of a discussion quotes its own. Metrics that differ say how: by class, split, slice, device, percentile, window or `source`.',
  check: findDuplicates,
};
