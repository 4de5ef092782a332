import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExpression, type Expression } from '../../../server/src/spec/expression.ts';
import { evaluateExpression, satisfies, type Cell, type Row } from '../../../server/src/spec/expressionEvaluate.ts';
import { parseInstant } from '../../../server/src/spec/instant.ts';
import { conditions, rows } from './expressionSamples.ts';

function parse(text: string): Expression {
  const reading = parseExpression(text);
  if (reading.kind === 'problem') throw new Error(`${text}: ${reading.message}`);
  return reading.root;
}

function evaluate(text: string, row: Row = {}): Cell {
  const evaluation = evaluateExpression(parse(text), row);
  if (evaluation.kind === 'problem') throw new Error(evaluation.message);
  return evaluation.value;
}

const at = (text: string): Cell => ({ instant: parseInstant(text) ?? Number.NaN });

describe('arithmetic and functions', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['7 / 2', 3.5],
    ['1 / 0', null],
    ['null + 1', null],
    ['abs(-3)', 3],
    ['round(2.5)', 3],
    ['round(-2.5)', -3],
    ['round(1.005, 2)', 1.01],
    ['round(1234, -2)', 1200],
    ['floor(-1.5)', -2],
    ['ceil(1.2)', 2],
    ["length('naïve')", 5],
    ["upper('ab')", 'AB'],
    ['coalesce(null, 2, 3)', 2],
  ])('%s is %s', (text, value) => {
    expect(evaluate(text)).toBe(value);
  });
});

describe('times', () => {
  it.each([
    ["extract(dow from '2001-05-06')", 0], // a Sunday
    ["extract(week from '2001-01-01')", 1],
    ["extract(week from '2021-01-03')", 53],
    ["extract(quarter from '2001-05-01')", 2],
    ["extract(hour from '2001-05-01 23:59:59')", 23],
    ["extract(hour from 'no date')", null],
    ["date_diff('day', '2001-02-28 23:00', '2001-03-01 01:00')", 1],
    ["date_diff('month', '2001-03-01', '2001-01-31')", -2],
    ["date_diff('week', '2001-05-06', '2001-05-07')", 1], // Sunday to Monday
    ["date_diff('year', '2000-12-31', '2001-01-01')", 1],
    ["date_diff('quarter', '2001-01-01', '2001-12-31')", 3],
    ["date_diff('minute', '2001-01-01 00:00:59', '2001-01-01 00:01:00')", 1],
  ])('%s is %s', (text, value) => {
    expect(evaluate(text)).toBe(value);
  });

  it('take a date for its midnight', () => {
    expect(evaluate("date >= '2001-05-01'", { date: at('2001-05-01') })).toBe(true);
    expect(evaluate("date <= '2001-05-31'", { date: at('2001-05-31 08:00') })).toBe(false);
  });

  it.each(['2001-02-30', '2001-13-01', '2001-05-01T24:00', '2001-05-01T08:00Z', '2001-5-1', ''])(
    'do not come from %j',
    (text) => {
      expect(parseInstant(text)).toBeUndefined();
    },
  );
});

describe('truth with three values', () => {
  it.each([
    ['null = null', null],
    ['null is null', true],
    ['not (null = 1)', null],
    ['null = 1 and false', false],
    ['null = 1 or true', true],
    ['1 in (2, null)', null],
    ['1 in (1, null)', true],
    ['1 not in (2, null)', null],
    ['1 between 2 and null', false],
    ['3 between 2 and null', null],
    ["null like '%'", null],
  ])('%s is %s', (text, value) => {
    expect(evaluate(text)).toBe(value);
  });

  it('counts null as false in a condition', () => {
    expect(satisfies(parse('delay >= 15'), { delay: null })).toBe(false);
    expect(satisfies(parse('not delay >= 15'), { delay: null })).toBe(false);
  });

  it('says nothing about an expression that is no condition', () => {
    expect(satisfies(parse('delay + 1'), { delay: 1 })).toBeUndefined();
  });
});

describe('like', () => {
  it.each([
    ["'ORD' like 'O%'", true],
    ["'ORD' like 'o%'", false],
    ["'ORD' like '_R_'", true],
    ["'ORD' like '%'", true],
    ["'' like '_'", false],
    ["'a%b' like 'a%b'", true],
    ["'abcabd' like '%ab_'", true],
    ["'a' not like 'b'", true],
  ])('%s is %s', (text, value) => {
    expect(evaluate(text)).toBe(value);
  });

  it('takes no time that explodes on a hostile pattern', () => {
    expect(evaluate(`'${'a'.repeat(3000)}' like '${'%a'.repeat(1000)}b'`)).toBe(false);
  });

  it('matches as a regular expression does', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', '%', '_'), maxLength: 8 });
    fc.assert(
      fc.property(texts, texts, (text, pattern) => {
        const expected = new RegExp(`^${pattern.replaceAll('%', '.*').replaceAll('_', '.')}$`).test(text);
        expect(evaluate(`'${text}' like '${pattern}'`)).toBe(expected);
      }),
    );
  });
});

describe('an operation that values have not', () => {
  it.each([
    ['origin + 1', 'origin'],
    ['missing = 1', 'missing'],
    ['origin = 1', 'origin = 1'],
    ['delay and true', 'delay'],
    ['lower(delay)', 'delay'],
    ['extract(hour from delay)', 'delay'],
  ])('is a problem in %s at %s', (text, part) => {
    const evaluation = evaluateExpression(parse(text), { origin: 'ORD', delay: 3 });
    expect(evaluation.kind).toBe('problem');
    if (evaluation.kind === 'problem') expect(text.slice(evaluation.start, evaluation.end)).toBe(part);
  });

  it('includes names that every object has', () => {
    expect(evaluateExpression(parse('constructor = 1'), {}).kind).toBe('problem');
  });
});

/** The same language computed another way: truth as −1, 0, 1, where `and` is the least, `or` the greatest. */
function model(node: Expression, row: Row): Cell | number {
  const truth = (part: Expression): number => {
    const value = model(part, row);
    return value === null ? 0 : value === true ? 1 : -1;
  };
  const untruth = (value: number): boolean | null => (value === 0 ? null : value > 0);
  const order = (left: Expression, right: Expression): number | null => {
    const sides = [model(left, row), model(right, row)].map((cell) =>
      typeof cell === 'object' && cell !== null ? cell.instant : cell,
    );
    const [first, second] = sides.map((cell, index) =>
      typeof cell === 'string' && typeof sides[1 - index] === 'number' ? (parseInstant(cell) ?? null) : cell,
    );
    if (first === null || second === null || first === undefined || second === undefined) return null;
    return first < second ? -1 : first > second ? 1 : 0;
  };
  const holds = (left: Expression, sign: string, right: Expression): number => {
    const found = order(left, right);
    if (found === null) return 0;
    const accepted = { '=': [0], '!=': [-1, 1], '<': [-1], '<=': [-1, 0], '>': [1], '>=': [0, 1] }[sign] ?? [];
    return accepted.includes(found) ? 1 : -1;
  };
  switch (node.kind) {
    case 'comparison':
      return untruth(holds(node.left, node.operator, node.right));
    case 'and':
      return untruth(Math.min(...node.operands.map(truth)));
    case 'or':
      return untruth(Math.max(...node.operands.map(truth)));
    case 'not':
      return untruth(-truth(node.operand));
    case 'in': {
      const found = Math.max(...node.values.map((value) => holds(node.operand, '=', value)));
      return untruth(node.isNegated ? -found : found);
    }
    case 'between': {
      const found = Math.min(holds(node.operand, '>=', node.low), holds(node.operand, '<=', node.high));
      return untruth(node.isNegated ? -found : found);
    }
    case 'column':
      return row[node.name] ?? null;
    default: {
      const evaluation = evaluateExpression(node, row);
      return evaluation.kind === 'value' ? evaluation.value : null;
    }
  }
}

describe('evaluation of random conditions', () => {
  it('agrees with a model that computes truth as numbers', () => {
    fc.assert(
      fc.property(conditions, rows, (condition, row) => {
        const evaluation = evaluateExpression(condition, row);
        expect(evaluation.kind).toBe('value');
        if (evaluation.kind === 'value') expect(evaluation.value).toEqual(model(condition, row));
      }),
      { numRuns: 2000 },
    );
  });
});
