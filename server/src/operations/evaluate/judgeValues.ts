/** Measured values against the targets and limits of the spec. */
import type { EvaluatedValue, EvaluationResult } from '../../../../schemas/evaluationJob.ts';
import type { EvaluatedPairing, JudgedMetric } from '../../../../schemas/evaluationReport.ts';
import { goalOf, isWorse } from '../../rules/metricView.ts';
import type { MetricView } from '../../rules/metricView.ts';
import { judge, quantityOf } from '../../rules/money/measuredGoal.ts';
import type { QuantityNode } from '../../spec/located.ts';
import type { Quantity } from '../../spec/quantity.ts';
import { formatQuantity } from '../../spec/quantityFormat.ts';
import type { AskedPlan } from './evaluationPlan.ts';

type Judged = EvaluatedPairing['business'][number];
/** A business metric, and the unit of its value. */
export interface JudgedBusiness {
  readonly judged: Judged;
  readonly unit: string;
}

/** What a value is held against. */
export interface Goals {
  readonly target: QuantityNode | undefined;
  readonly limit: QuantityNode | undefined;
}

/** The unit that a metric is measured in: that of its goals where the label decides it, else the usual one. */
export function unitOf(metric: MetricView): string {
  if (metric.name?.dimension !== 'any') return '';
  return (goalOf(metric, 'target') ?? goalOf(metric, 'limit'))?.quantity.unit.text ?? '';
}

/** Every metric of a plan with its slices. */
export function judgeMetrics(plan: AskedPlan, { metrics }: EvaluationResult): readonly JudgedMetric[] {
  return plan.metrics.flatMap((metric): JudgedMetric[] => {
    const measured = metrics.find(({ id }) => id === metric.id);
    if (measured === undefined) return [];
    const own = { target: goalOf(metric, 'target'), limit: goalOf(metric, 'limit') };
    const slices = Object.entries(measured.slices).map(([id, { rows, ...value }]) => {
      const [sliceId = ''] = id.split('/', 1);
      const slice = metric.node.fields.slices?.entries.get(sliceId)?.fields;
      const goals = { target: slice?.target ?? own.target, limit: slice?.limit ?? own.limit };
      return { id, rows, ...judgeValue(metric, value, unitOf(metric), goals) };
    });
    return [
      {
        id: metric.id,
        metric: metric.name?.name ?? '',
        slices,
        ...judgeValue(metric, measured.value, unitOf(metric), own),
      },
    ];
  });
}

/** The value for display with what it says about its goals. */
export function judgeValue(metric: MetricView, value: EvaluatedValue, unit: string, goals: Goals): Omit<Judged, 'id'> {
  const shown = {
    value,
    target: goals.target?.quantity.text ?? null,
    limit: goals.limit?.quantity.text ?? null,
  };
  const goal = (goals.target ?? goals.limit)?.quantity;
  const quantity = value.state === 'known' ? quantityOf(value.value, { value: value.value, unit }, goal) : undefined;
  if (quantity === undefined) return { ...shown, text: null, range: null, verdict: 'not-known', isSettled: null };
  const interval = value.state === 'known' ? value.interval : undefined;
  const ends = [interval?.low, interval?.high].flatMap((end) =>
    end === undefined ? [] : (quantityOf(end, { value: end, unit }, goal) ?? []),
  );
  return {
    ...shown,
    text: formatQuantity(quantity),
    range: ends.length === 2 ? ends.map((end) => formatQuantity(end)).join(' to ') : null,
    verdict: verdictOf(metric, quantity, goals),
    isSettled: ends.length === 2 ? isOnOneSide(metric, ends, goals.limit?.quantity) : null,
  };
}

function verdictOf(metric: MetricView, quantity: Quantity, { target, limit }: Goals): Judged['verdict'] {
  const { direction } = metric;
  if (direction === undefined || limit === undefined) return judge(metric, quantity);
  if (isWorse(direction, quantity, limit.quantity) !== false) return 'limit-missed';
  const isBelowTarget = target === undefined ? true : isWorse(direction, quantity, target.quantity);
  return isBelowTarget === false ? 'target-met' : 'limit-held';
}

function isOnOneSide(
  { direction }: MetricView,
  ends: readonly Quantity[],
  limit: Quantity | undefined,
): boolean | null {
  if (direction === undefined || limit === undefined) return null;
  const sides = ends.map((end) => isWorse(direction, end, limit));
  return sides.includes(undefined) ? null : sides[0] === sides[1];
}
