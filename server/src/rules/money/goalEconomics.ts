/** Everything that is known about one goal of a metric, in money and otherwise: what hints, hovers and panels show. */
import type { Facts } from '../../../../schemas/facts.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import { computeBusyAnswers } from '../../spec/economicsFeasibility.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { amountIn, operatingGoalsOf } from '../economicsView.ts';
import type { OperatingGoals } from '../economicsView.ts';
import { goalOf, metricsOf } from '../metricView.ts';
import type { MetricView } from '../metricView.ts';
import { destinationsOf } from '../moneyDrivers.ts';
import { oncePer } from '../oncePer.ts';
import { binaryGoalFigures, loneGoalFigures } from './binaryGoal.ts';
import type { GoalKey } from './binaryGoal.ts';
import { businessGoalFigures } from './businessGoal.ts';
import { classGoalFigures } from './classGoal.ts';
import { measuredAccuracyFigure, measuredPairFigure } from './measuredValue.ts';
import { isMeanError, measuredErrorFigure, regressionFigures } from './regressionGoal.ts';
import { samplingFigure } from './samplingGoal.ts';
import { makeFigures, trace } from './tracedFigure.ts';
import type { FigureDraft, FigureKind, TracedFigure } from './tracedFigure.ts';

type Spec = ObjectNode<SpecShape>;

const metricsById = oncePer((spec: Spec) => new Map(metricsOf(spec).map((metric) => [metric.id, metric])));

/** The metric with an id; undefined when there is none that can be read. */
export function metricWithId(spec: Spec, id: string): MetricView | undefined {
  return metricsById(spec).get(id);
}

/** The way from a metric along `drives`, itself first; a ring ends where it meets itself. */
export function moneyChainOf(spec: Spec, metric: MetricView): readonly MetricView[] {
  const chain = new Set<MetricView>();
  let next: MetricView | undefined = metric;
  while (next !== undefined && !chain.has(next)) {
    chain.add(next);
    next = metricWithId(spec, next.node.fields.drives?.id ?? '');
  }
  return [...chain];
}

/**
 * The figures of one goal of a metric, most telling first. Each has a result or the reason why there is none.
 *
 * @param wanted kinds to compute; all unless given
 * @returns none for a metric that nothing relates to money, samples or load
 */
export function goalFiguresOf(
  spec: Spec,
  facts: Facts,
  metric: MetricView,
  goal: GoalKey,
  wanted?: ReadonlySet<FigureKind>,
): readonly TracedFigure[] {
  const drafts: readonly FigureDraft[] = [
    ...moneyDraftsOf(spec, metric, goal, facts),
    { kind: 'measured-value', make: () => measuredValueFigure(spec, facts, metric) },
    { kind: 'sampling', make: () => samplingFigure(spec, facts, metric, goal) },
    { kind: 'busy', make: () => busyFigure(spec, metric, goal) },
  ];
  return makeFigures(drafts, wanted);
}

/**
 * The figures in money alone.
 *
 * @param wanted kinds to compute; all unless given
 * @param facts for what runs alone know, such as on which side a regression errs
 */
export function moneyFiguresOf(
  spec: Spec,
  metric: MetricView,
  goal: GoalKey,
  wanted?: ReadonlySet<FigureKind>,
  facts?: Facts,
): readonly TracedFigure[] {
  return makeFigures(moneyDraftsOf(spec, metric, goal, facts), wanted);
}

function moneyDraftsOf(
  spec: Spec,
  metric: MetricView,
  goal: GoalKey,
  facts: Facts | undefined,
): readonly FigureDraft[] {
  if (metric.kind === 'business') return businessGoalFigures(spec, metric, goal, facts);
  if (metric.kind !== 'model' || spec.fields.economics === undefined) return [];
  const found = pairOf(spec, metric);
  const driven = metricWithId(spec, destinationsOf(spec).get(metric.id) ?? '');
  if (found !== undefined) return binaryGoalFigures(spec, found.pair, found.role, goal, driven);
  const lone = loneGoalFigures(spec, metric);
  if (lone.length > 0) return lone;
  const { value } = spec.fields.economics.fields;
  const isByAccuracy = value?.fields.correct !== undefined || value?.fields.wrong !== undefined;
  if (metric.name?.name === 'accuracy' && isByAccuracy) return classGoalFigures(spec, metric, goal, driven);
  return regressionFigures(spec, metric, goal, driven, facts);
}

interface Role {
  readonly pair: OperatingGoals;
  readonly role: 'recall' | 'precision';
}

const rolesOf = oncePer((spec: Spec): ReadonlyMap<string, Role> => {
  const roles = new Map<string, Role>();
  for (const pair of operatingGoalsOf(spec)) {
    for (const role of ['recall', 'precision'] as const) {
      const { id } = pair[role];
      if (!roles.has(id)) roles.set(id, { pair, role });
    }
  }
  return roles;
});

function pairOf(spec: Spec, metric: MetricView): Role | undefined {
  return rolesOf(spec).get(metric.id);
}

/** What the last measurement is worth per year; undefined when nothing was measured that has a price. */
function measuredValueFigure(spec: Spec, facts: Facts, metric: MetricView): TracedFigure | undefined {
  if (spec.fields.economics === undefined) return undefined;
  const found = pairOf(spec, metric);
  if (found !== undefined) return measuredPairFigure(spec, facts, found.pair);
  if (isMeanError(metric)) return measuredErrorFigure(spec, facts, metric);
  return metric.name?.name === 'accuracy' ? measuredAccuracyFigure(spec, facts, metric) : undefined;
}

/** Formula 22: answers that are in work at once at the peak of the load. */
function busyFigure(spec: Spec, metric: MetricView, goal: GoalKey): TracedFigure | undefined {
  const peak = spec.fields.deployment?.fields.load?.fields.peak;
  const node = goalOf(metric, goal);
  if (metric.name?.name !== 'latency' || peak === undefined || node === undefined) return undefined;
  const arrivals = amountIn(peak.quantity, 'predictions/s');
  const seconds = amountIn(node.quantity, 's');
  if (arrivals === undefined || seconds === undefined) return undefined;
  const places = new Map([
    ['load', peak.place],
    ['latency', node.place],
  ]);
  const title = { kind: 'busy', label: 'Answers in work at once at peak load', formula: 22 } as const;
  return trace(title, computeBusyAnswers(arrivals, seconds), places);
}
