/** How exactly the split of a metric can show its goal: formula 17. */
import type { Facts } from '../../../../schemas/facts.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import { decimal } from '../../spec/decimal.ts';
import { readShare } from '../../spec/economicsInputs.ts';
import { known } from '../../spec/known.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { formatNumber } from '../../spec/quantityFormat.ts';
import { counted } from '../../spec/words.ts';
import { computeWilsonInterval } from '../../statistics/proportion.ts';
import { goalOf } from '../metricView.ts';
import type { MetricView } from '../metricView.ts';
import { sampleOf } from '../metricSampling.ts';
import type { GoalKey } from './binaryGoal.ts';
import type { TracedFigure } from './tracedFigure.ts';

const confidence = 0.95;

/** @returns undefined when the metric is no share of independent trials, or their number is not known */
export function samplingFigure(
  spec: ObjectNode<SpecShape>,
  facts: Facts,
  metric: MetricView,
  goal: GoalKey,
): TracedFigure | undefined {
  const node = goalOf(metric, goal);
  const share = readShare(goal, node?.quantity);
  if (node === undefined || share.kind === 'undefined' || share.value.lt(0) || share.value.gt(1)) return undefined;
  const know: Parameters<typeof sampleOf>[0]['know'] = (fact) => (fact.state === 'known' ? fact.value : undefined);
  const sample = sampleOf({ spec, facts, know }, metric, goal);
  if (sample === undefined) return undefined;
  const { trials, noun, splitId } = sample;
  const interval = computeWilsonInterval(Math.round(share.value.toNumber() * trials), trials, confidence);
  if (interval.kind === 'undefined') return undefined;
  const split = spec.fields.splits?.entries.get(splitId);
  const show = (end: number): string => formatNumber(decimal(end));
  return {
    kind: 'sampling',
    label: `95 % interval of this ${goal} on ${splitId}`,
    formula: 17,
    result: known({ text: `${show(interval.low)} to ${show(interval.high)}`, quantity: undefined }),
    inputs: [
      { name: metric.name?.name ?? metric.id, text: node.text, place: node.place },
      { name: 'trials', text: counted(trials, noun), place: split?.keyPlace },
    ],
  };
}
