/** From a spec to what is to be evaluated: which model on which split, by which metrics. */
import type { EvaluationRequest, MetricRequest, ModelInput, ModelOutput } from '../../../../schemas/evaluationJob.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import type { ModelShape } from '../../../../schemas/spec/models.ts';
import { flatValueOf, prevalenceOf } from '../../rules/economicsView.ts';
import { labelOfModel, metricsOfKind, modelChain, placeOfModel, taskOfModel } from '../../rules/metricView.ts';
import type { MetricView } from '../../rules/metricView.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { readOutcomeValues } from '../../spec/economicsInputs.ts';
import { imagePreparationOf } from './imagePreparationOf.ts';
import { readMoney } from './moneyPlan.ts';
import { classCondition, dataSourceOf, splitOf } from '../facts/tableRequests.ts';

type Spec = ObjectNode<SpecShape>;

/** A model and the rows that it answers. */
export interface Pairing {
  readonly modelId: string;
  readonly splitId: string;
}

/** What was asked, as far as verdicts and records need it. */
export type AskedPlan = Pairing & {
  readonly metrics: readonly MetricView[];
  /** The data source of the split. */
  readonly dataId: string;
  readonly wish: Pick<EvaluationRequest, 'positive' | 'threshold' | 'money'>;
};

/** What is asked of the answers to the rows of a split, whoever gives them. */
export type QuestionPlan = AskedPlan & {
  /** Column of the data source with what is true. */
  readonly label: string;
  readonly wish: Pick<EvaluationRequest, QuestionKey>;
};

/** What the job needs besides files. */
export type EvaluationPlan = QuestionPlan & {
  /** Path of the model as the spec writes it, and the spec file in which it stands. */
  readonly model: ObjectNode<ModelShape>;
  readonly wish: Pick<EvaluationRequest, QuestionKey | 'inputs' | 'outputs'>;
};

type QuestionKey =
  'task' | 'truth' | 'positive' | 'threshold' | 'metrics' | 'values' | 'money' | 'prevalence' | 'validation';

/** Why something cannot be evaluated: one sentence. */
export interface CannotEvaluate extends Pairing {
  readonly sentence: string;
}

/** The pairs of model and split that the spec's metrics speak of, in spec order. */
export function pairingsOf(spec: Spec): readonly Pairing[] {
  const pairs = new Map<string, Pairing>();
  for (const { node } of metricsOfKind(spec, 'model')) {
    const { model, split } = node.fields;
    if (model === undefined || split === undefined) continue;
    pairs.set(JSON.stringify([model.id, split.id]), { modelId: model.id, splitId: split.id });
  }
  return [...pairs.values()];
}

/**
 * Why a model that runs elsewhere answers nothing here; undefined for others.
 *
 * @param options of `plumbline evaluate` that measure answers to its task
 */
export function sayElsewhere(spec: Spec, modelId: string, options: string): string | undefined {
  const place = placeOfModel(spec, modelId);
  if (place === undefined) return undefined;
  return `The model ${modelId} runs elsewhere (${place}); measure its answers with \`plumbline evaluate ${options}\`.`;
}

/** @returns the plan, or one sentence that says what is missing and where */
export function planEvaluation(spec: Spec, pair: Pairing): EvaluationPlan | CannotEvaluate {
  const question = planQuestion(spec, pair);
  if ('sentence' in question) return question;
  const { modelId } = pair;
  const cannot = (sentence: string): CannotEvaluate => ({ ...pair, sentence });
  const chain = modelChain(spec, modelId);
  const [model] = chain;
  if (model === undefined) return cannot(`There is no model ${modelId} in the spec.`);
  const elsewhere = sayElsewhere(spec, modelId, `--model ${modelId} --predictions FILE`);
  if (elsewhere !== undefined) return cannot(elsewhere);
  const inputs = chain.flatMap(({ fields }) => (fields.inputs === undefined ? [] : [inputsOf(fields.inputs)]))[0];
  const outputs = chain.flatMap(({ fields }) => (fields.outputs === undefined ? [] : [outputsOf(fields.outputs)]))[0];
  if (inputs === undefined || inputs.length === 0)
    return cannot(`The model ${modelId} says of no input what feeds it.`);
  if (outputs === undefined || outputs.length === 0) {
    return cannot(`The model ${modelId} says of no output what it means.`);
  }
  return { ...question, model, wish: { ...question.wish, inputs, outputs } };
}

/** @returns what is asked of answers, or one sentence that says what is missing and where */
export function planQuestion(spec: Spec, { modelId, splitId }: Pairing): QuestionPlan | CannotEvaluate {
  const cannot = (sentence: string): CannotEvaluate => ({ modelId, splitId, sentence });
  const chain = modelChain(spec, modelId);
  if (chain.length === 0) return cannot(`There is no model ${modelId} in the spec.`);
  const dataId = splitOf(spec, splitId)?.fields.of?.id;
  const source = dataId === undefined ? undefined : dataSourceOf(spec, dataId);
  if (dataId === undefined || source === undefined) {
    return cannot(`There is no split ${splitId} of a data source in the spec.`);
  }
  const task = taskOfModel(spec, modelId);
  if (
    task !== 'binary-classification' &&
    task !== 'multiclass-classification' &&
    task !== 'multilabel-classification' &&
    task !== 'regression'
  ) {
    return cannot(
      task === undefined
        ? `The model ${modelId} names no task.`
        : `Models of the task ${task} cannot be run over a table yet; ${modelId} is one.`,
    );
  }
  const column = source.fields.roles?.fields.label?.text;
  if (column === undefined) return cannot(`The data source ${dataId} names no label column under \`roles\`.`);
  const label = labelOfModel(spec, modelId);
  const truth = truthOf(source, label, column, task);
  if ('sentence' in truth) return cannot(truth.sentence.replace('{model}', modelId));
  const decision = chain.flatMap(({ fields }) => fields.decision ?? [])[0];
  const positive = decision?.fields.class?.text ?? label?.fields.positive?.text;
  const threshold = decision?.fields.threshold?.quantity.value;
  const validation = decision?.fields.chosen_on?.id;
  const metrics = metricsFor(spec, modelId, splitId);
  const values = task === 'binary-classification' ? valuesOf(spec) : undefined;
  const money = readMoney(spec, modelId);
  const prevalence = Number(prevalenceOf(spec)?.quantity.value.toString() ?? NaN);
  const isSameSource = validation !== undefined && splitOf(spec, validation)?.fields.of?.id === dataId;
  return {
    modelId,
    splitId,
    metrics,
    dataId,
    label: column,
    wish: {
      task,
      truth,
      metrics: metrics.map(metricRequest),
      ...(positive === undefined ? {} : { positive }),
      ...(threshold === undefined ? {} : { threshold: Number(threshold.toString()) }),
      ...(isSameSource ? { validation } : {}),
      ...(values === undefined ? {} : { values }),
      ...(money.kind === 'undefined' ? {} : { money: money.value }),
      ...(prevalence > 0 && prevalence < 1 ? { prevalence } : {}),
    },
  };
}

/** Metrics of the model on the split; those of its original for a smaller form without metrics of its own. */
export function metricsFor(spec: Spec, modelId: string, splitId: string): readonly MetricView[] {
  const all = metricsOfKind(spec, 'model').filter(
    ({ node, name }) => name !== undefined && node.fields.metric !== undefined,
  );
  const chain = modelIds(spec, modelId);
  for (const id of chain) {
    const own = all.filter(({ node }) => node.fields.model?.id === id);
    const onSplit = own.filter(({ node }) => node.fields.split?.id === splitId);
    if (onSplit.length > 0) return onSplit;
    // On other rows the same metrics are asked, so that runs can be compared.
    if (own.length > 0) return uniqueMeasures(own);
  }
  return [];
}

function uniqueMeasures(metrics: readonly MetricView[]): readonly MetricView[] {
  const byMeasure = new Map(metrics.map((metric) => [JSON.stringify(metricRequest(metric), withoutId), metric]));
  return [...byMeasure.values()];
}

function withoutId(key: string, value: unknown): unknown {
  return key === 'id' ? undefined : value;
}

function modelIds(spec: Spec, modelId: string): readonly string[] {
  const ids: string[] = [];
  let next: string | undefined = modelId;
  while (next !== undefined && !ids.includes(next)) {
    ids.push(next);
    next = spec.fields.models?.entries.get(next)?.fields.compressed_from?.id;
  }
  return ids;
}

export function inputsOf({ entries }: NonNullable<ObjectNode<ModelShape>['fields']['inputs']>): ModelInput[] {
  return [...entries].flatMap(([name, { fields }]): ModelInput[] => {
    const columns = fields.columns?.items.map((item) => item.text) ?? [];
    if (fields.column !== undefined) columns.push(fields.column.text);
    if (columns.length === 0) return [];
    const missing = fields.missing?.value;
    const type = fields.type?.value;
    return [
      {
        name,
        columns,
        missing: missing ?? 'refuse',
        ...(type === undefined ? {} : { type }),
        ...(fields.image === undefined ? {} : { image: imagePreparationOf(fields.image) }),
        ...(fields.categories === undefined ? {} : { categories: fields.categories.items.map(({ text }) => text) }),
      },
    ];
  });
}

const scoreKinds = ['class-id', 'probabilities', 'probability', 'logits', 'value'] as const;

function outputsOf({ entries }: NonNullable<ObjectNode<ModelShape>['fields']['outputs']>): ModelOutput[] {
  return [...entries].flatMap(([name, { fields }]): ModelOutput[] => {
    const as = scoreKinds.find((kind) => kind === fields.as?.value);
    if (as === undefined) return [];
    return [
      { name, as, ...(fields.classes === undefined ? {} : { classes: fields.classes.items.map(({ text }) => text) }) },
    ];
  });
}

type Label = ReturnType<typeof labelOfModel>;

function truthOf(
  source: ReturnType<typeof dataSourceOf>,
  label: Label,
  column: string,
  task: EvaluationRequest['task'],
): EvaluationRequest['truth'] | { readonly sentence: string } {
  if (task === 'regression') return { kind: 'value', column };
  const classes = label?.fields.classes;
  if (classes === undefined) return { sentence: 'The label of the model {model} names no classes.' };
  const named: { name: string; value?: string }[] =
    classes.kind === 'list'
      ? classes.items.map((item) => ({ name: item.text }))
      : [...classes.entries].map(([name, value]) => ({ name, value: value.text }));
  if (task === 'multilabel-classification') return { kind: 'labels', column, classes: named };
  if (named.length < 2) return { sentence: 'The label of the model {model} names fewer than two classes.' };
  const withWhere = named.map((one) => ({ ...one, where: classCondition(source, column, one.value ?? one.name) }));
  return { kind: 'classes', classes: withWhere };
}

/** What is asked of rows for a metric of the spec. */
export function metricRequest({ id, node: { fields } }: MetricView): MetricRequest {
  const slices = [...(fields.slices?.entries ?? [])].flatMap(([sliceId, slice]): MetricRequest['slices'] => {
    const { where, by, min_rows: minRows } = slice.fields;
    if (where !== undefined) return [{ id: sliceId, where: where.text }];
    return by === undefined ? [] : [{ id: sliceId, by: by.text, minRows: minRows?.value ?? 0 }];
  });
  const isToolFollowed = fields.as?.value === 'scikit-learn';
  const zeroDivision = fields.zero_division?.value ?? (isToolFollowed ? 0 : undefined);
  return {
    id,
    metric: fields.metric?.value ?? '',
    slices,
    ...(fields.class === undefined ? {} : { class: fields.class.text }),
    ...(fields.averaging === undefined ? {} : { averaging: fields.averaging.value }),
    ...(fields.beta === undefined ? {} : { beta: fields.beta.value }),
    ...(fields.k === undefined ? {} : { k: fields.k.value }),
    ...(fields.quantile === undefined ? {} : { quantile: fields.quantile.value }),
    ...(fields.bins === undefined ? {} : { bins: fields.bins.value }),
    ...(zeroDivision === undefined ? {} : { zeroDivision }),
  };
}

function valuesOf(spec: Spec): EvaluationRequest['values'] {
  const stated = (outcome: 'tp' | 'fp' | 'fn' | 'tn') => flatValueOf(spec, outcome)?.quantity;
  const read = readOutcomeValues({ tp: stated('tp'), fp: stated('fp'), fn: stated('fn'), tn: stated('tn') });
  if (read.kind === 'undefined') return undefined;
  const { currency, tp, fp, fn, tn } = read.value;
  return {
    currency,
    truePositive: Number(tp.toString()),
    falsePositive: Number(fp.toString()),
    falseNegative: Number(fn.toString()),
    trueNegative: Number(tn.toString()),
  };
}
