/** Money over time: what is needed, net present value, payback, return, delay and cost per answer (5, 12 to 15). */
import { decimal, one, zero, type Decimal } from './decimal.ts';
import { figure, inputWords, refuseOutside, type Figure } from './figure.ts';
import { undefinedBecause, type Undefined } from './known.ts';
import { compare, isZero, minus, over, plus, times, toDecimal, type Rational } from './rational.ts';

/** What a project costs and for how long its answers are used. Flows come at the ends of years. */
export interface Investment {
  /** ISO 4217; all money is in it. */
  readonly currency: string;
  /** I, at least 0. */
  readonly oneOff: Decimal;
  /** R per year, at least 0. */
  readonly running: Decimal;
  /** In years, above 0 and at most 100; a last part of a year brings its part of the flow, at its end. */
  readonly horizon: Decimal;
  /** d per year, at least 0, as a share. */
  readonly discountRate: Decimal;
}

const longestHorizon = 100;

function refuseInvestment({ horizon, discountRate, oneOff, running }: Investment): Undefined | undefined {
  if (horizon.lte(0) || horizon.gt(longestHorizon)) {
    return undefinedBecause(`the horizon of ${horizon.toFixed()} years is not between 0 and ${longestHorizon}`);
  }
  if (oneOff.lt(0) || running.lt(0)) return undefinedBecause('a cost is negative');
  return refuseOutside('discount rate', discountRate, 0, 10);
}

/**
 * Significant digits of powers. Exact powers of a rate with many digits would have thousands; these are far beyond the
 * ten decimals of the result.
 */
const powerDigits = 40;

/** Today's worth of 1 at the end of each year of the horizon. */
function findAnnuity(horizon: Decimal, rate: Decimal): Rational {
  const years = horizon.round(0, 0).toNumber();
  const growth = one.plus(rate);
  // Σ (1+d)^−t for t = 1 … n is one fraction over (1+d)^n, so there is one quotient.
  let sum = zero;
  let power = one;
  for (let year = 1; year <= years; year++) {
    sum = sum.times(growth).plus(one).prec(powerDigits);
    power = power.times(growth).prec(powerDigits);
  }
  const whole = over(sum, power);
  const part = horizon.minus(years);
  if (part.eq(0)) return whole;
  const discount = decimal(Math.pow(growth.toNumber(), -horizon.toNumber()));
  return plus(whole, times(part, discount));
}

function describeInvestment({ currency, oneOff, running, horizon, discountRate }: Investment): readonly string[] {
  return [
    inputWords('one-off costs', oneOff, currency),
    inputWords('running costs', running, `${currency}/year`),
    inputWords('horizon', horizon, 'years'),
    inputWords('discount rate', discountRate),
  ];
}

/** A: what one per year over the horizon is worth today, in years. */
export function computeAnnuity(investment: Investment): Figure {
  const refusal = refuseInvestment(investment);
  if (refusal !== undefined) return refusal;
  const inputs = describeInvestment(investment).slice(2);
  return figure(findAnnuity(investment.horizon, investment.discountRate), 'years', 12, inputs);
}

/** Formula 5: the value per year from which the project earns its costs back within the horizon. */
export function computeNeededValue(investment: Investment): Figure {
  const refusal = refuseInvestment(investment);
  if (refusal !== undefined) return refusal;
  const annuity = findAnnuity(investment.horizon, investment.discountRate);
  const needed = plus(over(investment.oneOff, annuity), investment.running);
  return figure(needed, `${investment.currency}/year`, 5, describeInvestment(investment));
}

/** Formula 12. @param saved S, money per year */
export function computeNetPresentValue(investment: Investment, saved: Decimal): Figure {
  const refusal = refuseInvestment(investment);
  if (refusal !== undefined) return refusal;
  const annuity = findAnnuity(investment.horizon, investment.discountRate);
  const value = minus(times(saved.minus(investment.running), annuity), investment.oneOff);
  return figure(value, investment.currency, 12, describeReturn(investment, saved));
}

function describeReturn(investment: Investment, saved: Decimal): readonly string[] {
  return [inputWords('saved', saved, `${investment.currency}/year`), ...describeInvestment(investment)];
}

/** Formula 13: years until the one-off costs are earned back, without interest; it may lie beyond the horizon. */
export function computePayback(investment: Investment, saved: Decimal): Figure {
  const refusal = refuseInvestment(investment);
  if (refusal !== undefined) return refusal;
  const left = saved.minus(investment.running);
  if (left.lte(0)) return undefinedBecause('the running costs take all that is saved');
  return figure(over(investment.oneOff, left), 'years', 13, describeReturn(investment, saved));
}

/** Formula 13: years until the one-off costs are earned back with interest, rounded at 10 decimals. */
export function computeDiscountedPayback(investment: Investment, saved: Decimal): Figure {
  const refusal = refuseInvestment(investment);
  if (refusal !== undefined) return refusal;
  const { oneOff, running, discountRate } = investment;
  const left = saved.minus(running);
  if (left.lte(0)) return undefinedBecause('the running costs take all that is saved');
  const inputs = describeReturn(investment, saved);
  if (discountRate.eq(0)) return figure(over(oneOff, left), 'years', 13, inputs);
  const remaining = minus(one, over(times(oneOff, discountRate), left));
  if (remaining.numerator.lte(0)) return undefinedBecause('the interest takes all that is left');
  // Ten decimals of what remains would be too few beside a low rate.
  const share = Number(remaining.numerator.toString()) / Number(remaining.denominator.toString());
  const years = -Math.log(share) / Math.log1p(discountRate.toNumber());
  if (!Number.isFinite(years)) return undefinedBecause('the interest takes nearly all that is left');
  return figure(decimal(years).round(10), 'years', 13, inputs);
}

/** Bisection halves the bracket until neighbouring floats are reached. */
const mostHalvings = 200;
const highestReturn = 1e6;

/**
 * Formula 13: the internal rate of return, the discount rate at which the net present value is 0.
 *
 * @returns a share per year, rounded at 10 decimals; negative when less comes back than was spent
 */
export function computeInternalRate(investment: Investment, saved: Decimal): Figure {
  const refusal = refuseInvestment(investment);
  if (refusal !== undefined) return refusal;
  const { oneOff, running, horizon } = investment;
  const left = saved.minus(running).toNumber();
  if (left <= 0) return undefinedBecause('the running costs take all that is saved');
  if (oneOff.eq(0)) return undefinedBecause('nothing is invested');
  const years = horizon.toNumber();
  const net = (rate: number): number => left * annuityOf(years, rate) - oneOff.toNumber();
  let low = -0.999;
  let high = 1;
  if (net(low) < 0) return undefinedBecause('nearly nothing of the one-off costs comes back');
  while (net(high) > 0 && high < highestReturn) high *= 2;
  if (net(high) > 0) return undefinedBecause('the return is beyond a millionfold per year');
  for (let step = 0; step < mostHalvings && high - low > Number.EPSILON * Math.abs(high); step++) {
    const middle = (low + high) / 2;
    if (net(middle) > 0) low = middle;
    else high = middle;
  }
  return figure(decimal((low + high) / 2).round(10), '', 13, describeReturn(investment, saved));
}

function annuityOf(horizon: number, rate: number): number {
  const years = Math.floor(horizon);
  let sum = 0;
  for (let year = 1; year <= years; year++) sum += (1 + rate) ** -year;
  return sum + (horizon - years) * (1 + rate) ** -horizon;
}

const weeksPerYear = over(decimal(365), decimal(7));

/**
 * Formula 14: what each week of delay costs: the burn rate, and what would have been left that week.
 *
 * @param burnPerWeek money per week
 */
export function computeDelayCost(investment: Investment, saved: Decimal, burnPerWeek: Decimal): Figure {
  const left = saved.minus(investment.running);
  const cost = plus(burnPerWeek, over(left, weeksPerYear));
  const { currency } = investment;
  const inputs = [
    inputWords('burn rate', burnPerWeek, `${currency}/week`),
    inputWords('saved', saved, `${currency}/year`),
    inputWords('running costs', investment.running, `${currency}/year`),
  ];
  return figure(cost, `${currency}/week`, 14, inputs);
}

/** Formula 15: what answers cost when the project must earn `needed` per year. */
export interface AnswerCosts {
  /** S*, money per year. */
  readonly needed: Decimal;
  readonly currency: string;
  /** Predictions per year. */
  readonly volume: Decimal;
}

/** @param unit in which the cost is given: money alone where its name says of what kind of answer it is */
function perAnswer(
  { needed, currency, volume }: AnswerCosts,
  unit: string,
  share: Rational,
  inputs: readonly string[],
): Figure {
  if (volume.lte(0)) return undefinedBecause('there are no predictions');
  if (isZero(share) || compare(share, zero) < 0) return undefinedBecause('there are no such answers');
  const words = [
    inputWords('needed', needed, `${currency}/year`),
    inputWords('volume', volume, 'predictions/year'),
    ...inputs,
  ];
  return figure(over(needed, times(volume, share)), unit, 15, words);
}

/** Formula 15: cost per prediction. */
export function computeCostPerPrediction(costs: AnswerCosts): Figure {
  return perAnswer(costs, `${costs.currency}/prediction`, plus(one), []);
}

/** Formula 15: cost per correct prediction. @param accuracy share of correct predictions, `findAccuracy` */
export function computeCostPerCorrect(costs: AnswerCosts, accuracy: Rational): Figure {
  return perAnswer(costs, costs.currency, accuracy, [inputWords('accuracy', toDecimal(accuracy))]);
}

/** Formula 15: cost per case that is found. */
export function computeCostPerFound(costs: AnswerCosts, prevalence: Decimal, recall: Decimal): Figure {
  const inputs = [inputWords('prevalence', prevalence), inputWords('recall', recall)];
  return perAnswer(costs, costs.currency, times(prevalence, recall), inputs);
}
