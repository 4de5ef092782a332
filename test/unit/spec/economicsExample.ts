/** The worked example of the reference: late arrivals, with the symbols that its formulas use. */
import { decimal, type Decimal } from '../../../server/src/spec/decimal.ts';
import type { BinaryCase, Policy } from '../../../server/src/spec/economics.ts';
import type { Investment } from '../../../server/src/spec/economicsInvestment.ts';
import type { Figure } from '../../../server/src/spec/figure.ts';

export const volume = decimal(3_000_000);

export const flights: BinaryCase = {
  prevalence: decimal('0.21'),
  values: { currency: 'USD', tp: decimal(12), fp: decimal(-6), fn: decimal(-9), tn: decimal(0) },
};

export function point(recall: string, precision: string): Policy {
  return { kind: 'point', recall: decimal(recall), precision: decimal(precision) };
}

export const targets = point('0.70', '0.35');
export const limits = point('0.60', '0.30');
export const rules = point('0.41', '0.29');
export const statusQuo = point('0.22', '0.38');
export const simpleModel = point('0.52', '0.30');

export const project: Investment = {
  currency: 'USD',
  oneOff: decimal(1_058_406),
  running: decimal(347_760),
  horizon: decimal(3),
  discountRate: decimal('0.10'),
};

/** @returns amount and unit of a figure, the amount rounded for comparison with a printed number */
export function shown(figure: Figure, places: number): string {
  if (figure.kind === 'undefined') return `undefined because ${figure.because}`;
  const { amount, unit } = figure.value;
  return `${amount.toFixed(places)} ${unit.text}`.trim();
}

export function amountOf(figure: Figure): Decimal {
  if (figure.kind === 'undefined') throw new Error(figure.because);
  return figure.value.amount;
}
