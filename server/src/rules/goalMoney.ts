/** What moving a goal, or changing the economics, does to the money: formulas 26, 10 and 2 over what a spec states. */
import type { Facts } from '../../../schemas/facts.ts';
import type { Direction } from '../../../schemas/metricNames.ts';
import type { GoalMove, ReviewViews, Spec } from '../review/change.ts';
import { decimal } from '../spec/decimal.ts';
import { computeGoalMove, computeSavedPerYear } from '../spec/economics.ts';
import type { BinaryCase, Policy } from '../spec/economics.ts';
import { readBinaryCase, readShare } from '../spec/economicsInputs.ts';
import { computeClassValuePerYear, computeErrorValuePerYear } from '../spec/economicsTasks.ts';
import { inputWords } from '../spec/figure.ts';
import { times } from '../spec/rational.ts';
import type { Figure } from '../spec/figure.ts';
import type { Known } from '../spec/known.ts';
import type { QuantityNode } from '../spec/located.ts';
import { expressPerYear, scaleQuantity, subtractQuantities } from '../spec/quantityArithmetic.ts';
import {
  againstPolicy,
  binaryCaseOf,
  classValuesOf,
  flatValueOf,
  operatingGoalsOf,
  pointAt,
  prevalenceOf,
  volumeOf,
} from './economicsView.ts';
import { labelOfModel, metricsOf } from './metricView.ts';
import type { MetricView } from './metricView.ts';
import { errorPriceOf, errorRunOf, errorValuesOf, readMeanError } from './money/errorPrices.ts';
import { isMeanError } from './money/regressionGoal.ts';

/** @param facts for what runs alone know, such as on which side a regression errs; without them it stays unknown */
export function goalViews(facts?: Facts): Pick<ReviewViews, 'directionOf' | 'moneyOfGoal' | 'moneyOfEconomics'> {
  return { directionOf, moneyOfGoal: (after, move) => moneyOfGoal(after, move, facts), moneyOfEconomics };
}

function directionOf(spec: Spec, metricId: string): Direction | undefined {
  return metricsOf(spec).find(({ id }) => id === metricId)?.direction;
}

function moneyOfGoal(
  after: Spec,
  { pair: { id }, field, slice, from, to }: GoalMove,
  facts: Facts | undefined,
): Figure | undefined {
  if (slice !== undefined || from === undefined || to === undefined) return undefined;
  if (field !== 'target' && field !== 'limit') return undefined;
  const metric = metricsOf(after).find((candidate) => candidate.id === id);
  if (metric?.kind === 'business') return metric.direction && moneyOfStatedGoal(from, to, metric.direction);
  const goals = operatingGoalsOf(after).find(({ recall, precision }) => recall.id === id || precision.id === id);
  if (goals !== undefined) {
    const key = goals.recall.id === id ? 'recall' : 'precision';
    const now = pointAt(goals, field);
    const old = readShare(key, from.quantity);
    if (now.kind === 'undefined') return now;
    if (old.kind === 'undefined') return old;
    const { recall, precision } = now.value;
    const newPoint: Policy = { kind: 'point', recall, precision };
    return withCase(binaryCaseOf(after), after, (binary, volume) =>
      computeGoalMove(binary, volume, { ...newPoint, [key]: old.value }, newPoint),
    );
  }
  if (metric !== undefined && isMeanError(metric)) return moneyOfError(after, metric, { from, to }, facts);
  return metric?.name?.name === 'accuracy' ? moneyOfAccuracy(after, from, to) : undefined;
}

/** Formula 11 at the new goal against the old one; the policy to compare with earns the same beside both. */
function moneyOfError(
  after: Spec,
  metric: MetricView,
  { from, to }: Readonly<Record<'from' | 'to', QuantityNode>>,
  facts: Facts | undefined,
): Figure | undefined {
  const values = errorValuesOf(after, metric.node.fields.model?.id);
  if (values.kind === 'undefined') return undefined;
  const volume = volumeOf(after);
  if (volume.kind === 'undefined') return volume;
  const price = errorPriceOf(metric, values.value, errorRunOf(facts, metric));
  if (price.kind === 'undefined') return price;
  const [old, now] = [from, to].map((goal) => readMeanError('the goal', goal.quantity, values.value));
  if (old?.kind !== 'known' || now?.kind !== 'known') return undefined;
  const { perUnit } = price.value;
  return computeErrorValuePerYear(price.value, now.value, volume.value, {
    value: times(perUnit, old.value),
    inputs: [inputWords('old error', old.value, values.value.unit)],
  });
}

/** A goal that is money itself: what counts as enough moved by the difference. */
function moneyOfStatedGoal(from: QuantityNode, to: QuantityNode, direction: Direction): Figure | undefined {
  if (to.quantity.dimension.of.kind !== 'money' || to.quantity.dimension.per === undefined) return undefined;
  const moved = subtractQuantities(to.quantity, from.quantity);
  if (moved.kind === 'undefined') return moved;
  const yearly = expressPerYear(moved.value);
  if (yearly.kind === 'undefined') return yearly;
  const gained = direction === 'maximize' ? yearly.value : scaleQuantity(yearly.value, decimal(-1));
  return {
    kind: 'known',
    value: gained,
    formula: 26,
    inputs: [`old ${from.quantity.text}`, `new ${to.quantity.text}`],
  };
}

function moneyOfAccuracy(after: Spec, from: QuantityNode, to: QuantityNode): Figure | undefined {
  const values = classValuesOf(after);
  // A binary classifier states its money otherwise, and accuracy alone does not fix it.
  if (values.kind === 'undefined') return undefined;
  const volume = volumeOf(after);
  if (volume.kind === 'undefined') return volume;
  const [old, now] = [readShare('accuracy', from.quantity), readShare('accuracy', to.quantity)];
  if (old.kind === 'undefined') return old;
  if (now.kind === 'undefined') return now;
  return computeClassValuePerYear(values.value, volume.value, now.value, old.value);
}

function moneyOfEconomics(before: Spec, after: Spec, part: 'volume' | 'prevalence' | 'value'): Figure | undefined {
  const [goals] = operatingGoalsOf(after);
  if (goals === undefined) return undefined;
  const point = pointAt(goals, 'target');
  if (point.kind === 'undefined') return point;
  const policy: Policy = { kind: 'point', recall: point.value.recall, precision: point.value.precision };
  const against = againstPolicy(after, labelOfModel(after, goals.modelId)?.fields.positive?.text);
  if (against.kind === 'undefined') return against;
  const saved = (mixed: Known<BinaryCase>, volumeFrom: Spec): Figure =>
    withCase(mixed, volumeFrom, (binary, volume) => computeSavedPerYear(binary, volume, policy, against.value));
  const now = saved(binaryCaseOf(after), after);
  const then = saved(mixCases(before, after, part), part === 'volume' ? before : after);
  if (now.kind === 'undefined') return now;
  if (then.kind === 'undefined') return then;
  const change = subtractQuantities(now.value, then.value);
  if (change.kind === 'undefined') return change;
  return { kind: 'known', value: change.value, formula: 2, inputs: now.inputs };
}

/** The world of today with one part of the base's. */
function mixCases(before: Spec, after: Spec, part: 'volume' | 'prevalence' | 'value'): Known<BinaryCase> {
  const values = part === 'value' ? before : after;
  const stated = (outcome: 'tp' | 'fp' | 'fn' | 'tn') => flatValueOf(values, outcome)?.quantity;
  return readBinaryCase({
    prevalence: prevalenceOf(part === 'prevalence' ? before : after)?.quantity,
    value: { tp: stated('tp'), fp: stated('fp'), fn: stated('fn'), tn: stated('tn') },
  });
}

function withCase(
  binary: Known<BinaryCase>,
  volumeFrom: Spec,
  compute: (binary: BinaryCase, volume: Parameters<typeof computeGoalMove>[1]) => Figure,
): Figure {
  if (binary.kind === 'undefined') return binary;
  const volume = volumeOf(volumeFrom);
  return volume.kind === 'undefined' ? volume : compute(binary.value, volume.value);
}
