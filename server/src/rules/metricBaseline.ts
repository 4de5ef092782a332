/** Rules about what is reached without the project: it must be known, and it must not be good enough already. */
import { findMetricName } from '../../../schemas/metricNames.ts';
import type { BaselineShape } from '../../../schemas/spec/baseline.ts';
import { replaceText } from '../spec/edits.ts';
import type { ObjectNode, QuantityNode } from '../spec/located.ts';
import { lacks } from '../spec/located.ts';
import { isWorse, metricsOf, metricsOfKind, taskOfModel } from './metricView.ts';
import type { MetricView } from './metricView.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

function* findMissingBaseline({ project, spec }: RuleContext): Generator<Finding> {
  const { baseline, metrics } = spec.fields;
  if (spec.unreadable.has('baseline')) return;
  if (baseline !== undefined && baseline.yaml.entries.length > 0) return;
  const place =
    spec.empty.get('baseline') ??
    baseline?.keyPlace ??
    metrics?.keyPlace ??
    project.files[0]?.yaml.entries[0]?.keyPlace;
  if (place === undefined) return;
  yield {
    place,
    message:
      'Nothing says what is reached without this project: add a `baseline`, such as today’s way of working or a business rule.',
  };
}

/** Baselines that need no learning. */
const untrained: ReadonlySet<string> = new Set(['status_quo', 'rules']);

function* findMissingSimpleModel({ spec }: RuleContext): Generator<Finding> {
  const { baseline } = spec.fields;
  if (baseline === undefined || baseline.yaml.entries.length === 0) return;
  const isTried = baseline.yaml.entries.some(({ key }) => {
    const node = baseline.entries.get(key);
    return !untrained.has(key) && (node === undefined || lacks(node, 'rule'));
  });
  if (isTried || metricsOfKind(spec, 'model').length === 0) return;
  yield {
    place: baseline.keyPlace ?? baseline.place,
    message: `No baseline is a cheap model: try one, such as ${cheapModelFor(spec)}, and state it as \`simple\`.`,
  };
}

/** A model that takes an afternoon, of the kind that the spec is about. */
function cheapModelFor(spec: RuleContext['spec']): string {
  const sources = [...(spec.fields.data?.entries.values() ?? [])];
  if (sources.length > 0 && sources.every(({ fields }) => fields.modality?.value === 'image')) {
    return 'a linear model on small pictures';
  }
  const tasks = metricsOfKind(spec, 'model').map(({ node }) => taskOfModel(spec, node.fields.model?.id));
  return `a ${tasks.every((task) => task === 'regression') ? 'linear' : 'logistic'} regression on two columns`;
}

interface Reached {
  readonly metric: MetricView;
  readonly target: QuantityNode;
  readonly value: QuantityNode;
}

function* findSufficientBaselines({ spec }: RuleContext): Generator<Finding> {
  const metrics = metricsOf(spec).filter(({ kind }) => kind !== 'infrastructure');
  const told = new Set<string>();
  for (const [id, baseline] of spec.fields.baseline?.entries ?? []) {
    for (const { metric, target, value } of reachedBy(baseline, metrics)) {
      if (told.has(metric.id)) continue;
      told.add(metric.id);
      yield {
        place: target.place,
        message: `The baseline \`${id}\` already reaches ${value.text}, and \`${metric.id}\` aims for ${target.text}: use the baseline, or aim for more.`,
        related: [{ place: value.place, message: `\`${id}\` reaches ${value.text}.` }],
        fixes: [{ title: 'Clear the target, to set it anew', changes: [replaceText(target.place, '')] }],
      };
    }
  }
}

/**
 * The targets that a baseline reaches, if it misses none of those that it speaks of on the same model: always saying
 * yes reaches every recall, and is no rival.
 */
function reachedBy(baseline: ObjectNode<BaselineShape>, metrics: readonly MetricView[]): readonly Reached[] {
  const compared = metrics.flatMap((metric) => {
    const { target } = metric.node.fields;
    const value = valueFor(baseline, metric);
    if (target === undefined || value === undefined || metric.direction === undefined) return [];
    const misses = isWorse(metric.direction, value.quantity, target.quantity);
    return misses === undefined ? [] : [{ metric, target, value, misses }];
  });
  const missed = new Set(compared.filter(({ misses }) => misses).map(({ metric }) => metric.node.fields.model?.id));
  return compared.filter(({ metric }) => !missed.has(metric.node.fields.model?.id));
}

/** What a baseline says about a metric: by the name of the measure on the positive class, or by its id. */
function valueFor(baseline: ObjectNode<BaselineShape>, { id, name, node }: MetricView): QuantityNode | undefined {
  const stated = baseline.fields.metrics?.entries;
  // An id that is the name of another measure speaks of that one.
  if (name === undefined) return findMetricName(id) === undefined ? stated?.get(id) : undefined;
  const { averaging } = node.fields;
  return averaging === undefined || averaging.value === 'binary' ? stated?.get(name.name) : undefined;
}

export const metricBaselineRules: readonly Rule[] = [
  {
    id: 'metric/no-baseline',
    severity: 'W/E/E',
    waits: 'project',
    finds: 'a spec without a baseline',
    why: 'Without what is reached today nobody knows whether a model is worth it. Business rules are often enough, and always cheaper.',
    check: findMissingBaseline,
  },
  {
    id: 'metric/no-simple-model',
    severity: 'H/I/W',
    waits: 'project',
    finds: 'baselines among which no cheap model was tried',
    why: 'A logistic regression on two columns takes an afternoon, and often comes close to what takes a year. It shows what the rest of the effort buys.',
    check: findMissingSimpleModel,
  },
  {
    id: 'metric/baseline-beats-target',
    severity: 'E/E/E',
    finds: 'a target that a baseline already reaches',
    why: 'When today’s way or a simple rule is as good as the goal, the project has no reason: use the baseline, or aim for what would be worth the effort.',
    hasFix: true,
    check: findSufficientBaselines,
  },
];
