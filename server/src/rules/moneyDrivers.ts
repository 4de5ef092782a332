/** Which metrics of models move which business metric, along `drives`. */
import type { SpecShape } from '../../../schemas/spec.ts';
import type { ObjectNode } from '../spec/located.ts';
import { operatingGoalsOf } from './economicsView.ts';
import type { OperatingGoals } from './economicsView.ts';
import { metricsOf, metricsOfKind, taskOfModel } from './metricView.ts';
import type { MetricView } from './metricView.ts';
import { oncePer } from './oncePer.ts';

type Spec = ObjectNode<SpecShape>;

/** What drives one business metric. */
export interface Drivers {
  readonly pairs: readonly OperatingGoals[];
  readonly accuracies: readonly MetricView[];
  /** Every metric of a regression, whatever it measures. */
  readonly errors: readonly MetricView[];
}

/** The drivers of every business metric, by its id: found once for all, in time linear in the metrics. */
export const driversOf = oncePer((spec: Spec): ReadonlyMap<string, Drivers> => {
  const destinations = destinationsOf(spec);
  const drivers = new Map<string, { pairs: OperatingGoals[]; accuracies: MetricView[]; errors: MetricView[] }>();
  const of = (id: string) => {
    const known = drivers.get(id) ?? { pairs: [], accuracies: [], errors: [] };
    drivers.set(id, known);
    return known;
  };
  for (const pair of operatingGoalsOf(spec)) {
    const ends = new Set([destinations.get(pair.recall.id), destinations.get(pair.precision.id)]);
    for (const id of ends) if (id !== undefined) of(id).pairs.push(pair);
  }
  for (const metric of metricsOfKind(spec, 'model')) {
    const id = destinations.get(metric.id);
    if (id === undefined) continue;
    if (metric.name?.name === 'accuracy') of(id).accuracies.push(metric);
    if (taskOfModel(spec, metric.node.fields.model?.id) === 'regression') of(id).errors.push(metric);
  }
  return drivers;
});

/** Where the path of `drives` from each metric reaches a business metric; absent when it does not. */
export const destinationsOf = oncePer((spec: Spec): ReadonlyMap<string, string> => {
  const metrics = metricsOf(spec);
  const byId = new Map(metrics.map((metric) => [metric.id, metric]));
  const destinations = new Map<string, string>();
  const settled = new Set<string>();
  for (const start of metrics) {
    const path: string[] = [];
    let next: MetricView | undefined = start;
    while (next !== undefined && next.kind !== 'business' && !settled.has(next.id)) {
      // Settled at once, so that a ring ends the walk.
      settled.add(next.id);
      path.push(next.id);
      next = byId.get(next.node.fields.drives?.id ?? '');
    }
    const end = next?.kind === 'business' ? next.id : destinations.get(next?.id ?? '');
    if (end !== undefined) for (const id of path) destinations.set(id, end);
  }
  return destinations;
});
