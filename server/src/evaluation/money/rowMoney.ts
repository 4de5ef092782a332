/** What the answer to each row is worth, by the kind of answers. */
import type { MoneyAmount, MoneyRequest } from '../../../../schemas/evaluationJob.ts';
import type { Answers, ClassAnswers } from '../answers.ts';
import type { UndefinedMetric } from '../metricValue.ts';
import { undefinedMetric } from '../metricValue.ts';
import type { RowAmounts } from './rowAmounts.ts';
import type { RowValues } from './rowValues.ts';

type BinaryMoney = Extract<MoneyRequest, { kind: 'binary' }>;

/**
 * Money of each row, in the order of the answers.
 *
 * @returns undefined with the reason when rows have no amount, or the answers are of another kind than the money
 */
export function moneyOfRows(
  money: MoneyRequest,
  answers: Answers,
  amounts: RowAmounts,
): Float64Array | UndefinedMetric {
  switch (money.kind) {
    case 'binary': {
      if (answers.kind !== 'classes') return undefinedMetric('the amounts are those of two classes');
      const values = outcomesOfRows(money, answers, amounts);
      if ('because' in values) return values;
      const earned = new Float64Array(answers.answers.length);
      for (let row = 0; row < earned.length; row++) {
        const isRaised = answers.answers[row] === answers.positive;
        earned[row] = (isRaised ? values.ifRaised[row] : values.ifSilent[row]) ?? NaN;
      }
      return earned;
    }
    case 'classes':
      return answers.kind === 'classes'
        ? classMoney(money, answers, amounts)
        : undefinedMetric('the amounts are those of rows with one class each');
    case 'errors': {
      if (answers.kind !== 'numbers') return undefinedMetric('the amounts are those of errors of numbers');
      const [over, under] = [readerOf(money.over, amounts), readerOf(money.under, amounts)];
      return complete(
        answers.truth.map((truth, row) => {
          const error = (answers.answers[row] ?? NaN) - truth;
          // An amount that is not used may be missing.
          if (error === 0) return 0;
          return error > 0 ? error * over(row) : -error * under(row);
        }),
      );
    }
  }
}

/**
 * What each row of two classes brings when it is raised, and when it is not.
 *
 * @returns undefined with the reason when rows have no amount
 */
export function outcomesOfRows(
  money: BinaryMoney,
  { truth, positive }: ClassAnswers,
  amounts: RowAmounts,
): RowValues | UndefinedMetric {
  if (positive === undefined) return undefinedMetric('the label names no positive class');
  const ofRows = (ofPositive: AmountReader, ofNegative: AmountReader): Float64Array | UndefinedMetric => {
    const values = new Float64Array(truth.length);
    for (let row = 0; row < values.length; row++)
      values[row] = (truth[row] === positive ? ofPositive : ofNegative)(row);
    return complete(values);
  };
  const ifRaised = ofRows(readerOf(money.truePositive, amounts), readerOf(money.falsePositive, amounts));
  if ('because' in ifRaised) return ifRaised;
  const ifSilent = ofRows(readerOf(money.falseNegative, amounts), readerOf(money.trueNegative, amounts));
  return 'because' in ifSilent ? ifSilent : { ifRaised, ifSilent };
}

function classMoney(
  { correct, wrong, pairs }: Extract<MoneyRequest, { kind: 'classes' }>,
  { classes, truth, answers }: ClassAnswers,
  amounts: RowAmounts,
): Float64Array | UndefinedMetric {
  const width = classes.length;
  const [right, other] = [readerOf(correct, amounts), readerOf(wrong, amounts)];
  const ofPair = new Map(
    pairs.flatMap((pair): (readonly [number, (row: number) => number])[] => {
      const [one, answer] = [classes.indexOf(pair.truth), classes.indexOf(pair.answer)];
      // A pair of a class that the label does not have never occurs.
      return one === -1 || answer === -1 ? [] : [[one * width + answer, readerOf(pair.amount, amounts)]];
    }),
  );
  return complete(
    Float64Array.from(truth, (one, row) => {
      const answer = answers[row] ?? -1;
      return (ofPair.get(one * width + answer) ?? (answer === one ? right : other))(row);
    }),
  );
}

type AmountReader = (row: number) => number;

function readerOf(amount: MoneyAmount, amounts: RowAmounts): AmountReader {
  if (typeof amount === 'number') return () => amount;
  const values = amounts.get(amount.expr);
  return (row) => values?.[row] ?? NaN;
}

/** Rows without an amount would make a sum that looks whole. */
function complete(values: Float64Array): Float64Array | UndefinedMetric {
  let missing = 0;
  for (let row = 0; row < values.length; row++) if (!Number.isFinite(values[row])) missing += 1;
  if (missing === 0) return values;
  const [count, all] = [missing, values.length].map((rows) => rows.toLocaleString('en'));
  return undefinedMetric(
    `${count ?? ''} of ${all ?? ''} rows have no amount of money; say with \`coalesce\` in the expression what they count`,
  );
}
