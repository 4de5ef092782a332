/** The money of answers: of one on average, against another policy on the same rows, and in every slice. */
import type { EvaluationResult, MetricRequest, MoneyRequest } from '../../../../schemas/evaluationJob.ts';
import type { Answers, ClassAnswers } from '../answers.ts';
import type { Resampling } from '../intervals/percentileInterval.ts';
import { pickFloats } from '../pickPlaces.ts';
import { sliceRowsOf } from '../measureSlices.ts';
import type { SliceRows } from '../measureSlices.ts';
import { plainValue } from '../plainValue.ts';
import { meanMoney, moneyAtPrevalence } from './meanMoney.ts';
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

/** What no answer at all and the policy to compare with earn on the same rows. */
function describePolicies(
  money: Extract<MoneyRequest, { kind: 'binary' }>,
  answers: ClassAnswers,
  slices: SliceRows,
  amounts: RowAmounts,
  values: Float64Array,
  mean: (values: Float64Array) => ReturnType<typeof plainValue>,
): Pick<Report, 'never' | 'gain'> {
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
  return { never, gain: mean(gained) };
}

/** 1 for rows of the class that one looks for. */
function flagPositive({ truth, positive }: ClassAnswers): Uint8Array {
  const flags = new Uint8Array(truth.length);
  for (let row = 0; row < flags.length; row++) flags[row] = truth[row] === positive ? 1 : 0;
  return flags;
}
