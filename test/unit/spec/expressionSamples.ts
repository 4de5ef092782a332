/** Random expressions and rows for property tests. */
import fc from 'fast-check';
import type { Expression } from '../../../server/src/spec/expression.ts';
import type { Cell } from '../../../server/src/spec/expressionEvaluate.ts';
import { parseInstant } from '../../../server/src/spec/instant.ts';

const nowhere = { start: 0, end: 0 };
const numberColumns = ['hour', 'delay', 'from', 'a b'];
const textColumns = ['origin', 'destination'];
const dates = ['2001-01-31', '2001-02-28', '2001-05-01 12:30:00', '2001-12-31'];

/** Rows with numbers, texts, a truth value and a time; each may be null. */
export const rows: fc.Arbitrary<Readonly<Record<string, Cell>>> = fc.record({
  ...Object.fromEntries(numberColumns.map((name) => [name, fc.option(fc.integer({ min: -3, max: 24 }))])),
  ...Object.fromEntries(textColumns.map((name) => [name, fc.option(fc.constantFrom('ORD', 'ATL', "O'Hare", ''))])),
  late: fc.option(fc.boolean()),
  date: fc.option(fc.constantFrom(...dates).map((date) => ({ instant: parseInstant(date) ?? 0 }))),
});

const numberLiteral: fc.Arbitrary<Expression> = fc
  .tuple(fc.nat({ max: 30 }), fc.constantFrom('', '.5', '.25'))
  .map(([whole, fraction]) => ({
    kind: 'number',
    text: `${whole}${fraction}`,
    value: Number(`${whole}${fraction}`),
    ...nowhere,
  }));

const textLiteral = (...values: readonly string[]): fc.Arbitrary<Expression> =>
  fc.constantFrom(...values).map((value) => ({ kind: 'text', value, ...nowhere }));

const columnOf = (names: readonly string[]): fc.Arbitrary<Expression> =>
  fc.constantFrom(...names).map((name) => ({ kind: 'column', name, ...nowhere }));

const isNegated = fc.boolean();
const operator = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');

type Family = {
  readonly number: Expression;
  readonly text: Expression;
  readonly time: Expression;
  readonly condition: Expression;
};

type Conditions = Pick<Family, 'condition'>;

const family = fc.letrec<Family>((tie: fc.LetrecTypedTie<Family>) => ({
  number: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    numberLiteral,
    columnOf(numberColumns),
    tie('number').map((operand) => ({ kind: 'negative' as const, operand, ...nowhere })),
    fc
      .tuple(fc.constantFrom('+', '-', '*', '/'), tie('number'), tie('number'))
      .map(([sign, left, right]) => ({ kind: 'arithmetic' as const, operator: sign, left, right, ...nowhere })),
    fc
      .tuple(fc.constantFrom('abs', 'round', 'floor', 'ceil'), tie('number'))
      .map(([name, value]) => ({ kind: 'call' as const, name, arguments: [value], ...nowhere })),
    fc.array(tie('number'), { minLength: 1, maxLength: 3 }).map((values) => ({
      kind: 'call' as const,
      name: 'coalesce' as const,
      arguments: values,
      ...nowhere,
    })),
    fc
      .tuple(fc.constantFrom('year', 'quarter', 'month', 'week', 'dow', 'day', 'hour', 'minute'), tie('time'))
      .map(([field, operand]) => ({ kind: 'extract' as const, field, operand, ...nowhere })),
  ),
  text: fc.oneof(textLiteral('ORD', "O'Hare", '%', ''), columnOf(textColumns)),
  time: fc.oneof(textLiteral(...dates), columnOf(['date'])),
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.boolean().map((value) => ({ kind: 'boolean' as const, value, ...nowhere })),
    columnOf(['late']),
    ...(['number', 'text'] as const).flatMap((kind) => [
      fc
        .tuple(operator, tie(kind), tie(kind))
        .map(([sign, left, right]) => ({ kind: 'comparison' as const, operator: sign, left, right, ...nowhere })),
      fc
        .tuple(isNegated, tie(kind), fc.array(tie(kind), { minLength: 1, maxLength: 4 }))
        .map(([not, operand, values]) => ({ kind: 'in' as const, isNegated: not, operand, values, ...nowhere })),
      fc.tuple(isNegated, tie(kind), tie(kind), tie(kind)).map(([not, operand, low, high]) => ({
        kind: 'between' as const,
        isNegated: not,
        operand,
        low,
        high,
        ...nowhere,
      })),
      fc
        .tuple(isNegated, tie(kind))
        .map(([not, operand]) => ({ kind: 'null-test' as const, isNegated: not, operand, ...nowhere })),
    ]),
    fc
      .tuple(isNegated, tie('text'), tie('text'))
      .map(([not, operand, pattern]) => ({ kind: 'like' as const, isNegated: not, operand, pattern, ...nowhere })),
    fc
      .tuple(operator, columnOf(['date']), textLiteral(...dates))
      .map(([sign, left, right]) => ({ kind: 'comparison' as const, operator: sign, left, right, ...nowhere })),
    tie('condition').map((operand) => ({ kind: 'not' as const, operand, ...nowhere })),
    fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(tie('condition'), { minLength: 2, maxLength: 3 }))
      .map(([kind, operands]) => ({ kind, operands, ...nowhere })),
  ),
}));

/** Well-typed conditions over the columns of `rows`; their offsets are all 0. */
export const conditions: fc.Arbitrary<Expression> = family.condition;

/** Rows whose values lie at and beside the bounds of `simpleConditions`. */
export const simpleRows: fc.Arbitrary<Readonly<Record<string, Cell>>> = fc.record({
  hour: fc.option(fc.nat({ max: 3 }), { freq: 9 }),
  delay: fc.nat({ max: 3 }),
  origin: fc.option(fc.constantFrom('ORD', 'ATL'), { freq: 9 }),
  late: fc.boolean(),
  date: fc.constantFrom(...dates).map((date) => ({ instant: parseInstant(date) ?? 0 })),
});

/** Conditions that compare columns with literals alone, as splits do. */
export const simpleConditions: fc.Arbitrary<Expression> = fc.letrec<Conditions>(
  (tie: fc.LetrecTypedTie<Conditions>) => ({
    condition: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc
        .tuple(operator, columnOf(['hour', 'delay']), fc.nat({ max: 3 }), fc.boolean())
        .map(([sign, column, value, isFlipped]) => {
          const literal: Expression = { kind: 'number', text: String(value), value, ...nowhere };
          return isFlipped
            ? { kind: 'comparison' as const, operator: sign, left: literal, right: column, ...nowhere }
            : { kind: 'comparison' as const, operator: sign, left: column, right: literal, ...nowhere };
        }),
      fc
        .tuple(operator, columnOf(['date']), textLiteral(...dates))
        .map(([sign, left, right]) => ({ kind: 'comparison' as const, operator: sign, left, right, ...nowhere })),
      fc
        .tuple(isNegated, columnOf(['origin']), fc.array(textLiteral('ORD', 'ATL'), { minLength: 1, maxLength: 2 }))
        .map(([not, operand, values]) => ({ kind: 'in' as const, isNegated: not, operand, values, ...nowhere })),
      fc
        .tuple(isNegated, columnOf(['hour', 'origin']))
        .map(([not, operand]) => ({ kind: 'null-test' as const, isNegated: not, operand, ...nowhere })),
      columnOf(['late']),
      tie('condition').map((operand) => ({ kind: 'not' as const, operand, ...nowhere })),
      fc
        .tuple(fc.constantFrom('and', 'or'), fc.array(tie('condition'), { minLength: 2, maxLength: 3 }))
        .map(([kind, operands]) => ({ kind, operands, ...nowhere })),
    ),
  }),
).condition;

/** @returns the tree without its offsets, and with `and` of `and` left as it is, for comparing trees */
export function withoutPlaces(expression: Expression): unknown {
  return JSON.parse(
    JSON.stringify(expression, (key, value: unknown) => (key === 'start' || key === 'end' ? undefined : value)),
  ) as unknown;
}
