import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf, parseExpression, partsOf, type Expression } from '../../../server/src/spec/expression.ts';
import { expandDerived, printExpression } from '../../../server/src/spec/expressionPrint.ts';
import { findValueKind } from '../../../server/src/spec/expressionTypes.ts';
import { conditions, withoutPlaces } from './expressionSamples.ts';

function parse(text: string): Expression {
  const reading = parseExpression(text);
  if (reading.kind === 'problem') throw new Error(`${text}: ${reading.message}`);
  return reading.root;
}

describe('binding of operators', () => {
  it.each([
    ['a or b and c', 'a or (b and c)'],
    ['not a = b and c', '(not (a = b)) and c'],
    ['a - b - c', '(a - b) - c'],
    ['a + b * c < d', '(a + (b * c)) < d'],
    ['-a * b', '(-a) * b'],
    ['a between b + 1 and c and d', '(a between (b + 1) and c) and d'],
    ['a not in (1) or b', '(a not in (1)) or b'],
    ['a and b and c', 'a and b and c'],
  ])('%s is %s', (text, explicit) => {
    expect(withoutPlaces(parse(text))).toEqual(withoutPlaces(parse(explicit)));
  });

  it('knows two spellings of equality, of inequality, and any case of keywords', () => {
    expect(withoutPlaces(parse('A == 1 AND b <> 2'))).toEqual(withoutPlaces(parse('A = 1 and b != 2')));
  });
});

describe('literals and columns', () => {
  it('undoes doubled quotes', () => {
    expect(parse("'O''Hare'")).toMatchObject({ kind: 'text', value: "O'Hare" });
    expect(parse('"a ""b"""')).toMatchObject({ kind: 'column', name: 'a "b"' });
  });

  it('gives every use of a column its place', () => {
    const text = 'extract(hour from date) >= 18 and "arrival delay" > delay';
    expect(columnsOf(parse(text)).map(({ name, start, end }) => [name, text.slice(start, end)])).toEqual([
      ['date', 'date'],
      ['arrival delay', '"arrival delay"'],
      ['delay', 'delay'],
    ]);
  });

  it.each(['count', 'length', 'date_diff', 'größe', '_x1'])('%s alone is a column', (name) => {
    expect(parse(name)).toMatchObject({ kind: 'column', name });
  });
});

describe('a fault in an expression', () => {
  it.each([
    ['', ''],
    ['a < b < c', '<'],
    ['a && b', '&&'],
    ['a || b', '||'],
    ['!a', '!'],
    ["'open", "'"],
    ['"open', '"'],
    ['""', '""'],
    ['x in ()', ')'],
    ['x in (1, 2', ''],
    ['(a', ''],
    ['a)', ')'],
    ['1 2', '2'],
    ['a + not b', 'not'],
    ['from = 1', 'from'],
    ['lowr(x)', 'lowr'],
    ['length(a, b)', 'length(a, b)'],
    ['extract(mon from d)', 'mon'],
    ['date_diff(x, a, b)', 'x'],
    ["date_diff('dow', a, b)", "'dow'"],
    ['1e5', '1e5'],
    ['0x1F', '0x1F'],
    ['.5', '.5'],
    ['t.a', '.'],
    ['a; drop table b', ';'],
    ['a -- b', '-- b'],
    ['a = \u20185\u2019', '\u2018'],
    ['a ? b', '?'],
    ['a \u{1F600}', '\u{1F600}'],
  ])('of %j lies at %j', (text, part) => {
    const reading = parseExpression(text);
    expect(reading.kind).toBe('problem');
    if (reading.kind === 'problem') expect(text.slice(reading.start, reading.end)).toBe(part);
  });

  it('names the nearest function', () => {
    expect(parseExpression('lowr(x)')).toMatchObject({ message: expect.stringContaining('`lower`') as string });
  });

  it.each([
    ['open parentheses', '('.repeat(5000)],
    ['closed parentheses', `${'('.repeat(5000)}1${')'.repeat(5000)}`],
    ['minus signs', `${'- '.repeat(5000)}1`],
    ['negations', `${'not '.repeat(4000)}a`],
    ['a long sum', `1${' + 1'.repeat(4000)}`],
    ['sums inside sums', `${'('.repeat(90)}1${`${' + 1'.repeat(50)})`.repeat(90)}`],
    ['a megabyte', 'a or '.repeat(200_000)],
  ])('refuses %s instead of exhausting the stack', (_, text) => {
    expect(parseExpression(text).kind).toBe('problem');
  });

  it('reads long flat lists', () => {
    const root = parse(Array.from({ length: 1500 }, (_, index) => `a = ${index}`).join(' or '));
    expect(partsOf(root)).toHaveLength(1500);
  });

  it('never throws, and stays inside the text', () => {
    const words = fc.constantFrom(
      'a',
      '1',
      "'x'",
      '(',
      ')',
      ',',
      'and',
      'not',
      'in',
      'between',
      'is',
      'null',
      '<',
      '-',
      '"b"',
      'extract',
      'from',
    );
    const texts = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.array(words, { maxLength: 20 }).map((list) => list.join(' ')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const reading = parseExpression(text);
        if (reading.kind === 'expression') return;
        expect(reading.start).toBeGreaterThanOrEqual(0);
        expect(reading.end).toBeGreaterThanOrEqual(reading.start);
        expect(reading.end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('printing', () => {
  it('gives a text with the same tree', () => {
    fc.assert(
      fc.property(conditions, (condition) => {
        expect(withoutPlaces(parse(printExpression(condition)))).toEqual(withoutPlaces(condition));
      }),
      { numRuns: 2000 },
    );
  });

  it('gives every part the place of its text', () => {
    const check = (text: string, node: Expression): void => {
      const own = text.slice(node.start, node.end);
      expect(withoutPlaces(parse(own))).toEqual(withoutPlaces(node));
      for (const part of partsOf(node)) {
        // The field of date_diff is a text, and reads as one.
        check(text, part);
      }
    };
    fc.assert(
      fc.property(conditions, (condition) => {
        const text = printExpression(condition);
        const root = parse(text);
        for (const part of partsOf(root)) expect(part.start).toBeGreaterThanOrEqual(root.start);
        if (!text.includes('(')) check(text, root);
      }),
    );
  });
});

describe('derived columns', () => {
  const derived = new Map([
    ['hour', parse('extract(hour from date)')],
    ['evening', parse('hour >= 18')],
    ['egg', parse('hen')],
    ['hen', parse('egg')],
  ]);

  it('are replaced until only columns of the data are left', () => {
    const expanded = expandDerived(parse('evening and origin = 1'), derived);
    expect(expanded && printExpression(expanded)).toBe('extract(hour from date) >= 18 and origin = 1');
  });

  it('that use each other in a circle have no expansion', () => {
    expect(expandDerived(parse('egg > 1'), derived)).toBeUndefined();
  });

  it('that double with every step are given up in time', () => {
    const doubling = new Map(
      Array.from({ length: 18 }, (_, index) => [`x${index}`, parse(`x${index + 1} + x${index + 1}`)]),
    );
    expect(expandDerived(parse('x0'), doubling)).toBeUndefined();
  });
});

describe('the kind of a value', () => {
  it.each([
    ['delay >= 15', 'boolean'],
    ['-0.8 * amount', 'number'],
    ['lower(origin)', 'text'],
    ['coalesce(null, 1)', 'number'],
    ["coalesce('a', 1)", 'unknown'],
    ['delay', 'unknown'],
    ['null', 'unknown'],
  ])('of %s is %s', (text, kind) => {
    expect(findValueKind(parse(text))).toBe(kind);
  });

  it('follows what is known of columns', () => {
    expect(findValueKind(parse('date'), () => 'time')).toBe('time');
  });
});
