/** What a spec says about money and operating points, as the plain numbers of the formulas. */
import type { SpecShape } from '../../../schemas/spec.ts';
import type { BaselineShape } from '../../../schemas/spec/baseline.ts';
import type { Decimal } from '../spec/decimal.ts';
import { decimal } from '../spec/decimal.ts';
import type { BinaryCase, Policy } from '../spec/economics.ts';
import type { OperatingPoint } from '../spec/economicsFeasibility.ts';
import { readBinaryCase, readClassValues, readShare, readVolume } from '../spec/economicsInputs.ts';
import type { ClassValues } from '../spec/economicsTasks.ts';
import { known, undefinedBecause } from '../spec/known.ts';
import type { Known } from '../spec/known.ts';
import type { AnyNode, ObjectNode, QuantityNode } from '../spec/located.ts';
import { lacks, stateOf } from '../spec/located.ts';
import { convertQuantity } from '../spec/quantityArithmetic.ts';
import type { Quantity } from '../spec/quantity.ts';
import { goalOf, labelOfModel, metricsOfKind, taskOfModel } from './metricView.ts';
import type { MetricView } from './metricView.ts';
import { oncePer } from './oncePer.ts';

type Spec = ObjectNode<SpecShape>;

/** The declared prevalence; undefined while it is missing or unreadable. */
export function prevalenceOf(spec: Spec): QuantityNode | undefined {
  const prevalence = spec.fields.economics?.fields.prevalence;
  return prevalence?.kind === 'object' ? prevalence.fields.value : prevalence;
}

type FlatOutcome = 'tp' | 'fp' | 'fn' | 'tn' | 'correct' | 'wrong';

/** Money of an outcome that is the same for every row; undefined when it is missing or computed per row. */
export function flatValueOf(spec: Spec, outcome: FlatOutcome): QuantityNode | undefined {
  const value = spec.fields.economics?.fields.value?.fields;
  const stated: Readonly<Record<FlatOutcome, AnyNode | undefined>> = {
    tp: value?.tp,
    fp: value?.fp,
    fn: value?.fn,
    tn: value?.tn,
    correct: value?.correct,
    wrong: value?.wrong,
  };
  const node = stated[outcome];
  return node?.kind === 'quantity' ? node : undefined;
}

/** The world of a binary classifier as `economics` states it. */
export function binaryCaseOf(spec: Spec): Known<BinaryCase> {
  const stated = (outcome: 'tp' | 'fp' | 'fn' | 'tn') => flatValueOf(spec, outcome)?.quantity;
  return readBinaryCase({
    prevalence: prevalenceOf(spec)?.quantity,
    value: { tp: stated('tp'), fp: stated('fp'), fn: stated('fn'), tn: stated('tn') },
  });
}

/** Values of right and wrong answers with more than two classes; undefined when single confusions differ. */
export function classValuesOf(spec: Spec): Known<ClassValues> {
  const value = spec.fields.economics?.fields.value;
  if (value !== undefined && !lacks(value, 'pairs'))
    return undefinedBecause('single confusions have values of their own');
  return readClassValues({
    correct: flatValueOf(spec, 'correct')?.quantity,
    wrong: flatValueOf(spec, 'wrong')?.quantity,
  });
}

/** Predictions per year. */
export function volumeOf(spec: Spec): Known<Decimal> {
  return readVolume('volume', spec.fields.economics?.fields.volume?.quantity);
}

/** The baseline whose value is subtracted; undefined for `none`, and while it is not known. */
export function againstBaseline(
  spec: Spec,
): { readonly id: string; readonly node: ObjectNode<BaselineShape> } | undefined {
  const economics = spec.fields.economics;
  if (economics === undefined || stateOf(economics, 'against') === 'unreadable') return undefined;
  if (isAgainstNothing(spec)) return undefined;
  const id = againstId(spec);
  const node = spec.fields.baseline?.entries.get(id);
  return node === undefined ? undefined : { id, node };
}

/** The baseline that is meant to be subtracted, where one is. */
export function againstId(spec: Spec): string {
  return spec.fields.economics?.fields.against?.id ?? 'status_quo';
}

/** Why nothing can be subtracted where there is no {@link againstBaseline}, and what to do: the end of a "because". */
export function lackOfBaseline(spec: Spec): string {
  const { economics } = spec.fields;
  if (economics !== undefined && stateOf(economics, 'against') === 'unreadable')
    return 'the policy to compare with is not known';
  return `there is no baseline ${againstId(spec)} to compare with: add it, or \`against: none\` in \`economics\``;
}

/** Whether `economics.against` says that nothing is subtracted. */
export function isAgainstNothing(spec: Spec): boolean {
  return spec.fields.economics?.fields.against?.isWord === true;
}

/** The policy whose value is subtracted, for a binary classifier with a positive class. */
export function againstPolicy(spec: Spec, positive: string | undefined): Known<Policy | 'none'> {
  if (isAgainstNothing(spec)) return known('none');
  const baseline = againstBaseline(spec);
  if (baseline === undefined) return undefinedBecause(lackOfBaseline(spec));
  const { id, node } = baseline;
  return isRuleAlone(node)
    ? undefinedBecause(`the baseline ${id} has a \`rule\`, and neither recall and precision nor a \`matrix\``)
    : baselinePolicy(node, positive);
}

/** Whether a baseline of two classes can be run, and nobody has written down what it reaches. */
export function isRuleAlone({ fields, unreadable }: ObjectNode<BaselineShape>): boolean {
  const { rule, matrix, metrics } = fields;
  if (rule === undefined || matrix !== undefined || unreadable.has('matrix') || unreadable.has('metrics')) return false;
  return metrics === undefined || !(metrics.entries.has('recall') || metrics.entries.has('precision'));
}

/** How a baseline decides, for a binary classifier with a positive class. */
export function baselinePolicy({ fields }: ObjectNode<BaselineShape>, positive: string | undefined): Known<Policy> {
  const matrix = fields.matrix === undefined ? undefined : matrixPolicy(fields.matrix, positive);
  if (matrix !== undefined) return known(matrix);
  const recall = readShare('recall', fields.metrics?.entries.get('recall')?.quantity);
  if (recall.kind === 'undefined') return recall;
  // Finding nothing needs no precision: there are no alerts.
  if (recall.value.eq(0)) return known({ kind: 'always-no' });
  const precision = readShare('precision', fields.metrics?.entries.get('precision')?.quantity);
  return precision.kind === 'undefined'
    ? precision
    : known({ kind: 'point', recall: recall.value, precision: precision.value });
}

type MatrixNode = NonNullable<ObjectNode<BaselineShape>['fields']['matrix']>;

function matrixPolicy({ entries }: MatrixNode, positive: string | undefined): Policy | undefined {
  if (positive === undefined || entries.size !== 2) return undefined;
  const negative = [...entries.keys()].find((name) => name !== positive);
  const count = (truth: string | undefined, answer: string | undefined): Decimal | undefined => {
    const cell = entries.get(truth ?? '')?.entries.get(answer ?? '');
    return cell === undefined ? undefined : decimal(cell.value);
  };
  const tp = count(positive, positive);
  const fn = count(positive, negative);
  const fp = count(negative, positive);
  const tn = count(negative, negative);
  if (tp === undefined || fn === undefined || fp === undefined || tn === undefined) return undefined;
  return { kind: 'matrix', tp, fp, fn, tn };
}

/** Goals for recall and precision of one model on one split, for the positive class. */
export interface OperatingGoals {
  readonly modelId: string;
  readonly splitId: string;
  readonly recall: MetricView;
  readonly precision: MetricView;
}

/** Whether a metric of a binary classifier speaks of the positive class alone. */
export function isAboutPositive(spec: Spec, { node }: MetricView): boolean {
  const task = taskOfModel(spec, node.fields.model?.id);
  if (task !== undefined && task !== 'binary-classification') return false;
  const averaging = node.fields.averaging;
  if (averaging === undefined ? !lacks(node, 'averaging') : averaging.value !== 'binary') return false;
  if (lacks(node, 'class')) return true;
  const positive = labelOfModel(spec, node.fields.model?.id)?.fields.positive;
  return positive !== undefined && node.fields.class?.text === positive.text;
}

/** The goals of every model that has them for both recall and precision, in file order. */
export const operatingGoalsOf = oncePer((spec: Spec): readonly OperatingGoals[] => {
  const metrics = metricsOfKind(spec, 'model').filter(
    (metric) => (metric.name?.name === 'recall' || metric.name?.name === 'precision') && isAboutPositive(spec, metric),
  );
  const precisions = new Map<string, MetricView>();
  for (const metric of metrics) {
    const key = measuredOn(metric);
    if (metric.name?.name === 'precision' && !precisions.has(key)) precisions.set(key, metric);
  }
  return metrics.flatMap((recall): OperatingGoals[] => {
    const { model, split } = recall.node.fields;
    if (recall.name?.name !== 'recall' || model === undefined || split === undefined) return [];
    const precision = precisions.get(measuredOn(recall));
    return precision === undefined ? [] : [{ modelId: model.id, splitId: split.id, recall, precision }];
  });
});

/** A key for model and split; ids hold no line breaks. */
function measuredOn({ node: { fields } }: MetricView): string {
  return `${fields.model?.id ?? ''}\n${fields.split?.id ?? ''}`;
}

/** Recall and precision at the targets or at the limits. */
export function pointAt(
  { recall, precision }: OperatingGoals,
  goal: 'target' | 'limit',
): Known<Omit<OperatingPoint, 'prevalence'>> {
  return pointOf(goalOf(recall, goal)?.quantity, goalOf(precision, goal)?.quantity);
}

export function pointOf(
  recall: Quantity | undefined,
  precision: Quantity | undefined,
): Known<Omit<OperatingPoint, 'prevalence'>> {
  const found = readShare('recall', recall);
  if (found.kind === 'undefined') return found;
  const right = readShare('precision', precision);
  return right.kind === 'undefined' ? right : known({ recall: found.value, precision: right.value });
}

/** Alerts per day that people and systems downstream can act on. */
export function alertCapOf(spec: Spec): { readonly node: QuantityNode; readonly perDay: Decimal } | undefined {
  const node = spec.fields.constraints?.fields.alerts;
  if (node === undefined) return undefined;
  const perYear = readVolume('alerts', node.quantity);
  return perYear.kind === 'undefined' ? undefined : { node, perDay: perYear.value.div(365) };
}

/** A quantity in a unit, as a number; undefined when it is missing or measures something else. */
export function amountIn(quantity: Quantity | undefined, unit: string): Decimal | undefined {
  if (quantity === undefined) return undefined;
  const converted = convertQuantity(quantity, unit);
  return converted.kind === 'known' ? converted.value.amount : undefined;
}
