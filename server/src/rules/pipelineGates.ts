/** Rules that hold pipelines against the spec: the same limits, a stage that evaluates, a runtime that is stated. */
import { decimal } from '../spec/decimal.ts';
import type { Decimal } from '../spec/decimal.ts';
import type { QuantityNode } from '../spec/located.ts';
import { lacks } from '../spec/located.ts';
import { listOf, shorten } from '../spec/words.ts';
import type { Place } from '../yaml/place.ts';
import { goalOf, metricsOf } from './metricView.ts';
import type { MetricView } from './metricView.ts';
import { wordsOf } from './pipelineDefinition.ts';
import { definitionsOf } from './pipelineView.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

/** A limit of a metric, or of one of its slices, that a condition may be about. */
interface Gate {
  readonly metric: MetricView;
  readonly limit: QuantityNode;
  /** Words that all must occur in the subject of the condition, those of the name next to each other. */
  readonly name: readonly string[];
  readonly slice: readonly string[];
}

function gatesOf(metrics: readonly MetricView[]): readonly Gate[] {
  return metrics.flatMap((metric): Gate[] => {
    if (metric.kind === 'business') return [];
    const names = [wordsOf(metric.id), ...(metric.name === undefined ? [] : [wordsOf(metric.name.name)])];
    const slices = [...(metric.node.fields.slices?.entries ?? [])];
    return names.flatMap((name): Gate[] => {
      const limit = goalOf(metric, 'limit');
      const own = limit === undefined ? [] : [{ metric, limit, name, slice: [] }];
      const ofSlices = slices.flatMap(([id, { fields }]): Gate[] =>
        fields.limit === undefined ? [] : [{ metric, limit: fields.limit, name, slice: wordsOf(id) }],
      );
      return [...ofSlices, ...own];
    });
  });
}

/** How well a gate fits a subject: the number of its words that occur; 0 when it does not fit. */
function fitOf({ name, slice }: Gate, subject: readonly string[]): number {
  const isNamed = subject.some((_, start) => name.every((word, index) => subject[start + index] === word));
  if (name.length === 0 || !isNamed) return 0;
  return slice.every((word) => subject.includes(word)) ? name.length + slice.length : 0;
}

/** The gates that fit a subject best; several when metrics have the same name. */
function bestGates(gates: readonly Gate[], subject: string): readonly Gate[] {
  const words = wordsOf(subject);
  const best = Math.max(0, ...gates.map((gate) => fitOf(gate, words)));
  return best === 0 ? [] : gates.filter((gate) => fitOf(gate, words) === best);
}

/** A pipeline writes `0.6`, `60` or `20` for `60 %` and `20 ms`: the unit is in its code. */
function isSameNumber({ quantity }: QuantityNode, value: Decimal): boolean {
  return quantity.amount.eq(value) || quantity.value.eq(value);
}

function* findOtherGates(context: RuleContext): Generator<Finding> {
  const definitions = definitionsOf(context);
  if (definitions === undefined || definitions.length === 0) return;
  const gates = gatesOf(metricsOf(context.spec));
  for (const { path, definition } of definitions) {
    for (const { subject, number, line } of definition.conditions) {
      const fitting = bestGates(gates, subject);
      const [gate] = fitting;
      const value = decimal(number);
      if (gate === undefined || fitting.some(({ limit }) => isSameNumber(limit, value))) continue;
      const name = gate.slice.length === 0 ? gate.metric.id : `${gate.metric.id}.slices`;
      yield {
        place: gate.limit.place,
        message: `The limit of \`${name}\` is ${gate.limit.text}, and ${shorten(path)} line ${line} compares \`${shorten(subject)}\` with ${value.toFixed()}: make the two one.`,
      };
    }
  }
}

function* findMissingStage(context: RuleContext): Generator<Finding> {
  const { pipeline } = context.spec.fields;
  const stages = pipeline?.fields.stages;
  if (pipeline === undefined || pipeline.unreadable.has('stages')) return;
  if (stages !== undefined && !lacks(stages, 'evaluate')) return;
  const hasStages = stages !== undefined && stages.yaml.entries.length > 0;
  if (!hasStages && pipeline.fields.from === undefined) return;
  const definitions = definitionsOf(context);
  if (definitions === undefined) return;
  if (definitions.some(({ definition }) => definition.stages.some(({ isEvaluation }) => isEvaluation))) return;
  yield {
    place: stages?.empty.get('evaluate') ?? stages?.keyPlace ?? placeOfPipeline(pipeline),
    message: 'No stage evaluates the model, so a worse one would be used without anybody seeing it: add `evaluate`.',
  };
}

type PipelineNode = NonNullable<RuleContext['spec']['fields']['pipeline']>;

function placeOfPipeline({ fields, keyPlace, place }: PipelineNode): Place {
  return fields.stages?.keyPlace ?? fields.from?.keyPlace ?? keyPlace ?? place;
}

function* findNoRuntime(context: RuleContext): Generator<Finding> {
  const { pipeline } = context.spec.fields;
  if (pipeline === undefined || !lacks(pipeline, 'lock')) return;
  const { stages, from } = pipeline.fields;
  if (stages === undefined && from === undefined) return;
  const definitions = definitionsOf(context);
  if (definitions === undefined) return;
  const loose = definitions.flatMap(({ definition }) =>
    definition.stages.filter(({ hasRuntime }) => !hasRuntime).map(({ name }) => name),
  );
  if (definitions.length > 0 && loose.length === 0) return;
  const who = loose.length > 0 ? loose : [...(stages?.yaml.entries ?? [])].map(({ key }) => key);
  yield {
    place: pipeline.empty.get('lock') ?? placeOfPipeline(pipeline),
    message: `Nothing pins what ${who.length === 0 ? 'the pipeline runs' : `${listOf(who.slice(0, 4))} run${who.length === 1 ? 's' : ''}`} in, so tomorrow’s packages give other numbers: name a \`lock\` file, or an image for each stage.`,
  };
}

export const pipelineGateRules: readonly Rule[] = [
  {
    id: 'pipeline/gate-differs-from-spec',
    severity: 'W/W/E',
    finds: 'a pipeline that lets models pass at another value than the limit',
    why: 'Two numbers for one promise: the pipeline decides what is used, and everybody else reads the spec. Conditions of SageMaker and Kubeflow pipelines and options of commands in dvc.yaml are compared with the limits of metrics whose names they carry.',
    check: findOtherGates,
  },
  {
    id: 'pipeline/stage-missing',
    severity: 'I/I/W',
    waits: 'project',
    finds: 'a pipeline without a stage that evaluates the model',
    why: 'A model that is trained and used without being judged in between is judged by its users. The stage may stand in `stages`, or in a definition that `from` names.',
    check: findMissingStage,
  },
  {
    id: 'pipeline/undeclared-runtime',
    severity: 'I/W/W',
    waits: 'project',
    finds: 'stages for which neither a lock file nor an image says what they run in',
    why: 'The same code gives other numbers with other packages, and nobody can tell why. Name the lock file that pins them, or give each stage an image.',
    check: findNoRuntime,
  },
];
