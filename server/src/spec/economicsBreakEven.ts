/** From which quality and volume on a classifier pays, and what one more point is worth: formulas 4 and 6 to 9. */
import { one, zero, type Decimal } from './decimal.ts';
import {
  describeCase,
  describePolicy,
  describeVolume,
  findAgainstValue,
  findGain,
  findStakes,
  findValue,
  refuseZero,
  type BinaryCase,
  type OutcomeValues,
  type Policy,
} from './economics.ts';
import { figure, inputWords, refuseOutside, type Figure } from './figure.ts';
import { known, undefinedBecause, type Known } from './known.ts';
import { compare, minus, over, plus, times, type Operand, type Rational } from './rational.ts';

/**
 * Formula 4: the probability above which an alert is worth more than silence, which is also the precision that one
 * alert needs. Right for calibrated scores alone.
 */
export function computeBreakEvenThreshold(values: OutcomeValues): Figure {
  const { a, b } = findStakes(values);
  const sum = a.plus(b);
  if (a.lte(0) && b.lte(0)) return undefinedBecause('no right answer is worth more than a wrong one');
  const refusal = refuseZero(sum, 'an alert and silence are worth the same for every probability');
  if (refusal !== undefined) return refusal;
  const inputs = (['tp', 'fp', 'fn', 'tn'] as const).map((name) => inputWords(name, values[name], values.currency));
  return figure(over(b, sum), '', 4, inputs);
}

/** What a goal in money asks of each prediction: S/N + V_against − V_no. */
export interface MoneyGoal {
  readonly binary: BinaryCase;
  /** Predictions per year, above 0. */
  readonly volume: Decimal;
  readonly against: Policy | 'none';
  /** Money per year that is to be saved against that policy. */
  readonly needed: Decimal;
}

function findDemand({ binary, volume, against, needed }: MoneyGoal): Known<Rational> {
  if (volume.lte(0)) return undefinedBecause('there are no predictions');
  const other = findAgainstValue(binary, against);
  if (other.kind === 'undefined') return other;
  const silent = findValue(binary, { kind: 'always-no' });
  if (silent.kind === 'undefined') return silent;
  return known(minus(plus(over(needed, volume), other.value), silent.value));
}

function describeGoal({ binary, volume, against, needed }: MoneyGoal): readonly string[] {
  return [
    inputWords('needed', needed, `${binary.values.currency}/year`),
    describeVolume(volume),
    ...describePolicy(against, 'against'),
    ...describeCase(binary),
  ];
}

/**
 * Formula 6: the recall that reaches a goal in money at a given precision.
 *
 * @returns a share; 0 when the goal is met without finding anything; undefined because no recall up to 1 reaches it
 */
export function computeBreakEvenRecall(goal: MoneyGoal, precision: Decimal): Figure {
  const refusal = refuseOutside('precision', precision, 0, 1) ?? refuseZero(precision, 'precision is 0');
  if (refusal !== undefined) return refusal;
  const demand = findDemand(goal);
  if (demand.kind === 'undefined') return demand;
  const { a, b } = findStakes(goal.binary.values);
  const worth = minus(a, over(times(b, one.minus(precision)), precision));
  const inputs = [inputWords('precision', precision), ...describeGoal(goal)];
  if (demand.value.numerator.lte(0)) return figure(minus(one, one), '', 6, inputs);
  if (worth.numerator.lte(0)) {
    return undefinedBecause(`an alert loses money at precision ${precision.toFixed()}, so more recall costs more`);
  }
  const recall = over(demand.value, times(goal.binary.prevalence, worth));
  if (compare(recall, one) > 0) {
    return undefinedBecause(`not even recall 1 reaches the goal at precision ${precision.toFixed()}`);
  }
  return figure(recall, '', 6, inputs);
}

/**
 * Formula 7: the precision that reaches a goal in money at a given recall.
 *
 * @returns a share in (0, 1]; undefined because no precision up to 1 reaches the goal
 */
export function computeBreakEvenPrecision(goal: MoneyGoal, recall: Decimal): Figure {
  const refusal = refuseOutside('recall', recall, 0, 1) ?? refuseZero(recall, 'recall is 0');
  if (refusal !== undefined) return refusal;
  const demand = findDemand(goal);
  if (demand.kind === 'undefined') return demand;
  const { a, b } = findStakes(goal.binary.values);
  if (b.lte(0)) return undefinedBecause('a false alarm costs nothing, so every precision gives the same value');
  const share = over(demand.value, times(goal.binary.prevalence, recall));
  if (compare(share, a) > 0) {
    return undefinedBecause(`not even precision 1 reaches the goal at recall ${recall.toFixed()}`);
  }
  const precision = over(b, minus(a.plus(b), share));
  return figure(precision, '', 7, [inputWords('recall', recall), ...describeGoal(goal)]);
}

/** What must be earned, by what it grows with. */
export interface VolumeCosts {
  /** Money per year that is needed whatever the volume. */
  readonly fixed: Decimal;
  /** Money that each prediction costs. */
  readonly perPrediction: Decimal;
}

/** Formula 8: the predictions per year from which a policy earns what is needed, their own costs included. */
export function computeBreakEvenVolume(
  binary: BinaryCase,
  policy: Policy,
  against: Policy | 'none',
  costs: VolumeCosts,
): Figure {
  const gain = findGain(binary, policy, against);
  if (gain.kind === 'undefined') return gain;
  return computeVolumeThatPays({ gain: gain.value, currency: binary.values.currency }, costs, [
    ...describePolicy(policy),
    ...describePolicy(against, 'against'),
    ...describeCase(binary),
  ]);
}

/** What each prediction brings more than the policy to compare with. */
interface PredictionGain {
  /** Money per prediction. */
  readonly gain: Operand;
  readonly currency: string;
}

/**
 * Formula 8 for answers of any kind.
 *
 * @param inputs what the gain follows from, in words
 */
export function computeVolumeThatPays(
  { gain, currency }: PredictionGain,
  { fixed, perPrediction }: VolumeCosts,
  inputs: readonly string[],
): Figure {
  if (compare(gain, zero) <= 0) return undefinedBecause('a prediction is worth no more than without the model');
  const left = minus(gain, perPrediction);
  if (left.numerator.lte(0)) return undefinedBecause('a prediction costs as much as it is worth');
  return figure(over(fixed, left), 'predictions/year', 8, [
    inputWords('needed', fixed, `${currency}/year`),
    ...(perPrediction.eq(0) ? [] : [inputWords('cost of each', perPrediction, `${currency}/prediction`)]),
    ...inputs,
  ]);
}

const point = '0.01';

/** Formula 9: what one more point of recall is worth per year, while the precision stays. */
export function computeRecallPoint(binary: BinaryCase, volume: Decimal, precision: Decimal): Figure {
  const refusal = refuseOutside('precision', precision, 0, 1) ?? refuseZero(precision, 'precision is 0');
  if (refusal !== undefined) return refusal;
  const { a, b } = findStakes(binary.values);
  const worth = minus(a, over(times(b, one.minus(precision)), precision));
  const inputs = [inputWords('precision', precision), describeVolume(volume), ...describeCase(binary)];
  return figure(times(volume.times(point), binary.prevalence, worth), `${binary.values.currency}/year`, 9, inputs);
}

/** Formula 9: what one more point of recall is worth per year, while the number of alerts stays. */
export function computeRecallPointAtSameAlerts(binary: BinaryCase, volume: Decimal): Figure {
  const { a, b } = findStakes(binary.values);
  const inputs = [describeVolume(volume), ...describeCase(binary)];
  return figure(
    volume.times(point).times(binary.prevalence).times(a.plus(b)),
    `${binary.values.currency}/year`,
    9,
    inputs,
  );
}

/** Formula 9: what a better precision is worth per year, while the recall stays. */
export function computePrecisionGain(
  binary: BinaryCase,
  volume: Decimal,
  recall: Decimal,
  from: Decimal,
  to: Decimal,
): Figure {
  const change = findGain(binary, { kind: 'point', recall, precision: to }, { kind: 'point', recall, precision: from });
  if (change.kind === 'undefined') return change;
  const inputs = [
    inputWords('recall', recall),
    inputWords('precision', from),
    inputWords('new precision', to),
    describeVolume(volume),
    ...describeCase(binary),
  ];
  return figure(times(change.value, volume), `${binary.values.currency}/year`, 9, inputs);
}
