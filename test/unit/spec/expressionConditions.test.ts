import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPeriodCondition, compareConditions, findTimeInterval } from '../../../server/src/spec/conditions.ts';
import { parseExpression, type Expression } from '../../../server/src/spec/expression.ts';
import { satisfies } from '../../../server/src/spec/expressionEvaluate.ts';
import { printExpression } from '../../../server/src/spec/expressionPrint.ts';
import { formatInstant, parsePeriod } from '../../../server/src/spec/instant.ts';
import { simpleConditions, simpleRows } from './expressionSamples.ts';

function parse(text: string): Expression {
  const reading = parseExpression(text);
  if (reading.kind === 'problem') throw new Error(`${text}: ${reading.message}`);
  return reading.root;
}

describe('two conditions', () => {
  it.each([
    ["date < '2001-04-01'", "date >= '2001-05-01' and date < '2001-06-01'", 'disjoint'],
    ["date < '2001-04-01'", "date >= '2001-04-01'", 'disjoint'],
    ["date <= '2001-04-01'", "date >= '2001-04-01'", 'overlapping'],
    ["date < '2001-05-02'", "date >= '2001-05-01' and date < '2001-06-01'", 'overlapping'],
    ["date < '2001-05-01 00:00:00'", "date >= '2001-05-01'", 'disjoint'],
    ["date < '2001-04-01' or date >= '2001-06-01'", "date between '2001-04-01' and '2001-05-31'", 'disjoint'],
    ["not date >= '2001-04-01'", "date >= '2001-04-01'", 'disjoint'],
    ['not hour < 3', 'hour <= 3', 'overlapping'],
    ['not hour > 3', 'hour = 3', 'overlapping'],
    ['not hour <= 3', 'hour = 3', 'disjoint'],
    ['not hour = 3', 'hour = 3', 'disjoint'],
    ['not hour != 3', 'hour = 3', 'overlapping'],
    ['not hour between 3 and 5', 'hour in (3, 4, 5)', 'disjoint'],
    ["'2001-04-01' > date", "date >= '2001-04-01'", 'disjoint'],
    ["origin in ('ORD', 'ATL')", "origin not in ('ORD', 'ATL')", 'disjoint'],
    ["origin in ('ORD', 'ATL')", "origin = 'ATL'", 'overlapping'],
    ['late', 'not late', 'disjoint'],
    ['late = true', 'late', 'overlapping'],
    ['hour is null', 'hour >= 18', 'disjoint'],
    ['hour is null', 'hour is not null', 'disjoint'],
    ['hour = null', 'hour = hour', 'disjoint'],
    ['true', "date < '2001-04-01'", 'overlapping'],
    ['false', "date < '2001-04-01'", 'disjoint'],
    // Whole hours, and dates without a time of day, have nothing between these bounds.
    ['hour > 17', 'hour < 18', 'unknown'],
    ['score > 0.2', 'score < 0.5', 'overlapping'],
    ["date > '2001-03-31'", "date < '2001-04-01'", 'unknown'],
    // One column may depend on the other.
    ['month = 1', "date >= '2001-02-01'", 'unknown'],
    ['extract(month from date) = 1', "date >= '2001-02-01'", 'unknown'],
    ["date < '2001-04-01'", "date >= '2001-03-01' and origin = 'ORD'", 'overlapping'],
    ['extract(month from date) = 1', 'extract(month from date) in (2, 3)', 'disjoint'],
    ["origin like 'O%'", "origin like 'A%'", 'unknown'],
    ["origin like 'O%'", "origin like 'O%'", 'overlapping'],
    ["date < '2001-02-30'", "date >= '2001-04-01'", 'unknown'],
    ["date < '2001-04-01T00:00Z'", "date >= '2001-04-01'", 'unknown'],
    ['code < 5', "code >= '5'", 'unknown'],
  ] as const)('%s and %s are %s', (left, right, overlap) => {
    expect(compareConditions(parse(left), parse(right))).toBe(overlap);
    expect(compareConditions(parse(right), parse(left))).toBe(overlap);
  });

  it('are unknown when there are too many alternatives', () => {
    const wide = Array.from({ length: 12 }, (_, index) => `(a${index} = 1 or b${index} = 1)`).join(' and ');
    expect(compareConditions(parse(wide), parse('a0 = 2'))).toBe('unknown');
  });

  it('that are called disjoint never hold of the same row', () => {
    fc.assert(
      fc.property(simpleConditions, simpleConditions, simpleRows, (left, right, row) => {
        if (compareConditions(left, right) !== 'disjoint') return;
        expect(satisfies(left, row) === true && satisfies(right, row) === true).toBe(false);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('the times that a condition allows', () => {
  const intervalOf = (text: string): string => {
    const interval = findTimeInterval(parse(text), 'date');
    if (interval.kind === 'undefined') return interval.because;
    const { from, to, isFromIncluded, isToIncluded } = interval.value;
    const low = from === undefined ? '(' : `${isFromIncluded ? '[' : '('}${formatInstant(from)}`;
    return `${low}, ${to === undefined ? '' : formatInstant(to)}${isToIncluded ? ']' : ')'}`;
  };

  it.each([
    ["date < '2001-04-01'", '(, 2001-04-01)'],
    ["date >= '2001-05-01' and date < '2001-06-01' and origin like 'O%'", '[2001-05-01, 2001-06-01)'],
    ["date between '2001-05-01' and '2001-05-31 12:00'", '[2001-05-01, 2001-05-31 12:00:00]'],
    ["date < '2001-02-01' or date >= '2001-05-01' and date < '2001-06-01'", '(, 2001-06-01)'],
    ["date in ('2001-05-03', '2001-05-01')", '[2001-05-01, 2001-05-03]'],
    ["date = '2001-05-01' or false", '[2001-05-01, 2001-05-01]'],
    ["origin = 'ORD'", '(, )'],
    ["date > '2001-05-01' and hour >= 18", '(2001-05-01, )'],
    ["date > '2001-05-01' and date < '2001-04-01'", 'no row can satisfy the condition'],
    ["date > 'yesterday'", '`date` is compared with values that are no dates'],
  ])('%s are %s', (text, interval) => {
    expect(intervalOf(text)).toBe(interval);
  });

  it('hold every time of a row that satisfies it', () => {
    fc.assert(
      fc.property(simpleConditions, simpleRows, (condition, row) => {
        const { date } = row;
        if (satisfies(condition, row) !== true || date === null || typeof date !== 'object') return;
        const interval = findTimeInterval(condition, 'date');
        if (interval.kind === 'undefined') {
          expect(interval.because).toContain('too many');
          return;
        }
        const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = interval.value;
        expect(date.instant).toBeGreaterThanOrEqual(from);
        expect(date.instant).toBeLessThanOrEqual(to);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('a period of a split', () => {
  it('includes both of its days', () => {
    const period = parsePeriod('2001-04-01/2001-04-30');
    expect(period).toBeDefined();
    if (period === undefined) return;
    const condition = buildPeriodCondition('date', period.from, period.to);
    expect(printExpression(condition)).toBe("date >= '2001-04-01' and date < '2001-05-01'");
    expect(compareConditions(condition, parse("date < '2001-04-01'"))).toBe('disjoint');
  });

  it.each(['2001-04-30/2001-04-01', '2001-04-01', '2001-04-01/2001-04-30/2001-05-01', '2001-04-31/2001-05-01'])(
    'is not read from %s',
    (text) => {
      expect(parsePeriod(text)).toBeUndefined();
    },
  );
});
