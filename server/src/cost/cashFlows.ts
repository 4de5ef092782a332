/** Money over several years, whose sign may change more than once: present value, rates of return, payback. */
import { decimal, one, zero, type Decimal } from '../spec/decimal.ts';
import { known, undefinedBecause, type Known } from '../spec/known.ts';
import { toDecimal } from '../spec/rational.ts';

/** Significant digits of powers, far beyond the ten decimals of a result. */
const powerDigits = 60;

/**
 * Formula 12 for flows that differ from year to year: what they are worth today.
 *
 * @param flows money at the end of each year; the first one is paid today. None are worth 0
 * @param rate per year as a share, above −1
 * @source numpy-financial `npv`, in exact decimals until one quotient at the end
 */
export function computePresentValue(flows: readonly Decimal[], rate: Decimal): Known<Decimal> {
  if (rate.lte(-1)) return undefinedBecause(`the discount rate ${rate.toFixed()} is not above -1`);
  const growth = one.plus(rate);
  let sum = zero;
  let power = one;
  // Σ f·(1+d)^(n−t) over (1+d)^n, so that there is one quotient.
  flows.forEach((flow, year) => {
    sum = sum.times(growth).plus(flow).prec(powerDigits);
    if (year > 0) power = power.times(growth).prec(powerDigits);
  });
  return known(toDecimal({ numerator: sum, denominator: power }));
}

/** Rates are looked for between these: nearly everything lost in a year, and a millionfold gain. */
const lowestRate = -0.9;
const highestRate = 1e6;
const rateDecimals = 10;

/**
 * Formula 13 for flows that differ from year to year: every rate at which they are worth nothing today.
 *
 * @returns rising shares per year, rounded at 10 decimals; more than one when the flows change their sign more than
 *   once, and then no single one of them says whether the project pays. Undefined because the flows never change their
 *   sign, or no rate between −90 % and a millionfold makes them worth nothing
 * @source roots of the polynomial in 1/(1+rate), found between those of its derivative, so that none is missed
 */
export function findInternalRates(flows: readonly Decimal[]): Known<readonly number[]> {
  const amounts = flows.map((flow) => flow.toNumber());
  if (!amounts.some((amount) => amount < 0)) return undefinedBecause('nothing is invested');
  if (!amounts.some((amount) => amount > 0)) return undefinedBecause('nothing comes back');
  const largest = Math.max(...amounts.map(Math.abs));
  const roots = findRoots(
    amounts.map((amount) => amount / largest),
    1 / (1 + highestRate),
    1 / (1 + lowestRate),
  );
  const rates = new Set(roots.map((root) => Number((1 / root - 1).toFixed(rateDecimals))));
  return rates.size === 0
    ? undefinedBecause('no rate between -90 % and a millionfold makes the flows worth nothing')
    : known([...rates].toSorted((left, right) => left - right));
}

/** Bisection ends at neighbouring floats long before. */
const mostHalvings = 200;
/** A value so much smaller than its terms is 0 but for rounding. */
const roundingShare = 1e-13;

/** Real roots of a polynomial in an interval, rising. @param coefficients of 1, x, x² … */
function findRoots(coefficients: readonly number[], low: number, high: number): readonly number[] {
  const degree = coefficients.findLastIndex((coefficient) => coefficient !== 0);
  if (degree < 1) return [];
  const terms = coefficients.slice(0, degree + 1);
  const slopes = terms.slice(1).map((coefficient, power) => coefficient * (power + 1));
  const turns = findRoots(slopes, low, high);
  const at = (x: number): number => terms.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
  const isRoot = (x: number): boolean =>
    Math.abs(at(x)) <= roundingShare * terms.reduce((sum, term, power) => sum + Math.abs(term * x ** power), 0);
  const roots: number[] = [];
  const corners = [low, ...turns, high];
  // Between two turns the polynomial only rises or only falls.
  corners.slice(1).forEach((right, index) => {
    const left = corners[index] ?? low;
    if (isRoot(right)) roots.push(right);
    else if (!isRoot(left) && Math.sign(at(left)) !== Math.sign(at(right))) roots.push(bisect(at, left, right));
  });
  return roots;
}

function bisect(at: (x: number) => number, low: number, high: number): number {
  let [left, right] = [low, high];
  const sign = Math.sign(at(left));
  for (let step = 0; step < mostHalvings; step++) {
    const middle = (left + right) / 2;
    if (middle === left || middle === right) break;
    if (Math.sign(at(middle)) === sign) left = middle;
    else right = middle;
  }
  return (left + right) / 2;
}

/**
 * Formula 13 for flows that differ from year to year: the years until what was spent is back and stays back. Within a
 * year money comes evenly.
 *
 * @param flows as of `computePresentValue`
 * @returns years, 0 when nothing is ever owed; undefined because it is not back at the end
 */
export function computeFlowPayback(flows: readonly Decimal[]): Known<Decimal> {
  const owed: Decimal[] = [];
  for (const flow of flows) owed.push((owed.at(-1) ?? zero).plus(flow));
  const last = owed.findLastIndex((amount) => amount.lt(0));
  if (last === -1) return known(zero);
  const [debt, income] = [owed[last], flows[last + 1]];
  return debt === undefined || income === undefined
    ? undefinedBecause(`what was spent is not back after ${flows.length - 1} years`)
    : known(decimal(last).plus(debt.neg().div(income)));
}
