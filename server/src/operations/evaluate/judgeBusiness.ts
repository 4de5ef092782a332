/** Business metrics whose value follows from answers, against the targets and limits of the spec. */
import type { EvaluatedValue, EvaluationResult } from '../../../../schemas/evaluationJob.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import {
  againstBaseline,
  againstPolicy,
  binaryCaseOf,
  classValuesOf,
  isAgainstNothing,
  lackOfBaseline,
  volumeOf,
} from '../../rules/economicsView.ts';
import { goalOf, labelOfModel, metricsOfKind, taskOfModel } from '../../rules/metricView.ts';
import { errorRivalOf, errorValuesOf } from '../../rules/money/errorPrices.ts';
import { decimal } from '../../spec/decimal.ts';
import { computeSavedPerYear } from '../../spec/economics.ts';
import { readShare } from '../../spec/economicsInputs.ts';
import { known, undefinedBecause } from '../../spec/known.ts';
import type { Known } from '../../spec/known.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { toDecimal } from '../../spec/rational.ts';
import { computeFormulas } from './businessFormula.ts';
import type { AskedPlan } from './evaluationPlan.ts';
import { judgeValue } from './judgeValues.ts';
import type { JudgedBusiness } from './judgeValues.ts';
import { readMoney } from './moneyPlan.ts';

type Spec = ObjectNode<SpecShape>;

interface YearlyMoney {
  readonly value: EvaluatedValue;
  readonly unit: string;
}

/**
 * Business metrics that follow from the answers: those defined by `economics` that a measured metric drives, and
 * formulas over metrics that were measured.
 *
 * The interval of money is that of one answer, carried over to a year.
 */
export function judgeBusiness(spec: Spec, plan: AskedPlan, result: EvaluationResult): readonly JudgedBusiness[] {
  const driven = new Set(plan.metrics.flatMap(({ node }) => node.fields.drives?.id ?? []));
  const money = metricsOfKind(spec, 'business').flatMap((metric): JudgedBusiness[] => {
    if (metric.node.fields.definition?.text !== 'economics' || !driven.has(metric.id)) return [];
    const saved = savedPerYear(spec, plan, result);
    if (saved === undefined) return [];
    const goals = { target: goalOf(metric, 'target'), limit: goalOf(metric, 'limit') };
    return [{ judged: { id: metric.id, ...judgeValue(metric, saved.value, saved.unit, goals) }, unit: saved.unit }];
  });
  return [...money, ...computeFormulas(spec, plan, result, money)];
}

/** @returns undefined when the answers have no money at all, such as those of boxes */
function savedPerYear(spec: Spec, plan: AskedPlan, result: EvaluationResult): YearlyMoney | undefined {
  const used = result.binary?.thresholds.used ?? result.binary?.thresholds.standard ?? answeredPoint(plan, result);
  // Where all rows are worth the same, exact arithmetic over the counts gives the same number as hints and rules.
  // A rule without rates was run on the rows instead.
  if (used !== undefined && hasEqualRows(spec) && result.money?.gain === undefined)
    return savedByCounts(spec, plan, used, result);
  const { money } = result;
  if (money === undefined) {
    const task = taskOfModel(spec, plan.modelId);
    if (task !== 'binary-classification' && task !== 'multiclass-classification' && task !== 'regression') {
      return undefined;
    }
    const stated = readMoney(spec, plan.modelId);
    const because = stated.kind === 'undefined' ? stated.because : 'it was not computed from these answers';
    return { value: { state: 'undefined', because }, unit: '' };
  }
  return savedByRows(spec, plan, money);
}

/** What the answers of a model without scores come to. */
function answeredPoint(
  { wish: { positive } }: AskedPlan,
  { confusion, money }: EvaluationResult,
): OperatingPoint | undefined {
  const at = confusion?.classes.indexOf(positive ?? '') ?? -1;
  if (confusion?.classes.length !== 2 || at === -1) return undefined;
  const count = (truth: number, answer: number): number => confusion.counts[truth]?.[answer] ?? 0;
  const other = 1 - at;
  return {
    threshold: null,
    truePositives: count(at, at),
    falsePositives: count(other, at),
    falseNegatives: count(at, other),
    trueNegatives: count(other, other),
    ...(money?.value.state === 'known' ? { value: money.value.value, interval: money.value.interval } : {}),
  };
}

function hasEqualRows(spec: Spec): boolean {
  const fields = spec.fields.economics?.fields.value?.fields;
  return [fields?.tp, fields?.fp, fields?.fn, fields?.tn].every((node) => node?.kind !== 'object');
}

type Money = NonNullable<EvaluationResult['money']>;

/** Formulas 1, 2, 10 and 11 with the mean over rows in place of rates. */
function savedByRows(spec: Spec, plan: AskedPlan, { currency, value, gain, never }: Money): YearlyMoney {
  const unit = `${currency}/year`;
  const undefinedYear = (because: string): YearlyMoney => ({ value: { state: 'undefined', because }, unit: '' });
  if (value.state === 'undefined') return { value, unit: '' };
  const volume = volumeOf(spec);
  if (volume.kind === 'undefined') return undefinedYear(volume.because);
  const perYear = Number(volume.value.toString());
  const yearly = (one: Extract<EvaluatedValue, { state: 'known' }>, subtracted: number): YearlyMoney => {
    const { interval } = one;
    const year = (amount: number): number => (amount - subtracted) * perYear;
    return {
      value: {
        ...one,
        value: year(one.value),
        ...(interval === undefined
          ? {}
          : { interval: { ...interval, low: year(interval.low), high: year(interval.high) } }),
      },
      unit,
    };
  };
  if (isAgainstNothing(spec)) return yearly(value, 0);
  if (gain !== undefined) return gain.state === 'known' ? yearly(gain, 0) : { value: gain, unit: '' };
  const against = againstMoney(spec, plan, never);
  return against.kind === 'undefined' ? undefinedYear(against.because) : yearly(value, against.value);
}

/** Money of one answer of the policy whose value is subtracted. */
function againstMoney(spec: Spec, { modelId }: AskedPlan, never: Money['never']): Known<number> {
  const baseline = againstBaseline(spec);
  if (baseline === undefined) return undefinedBecause(lackOfBaseline(spec));
  const { id, node } = baseline;
  switch (taskOfModel(spec, modelId)) {
    case 'binary-classification': {
      const policy = againstPolicy(spec, labelOfModel(spec, modelId)?.fields.positive?.text);
      if (policy.kind === 'known' && policy.value !== 'none' && policy.value.kind === 'always-no') {
        return never?.state === 'known'
          ? known(never.value)
          : undefinedBecause('what staying silent earns is not known');
      }
      return undefinedBecause(
        `amounts differ from row to row, and the baseline ${id} has no \`rule\` that can be run on the rows`,
      );
    }
    case 'multiclass-classification': {
      const values = classValuesOf(spec);
      if (values.kind === 'undefined') {
        return undefinedBecause(`what the baseline ${id} earns is not known: ${values.because}`);
      }
      const accuracy = readShare(
        `accuracy of the baseline ${id}`,
        node.fields.metrics?.entries.get('accuracy')?.quantity,
      );
      if (accuracy.kind === 'undefined') return accuracy;
      const [right, correct, wrong] = [accuracy.value, values.value.correct, values.value.wrong].map((one) =>
        Number(one.toString()),
      );
      return known((right ?? NaN) * (correct ?? NaN) + (1 - (right ?? NaN)) * (wrong ?? NaN));
    }
    default:
      return againstErrors(spec, modelId, id);
  }
}

/** Of a regression whose baseline was not run on the rows: by what it states of its mean error. */
function againstErrors(spec: Spec, modelId: string, id: string): Known<number> {
  const values = errorValuesOf(spec, modelId);
  if (values.kind === 'undefined') {
    return undefinedBecause(
      `errors have a value row by row, and the baseline ${id} has no \`rule\` that can be run on the rows`,
    );
  }
  const rival = errorRivalOf(spec, modelId, values.value, undefined);
  return rival.kind === 'undefined' ? rival : known(Number(toDecimal(rival.value.value).toString()));
}

type OperatingPoint = NonNullable<EvaluationResult['binary']>['operating'][number];

function savedByCounts(spec: Spec, plan: AskedPlan, used: OperatingPoint, { rows }: EvaluationResult): YearlyMoney {
  const undefinedYear = (because: string): YearlyMoney => ({ value: { state: 'undefined', because }, unit: '' });
  const binary = binaryCaseOf(spec);
  if (binary.kind === 'undefined') return undefinedYear(binary.because);
  const volume = volumeOf(spec);
  if (volume.kind === 'undefined') return undefinedYear(volume.because);
  const against = againstPolicy(spec, labelOfModel(spec, plan.modelId)?.fields.positive?.text);
  if (against.kind === 'undefined') return undefinedYear(against.because);
  const counts = {
    kind: 'matrix',
    tp: decimal(used.truePositives),
    fp: decimal(used.falsePositives),
    fn: decimal(used.falseNegatives),
    tn: decimal(used.trueNegatives),
  } as const;
  const saved = computeSavedPerYear(binary.value, volume.value, counts, against.value);
  if (saved.kind === 'undefined') return undefinedYear(saved.because);
  const amount = Number(saved.value.value.toString());
  const unit = `${binary.value.values.currency}/year`;
  const { value: perAnswer, interval } = used;
  const perYear = Number(volume.value.toString());
  const shift = (end: number): number => amount + (end - (perAnswer ?? 0)) * perYear;
  const value: EvaluatedValue = {
    state: 'known',
    value: amount,
    n: rows,
    ...(interval === undefined || perAnswer === undefined
      ? {}
      : { interval: { ...interval, low: shift(interval.low), high: shift(interval.high) } }),
  };
  return { value, unit };
}
