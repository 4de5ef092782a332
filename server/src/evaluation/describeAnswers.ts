/** Everything that an evaluation says of answers, wherever they come from. */
import type { EvaluationResult, MetricRequest, MoneyRequest } from '../../../schemas/evaluationJob.ts';
import { countAnswered } from './answers.ts';
import type { Answers, ClassAnswers } from './answers.ts';
import { reportBinary } from './binaryReport.ts';
import { confusionOf } from './measureClasses.ts';
import { pickFlags, pickIntegers } from './pickPlaces.ts';
import { measureWithSlices } from './measureSlices.ts';
import type { SliceRows } from './measureSlices.ts';
import type { Resampling } from './intervals/percentileInterval.ts';
import { describeMoney } from './money/describeMoney.ts';
import { amountExpressionsOf } from './money/rowAmounts.ts';
import type { RowAmounts } from './money/rowAmounts.ts';
import { outcomesOfRows } from './money/rowMoney.ts';
import type { RowValues } from './money/rowValues.ts';
import type { OutcomeValues } from './money/thresholds.ts';
import { reportClasses } from './perClassReport.ts';
import { reportNumbers } from './numbersReport.ts';
import { worstRows } from './worstRows.ts';

/** What is asked of answers. */
export interface AnswersQuestion {
  readonly metrics: readonly MetricRequest[];
  readonly threshold?: number | undefined;
  readonly values?: OutcomeValues | undefined;
  /** What answers are worth row by row; amounts that differ are in `amounts` of the answered split. */
  readonly money?: MoneyRequest | undefined;
  readonly prevalence?: number | undefined;
  /** Rows on which a threshold may be chosen, and their split. */
  readonly validation?:
    { readonly answers: ClassAnswers; readonly split: string; readonly amounts?: RowAmounts | undefined } | undefined;
  readonly seed: number;
}

export interface AnsweredSplit {
  readonly answers: Answers;
  /** By place in `answers`. */
  readonly slices: SliceRows;
  /** Number of each answered row in the split, by place in `answers`. */
  readonly numbers: Uint32Array;
  /** Amounts of money by place in `answers`. */
  readonly amounts?: RowAmounts | undefined;
}

/** Draws of a bootstrap. */
const resamples = 1000;
const confidence = 0.95;
const worstCount = 50;

type Described = Pick<
  EvaluationResult,
  'metrics' | 'worst' | 'classes' | 'confusion' | 'binary' | 'perClass' | 'numbers' | 'money'
>;

const noAmounts: RowAmounts = new Map();

export function describeAnswers(
  { answers, slices, numbers, amounts = noAmounts }: AnsweredSplit,
  question: AnswersQuestion,
): Described {
  const { money, prevalence, metrics } = question;
  const resampling = { seed: question.seed, resamples, confidence };
  return {
    metrics: measureMetrics(question.metrics, answers, slices, question.seed),
    worst: worstRows(answers, worstCount).map(({ at, ...row }) => ({ ...row, row: numbers[at] ?? 0 })),
    ...describeKind(answers, question, resampling, amounts),
    ...(money === undefined
      ? {}
      : { money: describeMoney(answers, slices, amounts, { money, prevalence, metrics, resampling }) }),
  };
}

/** Metrics of all rows and of each slice, with their intervals. */
export function measureMetrics(
  metrics: readonly MetricRequest[],
  answers: Answers,
  slices: SliceRows,
  seed: number,
): EvaluationResult['metrics'] {
  return metrics.map((metric) => measureWithSlices(metric, answers, slices, { seed, resamples, confidence }));
}

function describeKind(
  answers: Answers,
  question: AnswersQuestion,
  resampling: Resampling,
  amounts: RowAmounts,
): Partial<Described> {
  switch (answers.kind) {
    case 'numbers': {
      const report = reportNumbers(answers);
      return report === undefined ? {} : { numbers: report };
    }
    case 'labels': {
      const { classes, truth } = answers;
      const width = classes.length;
      const counts = new Float64Array(width);
      truth.forEach((flag, at) => {
        if (flag !== 0) counts[at % width] = (counts[at % width] ?? 0) + 1;
      });
      return {
        classes: Object.fromEntries(classes.map((name, column) => [name, counts[column] ?? 0])),
        ...(countAnswered(answers) === 0 ? {} : { perClass: [...reportClasses(answers)] }),
      };
    }
    case 'classes':
      return describeClasses(answers, question, resampling, amounts);
  }
}

function describeClasses(
  answers: ClassAnswers,
  { threshold, values, money, prevalence, validation }: AnswersQuestion,
  resampling: Resampling,
  amounts: RowAmounts,
): Partial<Described> {
  const confusion = confusionOf(answers);
  const size = answers.classes.length;
  const counts = answers.classes.map((_, row) => [...confusion.counts.subarray(row * size, (row + 1) * size)]);
  const wishes = { threshold, values, prevalence, resampling };
  const binary =
    size === 2
      ? reportBinary(answers, {
          ...wishes,
          rowValues: rowValuesOf(money, answers, amounts),
          validation:
            validation === undefined
              ? undefined
              : { ...validation, rowValues: rowValuesOf(money, validation.answers, validation.amounts ?? noAmounts) },
        })
      : undefined;
  return {
    classes: Object.fromEntries(
      answers.classes.map((name, index) => [name, counts[index]?.reduce((sum, count) => sum + count, 0) ?? 0]),
    ),
    confusion: { classes: [...answers.classes], counts },
    ...(binary === undefined ? {} : { binary }),
    ...(size > 2 && countAnswered(answers) > 0 ? { perClass: [...reportClasses(answers)] } : {}),
  };
}

/** What each row is worth, where that differs from row to row and is known. */
function rowValuesOf(
  money: MoneyRequest | undefined,
  answers: ClassAnswers,
  amounts: RowAmounts,
): RowValues | undefined {
  if (money?.kind !== 'binary' || amountExpressionsOf(money).length === 0) return undefined;
  const values = outcomesOfRows(money, answers, amounts);
  return 'because' in values ? undefined : values;
}

/** The slices of rows that a model answered, where it left some without an answer. */
export function pickSlices(slices: SliceRows, rows: Uint32Array, all: number): SliceRows {
  if (rows.length === all) return slices;
  return {
    conditions: new Map([...slices.conditions].map(([where, flags]) => [where, pickFlags(flags, rows)])),
    columns: new Map(
      [...slices.columns].map(([name, { values, codes }]) => [name, { values, codes: pickIntegers(codes, rows, -1) }]),
    ),
  };
}
