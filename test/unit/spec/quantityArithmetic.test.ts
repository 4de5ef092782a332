import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../server/src/spec/decimal.ts';
import type { Known } from '../../../server/src/spec/known.ts';
import { readQuantity, type Quantity } from '../../../server/src/spec/quantity.ts';
import {
  addQuantities,
  compareQuantities,
  convertQuantity,
  divideQuantities,
  expressPerYear,
  multiplyQuantities,
  priceUse,
  scaleQuantity,
  subtractQuantities,
} from '../../../server/src/spec/quantityArithmetic.ts';
import { formatMoney, formatNumber, formatQuantity } from '../../../server/src/spec/quantityFormat.ts';
import { readQuantityRange } from '../../../server/src/spec/quantityRange.ts';

function quantity(source: string): Quantity {
  const reading = readQuantity(source);
  if (reading.kind === 'problem') throw new Error(`${source}: ${reading.message}`);
  return reading.quantity;
}

function show(result: Known<Quantity>): string {
  return result.kind === 'known' ? result.value.text : `undefined because ${result.because}`;
}

const combine = (
  operation: (left: Quantity, right: Quantity) => Known<Quantity>,
  left: string,
  right: string,
): string => show(operation(quantity(left), quantity(right)));

describe('comparison', () => {
  it.each([
    ['0.70', '70 %', 0],
    ['1 month', '730 h', 0],
    ['1 year', '365 days', 0],
    ['1 quarter', '3 months', 0],
    ['7 USD/week', '1 USD/day', 0],
    ['27 kUSD/week', '1407857.142857142857 USD/year', 1],
    ['60 predictions/s', '1 prediction/ms', -1],
    ['1 GiB', '1 GB', 1],
    ['100 Mbit', '12.5 MB', 0],
    ['0 degC', '273.15 K', 0],
    ['1 pp', '0.01', 0],
    ['1 kWh', '3.6 MJ', 0],
  ])('of %s with %s is %i', (left, right, order) => {
    expect(compareQuantities(quantity(left), quantity(right))).toEqual({ kind: 'known', value: order });
    const reverse = compareQuantities(quantity(right), quantity(left));
    expect(reverse.kind === 'known' ? reverse.value + order : reverse).toBe(0);
  });

  it.each([
    ['1 USD', '1 EUR'],
    ['1 USD', '1 USD/year'],
    ['1 USD/h', '1 USD'],
    ['5', '5 rows'],
    ['5 rows', '5 images'],
    ['1 USD/prediction', '1 USD/request'],
    ['1 ms', '1 W'],
  ])('of %s with %s is undefined', (left, right) => {
    expect(compareQuantities(quantity(left), quantity(right)).kind).toBe('undefined');
  });

  it('names both currencies when they meet', () => {
    expect(show(addQuantities(quantity('1 USD'), quantity('2 EUR')))).toMatch(/USD and EUR.*rate/);
  });
});

describe('sums and differences', () => {
  it.each([
    ['1 MUSD', '240 kUSD', '1.24 MUSD'],
    ['1 h', '30 min', '1.5 h'],
    ['120 USD/month', '1440 USD/year', '240 USD/month'],
    ['0.60', '1 pp', '0.61'],
  ])('%s + %s = %s', (left, right, sum) => {
    expect(combine(addQuantities, left, right)).toBe(sum);
  });

  it('give the difference of two temperatures in kelvin', () => {
    expect(combine(subtractQuantities, '80 degC', '65 degC')).toBe('15 K');
    expect(combine(addQuantities, '65 degC', '15 K')).toBe('80 degC');
    expect(combine(addQuantities, '65 degC', '15 degC')).toMatch(/^undefined because/);
  });

  it('stay exact over thirds', () => {
    const week = quantity('1 USD/week');
    const sum = [1, 2, 3, 4, 5, 6].reduce<Known<Quantity>>(
      (total) => (total.kind === 'known' ? addQuantities(total.value, week) : total),
      { kind: 'known', value: week },
    );
    if (sum.kind === 'undefined') throw new Error(sum.because);
    expect(compareQuantities(sum.value, quantity('1 USD/day'))).toEqual({ kind: 'known', value: 0 });
  });
});

describe('products and quotients', () => {
  it.each([
    ['75 USD/h', '40 h/month', '3000 USD/month'],
    ['75 USD/h', '4000 h', '300000 USD'],
    ['4000 h', '75 USD/h', '300000 USD'],
    ['27 kUSD/week', '14 days', '54 kUSD'],
    ['12 W', '20 ms', '0.24 J'],
    ['120 USD/month', '50 %', '60 USD/month'],
    ['2', '3', '6'],
    ['60 predictions/s', '20 ms', '1.2 predictions'],
  ])('%s · %s = %s', (left, right, product) => {
    expect(combine(multiplyQuantities, left, right)).toBe(product);
  });

  it.each([
    ['100 USD', '40 USD', '2.5'],
    ['3000 USD/month', '75 USD/h', '0.0547945205'], // two rates of one dimension are a ratio
    ['300 kUSD', '4000 h', '0.075 kUSD/h'],
    ['30 ms', '1 s', '0.03'],
    ['1000 USD/year', '100 USD/month', '0.8333333333'],
  ])('%s / %s = %s', (left, right, quotient) => {
    expect(combine(divideQuantities, left, right)).toBe(quotient);
  });

  it('have no unit for money squared, and none for a division by zero', () => {
    expect(combine(multiplyQuantities, '1 USD', '1 USD')).toMatch(/^undefined because/);
    expect(combine(divideQuantities, '1 USD', '0 h')).toMatch(/^undefined because/);
  });

  it('do not cancel counted nouns', () => {
    expect(combine(multiplyQuantities, '0.002 USD/prediction', '3e6 predictions/year')).toMatch(/^undefined because/);
    expect(combine(divideQuantities, '50 items', '100 items')).toBe('0.5 items/items');
  });

  it('price a use by its own noun alone', () => {
    expect(combine(priceUse, '0.002 USD/prediction', '3000000 predictions/year')).toBe('6000 USD/year');
    expect(combine(priceUse, '0.002 USD/prediction', '3000000 requests/year')).toMatch(/^undefined because/);
    expect(combine(priceUse, '2 USD/h', '40 h')).toMatch(/^undefined because/);
  });

  it('undo each other', () => {
    const amount = fc.integer({ min: 1, max: 1000 });
    const rate = fc.constantFrom('USD/h', 'kEUR/week', 'rows/s', 'kg/month');
    fc.assert(
      fc.property(amount, rate, amount, fc.constantFrom('ms', 'h', 'days', 'years'), (first, per, second, time) => {
        const left = quantity(`${first} ${per}`);
        const right = quantity(`${second} ${time}`);
        const product = multiplyQuantities(left, right);
        if (product.kind === 'undefined') throw new Error(product.because);
        const back = divideQuantities(product.value, right);
        if (back.kind === 'undefined') throw new Error(back.because);
        expect(compareQuantities(back.value, left)).toEqual({ kind: 'known', value: 0 });
      }),
    );
  });

  it('per year needs a period', () => {
    expect(show(expressPerYear(quantity('9 kUSD')))).toMatch(/^undefined because/);
  });

  it('keeps to one dimension', () => {
    expect(show(convertQuantity(quantity('176 MB'), 'MiB'))).toBe('167.8466796875 MiB');
    expect(show(convertQuantity(quantity('65 degC'), 'K'))).toBe('338.15 K');
    expect(show(convertQuantity(quantity('5 ms'), 'USD'))).toMatch(/^undefined because/);
  });

  it('takes no unit that does not exist', () => {
    expect(() => convertQuantity(quantity('5 ms'), 'sec')).toThrow(RangeError);
  });

  it('there and back is exact', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.constantFrom('h', 'week', 'month'),
        fc.constantFrom('s', 'quarter', 'year'),
        (amount, from, to) => {
          const start = quantity(`${amount} USD/${from}`);
          const there = convertQuantity(start, `kUSD/${to}`);
          if (there.kind === 'undefined') throw new Error(there.because);
          expect(compareQuantities(there.value, start)).toEqual({ kind: 'known', value: 0 });
        },
      ),
    );
  });

  it('scales by plain numbers', () => {
    expect(scaleQuantity(quantity('12 kUSD'), decimal('0.5')).text).toBe('6 kUSD');
  });
});

describe('display', () => {
  it.each([
    ['2717038 USD/year', '2.72 MUSD/year'],
    ['773361 USD/year', '773 kUSD/year'],
    ['771 kUSD/year', '771 kUSD/year'],
    ['999999 USD', '1 MUSD'],
    ['9906 USD', '9906 USD'],
    ['62100 USD/year', '62.1 kUSD/year'],
    ['-220500 USD/year', '-220 kUSD/year'],
    ['-0.4410 USD', '-0.441 USD'],
    ['0 USD', '0 USD'],
    ['1 USD/week', '1 USD/week'],
    ['40 ms', '40 ms'],
    ['3000000 predictions/year', '3,000,000 predictions/year'],
    ['1234.56 rows', '1235 rows'],
    ['0.70', '0.7'],
    ['21.04 %', '21 %'],
    ['0.0000135 s', '13.5 µs'],
    ['-0.0135 ms', '-13.5 µs'],
    ['0.25 ms', '0.25 ms'],
    ['999.9 ms', '1 s'],
    ['1268 ms', '1.27 s'],
    ['0 s', '0 s'],
    ['4000 s', '4000 s'],
    ['0.0000000002 s', '0.2 ns'],
    ['0.01 h', '0.01 h'],
  ])('of %s is %s', (source, shown) => {
    expect(formatQuantity(quantity(source))).toBe(shown);
  });

  it('shows as many digits as are asked for', () => {
    expect(formatQuantity(quantity('1058406 USD'), 7)).toBe('1.058406 MUSD');
    expect(formatNumber(decimal('12345.678'), 2)).toBe('12,346');
    expect(formatMoney(decimal('853901.4'), 'USD', 'year')).toBe('854 kUSD/year');
  });

  it('never changes what is stored', () => {
    const exact = quantity('2717038 USD/year');
    formatQuantity(exact, 1);
    expect(exact.text).toBe('2717038 USD/year');
  });
});

describe('an estimate of three points', () => {
  it('has the mean and the deviation of a PERT estimate', () => {
    const reading = readQuantityRange(quantity('20 kUSD'), quantity('28 kUSD'), quantity('45 kUSD'));
    if (reading.kind !== 'range') throw new Error(reading.because);
    expect(reading.range.mean.text).toBe('29.5 kUSD');
    expect(reading.range.deviation.text).toBe('4.1666666667 kUSD');
  });

  it('may mix units of one dimension', () => {
    const reading = readQuantityRange(quantity('500 USD'), quantity('1 kUSD'), quantity('0.0015 MUSD'));
    expect(reading).toMatchObject({ kind: 'range', range: { mean: { text: '1 kUSD' } } });
  });

  it.each([
    ['30 kUSD', '28 kUSD', '45 kUSD', 'low'],
    ['20 kUSD', '28 kUSD', '27 kUSD', 'high'],
  ])('of %s, %s and %s is out of order at %s', (low, likely, high, which) => {
    expect(readQuantityRange(quantity(low), quantity(likely), quantity(high))).toMatchObject({
      kind: 'disordered',
      which,
    });
  });

  it('does not mix currencies or periods', () => {
    expect(readQuantityRange(quantity('1 USD'), quantity('2 EUR'), quantity('3 USD')).kind).toBe('mismatched');
    expect(readQuantityRange(quantity('1 USD'), quantity('2 USD'), quantity('3 USD/year')).kind).toBe('mismatched');
  });
});
