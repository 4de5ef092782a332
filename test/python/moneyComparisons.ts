/** Each amount that numpy gave beside ours, for docs/truth.md and its test. */
import type { ClassAnswers } from '../../server/src/evaluation/answers.ts';
import { describeMoney } from '../../server/src/evaluation/money/describeMoney.ts';
import { rowValueAt, rowValueCurve, searchRowThreshold } from '../../server/src/evaluation/money/rowValues.ts';
import type { EvaluatedValue, MoneyRequest } from '../../schemas/evaluationJob.ts';
import type { MoneyFixture } from './moneyFixture.ts';

interface ComparedAmount {
  readonly what: string;
  readonly ours: number | undefined;
  readonly theirs: number;
}

const resampling = { seed: 0, resamples: 0, confidence: 0.95 };
const currency = 'USD';
const perRow: MoneyRequest = {
  kind: 'binary',
  currency,
  truePositive: { expr: 'tp' },
  falsePositive: { expr: 'fp' },
  falseNegative: { expr: 'fn' },
  trueNegative: { expr: 'tn' },
  rule: 'rule',
};

function knownOf(value: EvaluatedValue | undefined): number | undefined {
  return value?.state === 'known' ? value.value : undefined;
}

const noSlices = { conditions: new Map<string, Uint8Array>(), columns: new Map() };

function compareBinary(one: MoneyFixture['binary'][number]): readonly ComparedAmount[] {
  const truth = Int32Array.from(one.truth);
  const scores = Float64Array.from(one.scores);
  const answers: ClassAnswers = {
    kind: 'classes',
    classes: ['no', 'yes'],
    truth,
    answers: Int32Array.from(scores, (score) => (score >= one.threshold ? 1 : 0)),
    probabilities: undefined,
    positive: 1,
  };
  const amounts = new Map((['tp', 'fp', 'fn', 'tn'] as const).map((name) => [name, Float64Array.from(one[name])]));
  const slices = { ...noSlices, conditions: new Map([['rule', Uint8Array.from(one.rule)]]) };
  const wishes = { money: perRow, metrics: [], resampling };
  const asRows = describeMoney(answers, slices, amounts, { ...wishes, prevalence: undefined });
  const asProduction = describeMoney(answers, slices, amounts, { ...wishes, prevalence: one.prevalence });
  const values = {
    ifRaised: Float64Array.from(truth, (label, row) => (label === 1 ? one.tp[row] : one.fp[row]) ?? NaN),
    ifSilent: Float64Array.from(truth, (label, row) => (label === 1 ? one.fn[row] : one.tn[row]) ?? NaN),
  };
  const curve = rowValueCurve(scores, values);
  return [
    { what: 'money of two classes, row by row', ours: knownOf(asRows.value), theirs: one.mean },
    { what: 'the same at another prevalence', ours: knownOf(asProduction.value), theirs: one.atPrevalence },
    { what: 'money without any alarm', ours: knownOf(asProduction.never), theirs: one.never },
    { what: 'money beyond a rule on the same rows', ours: knownOf(asProduction.gain), theirs: one.gain },
    ...one.curve.map(([threshold, value]) => ({
      what: 'money of each threshold',
      ours: rowValueAt(curve, threshold ?? Infinity),
      theirs: value,
    })),
    { what: 'most money of all thresholds', ours: rowValueAt(curve, searchRowThreshold(curve)), theirs: one.most },
  ];
}

function compareClasses(one: MoneyFixture['classes'][number]): ComparedAmount {
  const classes = Array.from({ length: one.classes }, (_, index) => `class ${index}`);
  const nameOf = (index: number): string => classes[index] ?? '';
  const answers: ClassAnswers = {
    kind: 'classes',
    classes,
    truth: Int32Array.from(one.truth),
    answers: Int32Array.from(one.answers),
    probabilities: undefined,
    positive: undefined,
  };
  const money: MoneyRequest = {
    kind: 'classes',
    currency,
    correct: 0.04,
    wrong: -0.5,
    pairs: [
      ...one.pairs.map(([truth, answer, amount]) => ({ truth: nameOf(truth), answer: nameOf(answer), amount })),
      { truth: nameOf(2), answer: nameOf(1), amount: { expr: 'amount' } },
      { truth: 'no class', answer: nameOf(0), amount: 1e9 },
    ],
  };
  const amounts = new Map([['amount', Float64Array.from(one.amount)]]);
  const { value } = describeMoney(answers, noSlices, amounts, {
    money,
    metrics: [],
    prevalence: undefined,
    resampling,
  });
  return { what: 'money of several classes, with pairs', ours: knownOf(value), theirs: one.mean };
}

function compareErrors(one: MoneyFixture['errors'][number]): readonly ComparedAmount[] {
  const answers = {
    kind: 'numbers',
    truth: Float64Array.from(one.truth),
    answers: Float64Array.from(one.answers),
  } as const;
  const amounts = new Map([
    ['over', Float64Array.from(one.over)],
    ['under', Float64Array.from(one.under)],
    ['rule', Float64Array.from(one.rule)],
  ]);
  const reportOf = (money: MoneyRequest) =>
    describeMoney(answers, noSlices, amounts, { money, metrics: [], prevalence: undefined, resampling });
  const valueOf = (money: MoneyRequest): number | undefined => knownOf(reportOf(money).value);
  const ofRows = { over: { expr: 'over' }, under: { expr: 'under' } };
  const beyond = reportOf({ kind: 'errors', currency, ...ofRows, rule: 'rule' });
  return [
    { what: 'money of errors, row by row', ours: valueOf({ kind: 'errors', currency, ...ofRows }), theirs: one.mean },
    { what: 'money of errors', ours: valueOf({ kind: 'errors', currency, over: -1, under: -3 }), theirs: one.flat },
    { what: 'mean of answers too high', ours: beyond.errors?.tooHigh, theirs: one.tooHigh },
    { what: 'mean of answers too low', ours: beyond.errors?.tooLow, theirs: one.tooLow },
    { what: 'the same of a rule in numbers', ours: beyond.ruleErrors?.tooHigh, theirs: one.ruleTooHigh },
    { what: 'the same of a rule in numbers', ours: beyond.ruleErrors?.tooLow, theirs: one.ruleTooLow },
    { what: 'money beyond a rule in numbers', ours: knownOf(beyond.gain), theirs: one.gain },
  ];
}

export function compareMoney(fixture: MoneyFixture): readonly ComparedAmount[] {
  return [
    ...fixture.binary.flatMap(compareBinary),
    ...fixture.classes.map(compareClasses),
    ...fixture.errors.flatMap(compareErrors),
  ];
}
