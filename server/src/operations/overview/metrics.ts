/** Metrics of the Overview: what each measures, its goals, and its last value. */
import type { Figure, Metric } from '../../../../schemas/overview.ts';
import { metricNames } from '../../../../schemas/metricNames.ts';
import type { MetricShape } from '../../../../schemas/spec/metrics.ts';
import type { ObjectNode, QuantityNode } from '../../spec/located.ts';
import { stateOf } from '../../spec/located.ts';
import type { Project } from '../../spec/project.ts';
import { declared, unknown } from './locations.ts';
import type { Locations } from './locations.ts';

export function overviewMetrics(project: Project, locations: Locations): Metric[] {
  return [...(project.spec.fields.metrics?.entries ?? [])].map(([id, node]) => overviewMetric(id, node, locations));
}

function overviewMetric(id: string, node: ObjectNode<MetricShape>, locations: Locations): Metric {
  const { kind, metric, target, limit } = node.fields;
  const name = metricNames.find((candidate) => candidate.name === metric?.value);
  const scale = name?.least !== undefined && name.most !== undefined ? { low: name.least, high: name.most } : undefined;
  return {
    id,
    kind: kind?.value ?? 'model',
    name: id,
    measures: describeMeasure(node),
    direction: node.fields.direction?.value ?? name?.direction ?? 'unknown',
    definedAt: locations.of(node.keyPlace ?? node.place),
    target: goal('target', target, node, locations),
    limit: goal('limit', limit, node, locations),
    value: unknown('it was not measured yet', 'Values appear here once the model has been evaluated.'),
    verdict: 'not-known',
    ...(scale === undefined ? {} : { scale }),
  };
}

function goal(
  key: 'target' | 'limit',
  quantity: QuantityNode | undefined,
  node: ObjectNode<MetricShape>,
  locations: Locations,
): Figure {
  if (quantity !== undefined) {
    return declared(quantity.text, locations.of(quantity.place), Number(quantity.quantity.value.toString()));
  }
  const because = stateOf(node, key) === 'unreadable' ? `its ${key} cannot be read` : `the spec states no ${key}`;
  return unknown(because, undefined, locations.of(node.keyPlace ?? node.place));
}

/** "recall of late, model delay on test"; "99th percentile of latency at batch 1 on edge-box". */
function describeMeasure(node: ObjectNode<MetricShape>): string {
  const { kind, metric, definition, model, split, on, batch, percentile, averaging } = node.fields;
  if (kind?.value === 'business') {
    return definition?.text === 'economics'
      ? 'value against the baseline, by the economics'
      : (definition?.text ?? 'not defined yet');
  }
  const name = metric?.value ?? 'not named yet';
  const ranked = percentile === undefined ? name : `${ordinal(percentile.value)} percentile of ${name}`;
  const averaged = averaging === undefined ? ranked : `${ranked} (${averaging.value})`;
  const ofClass = node.fields.class === undefined ? averaged : `${averaged} of ${node.fields.class.text}`;
  const atBatch = batch === undefined ? ofClass : `${ofClass} at batch ${batch.value}`;
  const places = [
    model === undefined ? undefined : `model ${model.id}`,
    split === undefined ? undefined : `split ${split.id}`,
    on === undefined ? undefined : `device ${on.id}`,
  ].filter((place) => place !== undefined);
  return [atBatch, ...places].join(', ');
}

function ordinal(value: number): string {
  const lastTwo = Math.floor(value) % 100;
  const last = lastTwo % 10;
  const suffix =
    !Number.isInteger(value) || (lastTwo >= 11 && lastTwo <= 13) ? 'th' : (['th', 'st', 'nd', 'rd'][last] ?? 'th');
  return `${value}${suffix}`;
}
