/** What answers of other tasks are worth: many classes (10), regression (11), and detection. */
import { decimal, one, sumDecimals, type Decimal } from './decimal.ts';
import { refuseZero } from './economics.ts';
import { computeVolumeThatPays } from './economicsBreakEven.ts';
import type { VolumeCosts } from './economicsBreakEven.ts';
import { figure, inputWords, refuseOutside, type Figure } from './figure.ts';
import { undefinedBecause } from './known.ts';
import { compare, minus, over, plus, times } from './rational.ts';
import type { Operand } from './rational.ts';

/** Value of an answer with more than two classes, in one currency. */
export interface ClassValues {
  readonly currency: string;
  readonly correct: Decimal;
  readonly wrong: Decimal;
}

/** A confusion with a value of its own. */
export interface PairShare {
  /** `true class as answered class`. */
  readonly pair: string;
  /** Share of all predictions. */
  readonly share: Decimal;
  readonly value: Decimal;
}

function describeClassValues({ currency, correct, wrong }: ClassValues): readonly string[] {
  return [inputWords('correct', correct, currency), inputWords('wrong', wrong, currency)];
}

/**
 * Formula 10: value per prediction with more than two classes.
 *
 * @param pairs confusions that have their own value instead of `wrong`
 */
export function computeClassValue(values: ClassValues, accuracy: Decimal, pairs: readonly PairShare[] = []): Figure {
  const refusal = refuseOutside('accuracy', accuracy, 0, 1);
  if (refusal !== undefined) return refusal;
  const paired = sumDecimals(pairs.map(({ share }) => share));
  const otherErrors = one.minus(accuracy).minus(paired);
  if (pairs.some(({ share }) => share.lt(0)) || otherErrors.lt(0)) {
    return undefinedBecause('the confusions are more than all errors');
  }
  const value = sumDecimals([
    accuracy.times(values.correct),
    otherErrors.times(values.wrong),
    ...pairs.map(({ share, value: own }) => share.times(own)),
  ]);
  const inputs = [
    inputWords('accuracy', accuracy),
    ...describeClassValues(values),
    ...pairs.map(({ pair, share, value: own }) => `${inputWords(pair, own, values.currency)} for ${share.toFixed()}`),
  ];
  return figure(value, `${values.currency}/prediction`, 10, inputs);
}

/**
 * Formula 10 per year: what answers with more than two classes are worth, against answers of another accuracy.
 *
 * @param volume predictions per year
 * @param against accuracy of the policy whose value is subtracted; `none` subtracts nothing
 */
export function computeClassValuePerYear(
  values: ClassValues,
  volume: Decimal,
  accuracy: Decimal,
  against: Decimal | 'none',
): Figure {
  const refusal =
    refuseOutside('accuracy', accuracy, 0, 1) ??
    (against === 'none' ? undefined : refuseOutside('accuracy of the other policy', against, 0, 1));
  if (refusal !== undefined) return refusal;
  const inputs = [
    inputWords('accuracy', accuracy),
    against === 'none' ? 'against none' : inputWords('against accuracy', against),
    inputWords('volume', volume, 'predictions/year'),
    ...describeClassValues(values),
  ];
  return figure(volume.times(findClassGain(values, accuracy, against)), `${values.currency}/year`, 10, inputs);
}

/** Money per prediction that answers of an accuracy bring beyond those of another one. */
function findClassGain({ correct, wrong }: ClassValues, accuracy: Decimal, against: Decimal | 'none'): Decimal {
  const valueAt = (share: Decimal): Decimal => share.times(correct).plus(one.minus(share).times(wrong));
  return against === 'none' ? valueAt(accuracy) : valueAt(accuracy).minus(valueAt(against));
}

/** Formula 10: the accuracy below which answers lose money. */
export function computeBreakEvenAccuracy(values: ClassValues): Figure {
  const { correct, wrong } = values;
  if (correct.lte(wrong)) return undefinedBecause('a right answer is worth no more than a wrong one');
  if (wrong.gte(0)) return undefinedBecause('no answer loses money');
  if (correct.lt(0)) return undefinedBecause('every answer loses money');
  return figure(over(wrong.neg(), correct.minus(wrong)), '', 10, describeClassValues(values));
}

/** What a goal in money asks of an accuracy. */
export interface ClassMoneyGoal {
  readonly values: ClassValues;
  /** Predictions per year, above 0. */
  readonly volume: Decimal;
  /** Accuracy of the policy whose value is subtracted; `none` subtracts nothing. */
  readonly against: Decimal | 'none';
  /** Money per year that is to be saved against that policy. */
  readonly needed: Decimal;
}

/**
 * Formula 10 solved for the accuracy that reaches a goal in money.
 *
 * @returns a share; 0 when the goal is met without a right answer; undefined because no accuracy up to 1 reaches it
 */
export function computeNeededAccuracy({ values, volume, against, needed }: ClassMoneyGoal): Figure {
  const { correct, wrong, currency } = values;
  if (volume.lte(0)) return undefinedBecause('there are no predictions');
  if (correct.lte(wrong)) return undefinedBecause('a right answer is worth no more than a wrong one');
  const gap = correct.minus(wrong);
  const subtracted = against === 'none' ? decimal(0) : against.times(gap).plus(wrong);
  const accuracy = over(minus(plus(over(needed, volume), subtracted), wrong), gap);
  const inputs = [
    inputWords('needed', needed, `${currency}/year`),
    against === 'none' ? 'against none' : inputWords('against accuracy', against),
    inputWords('volume', volume, 'predictions/year'),
    ...describeClassValues(values),
  ];
  if (accuracy.numerator.lte(0)) return figure(decimal(0), '', 10, inputs);
  if (compare(accuracy, one) > 0) return undefinedBecause('not even accuracy 1 reaches the goal');
  return figure(accuracy, '', 10, inputs);
}

/** Formula 8: the predictions per year from which answers of an accuracy earn what is needed. */
export function computeClassBreakEvenVolume(
  values: ClassValues,
  accuracy: Decimal,
  against: Decimal | 'none',
  costs: VolumeCosts,
): Figure {
  const refusal = refuseOutside('accuracy', accuracy, 0, 1);
  if (refusal !== undefined) return refusal;
  const gain = findClassGain(values, accuracy, against);
  return computeVolumeThatPays({ gain, currency: values.currency }, costs, [
    inputWords('accuracy', accuracy),
    against === 'none' ? 'against none' : inputWords('against accuracy', against),
    ...describeClassValues(values),
  ]);
}

/** Formula 9: what one more point of accuracy is worth per year. */
export function computeAccuracyPoint(values: ClassValues, volume: Decimal): Figure {
  const { correct, wrong, currency } = values;
  const inputs = [inputWords('volume', volume, 'predictions/year'), ...describeClassValues(values)];
  return figure(volume.times('0.01').times(correct.minus(wrong)), `${currency}/year`, 9, inputs);
}

/** Value of each unit by which a regression is wrong, in money per unit of the label; negative for a loss. */
export interface ErrorValues {
  readonly currency: string;
  /** Of the label, such as `min`; empty where the values name none. */
  readonly unit: string;
  readonly over: Decimal;
  readonly under: Decimal;
}

function describeErrorValues({ currency, unit, over: high, under }: ErrorValues): readonly string[] {
  const perUnit = unit === '' ? currency : `${currency}/${unit}`;
  return [inputWords('over', high, perUnit), inputWords('under', under, perUnit)];
}

/**
 * Formula 11: value per prediction of a regression.
 *
 * @param meanOver E[(ŷ−y)⁺], in the unit of the label, at least 0
 * @param meanUnder E[(y−ŷ)⁺], in the unit of the label, at least 0
 */
export function computeRegressionValue(values: ErrorValues, meanOver: Decimal, meanUnder: Decimal): Figure {
  if (meanOver.lt(0) || meanUnder.lt(0)) return undefinedBecause('a mean error is negative');
  const value = values.over.times(meanOver).plus(values.under.times(meanUnder));
  const inputs = [
    inputWords('mean of answers too high', meanOver, values.unit),
    inputWords('mean of answers too low', meanUnder, values.unit),
    ...describeErrorValues(values),
  ];
  return figure(value, `${values.currency}/prediction`, 11, inputs);
}

/** Formula 11: the quantile whose prediction loses least. */
export function computeBestQuantile(values: ErrorValues): Figure {
  if (values.over.gt(0) || values.under.gt(0)) return undefinedBecause('an error earns money');
  const sum = values.under.plus(values.over);
  const refusal = refuseZero(sum, 'no error costs anything');
  if (refusal !== undefined) return refusal;
  return figure(over(values.under, sum), '', 11, describeErrorValues(values));
}

/** What one unit of a mean error of a regression brings, such as of `mae`. */
export interface ErrorPrice {
  readonly values: ErrorValues;
  /** Money per unit of the mean error; negative for a loss. */
  readonly perUnit: Operand;
  /** What it follows from beside the values, in words. */
  readonly inputs: readonly string[];
}

/** What the policy earns whose value is subtracted. */
export interface ErrorRival {
  /** Money per prediction. */
  readonly value: Operand;
  /** What it follows from, in words: `against mae 9 min`. */
  readonly inputs: readonly string[];
}

/**
 * Formulas 2 and 11: what a regression with a mean error is worth per year.
 *
 * @param error the mean error that the price is per unit of, at least 0
 * @param volume predictions per year
 */
export function computeErrorValuePerYear(
  { values, perUnit, inputs }: ErrorPrice,
  error: Decimal,
  volume: Decimal,
  against: ErrorRival,
): Figure {
  if (error.lt(0)) return undefinedBecause('a mean error is negative');
  const saved = times(minus(times(perUnit, error), against.value), volume);
  return figure(saved, `${values.currency}/year`, 11, [
    inputWords('error', error, values.unit),
    ...inputs,
    ...against.inputs,
    inputWords('volume', volume, 'predictions/year'),
    ...describeErrorValues(values),
  ]);
}

/**
 * Formula 11 solved for the mean error that brings an amount of money.
 *
 * @param needed money per year, in the currency of the values
 * @returns in the unit of the label; undefined because not even answers without error bring it
 */
export function computeBreakEvenError(
  { values, perUnit, inputs }: ErrorPrice,
  needed: Decimal,
  volume: Decimal,
  against: ErrorRival,
): Figure {
  if (volume.lte(0)) return undefinedBecause('there are no predictions');
  if (compare(perUnit, decimal(0)) >= 0) return undefinedBecause('an error costs nothing');
  const error = over(plus(over(needed, volume), against.value), perUnit);
  if (compare(error, decimal(0)) < 0) return undefinedBecause('not even answers without error bring it');
  return figure(error, values.unit, 11, [
    inputWords('needed', needed, `${values.currency}/year`),
    ...inputs,
    ...against.inputs,
    inputWords('volume', volume, 'predictions/year'),
    ...describeErrorValues(values),
  ]);
}

/** Formula 8: the predictions per year from which answers with a mean error earn what is needed. */
export function computeErrorBreakEvenVolume(
  { values, perUnit, inputs }: ErrorPrice,
  error: Decimal,
  against: ErrorRival,
  costs: VolumeCosts,
): Figure {
  if (error.lt(0)) return undefinedBecause('a mean error is negative');
  const gain = minus(times(perUnit, error), against.value);
  return computeVolumeThatPays({ gain, currency: values.currency }, costs, [
    inputWords('error', error, values.unit),
    ...inputs,
    ...against.inputs,
    ...describeErrorValues(values),
  ]);
}

/** Formula 9: what a mean error that is one unit smaller is worth per year. */
export function computeErrorPoint({ values, perUnit, inputs }: ErrorPrice, volume: Decimal): Figure {
  return figure(times(perUnit, volume, decimal(-1)), `${values.currency}/year`, 9, [
    ...inputs,
    inputWords('volume', volume, 'predictions/year'),
    ...describeErrorValues(values),
  ]);
}

/** Value of a found object, an object that is not there, and a missed one, in one currency. */
export interface DetectionValues {
  readonly currency: string;
  readonly tp: Decimal;
  readonly fp: Decimal;
  readonly fn: Decimal;
}

/**
 * Value of detection per true object: formula 1 without true negatives, which detection does not have.
 *
 * @returns money per object that is really there: r·tp + (1−r)·fn + r·(1−p)/p·fp
 */
export function computeDetectionValue(values: DetectionValues, recall: Decimal, precision: Decimal): Figure {
  const refusal = refuseOutside('recall', recall, 0, 1) ?? refuseOutside('precision', precision, 0, 1);
  if (refusal !== undefined) return refusal;
  if (precision.eq(0) && recall.gt(0)) {
    return undefinedBecause('precision 0 and a recall above 0 exclude each other');
  }
  const falseAlarms = recall.eq(0) ? recall : over(times(recall, one.minus(precision)), precision);
  const value = plus(times(recall, values.tp), times(minus(one, recall), values.fn), times(falseAlarms, values.fp));
  const inputs = [
    inputWords('recall', recall),
    inputWords('precision', precision),
    ...(['tp', 'fp', 'fn'] as const).map((name) => inputWords(name, values[name], values.currency)),
  ];
  return figure(value, `${values.currency}/item`, 1, inputs);
}
