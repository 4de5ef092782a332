/** Rules about goals that exclude or imply each other, or raise more alerts than people can act on. */
import {
  computeAlertRate,
  computeAlertsPerDay,
  computeImpliedF1,
  computeLeastAuc,
  computeLeastPrecision,
} from '../spec/economicsFeasibility.ts';
import {
  findAboveLabelCeiling,
  findAlertRateOutside,
  findRecallAgainstAlerts,
} from '../spec/economicsContradictions.ts';
import type { Contradiction } from '../spec/economicsContradictions.ts';
import { readShare } from '../spec/economicsInputs.ts';
import type { Figure } from '../spec/figure.ts';
import type { QuantityNode } from '../spec/located.ts';
import { formatQuantity } from '../spec/quantityFormat.ts';
import { listOf } from '../spec/words.ts';
import {
  alertCapOf,
  isAboutPositive,
  operatingGoalsOf,
  pointAt,
  pointOf,
  prevalenceOf,
  volumeOf,
} from './economicsView.ts';
import type { OperatingGoals } from './economicsView.ts';
import { describeChanges, percent, relate } from './goalWords.ts';
import { goalOf, labelOfModel, metricsOfKind } from './metricView.ts';
import type { MetricView } from './metricView.ts';
import { oncePer, oncePerPair } from './oncePer.ts';
import type { Finding, Related, Rule, RuleContext } from './rule.ts';

type Spec = RuleContext['spec'];

function* findContradictions({ spec }: RuleContext): Generator<Finding> {
  yield* findRecallOverCap(spec);
  yield* findWatchedRates(spec);
  for (const metric of metricsOfKind(spec, 'model')) {
    const { limit } = metric.node.fields;
    const ceiling = ceilingFor(spec, metric, limit);
    if (ceiling === undefined || limit === undefined) continue;
    yield {
      place: limit.place,
      message: `A perfect model would miss the limit of \`${metric.id}\`, because ${ceiling.errorRate.text} of the labels are wrong: ${describeChanges(ceiling.contradiction)}.`,
      related: [relate(ceiling.errorRate, `${ceiling.errorRate.text} of the labels are wrong.`)],
    };
  }
}

function* findRecallOverCap(spec: Spec): Generator<Finding> {
  const prevalence = readShare('prevalence', prevalenceOf(spec)?.quantity);
  const volume = volumeOf(spec);
  const cap = alertCapOf(spec);
  if (prevalence.kind === 'undefined' || volume.kind === 'undefined' || cap === undefined) return;
  for (const metric of metricsOfKind(spec, 'model')) {
    const { limit } = metric.node.fields;
    if (metric.name?.name !== 'recall' || limit === undefined || !isAboutPositive(spec, metric)) continue;
    const recall = readShare('recall', limit.quantity);
    if (recall.kind === 'undefined') continue;
    const found = findRecallAgainstAlerts(recall.value, prevalence.value, volume.value, cap.perDay);
    if (found.kind === 'undefined' || found.value === undefined) continue;
    const { needed, allowed } = found.value;
    yield {
      place: limit.place,
      message: `Recall ${limit.text} raises ${formatQuantity(needed, 4)} even without a false alarm, and ${formatQuantity(allowed, 4)} can be acted on: ${describeChanges(found.value)}.`,
      related: [relate(cap.node, `Alerts that can be acted on: ${cap.node.text}.`)],
    };
  }
}

/** Ranges of watched alert rates in which neither the targets nor the limits lie. */
function* findWatchedRates(spec: Spec): Generator<Finding> {
  const prevalence = readShare('prevalence', prevalenceOf(spec)?.quantity);
  if (prevalence.kind === 'undefined') return;
  const goals = operatingGoalsOf(spec);
  for (const { fields } of spec.fields.monitoring?.fields.checks?.entries.values() ?? []) {
    const [low, high] = fields.between?.items ?? [];
    if (fields.watch?.value !== 'alert-rate' || low === undefined || high === undefined) continue;
    const own = goals.find(({ modelId }) => modelId === fields.model?.id);
    const [lowShare, highShare] = [readShare('low', low.quantity), readShare('high', high.quantity)];
    if (own === undefined || lowShare.kind === 'undefined' || highShare.kind === 'undefined') continue;
    const outside = (['target', 'limit'] as const).map((goal) => {
      const point = pointAt(own, goal);
      if (point.kind === 'undefined') return undefined;
      const found = findAlertRateOutside({ ...point.value, prevalence: prevalence.value }, [
        lowShare.value,
        highShare.value,
      ]);
      return found.kind === 'known' ? found.value : undefined;
    });
    const [atTarget, atLimit] = outside;
    if (atTarget === undefined || atLimit === undefined) continue;
    yield {
      place: low.quantity.value.gt(atLimit.needed.value) ? low.place : high.place,
      message: `The targets raise an alert in ${percent(atTarget.needed)} of the cases and the limits in ${percent(atLimit.needed)}, outside the watched ${low.text} to ${high.text}: ${describeChanges(atLimit)}.`,
      related: relatedGoals(own, 'limit'),
    };
  }
}

function relatedGoals(goals: OperatingGoals, key: 'target' | 'limit'): readonly Related[] {
  return [goals.recall, goals.precision].flatMap((metric) => {
    const value = goalOf(metric, key);
    return value === undefined ? [] : [relate(value, `The ${key} of \`${metric.id}\` is ${value.text}.`)];
  });
}

/** Shares of right answers, which wrong labels cap. */
const cappedByLabels: ReadonlySet<string> = new Set([
  'accuracy',
  'balanced-accuracy',
  'precision',
  'recall',
  'specificity',
  'f1',
  'fbeta',
  'jaccard',
  'top-k',
]);

interface Ceiling {
  readonly contradiction: Contradiction;
  readonly errorRate: QuantityNode;
}

/** The ceiling that wrong labels set to a goal; undefined when the goal is below it, or nothing is known. */
function ceilingFor(spec: Spec, { name, node }: MetricView, goal: QuantityNode | undefined): Ceiling | undefined {
  const errorRate = labelOfModel(spec, node.fields.model?.id)?.fields.error_rate;
  if (goal === undefined || errorRate === undefined || name === undefined || !cappedByLabels.has(name.name))
    return undefined;
  const value = readShare('goal', goal.quantity);
  const wrong = readShare('error rate', errorRate.quantity);
  if (value.kind === 'undefined' || wrong.kind === 'undefined') return undefined;
  const found = findAboveLabelCeiling(value.value, wrong.value);
  return found.kind === 'undefined' || found.value === undefined
    ? undefined
    : { contradiction: found.value, errorRate };
}

function* findAboveCeiling({ spec }: RuleContext): Generator<Finding> {
  for (const metric of metricsOfKind(spec, 'model')) {
    const { target, limit } = metric.node.fields;
    // A limit above the ceiling is a contradiction, which says more.
    if (target === undefined || ceilingFor(spec, metric, limit) !== undefined) continue;
    const ceiling = ceilingFor(spec, metric, target);
    if (ceiling === undefined) continue;
    yield {
      place: target.place,
      message: `A perfect model would reach about ${formatQuantity(ceiling.contradiction.allowed)} and miss the target ${target.text} of \`${metric.id}\`, because ${ceiling.errorRate.text} of the labels are wrong.`,
      related: [relate(ceiling.errorRate, `${ceiling.errorRate.text} of the labels are wrong.`)],
    };
  }
}

/** What goals for recall and precision imply, found out once for as long as they stand as they are. */
const impliedF1 = oncePerPair((recall: QuantityNode, precision: QuantityNode): Figure | undefined => {
  const point = pointOf(recall.quantity, precision.quantity);
  return point.kind === 'undefined' ? undefined : computeImpliedF1(point.value.recall, point.value.precision);
});

const leastAuc = oncePerPair((recall: QuantityNode, precision: QuantityNode) =>
  oncePer((prevalence: QuantityNode): Figure | undefined => {
    const point = pointOf(recall.quantity, precision.quantity);
    const share = readShare('prevalence', prevalence.quantity);
    return point.kind === 'undefined' || share.kind === 'undefined'
      ? undefined
      : computeLeastAuc({ ...point.value, prevalence: share.value });
  }),
);

function* findRedundant({ spec }: RuleContext): Generator<Finding> {
  const prevalence = prevalenceOf(spec);
  const goals = operatingGoalsOf(spec);
  for (const metric of metricsOfKind(spec, 'model')) {
    const measure = metric.name?.name;
    if ((measure !== 'f1' && measure !== 'roc-auc') || !isAboutPositive(spec, metric)) continue;
    const { model, split, limit, target } = metric.node.fields;
    const own = goals.find(({ modelId, splitId }) => modelId === model?.id && splitId === split?.id);
    if (own === undefined || limit === undefined || target === undefined) continue;
    const impliedAt = (goal: 'target' | 'limit'): Figure | undefined => {
      const recall = goalOf(own.recall, goal);
      const precision = goalOf(own.precision, goal);
      if (recall === undefined || precision === undefined) return undefined;
      if (measure === 'f1') return impliedF1(recall, precision);
      return prevalence === undefined ? undefined : leastAuc(recall, precision)(prevalence);
    };
    const atLimit = impliedAt('limit');
    if (atLimit?.kind !== 'known' || limit.quantity.value.gt(atLimit.value.value)) continue;
    const atTarget = impliedAt('target');
    if (atTarget?.kind !== 'known' || target.quantity.value.gt(atTarget.value.value)) continue;
    yield {
      place: metric.keyPlace,
      message: `\`${metric.id}\` adds nothing: the limits of ${listOf([own.recall.id, own.precision.id])} imply ${formatQuantity(atLimit.value)}, and their targets ${formatQuantity(atTarget.value)}.`,
      related: relatedGoals(own, 'limit'),
      tag: 'unnecessary',
    };
  }
}

function* findReviewOverload({ spec }: RuleContext): Generator<Finding> {
  const prevalence = readShare('prevalence', prevalenceOf(spec)?.quantity);
  const volume = volumeOf(spec);
  const cap = alertCapOf(spec);
  if (prevalence.kind === 'undefined' || volume.kind === 'undefined' || cap === undefined) return;
  for (const goals of operatingGoalsOf(spec)) {
    const point = pointAt(goals, 'limit');
    if (point.kind === 'undefined') continue;
    const { recall, precision } = point.value;
    const impossible = findRecallAgainstAlerts(recall, prevalence.value, volume.value, cap.perDay);
    // Too many true cases for the people is a contradiction, which says more.
    if (impossible.kind === 'undefined' || impossible.value !== undefined) continue;
    const operating = { recall, precision, prevalence: prevalence.value };
    const alerts = computeAlertsPerDay(operating, volume.value);
    const rate = computeAlertRate(operating);
    if (alerts.kind === 'undefined' || rate.kind === 'undefined' || alerts.value.amount.lte(cap.perDay)) continue;
    const share = cap.perDay.times(365).div(volume.value);
    const least = computeLeastPrecision(recall, prevalence.value, share);
    // Rounded up, so that the named precision does fit.
    const advice = least.kind === 'undefined' ? '' : `: precision ${least.value.value.round(3, 3).toFixed()} would fit`;
    yield {
      place: cap.node.place,
      message: `At the limits, recall ${recall.toFixed()} and precision ${precision.toFixed()}, ${formatQuantity(alerts.value, 4)} are raised (${percent(rate.value)} of all cases) and ${cap.node.text} can be acted on${advice}.`,
      related: relatedGoals(goals, 'limit'),
    };
  }
}

export const metricFeasibilityRules: readonly Rule[] = [
  {
    id: 'metric/above-label-ceiling',
    severity: 'I/W/W',
    finds: 'a target above what wrong labels allow',
    why: 'When 3 % of the labels are wrong, a perfect model is right on 97 % of them. A target above that can only be reached by learning the mistakes.',
    check: findAboveCeiling,
  },
  {
    id: 'metric/contradiction',
    severity: 'E/E/E',
    waits: 'project',
    finds: 'goals that no value can satisfy together',
    why: 'Lower limits on quality never exclude each other, because a perfect model meets them all. Caps do: alerts per day, watched ranges, and the ceiling of the labels. The message names the pair and the least change.',
    check: findContradictions,
  },
  {
    id: 'metric/redundant',
    severity: 'H/H/H',
    finds: 'a metric that follows from others',
    why: 'Precision of at least 0.90 and recall of at least 0.85 imply an F1 of at least 0.874. A third number that cannot fail alone is noise.',
    check: findRedundant,
  },
  {
    id: 'metric/review-overload',
    severity: 'I/W/E',
    finds: 'more alerts at the limits than people can act on',
    why: 'When everything blinks, nobody looks. Either fewer alerts are raised, by more precision or less recall, or more people are needed, and they cost.',
    check: findReviewOverload,
  },
];
