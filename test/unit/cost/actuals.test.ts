import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActualsFact, ActualSum } from '../../../schemas/facts.ts';
import { matchActuals } from '../../../server/src/cost/actualsByItem.ts';
import { comparePlan, monthsBetween } from '../../../server/src/cost/actualsPlan.ts';
import { decimal, sumDecimals } from '../../../server/src/spec/decimal.ts';

function importOf(sums: readonly ActualSum[]): ActualsFact {
  return {
    sums,
    unmapped: [],
    rows: sums.length,
    unreadRows: 0,
    leftOut: [],
    repeatedRows: 0,
    problems: [],
    files: [],
  };
}

const items = [
  { id: 'storage', category: 'storage', actual: 'cloud' },
  { id: 'backups', category: 'storage', actual: 'cloud' },
  { id: 'cleaning-history', category: 'cleaning', actual: 'hours' },
  { id: 'cleaning', category: 'cleaning', actual: 'hours' },
] as const;
const terms = { currency: 'USD', rates: new Map([['EUR', decimal('1.1')]]) };

function match(actual: string, sums: readonly ActualSum[]) {
  return matchActuals(items, new Map([[actual, importOf(sums)]]), terms);
}

describe('giving imported sums to items', () => {
  it('goes by the item that rows name, else by category', () => {
    const { lines } = match('hours', [
      { month: '2026-04', category: 'cleaning', item: 'cleaning', amount: '10', currency: 'USD' },
      { month: '2026-04', category: 'cleaning', amount: '5', currency: 'USD' },
    ]);
    expect(lines.map(({ items: owners, months }) => [owners, months.get('2026-04')?.toFixed()])).toEqual([
      [['cleaning'], '10'],
      [['cleaning-history', 'cleaning'], '5'],
    ]);
  });

  it('converts by the rates of the plan, and calls a line without one incomplete', () => {
    const { lines } = match('hours', [
      { month: '2026-04', category: 'cleaning', item: 'cleaning', amount: '10', currency: 'EUR' },
      { month: '2026-04', category: 'cleaning', item: 'cleaning-history', amount: '10', currency: 'CHF' },
      { month: '2026-05', category: 'cleaning', item: 'cleaning-history', hours: '8' },
    ]);
    expect(lines.map(({ months, isIncomplete }) => [months.get('2026-04')?.toFixed(), isIncomplete])).toEqual([
      ['11', false],
      [undefined, true],
    ]);
  });

  it('lists what no item is compared with', () => {
    const { lines, loose } = match('cloud', [
      { month: '2026-04', category: 'inference', amount: '1', currency: 'USD' },
      { month: '2026-05', category: 'inference', amount: '2', currency: 'USD' },
      { month: '2026-05', category: null, amount: '4', currency: 'USD' },
    ]);
    expect(lines).toEqual([]);
    expect(loose.map(({ category, amount }) => [category, amount.toFixed()])).toEqual([
      ['inference', '3'],
      [null, '4'],
    ]);
  });

  it('adds up to the same money in whatever currency the plan is shown', () => {
    const cents = fc.integer({ min: -1e9, max: 1e9 });
    const sum = fc.record({
      cents,
      currency: fc.constantFrom('USD', 'EUR'),
      month: fc.constantFrom('2026-04', '2026-05'),
    });
    fc.assert(
      fc.property(fc.array(sum, { minLength: 1 }), (drawn) => {
        const sums = drawn.map((one) => ({
          month: one.month,
          category: 'storage',
          currency: one.currency,
          amount: decimal(one.cents).div(100).toFixed(),
        }));
        const totalIn = (currency: string, rates: ReadonlyMap<string, ReturnType<typeof decimal>>) =>
          sumDecimals(
            matchActuals(items, new Map([['cloud', importOf(sums)]]), { currency, rates }).lines.flatMap(
              ({ months }) => [...months.values()],
            ),
          );
        const inDollars = totalIn('USD', new Map([['EUR', decimal('1.25')]]));
        const inEuros = totalIn('EUR', new Map([['USD', decimal('0.8')]]));
        expect(inEuros.times('1.25').toFixed()).toBe(inDollars.toFixed());
      }),
    );
  });

  it('counts every sum in the currency of the plan exactly once', () => {
    const sum = fc.record({
      month: fc.constantFrom('2026-01', '2026-02'),
      category: fc.constantFrom('storage', 'inference', 'cleaning', null),
      item: fc.constantFrom('storage', 'cleaning', undefined),
      amount: fc.integer({ min: -100_000, max: 100_000 }).map((cents) => (cents / 100).toFixed(2)),
      currency: fc.constant('USD'),
    });
    fc.assert(
      fc.property(fc.array(sum), (sums) => {
        const { lines, loose } = match('cloud', sums);
        const given = lines.flatMap(({ months }) => [...months.values()]);
        const all = sumDecimals([...given, ...loose.map(({ amount }) => amount)]);
        expect(all.toFixed()).toBe(sumDecimals(sums.map(({ amount }) => decimal(amount))).toFixed());
      }),
    );
  });
});

describe('plan against actual', () => {
  const months = new Map([
    ['2026-08', decimal(100)],
    ['2026-10', decimal(50)],
    ['2026-11', decimal(7)],
  ]);
  const yearly = { when: 'yearly', amount: decimal(1200) } as const;
  const once = { when: 'once', amount: decimal(1000) } as const;

  it('compares complete months, those without a charge included', () => {
    const compared = comparePlan({ months }, [yearly], '2026-11-21', undefined);
    expect(compared?.months.map(({ month, planned, actual }) => [month, planned?.toFixed(), actual.toFixed()])).toEqual(
      [
        ['2026-08', '100', '100'],
        ['2026-09', '100', '0'],
        ['2026-10', '100', '50'],
      ],
    );
    expect([compared?.planned.toFixed(), compared?.actual.toFixed(), compared?.isOnce]).toEqual(['300', '150', false]);
  });

  it('spreads what is paid once over the days of the project', () => {
    const compared = comparePlan({ months }, [once], '2026-11-01', '2026-08-01/2026-11-08');
    expect(compared?.months.map(({ planned }) => planned?.toFixed())).toEqual(['310', '300', '310']);
    expect(compared?.planned.toFixed()).toBe('1000');
  });

  it('does not say when a one-off cost is due while the project has no period', () => {
    expect(comparePlan({ months }, [once], '2026-11-01', undefined)?.months[0]?.planned).toBeUndefined();
  });

  it('waits for the first month to end', () => {
    expect(comparePlan({ months }, [yearly], '2026-08-31', undefined)).toBeUndefined();
  });

  it('counts months over the turn of a year, and none backwards', () => {
    expect(monthsBetween('2026-11', '2027-02')).toEqual(['2026-11', '2026-12', '2027-01', '2027-02']);
    expect(monthsBetween('2027-02', '2026-11')).toEqual([]);
  });
});
