import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeDimension, findMismatch } from '../../../server/src/spec/dimension.ts';
import { readQuantity, type Quantity, type QuantityProblem } from '../../../server/src/spec/quantity.ts';
import { nearestUnits, suggestUnits } from '../../../server/src/spec/unitSuggestions.ts';
import { readUnit, unitSymbols } from '../../../server/src/spec/units.ts';

function quantityOf(source: string): Quantity {
  const reading = readQuantity(source);
  if (reading.kind === 'problem') throw new Error(`${source}: ${reading.message}`);
  return reading.quantity;
}

function problemOf(source: string): QuantityProblem {
  const reading = readQuantity(source);
  if (reading.kind === 'quantity') throw new Error(`${source} was read as ${reading.quantity.text}`);
  return reading;
}

describe('a quantity that is accepted', () => {
  it.each([
    ['40 ms', '0.04', 'time'],
    ['2 %', '0.02', 'a bare number or ratio'],
    ['0.02', '0.02', 'a bare number or ratio'],
    ['70 %', '0.7', 'a bare number or ratio'],
    ['1e3', '1000', 'a bare number or ratio'],
    ['+5', '5', 'a bare number or ratio'],
    ['1 pp', '0.01', 'percentage points'],
    ['2.5 MUSD/year', '2500000', 'money in USD per time'],
    ['-6 USD', '-6', 'money in USD'],
    ['20 kUSD', '20000', 'money in USD'],
    ['75 USD/h', '657000', 'money in USD per time'],
    ['40 h/month', '1728000', 'time per time'],
    ['0.002 USD/prediction', '0.002', 'money in USD per predictions'],
    ['512 MiB', '536870912', 'data'],
    ['8 GB', '8000000000', 'data'],
    ['8 Mbit', '1000000', 'data'],
    ['12 W', '12', 'power'],
    ['14 kWh', '50400000', 'energy'],
    ['65 degC', '338.15', 'temperature'],
    ['65 \u00b0C', '338.15', 'temperature'],
    ['60 predictions/s', '1892160000', 'predictions per time'],
    ['4000 alerts/day', '1460000', 'alerts per time'],
    ['5.6 kgCO2e', '5600', 'carbon dioxide equivalent'],
    ['5 \u00b5s', '0.000005', 'time'],
    ['1 month', '2628000', 'time'],
    ['3 years', '94608000', 'time'],
  ])('%s is %s in base units of %s', (source, value, dimension) => {
    const reading = readQuantity(source);
    expect(reading).not.toHaveProperty('spacing');
    expect(quantityOf(source).value.toFixed()).toBe(value);
    expect(describeDimension(quantityOf(source).dimension)).toBe(dimension);
  });

  it('keeps every digit that was written', () => {
    expect(quantityOf('0.70').text).toBe('0.70');
    expect(quantityOf('12345678901234567890.123456789 USD').value.toFixed()).toBe('12345678901234567890.123456789');
  });

  it('rounds only the quotient, once, at ten decimals', () => {
    const { exact, value } = quantityOf('1 USD/week');
    expect(exact.numerator.toFixed()).toBe('31536000');
    expect(exact.denominator.toFixed()).toBe('604800');
    expect(value.toFixed()).toBe('52.1428571429');
  });

  it.each([
    ['40ms', '40 ms'],
    ['98%', '98 %'],
    ['40  ms', '40 ms'],
    [' 40 ms ', '40 ms'],
    ['40 ms / s', '40 ms/s'],
    ['3e5USD', '3e5 USD'],
  ])('%j is understood, and spelled %j', (source, corrected) => {
    expect(readQuantity(source)).toMatchObject({ kind: 'quantity', spacing: { corrected } });
  });
});

describe('a quantity that is refused', () => {
  it.each([
    ['0,98', 'decimal-comma', ['0.98']],
    ['.5', 'not-a-number', ['0.5']],
    ['1.', 'not-a-number', ['1']],
    ['1,000', 'decimal-comma', ['1000', '1.000']],
    ['1,000,000 USD', 'decimal-comma', ['1000000 USD']],
    ['1.000,5 EUR', 'decimal-comma', ['1000.5 EUR']],
    ['1.000.000', 'not-a-number', ['1000000']],
    ['1 000', 'not-a-number', ['1000']],
    ['1_000', 'not-a-number', ['1000']],
    ["1'000 CHF", 'not-a-number', ['1000 CHF']],
    ['2.5M USD', 'unknown-unit', ['2.5 MUSD']],
    ['2.5 mio USD', 'unknown-unit', ['2.5 MUSD']],
    ['3 M predictions/year', 'unknown-unit', ['3000000 predictions/year']],
    ['3 million requests per day', 'unknown-unit', ['3000000 requests/day']],
    ['2.5k preds/day', 'unknown-unit', ['2500 predictions/day']],
    ['0.2 Mpredictions/day', 'unknown-unit', ['200000 predictions/day']],
    ['2.5 MMUSD', 'unknown-unit', ['2.5 MUSD']],
    ['3 bn USD', 'unknown-unit', ['3000 MUSD']],
    ['5 GUSD', 'unknown-unit', ['5000 MUSD']],
    ['12 KUSD', 'unknown-unit', ['12 kUSD']],
    ['2.5M', 'unknown-unit', ['2500000', '2.5 m']],
    ['$6', 'unknown-unit', ['6 USD']],
    ['-$6', 'unknown-unit', ['-6 USD']],
    ['$2.5M/yr', 'unknown-unit', ['2.5 MUSD/year']],
    ['6 $', 'unknown-unit', ['6 USD']],
    ['6 Usd', 'unknown-unit', ['6 USD']],
    ['USD 6', 'unknown-unit', ['6 USD']],
    ['6 ct', 'unknown-unit', ['0.06 USD', '0.06 EUR']],
    ['40 hrs/mo', 'unknown-unit', ['40 h/month']],
    ['12 pieces', 'unknown-unit', ['12 items']],
    ['-5 EUR/piece', 'unknown-unit', ['-5 EUR/item']],
    ['5 EUR per month', 'unknown-unit', ['5 EUR/month']],
    ['512 mb', 'unknown-unit', ['512 MB', '512 MiB']],
    ['8 gb', 'unknown-unit', ['8 GB', '8 GiB']],
    ['176 degF', 'unknown-unit', ['80 degC']],
    ['5 predictons/s', 'unknown-unit', ['5 predictions/s']],
    ['5 ms/s/s', 'unknown-unit', []],
    ['5 xyzzy', 'unknown-unit', []],
    ['1,5 mb', 'decimal-comma', ['1.5 MB', '1.5 MiB']],
    ['0x1F', 'not-a-number', ['31']],
    ['0o17', 'not-a-number', ['15']],
    ['.inf', 'not-a-number', []],
    ['.nan', 'not-a-number', []],
    ['010', 'not-a-number', ['10', '8']],
    ['\u22126 USD', 'not-a-number', ['-6 USD']],
    ['>= 0.9', 'not-a-number', ['0.9']],
    ['1/255', 'not-a-number', []],
    ['1/4 h', 'not-a-number', ['0.25 h']],
    ['+1/4 h', 'not-a-number', ['0.25 h']],
    ['-1/4 h', 'not-a-number', ['-0.25 h']],
    ['+0/9', 'not-a-number', ['0']],
    ['+1/3', 'not-a-number', []],
    ['12:30', 'not-a-number', []],
    ['2026-10-15', 'not-a-number', []],
    ['7e12345', 'not-a-number', []],
    ['1e999999999', 'not-a-number', []],
    ['', 'not-a-number', []],
    ['hello', 'not-a-number', []],
    ['as high as possible', 'vague', []],
    ['SOTA', 'vague', []],
    ['TBD', 'vague', []],
    ['best', 'vague', []],
  ])('%j is %s, and may be %j', (source, code, corrections) => {
    const problem = problemOf(source);
    expect(problem.code).toBe(code);
    expect(problem.corrections).toEqual(corrections);
    expect(problem.message).toMatch(/^.+[.]$/);
  });

  it.each([
    ['512 mb', 'mb'],
    ['40 hrs/mo', 'hrs'],
    ['40 h/mo', 'mo'],
    ['0,98 USD', '0,98'],
    ['$6', '$'],
    ['  6 Usd', 'Usd'],
    ['1e999 USD', '1e999'],
  ])('in %j only %j is underlined', (source, part) => {
    const { start, end } = problemOf(source);
    expect(source.slice(start, end)).toBe(part);
  });

  it('names what replaced a withdrawn currency, and does not convert the amount', () => {
    const problem = problemOf('6 kDEM');
    expect(problem).toMatchObject({ code: 'unknown-unit', corrections: [] });
    expect(problem.message).toContain('EUR');
  });

  it.each([
    ['20-45 kUSD', '{low: 20 kUSD, likely: , high: 45 kUSD}'],
    ['20 kUSD - 45 kUSD', '{low: 20 kUSD, likely: , high: 45 kUSD}'],
    ['10 to 20 ms', '{low: 10 ms, likely: , high: 20 ms}'],
    ['~30 kUSD', '{low: , likely: 30 kUSD, high: }'],
    ['5 \u00b1 1 ms', '{low: 4 ms, likely: 5 ms, high: 6 ms}'],
  ])('%j becomes the map %s, which invents no value', (source, estimate) => {
    expect(problemOf(source)).toMatchObject({ code: 'not-a-number', corrections: [], estimate });
  });

  it('refuses a text of megabytes without reading it', () => {
    expect(problemOf('9'.repeat(5_000_000)).code).toBe('not-a-number');
  });
});

describe('properties of the reader', () => {
  const texts = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.string({ unit: fc.constantFrom(...Array.from('0123456789.,-+eE_ /%$kMUSDmsh~:x\u00b1')), maxLength: 30 }),
    fc
      .tuple(fc.double({ noNaN: true }).map(String), fc.constantFrom('', ' '), fc.string({ maxLength: 8 }))
      .map((parts) => parts.join('')),
  );

  it('never throws, and keeps problems inside the text', () => {
    fc.assert(
      fc.property(texts, (source) => {
        const reading = readQuantity(source);
        if (reading.kind === 'quantity') return;
        expect(reading.start).toBeGreaterThanOrEqual(0);
        expect(reading.end).toBeGreaterThanOrEqual(reading.start);
        expect(reading.end).toBeLessThanOrEqual(source.length);
      }),
      { numRuns: 3000 },
    );
  });

  it('offers only corrections that are themselves well-spelled quantities', () => {
    fc.assert(
      fc.property(texts, (source) => {
        const reading = readQuantity(source);
        if (reading.kind === 'quantity') return;
        for (const correction of reading.corrections) {
          const corrected = readQuantity(correction);
          expect(corrected.kind).toBe('quantity');
          expect(corrected).not.toHaveProperty('spacing');
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('reads the text of every quantity as the same quantity', () => {
    const amounts = fc.tuple(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.integer({ min: 0, max: 9 }));
    fc.assert(
      fc.property(
        amounts,
        fc.constantFrom(...unitSymbols),
        fc.constantFrom('', '/year', '/s', '/kWh'),
        (amount, of, per) => {
          const [digits, places] = amount;
          const scaled = digits.toString().replace(/^(-?)(\d+)$/, (_, sign: string, all: string) => {
            const padded = all.padStart(places + 1, '0');
            const cut = padded.length - places;
            return `${sign}${padded.slice(0, cut)}${places === 0 ? '' : `.${padded.slice(cut)}`}`;
          });
          const quantity = quantityOf(`${scaled} ${of}${per}`);
          expect(quantity.text).toBe(`${scaled} ${of}${per}`);
          expect(quantity.amount.toFixed(places)).toBe(
            scaled === '-0' ? '0' : quantity.amount.eq(0) ? scaled.replace('-', '') : scaled,
          );
        },
      ),
    );
  });
});

describe('units near to an unknown one', () => {
  it('are units themselves, at most three', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        const suggestions = suggestUnits(text);
        expect(suggestions.length).toBeLessThanOrEqual(3);
        for (const { text: unit } of suggestions) expect(readUnit(unit).kind).toBe('unit');
      }),
    );
  });

  it.each([
    ['sec', ['s']],
    ['qps', ['requests/s']],
    ['kgco2', ['kgCO2e']],
    ['UDS', ['USD', 'UZS']],
    ['mhz', ['MHz']],
    ['', []],
  ])('of %j are %j', (text, units) => {
    expect(nearestUnits(text)).toEqual(units);
  });
});

describe('what a key expects', () => {
  it.each([
    ['0.7', 'ratio', true],
    ['40 ms', 'ratio', false],
    ['5000 USD', 'money/period', false],
    ['120 USD/month', 'money/period', true],
    ['75 USD/h', 'money/work', true],
    ['40 h/month', 'work', true],
    ['40 h', 'work', true],
    ['40 h/month', 'time', false],
    ['0.002 USD/prediction', 'cost', true],
    ['-3 USD/min', 'money/unit', true],
    ['50', 'count', true],
    ['2000 rows', 'count', true],
    ['60 predictions/s', 'count/second', true],
    ['60 predictions', 'count/period', false],
    ['12 W', 'power', true],
    ['5 kgCO2e', 'mass', true],
    ['2 ms', 'difference', true],
  ] as const)('%s for %s fits: %s', (source, expected, isFit) => {
    expect(findMismatch(quantityOf(source).dimension, expected) === undefined).toBe(isFit);
  });
});
