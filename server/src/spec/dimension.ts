/**
 * What a quantity measures: the part before the slash and the part after it.
 *
 * A period is part of the dimension, so money and money per year never compare; so are the currency and the noun that
 * is counted.
 */
import type { Dimension as ExpectedDimension } from '../../../schemas/scalars.ts';

/** Kinds of measure that need nothing besides their name. */
export const plainMeasures = [
  'ratio',
  'difference', // percentage points
  'time',
  'data',
  'power',
  'energy',
  'temperature',
  'frequency',
  'frame-rate',
  'pixels',
  'angle',
  'length',
  'mass',
  'co2',
] as const;

/** What one part of a unit measures. */
export type Measure =
  | { readonly kind: 'money'; readonly currency: string }
  | { readonly kind: 'count'; readonly noun: string }
  | { readonly kind: (typeof plainMeasures)[number] };

export interface QuantityDimension {
  readonly of: Measure;
  readonly per?: Measure;
}

export function isSameMeasure(left: Measure, right: Measure): boolean {
  if (left.kind === 'money' && right.kind === 'money') return left.currency === right.currency;
  if (left.kind === 'count' && right.kind === 'count') return left.noun === right.noun;
  return left.kind === right.kind;
}

export function isSameDimension(left: QuantityDimension, right: QuantityDimension): boolean {
  if (!isSameMeasure(left.of, right.of)) return false;
  if (left.per === undefined || right.per === undefined) return left.per === right.per;
  return isSameMeasure(left.per, right.per);
}

function describeMeasure(measure: Measure): string {
  switch (measure.kind) {
    case 'money':
      return `money in ${measure.currency}`;
    case 'count':
      return measure.noun;
    case 'difference':
      return 'percentage points';
    case 'co2':
      return 'carbon dioxide equivalent';
    case 'frame-rate':
      return 'frames per second';
    case 'ratio':
    case 'time':
    case 'data':
    case 'power':
    case 'energy':
    case 'temperature':
    case 'frequency':
    case 'pixels':
    case 'angle':
    case 'length':
    case 'mass':
      return measure.kind === 'ratio' ? 'a bare number or ratio' : measure.kind;
  }
}

/** @returns words for a message, such as `money in USD per time` */
export function describeDimension(dimension: QuantityDimension): string {
  const of = describeMeasure(dimension.of);
  return dimension.per === undefined ? of : `${of} per ${describeMeasure(dimension.per)}`;
}

/**
 * Says whether a quantity fits what a key of the spec expects.
 *
 * @param expected the dimension that the schema gives the key; `any` and `difference` leave the choice to the metric in
 *   question (`tolerance: 2 ms` of a latency, `tolerance: 1 pp` of a recall)
 * @returns undefined when it fits, else what is expected, in words with a sample, for the end of a sentence
 */
export function findMismatch(dimension: QuantityDimension, expected: ExpectedDimension): string | undefined {
  return fits(dimension, expected) ? undefined : expectedWords[expected];
}

/** What each expectation accepts, as the end of a sentence. */
const expectedWords: Readonly<Record<ExpectedDimension, string>> = {
  any: 'any quantity',
  difference: 'a difference in the unit of the metric',
  ratio: 'a ratio such as 0.7 or 70 %',
  money: 'money without a period, such as 20 kUSD',
  'money/period': 'money per period, such as 120 USD/month',
  'money/unit': 'money, or money per unit of the label, such as -3 USD/min',
  'money/work': 'money per hour of work, such as 75 USD/h',
  cost: 'money at once, per period or per use, such as 120 USD/month',
  work: 'hours, or hours per period, such as 40 h/month',
  time: 'a time such as 40 ms or 28 days',
  data: 'an amount of data such as 512 MiB',
  power: 'a power such as 12 W',
  energy: 'an energy such as 14 kWh',
  temperature: 'a temperature such as 65 degC',
  mass: 'a mass such as 5.6 kg or 5.6 kgCO2e',
  count: 'a number of things, such as 2000 rows',
  'count/period': 'a count per period, such as 4000 alerts/day',
  'count/second': 'a count per second, such as 60 predictions/s',
};

function fits({ of, per }: QuantityDimension, expected: ExpectedDimension): boolean {
  const isWhole = per === undefined;
  const isPerTime = per?.kind === 'time';
  switch (expected) {
    case 'any':
    case 'difference':
      return true;
    case 'ratio':
    case 'money':
    case 'time':
    case 'data':
    case 'power':
    case 'energy':
    case 'temperature':
      return of.kind === expected && isWhole;
    case 'mass':
      return (of.kind === 'mass' || of.kind === 'co2') && isWhole;
    case 'money/period':
    case 'money/work':
      return of.kind === 'money' && isPerTime;
    case 'money/unit':
    case 'cost':
      return of.kind === 'money';
    case 'work':
      return of.kind === 'time' && (isWhole || isPerTime);
    case 'count':
      return (of.kind === 'count' && (isWhole || isPerTime)) || (of.kind === 'ratio' && isWhole);
    case 'count/period':
    case 'count/second':
      return of.kind === 'count' && isPerTime;
  }
}
