/**
 * What a binary classifier is worth: formulas 1, 2, 3, 26 and 27, over exact decimals.
 *
 * Prevalence, recall and precision are shares in [0, 1]; volume is in predictions per year; all four outcome values are
 * in one currency and have one common zero.
 */
import { one, type Decimal } from './decimal.ts';
import { figure, inputWords, refuseOutside, type Figure } from './figure.ts';
import { known, undefinedBecause, type Known, type Undefined } from './known.ts';
import { compare, isZero, minus, negate, over, plus, times, type Operand, type Rational } from './rational.ts';

/** Value of a prediction by its outcome, in one currency. */
export interface OutcomeValues {
  /** ISO 4217. */
  readonly currency: string;
  readonly tp: Decimal;
  readonly fp: Decimal;
  readonly fn: Decimal;
  readonly tn: Decimal;
}

/** The world in which a classifier answers. */
export interface BinaryCase {
  readonly values: OutcomeValues;
  /** Share of the positive class in production, strictly between 0 and 1. */
  readonly prevalence: Decimal;
}

/** A way of answering: measured quality, counted outcomes on a sample, or the same answer always. */
export type Policy =
  | { readonly kind: 'point'; readonly recall: Decimal; readonly precision: Decimal }
  /** Whole numbers of rows; their own prevalence does not matter, only the rates within each class. */
  | { readonly kind: 'matrix'; readonly tp: Decimal; readonly fp: Decimal; readonly fn: Decimal; readonly tn: Decimal }
  | { readonly kind: 'always-yes' }
  | { readonly kind: 'always-no' };

/** What a policy does with a prediction, as shares. */
export interface PolicyShares {
  /** Share of the positive class that is found: the recall. */
  readonly found: Rational;
  /** φ: false alarms as a share of all predictions. */
  readonly falseAlarms: Rational;
}

/**
 * @returns recall and φ of a policy at a prevalence; undefined because a precision cannot be reached, or a class has no
 *   rows in the matrix
 */
export function findPolicyShares(policy: Policy, prevalence: Decimal): Known<PolicyShares> {
  if (prevalence.lte(0) || prevalence.gte(1)) {
    return undefinedBecause(`prevalence ${prevalence.toFixed()} is not between 0 and 1`);
  }
  const negatives = one.minus(prevalence);
  switch (policy.kind) {
    case 'always-yes':
      return known({ found: plus(one), falseAlarms: plus(negatives) });
    case 'always-no':
      return known({ found: minus(one, one), falseAlarms: minus(one, one) });
    case 'matrix': {
      const { tp, fp, fn, tn } = policy;
      if ([tp, fp, fn, tn].some((count) => count.lt(0))) return undefinedBecause('a count is negative');
      const positiveRows = tp.plus(fn);
      const negativeRows = fp.plus(tn);
      if (positiveRows.eq(0) || negativeRows.eq(0)) return undefinedBecause('a class has no rows in the matrix');
      return known({ found: over(tp, positiveRows), falseAlarms: over(times(fp, negatives), negativeRows) });
    }
    case 'point': {
      const { recall, precision } = policy;
      const refusal = refuseOutside('recall', recall, 0, 1) ?? refuseOutside('precision', precision, 0, 1);
      if (refusal !== undefined) return refusal;
      if (recall.eq(0)) return known({ found: plus(recall), falseAlarms: plus(recall) });
      if (precision.eq(0)) return undefinedBecause('precision 0 and a recall above 0 exclude each other');
      const falseAlarms = over(times(prevalence, recall, one.minus(precision)), precision);
      if (compare(falseAlarms, negatives) > 0) {
        return undefinedBecause(
          `precision ${precision.toFixed()} at recall ${recall.toFixed()} needs more false alarms than there are negatives`,
        );
      }
      return known({ found: plus(recall), falseAlarms });
    }
  }
}

/** Formula 1 over shares. */
function valueOfShares({ values, prevalence }: BinaryCase, { found, falseAlarms }: PolicyShares): Rational {
  const { tp, fp, fn, tn } = values;
  const positives = times(prevalence, plus(times(found, tp), times(minus(one, found), fn)));
  const silent = minus(one.minus(prevalence), falseAlarms);
  return plus(positives, times(falseAlarms, fp), times(silent, tn));
}

/** @returns formula 1 as an exact number, for further formulas */
export function findValue(binary: BinaryCase, policy: Policy): Known<Rational> {
  const shares = findPolicyShares(policy, binary.prevalence);
  return shares.kind === 'known' ? known(valueOfShares(binary, shares.value)) : shares;
}

/** @returns V_against as an exact number: 0 for `none` */
export function findAgainstValue(binary: BinaryCase, against: Policy | 'none'): Known<Rational> {
  return against === 'none' ? known(minus(one, one)) : findValue(binary, against);
}

export function describePolicy(policy: Policy | 'none', role = ''): readonly string[] {
  const prefix = role === '' ? '' : `${role} `;
  if (policy === 'none') return [`${prefix}none`];
  switch (policy.kind) {
    case 'point':
      return [inputWords(`${prefix}recall`, policy.recall), inputWords(`${prefix}precision`, policy.precision)];
    case 'matrix':
      return (['tp', 'fp', 'fn', 'tn'] as const).map((name) => inputWords(`${prefix}${name}`, policy[name], 'rows'));
    case 'always-yes':
    case 'always-no':
      return [`${prefix}${policy.kind}`];
  }
}

export function describeCase({ values, prevalence }: BinaryCase): readonly string[] {
  const outcomes = (['tp', 'fp', 'fn', 'tn'] as const).map((name) => inputWords(name, values[name], values.currency));
  return [inputWords('prevalence', prevalence), ...outcomes];
}

export function describeVolume(volume: Decimal): string {
  return inputWords('volume', volume, 'predictions/year');
}

/** Formula 1: what a prediction is worth on average, in money per prediction. */
export function computeValuePerPrediction(binary: BinaryCase, policy: Policy): Figure {
  const value = findValue(binary, policy);
  if (value.kind === 'undefined') return value;
  const inputs = [...describePolicy(policy), ...describeCase(binary)];
  return figure(value.value, `${binary.values.currency}/prediction`, 1, inputs);
}

/** Formula 2: what a policy saves per year against another one. */
export function computeSavedPerYear(
  binary: BinaryCase,
  volume: Decimal,
  policy: Policy,
  against: Policy | 'none',
): Figure {
  const difference = findGain(binary, policy, against);
  if (difference.kind === 'undefined') return difference;
  const inputs = [
    ...describePolicy(policy),
    ...describePolicy(against, 'against'),
    describeVolume(volume),
    ...describeCase(binary),
  ];
  return figure(times(difference.value, volume), `${binary.values.currency}/year`, 2, inputs);
}

/** @returns V − V_against as an exact number */
export function findGain(binary: BinaryCase, policy: Policy, against: Policy | 'none'): Known<Rational> {
  const own = findValue(binary, policy);
  if (own.kind === 'undefined') return own;
  const other = findAgainstValue(binary, against);
  return other.kind === 'undefined' ? other : known(minus(own.value, other.value));
}

/** Formula 3: a policy that needs no model and is worth at least as much as the model's goals. */
export interface TrivialWinner {
  readonly policy: 'always-yes' | 'always-no';
  /** Money per prediction of the trivial policy. */
  readonly value: Figure;
  /** Money per prediction of the model. */
  readonly modelValue: Figure;
}

/**
 * Formula 3: looks for a trivial policy that makes a model unnecessary.
 *
 * @param alertCapacity alerts per year that people can act on, when there is such a limit: always-yes then counts only
 *   if its alerts fit
 * @returns the better of the trivial policies that are worth at least as much as the model, or known undefined when the
 *   model is worth more than both
 */
export function findTrivialWinner(
  binary: BinaryCase,
  model: Policy,
  capacity?: { readonly volume: Decimal; readonly alertsPerYear: Decimal },
): Known<TrivialWinner | undefined> {
  const modelValue = findValue(binary, model);
  if (modelValue.kind === 'undefined') return modelValue;
  const isYesPossible = capacity === undefined || capacity.volume.lte(capacity.alertsPerYear);
  const candidates = (['always-yes', 'always-no'] as const).filter((kind) => kind === 'always-no' || isYesPossible);
  let best: { readonly policy: 'always-yes' | 'always-no'; readonly value: Rational } | undefined;
  for (const kind of candidates) {
    const value = findValue(binary, { kind });
    if (value.kind === 'undefined') return value;
    if (compare(value.value, modelValue.value) < 0) continue;
    if (best === undefined || compare(value.value, best.value) > 0) best = { policy: kind, value: value.value };
  }
  if (best === undefined) return known(undefined);
  const unit = `${binary.values.currency}/prediction`;
  return known({
    policy: best.policy,
    value: figure(best.value, unit, 3, describeCase(binary)),
    modelValue: figure(modelValue.value, unit, 1, [...describePolicy(model), ...describeCase(binary)]),
  });
}

/** Formula 26: what moving a goal changes per year, negative when money is given up. */
export function computeGoalMove(binary: BinaryCase, volume: Decimal, from: Policy, to: Policy): Figure {
  const change = findGain(binary, to, from);
  if (change.kind === 'undefined') return change;
  const inputs = [
    ...describePolicy(from, 'old'),
    ...describePolicy(to, 'new'),
    describeVolume(volume),
    ...describeCase(binary),
  ];
  return figure(times(change.value, volume), `${binary.values.currency}/year`, 26, inputs);
}

/**
 * Formula 27: what wrong answers cost per year, positive for a loss.
 *
 * It is part of formula 2 already, so it is shown and never added to running costs.
 */
export function computeErrorCost(binary: BinaryCase, volume: Decimal, policy: Policy): Figure {
  const shares = findPolicyShares(policy, binary.prevalence);
  if (shares.kind === 'undefined') return shares;
  const { found, falseAlarms } = shares.value;
  const { fn, fp, currency } = binary.values;
  const missed = times(binary.prevalence, minus(one, found), fn);
  const loss = negate(times(volume, plus(missed, times(falseAlarms, fp))));
  const inputs = [...describePolicy(policy), describeVolume(volume), ...describeCase(binary)];
  return figure(loss, `${currency}/year`, 27, inputs);
}

/** @returns the share of correct predictions, 1 − π(1−r) − φ, as an exact number */
export function findAccuracy(policy: Policy, prevalence: Decimal): Known<Rational> {
  const shares = findPolicyShares(policy, prevalence);
  if (shares.kind === 'undefined') return shares;
  const { found, falseAlarms } = shares.value;
  return known(minus(minus(one, times(prevalence, minus(one, found))), falseAlarms));
}

/** a = tp − fn: worth of finding a case; b = tn − fp: price of a false alarm. */
export function findStakes({ tp, fp, fn, tn }: OutcomeValues): { readonly a: Decimal; readonly b: Decimal } {
  return { a: tp.minus(fn), b: tn.minus(fp) };
}

/** @returns undefined when the divisor is not zero, else why the quotient is undefined */
export function refuseZero(divisor: Operand, because: string): Undefined | undefined {
  return isZero(divisor) ? undefinedBecause(because) : undefined;
}
