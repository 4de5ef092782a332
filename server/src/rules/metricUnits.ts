/** Rules about the units of goals: that there is one, and that all values of one metric measure the same thing. */
import type { Dimension } from '../../../schemas/scalars.ts';
import { findMetricName } from '../../../schemas/metricNames.ts';
import type { MetricName } from '../../../schemas/metricNames.ts';
import { replaceText, scalarText } from '../spec/edits.ts';
import type { Fix } from '../spec/edits.ts';
import { describeDimension, findMismatch } from '../spec/dimension.ts';
import type { QuantityNode } from '../spec/located.ts';
import type { Quantity } from '../spec/quantity.ts';
import { compareQuantities } from '../spec/quantityArithmetic.ts';
import { goalsOf, metricsOf } from './metricView.ts';
import type { Goal, MetricView } from './metricView.ts';
import { perMetric } from './perMetric.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

/** What the values of a metric must measure; `any` when only they themselves can say. */
function expectedOf({ name, kind, node }: MetricView): Dimension {
  if (kind === 'business') return node.fields.definition?.value === 'economics' ? 'money/period' : 'any';
  return name?.dimension ?? 'any';
}

function hasNoUnit({ quantity }: QuantityNode): boolean {
  return quantity.unit.text === '';
}

/** What is known about the unit of a bare number. */
interface UnitHints {
  readonly expected: Dimension;
  readonly name: MetricName | undefined;
  /** Values that it must compare with. */
  readonly goals: readonly Goal[];
  readonly currency: string | undefined;
}

/** Units that a bare number may have been meant in, likeliest first. */
function likelyUnits({ expected, name, goals, currency }: UnitHints, { quantity }: QuantityNode): readonly string[] {
  const siblings = goals.filter(({ node }) => !hasNoUnit(node)).map(({ node }) => unitLike(node.quantity, quantity));
  if (siblings.length > 0) return [...new Set(siblings)].slice(0, 2);
  switch (expected) {
    case 'money/period':
      return currency === undefined ? [] : [`${currency}/year`];
    case 'time':
      return ['ms', 's'];
    case 'data':
      return ['MiB', 'MB'];
    default:
      return name === undefined || name.unit === '' ? [] : [name.unit];
  }
}

/** The unit of another goal; without its prefix for an amount of money that is written in full. */
function unitLike({ unit }: Quantity, { amount }: Quantity): string {
  const { measure } = unit.of;
  if (measure.kind !== 'money' || amount.abs().lt(1000)) return unit.text;
  return unit.per === undefined ? measure.currency : `${measure.currency}/${unit.per.symbol}`;
}

/** Whether bare numbers of this metric lack a unit, rather than being ratios, counts or labels without unit. */
function needsUnit(metric: MetricView, goals: readonly Goal[]): boolean {
  const expected = expectedOf(metric);
  if (expected === 'ratio') return false;
  if (expected !== 'any') return true;
  // A ratio in percent and one without are the same, but `5 min` and `9` are not.
  return goals.some(({ node }) => !hasNoUnit(node) && node.quantity.dimension.of.kind !== 'ratio');
}

function* findMissingUnits({ spec }: RuleContext): Generator<Finding> {
  const currency = spec.fields.costs?.fields.currency?.value;
  for (const metric of metricsOf(spec)) {
    const goals = goalsOf(metric);
    if (!needsUnit(metric, goals)) continue;
    for (const goal of goals) {
      if (!hasNoUnit(goal.node)) continue;
      const hints = { expected: expectedOf(metric), name: metric.name, goals, currency };
      const units = likelyUnits(hints, goal.node);
      const samples = units.map((unit) => `\`${goal.node.text} ${unit}\``).join(' or ');
      yield {
        place: goal.node.place,
        message: `The ${describeGoal(metric, goal)} is a bare number: write its unit${samples === '' ? '' : `, such as ${samples}`}.`,
        fixes: addUnits(goal.node, units),
      };
    }
  }
}

/** Ways to say what a bare number is; none for a value that has a unit, which must be measured anew. */
function addUnits(node: QuantityNode, units: readonly string[]): readonly Fix[] {
  return hasNoUnit(node) ? units.map((unit) => addUnit(node, unit, units.length === 1)) : [];
}

function addUnit({ place, text }: QuantityNode, unit: string, isPreferred: boolean): Fix {
  const corrected = `${text} ${unit}`;
  return { title: `Change to \`${corrected}\``, changes: [replaceText(place, scalarText(corrected))], isPreferred };
}

function describeGoal({ id }: MetricView, { key, slice }: Goal): string {
  return slice === undefined ? `${key} of \`${id}\`` : `${key} of \`${id}\` in the slice \`${slice}\``;
}

function* findMismatches(context: RuleContext): Generator<Finding> {
  yield* findMismatchesInMetrics(context);
  yield* findBaselineMismatches(context.spec);
}

const findMismatchesInMetrics = perMetric(function* find(metric): Generator<Finding> {
  const goals = goalsOf(metric);
  const expected = expectedOf(metric);
  const isUnitMissing = needsUnit(metric, goals);
  const fitting: Goal[] = [];
  for (const goal of goals) {
    if (isUnitMissing && hasNoUnit(goal.node)) continue;
    const wanted = goal.key === 'tolerance' ? undefined : findMismatch(goal.node.quantity.dimension, expected);
    if (wanted === undefined) {
      fitting.push(goal);
      continue;
    }
    const subject = metric.name === undefined ? 'Money of `economics`' : `\`${metric.name.name}\``;
    yield {
      place: goal.node.place,
      message: `${subject} is ${wanted}, and \`${goal.node.text}\` is ${describeDimension(goal.node.quantity.dimension)}.`,
    };
  }
  const [first, ...others] = fitting;
  if (first === undefined) return;
  for (const other of others) {
    const order = compareQuantities(other.node.quantity, first.node.quantity);
    if (order.kind === 'known') continue;
    yield {
      place: other.node.place,
      message: `The ${describeGoal(metric, other)} does not compare with its ${first.key}: ${order.because}.`,
      related: [{ place: first.node.place, message: `The ${describeGoal(metric, first)} is ${first.node.text}.` }],
    };
  }
});

/** Values of baselines speak of metric names, so they must measure what these do. */
function* findBaselineMismatches(spec: RuleContext['spec']): Generator<Finding> {
  const metrics = metricsOf(spec);
  const currency = spec.fields.costs?.fields.currency?.value;
  for (const [id, baseline] of spec.fields.baseline?.entries ?? []) {
    for (const [word, value] of baseline.fields.metrics?.entries ?? []) {
      const name = findMetricName(word);
      const expected = name?.dimension ?? 'any';
      const wanted = findMismatch(value.quantity.dimension, expected);
      const metric = metrics.find((one) => one.id === word || (name !== undefined && one.name === name));
      const target = metric?.node.fields.target;
      if (wanted !== undefined) {
        const goals = (metric === undefined ? [] : goalsOf(metric)).filter(
          ({ node }) => findMismatch(node.quantity.dimension, expected) === undefined,
        );
        yield {
          place: value.place,
          message: `\`${word}\` is ${wanted}, and the baseline \`${id}\` says \`${value.text}\`.`,
          fixes: addUnits(value, likelyUnits({ expected, name, goals, currency }, value)),
        };
      } else if (target !== undefined) {
        const order = compareQuantities(value.quantity, target.quantity);
        if (order.kind === 'known') continue;
        yield {
          place: value.place,
          message: `The \`${word}\` of the baseline \`${id}\` does not compare with the target: ${order.because}.`,
          related: [{ place: target.place, message: `The target is ${target.text}.` }],
          fixes: hasNoUnit(target) ? [] : addUnits(value, [unitLike(target.quantity, value.quantity)]),
        };
      }
    }
  }
}

export const metricUnitRules: readonly Rule[] = [
  {
    id: 'metric/unit-missing',
    severity: 'E/E/E',
    waits: 'section',
    finds: 'a goal without a unit where the metric has one',
    why: 'A latency of 20 may be milliseconds or seconds, and nobody can compare a measurement with it. Bare numbers are ratios and counts alone.',
    hasFix: true,
    check: findMissingUnits,
  },
  {
    id: 'metric/unit-mismatch',
    severity: 'E/E/E',
    finds: 'a target, limit, tolerance or baseline in another dimension than its metric',
    why: 'Time does not compare with a ratio, nor dollars with euros, nor money with money per year. Such a goal can be neither met nor missed.',
    hasFix: true,
    check: findMismatches,
  },
];
