/** From a spec to what a machine is asked: latencies and sizes of batches that its infrastructure metrics name. */
import type { MachineRequest } from '../../../../schemas/machineJob.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import { goalOf, metricsOfKind } from '../../rules/metricView.ts';
import type { MetricView } from '../../rules/metricView.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { convertQuantity } from '../../spec/quantityArithmetic.ts';
import { pairingsOf } from './evaluationPlan.ts';
import type { Pairing } from './evaluationPlan.ts';

type Spec = ObjectNode<SpecShape>;

/** Infrastructure metrics that speak of a model: by its id, by the device it runs on, or of all models. */
export function machineMetricsOf(spec: Spec, modelId: string): readonly MetricView[] {
  return metricsOfKind(spec, 'infrastructure').filter((metric) => {
    const of = modelOf(spec, metric);
    return of === undefined || of === modelId;
  });
}

function modelOf(spec: Spec, { node: { fields } }: MetricView): string | undefined {
  if (fields.model !== undefined) return fields.model.id;
  return targetOf(spec, fields.on?.id)?.fields.model?.id;
}

/** A deployment target of the spec. */
export function targetOf(spec: Spec, targetId: string | undefined) {
  return targetId === undefined ? undefined : spec.fields.deployment?.fields.targets?.entries.get(targetId);
}

/** The percentile of a metric as a share, such as 0.99. */
export function percentileOf({ node }: MetricView): number | undefined {
  const percent = node.fields.percentile?.value;
  return percent === undefined ? undefined : Number((percent / 100).toPrecision(12));
}

/** What every model is asked, so that models can be compared. */
export function planMachine(spec: Spec): Pick<MachineRequest, 'latencies' | 'batches'> {
  const metrics = metricsOfKind(spec, 'infrastructure');
  return {
    latencies: metrics.flatMap((metric): MachineRequest['latencies'] => {
      const percentile = percentileOf(metric);
      const { metric: word, batch } = metric.node.fields;
      if (word?.value !== 'latency' || percentile === undefined || percentile >= 1) return [];
      const bound = boundOf(metric);
      return [{ batch: batch?.value ?? 1, percentile, ...(bound === undefined ? {} : { bound }) }];
    }),
    batches: metrics.flatMap(({ node: { fields } }) =>
      fields.metric?.value === 'throughput' && fields.batch !== undefined ? [fields.batch.value] : [],
    ),
  };
}

/** The limit, or the target where there is none: what early stopping is about. */
function boundOf(metric: MetricView): MachineRequest['latencies'][number]['bound'] {
  const goal = goalOf(metric, 'limit') ?? goalOf(metric, 'target');
  const seconds = goal === undefined ? undefined : convertQuantity(goal.quantity, 's');
  if (goal === undefined || seconds?.kind !== 'known') return undefined;
  const bound = Number(seconds.value.amount.toString());
  return bound > 0 ? { seconds: bound, text: goal.quantity.text } : undefined;
}

/**
 * Models that infrastructure metrics speak of, each on the split of the model that it is a smaller form of.
 *
 * @returns those that no model metric pairs with a split already
 */
export function machinePairingsOf(spec: Spec): readonly Pairing[] {
  const paired = pairingsOf(spec);
  const models = new Set(metricsOfKind(spec, 'infrastructure').flatMap((metric) => modelOf(spec, metric) ?? []));
  return [...models].flatMap((modelId): Pairing[] => {
    if (paired.some((pair) => pair.modelId === modelId)) return [];
    const original = originalsOf(spec, modelId).flatMap((id) => paired.filter((pair) => pair.modelId === id))[0];
    const splitId = original?.splitId ?? paired[0]?.splitId;
    return splitId === undefined ? [] : [{ modelId, splitId }];
  });
}

/** What a model is a smaller form of, the nearest first. */
export function originalsOf(spec: Spec, modelId: string): readonly string[] {
  const ids: string[] = [];
  let next = spec.fields.models?.entries.get(modelId)?.fields.compressed_from?.id;
  while (next !== undefined && !ids.includes(next)) {
    ids.push(next);
    next = spec.fields.models?.entries.get(next)?.fields.compressed_from?.id;
  }
  return ids;
}
