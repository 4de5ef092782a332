/** The money of answers: of one on average, against another policy on the same rows, and in every slice. */
import type { EvaluationResult, MetricRequest, MoneyRequest } from '../../../../schemas/evaluationJob.ts';
import type { Answers, ClassAnswers, NumberAnswers } from '../answers.ts';
import type { Resampling } from '../intervals/percentileInterval.ts';
import { pickFloats } from '../pickPlaces.ts';
import { sliceRowsOf } from '../measureSlices.ts';
import type { SliceRows } from '../measureSlices.ts';
import { plainValue } from '../plainValue.ts';
import { meanMoney, moneyAtPrevalence } from './meanMoney.ts';
import { meanErrorsOf, withRuleAnswers } from './numberMoney.ts';
import type { RowAmounts } from './rowAmounts.ts';
import { moneyOfRows, outcomesOfRows } from './rowMoney.ts';

type Report = NonNullable<EvaluationResult['money']>;

export interface MoneyWishes {
  readonly money: MoneyRequest;
  /** Share of positives in production; that of the rows when absent. */
  readonly prevalence: number | undefined;
  /** Metrics whose slices get their money, too. */
  readonly metrics: readonly MetricRequest[];
  readonly resampling: Resampling;
}

export function describeMoney(
  answers: Answers,
  slices: SliceRows,
  amounts: RowAmounts,
  { money, prevalence, metrics, resampling }: MoneyWishes,
): Report {
  const { currency } = money;
  const values = moneyOfRows(money, answers, amounts);
  if ('because' in values) return { currency, value: plainValue(values), slices: {} };
  const bySlice = new Map(metrics.flatMap((metric) => sliceRowsOf(metric.slices, slices)));
  const own = {
    currency,
    slices: Object.fromEntries(
      [...bySlice].map(([id, rows]) => {
        return [id, { ...plainValue(meanMoney(pickFloats(values, rows), resampling)), rows: rows.length }];
      }),
    ),
  };
  if (money.kind === 'errors' && answers.kind === 'numbers') {
    const value = plainValue(meanMoney(values, resampling));
    return { ...own, value, ...describeNumbers(money, answers, amounts, values, resampling) };
  }
  if (money.kind !== 'binary' || answers.kind !== 'classes') {
    return { ...own, value: plainValue(meanMoney(values, resampling)) };
  }
  const isPositive = flagPositive(answers);
  const mean = (of: Float64Array): ReturnType<typeof plainValue> =>
    plainValue(
      prevalence === undefined ? meanMoney(of, resampling) : moneyAtPrevalence(of, isPositive, prevalence, resampling),
    );
  return {
    ...own,
    value: mean(values),
    ...(prevalence === undefined ? {} : { prevalence }),
    ...describePolicies(money, answers, slices, amounts, values, mean),
  };
}

/** How far numbers are off on each side, and what the policy to compare with earns on the same rows. */
function describeNumbers(
  money: Extract<MoneyRequest, { kind: 'errors' }>,
  answers: NumberAnswers,
  amounts: RowAmounts,
  values: Float64Array,
  resampling: Resampling,
): Pick<Report, 'errors' | 'ruleErrors' | 'gain'> {
  const errors = meanErrorsOf(answers);
  const own = errors === undefined ? {} : { errors };
  if (money.rule === undefined) return own;
  const ofRule = withRuleAnswers(money.rule, answers, amounts);
  if ('because' in ofRule) return { ...own, gain: plainValue(ofRule) };
  const ruleErrors = meanErrorsOf(ofRule);
  const earned = moneyOfRows(money, ofRule, amounts);
  if ('because' in earned) return { ...own, gain: plainValue(earned) };
  const gained = values.map((value, row) => value - (earned[row] ?? NaN));
  return {
    ...own,
    ...(ruleErrors === undefined ? {} : { ruleErrors }),
    gain: plainValue(meanMoney(gained, resampling)),
  };
}

/** What no answer at all and the policy to compare with earn on the same rows. */
function describePolicies(
  money: Extract<MoneyRequest, { kind: 'binary' }>,
  answers: ClassAnswers,
  slices: SliceRows,
  amounts: RowAmounts,
  values: Float64Array,
  mean: (values: Float64Array) => ReturnType<typeof plainValue>,
): Pick<Report, 'never' | 'gain' | 'ruleCounts'> {
  const outcomes = outcomesOfRows(money, answers, amounts);
  if ('because' in outcomes) return {};
  const { ifRaised, ifSilent } = outcomes;
  const never = mean(ifSilent);
  const isRaised = money.rule === undefined ? undefined : slices.conditions.get(money.rule);
  if (isRaised === undefined) return { never };
  const gained = new Float64Array(values.length);
  for (let row = 0; row < gained.length; row++) {
    gained[row] = (values[row] ?? NaN) - ((isRaised[row] === 1 ? ifRaised[row] : ifSilent[row]) ?? NaN);
  }
  return { never, gain: mean(gained), ruleCounts: countRule(answers, isRaised) };
}

function countRule({ truth, positive }: ClassAnswers, isRaised: Uint8Array): NonNullable<Report['ruleCounts']> {
  const counts = [0, 0, 0, 0];
  // Two bits: whether the row is positive, and whether the rule raises it.
  truth.forEach((one, row) => {
    const at = (one === positive ? 2 : 0) + (isRaised[row] === 1 ? 1 : 0);
    counts[at] = (counts[at] ?? 0) + 1;
  });
  const [trueNegatives = 0, falsePositives = 0, falseNegatives = 0, truePositives = 0] = counts;
  return { truePositives, falsePositives, falseNegatives, trueNegatives };
}

/** 1 for rows of the class that one looks for. */
function flagPositive({ truth, positive }: ClassAnswers): Uint8Array {
  const flags = new Uint8Array(truth.length);
  for (let row = 0; row < flags.length; row++) flags[row] = truth[row] === positive ? 1 : 0;
  return flags;
}
