/** Metrics of the Overview: what each measures, its goals, and its last value. */
import type { Fact, Facts } from '../../../../schemas/facts.ts';
import type { Figure, Metric, Provenance } from '../../../../schemas/overview.ts';
import type { SourceLocation } from '../../../../schemas/sourceLocation.ts';
import type { MetricShape } from '../../../../schemas/spec/metrics.ts';
import type { ObjectNode, QuantityNode } from '../../spec/located.ts';
import { metricsOf } from '../../rules/metricView.ts';
import type { MetricView } from '../../rules/metricView.ts';
import { lastMeasurementOf } from '../../rules/money/measuredGoal.ts';
import type { LastMeasurement } from '../../rules/money/measuredGoal.ts';
import { stateOf } from '../../spec/located.ts';
import type { Project } from '../../spec/project.ts';
import type { Quantity } from '../../spec/quantity.ts';
import { declared, known, unknown } from './locations.ts';
import type { Locations } from './locations.ts';
import { ageInWords } from './words.ts';

export interface MetricsContext {
  readonly project: Project;
  readonly facts: Facts;
  readonly locations: Locations;
  readonly now: Date;
}

export function overviewMetrics(context: MetricsContext): Metric[] {
  return metricsOf(context.project.spec).map((metric) => overviewMetric(metric, context));
}

function overviewMetric(metric: MetricView, { facts, locations, now }: MetricsContext): Metric {
  const { id, node, name } = metric;
  const { kind, target, limit } = node.fields;
  const scale = name?.least !== undefined && name.most !== undefined ? { low: name.least, high: name.most } : undefined;
  return {
    id,
    kind: kind?.value ?? 'model',
    name: id,
    measures: describeMeasure(node),
    direction: metric.direction ?? 'unknown',
    definedAt: locations.of(metric.keyPlace),
    target: goal('target', target, node, locations),
    limit: goal('limit', limit, node, locations),
    ...lastValue(lastMeasurementOf(metric, facts), now),
    ...(scale === undefined ? {} : { scale }),
  };
}

/** The last value with its interval, age and verdict, or why there is none. */
function lastValue(
  fact: Fact<LastMeasurement | undefined>,
  now: Date,
): Pick<Metric, 'value' | 'interval' | 'measured' | 'verdict'> {
  switch (fact.state) {
    case 'pending':
      return { value: unknown('it is being looked for'), verdict: 'not-known' };
    case 'unknown':
      return { value: unknown(fact.because), verdict: 'not-known' };
    case 'known':
      return fact.value === undefined
        ? {
            value: unknown('it was not measured yet', 'Values appear here once the model has been evaluated.'),
            verdict: 'not-known',
          }
        : measuredValue(fact.value, now);
  }
}

function measuredValue(
  { fact, quantity, text, ends, interval, verdict }: LastMeasurement,
  now: Date,
): ReturnType<typeof lastValue> {
  const run = /^run:(.+)$/.exec(fact.reference)?.[1];
  const provenance: Provenance = {
    origin: 'measured',
    ...(fact.uri === undefined ? {} : { source: startOf(fact.uri, fact.reference) }),
    ...(run === undefined ? {} : { run }),
    at: fact.at,
  };
  const number = (value: Quantity): number => Number(value.value.toString());
  return {
    value: known(text, provenance, number(quantity)),
    ...(ends === undefined || interval === undefined
      ? {}
      : { interval: { low: number(ends.low), high: number(ends.high), text: `${interval} (95\u00A0%)` } }),
    measured: {
      ...(run === undefined ? {} : { run }),
      age: ageInWords(new Date(fact.at), now),
      ...(fact.stale.length === 0 ? {} : { outdated: fact.stale.join(', and ') }),
    },
    verdict,
  };
}

/** The beginning of a file. */
function startOf(uri: string, label: string): SourceLocation {
  const start = { line: 0, character: 0 };
  return { uri, range: { start, end: start }, label };
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
