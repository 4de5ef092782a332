/** The tree of an expression, with the offsets of each part. */

/** Offsets inside the text that was parsed, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/';
export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** Parts of a time, from the largest to the smallest; `dow` counts from Sunday = 0, `week` is the week of ISO 8601. */
export const timeFields = ['year', 'quarter', 'month', 'week', 'dow', 'day', 'hour', 'minute'] as const;
export type TimeField = (typeof timeFields)[number];

/** Fields whose starts `date_diff` counts: all but the day of the week. */
export const countedFields = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute'] as const;
export type CountedField = (typeof countedFields)[number];

/**
 * Functions → how many arguments they take, at least and at most.
 *
 * `round` takes digits after the point and rounds halves away from zero; `date_diff('day', a, b)` counts the starts of
 * that field that lie after `a` and up to `b`, negative when `b` is earlier.
 */
export const functions = {
  abs: [1, 1],
  lower: [1, 1],
  upper: [1, 1],
  length: [1, 1],
  coalesce: [1, 100],
  round: [1, 2],
  floor: [1, 1],
  ceil: [1, 1],
  date_diff: [3, 3],
} as const satisfies Readonly<Record<string, readonly [least: number, most: number]>>;
export type FunctionName = keyof typeof functions;

export interface NumberLiteral extends Span {
  readonly kind: 'number';
  /** Digits as written. */
  readonly text: string;
  readonly value: number;
}
export interface TextLiteral extends Span {
  readonly kind: 'text';
  readonly value: string;
}
export interface BooleanLiteral extends Span {
  readonly kind: 'boolean';
  readonly value: boolean;
}
export interface NullLiteral extends Span {
  readonly kind: 'null';
}
export interface ColumnUse extends Span {
  readonly kind: 'column';
  readonly name: string;
}
export interface Negative extends Span {
  readonly kind: 'negative';
  readonly operand: Expression;
}
export interface Arithmetic extends Span {
  readonly kind: 'arithmetic';
  readonly operator: ArithmeticOperator;
  readonly left: Expression;
  readonly right: Expression;
}
export interface Comparison extends Span {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
}
/** `and` or `or` of two or more; flat, so that long lists of conditions are not deep. */
export interface Combination extends Span {
  readonly kind: 'and' | 'or';
  readonly operands: readonly Expression[];
}
export interface Not extends Span {
  readonly kind: 'not';
  readonly operand: Expression;
}
export interface Membership extends Span {
  readonly kind: 'in';
  readonly isNegated: boolean;
  readonly operand: Expression;
  /** One or more. */
  readonly values: readonly Expression[];
}
/** Both ends included. */
export interface Between extends Span {
  readonly kind: 'between';
  readonly isNegated: boolean;
  readonly operand: Expression;
  readonly low: Expression;
  readonly high: Expression;
}
export interface NullTest extends Span {
  readonly kind: 'null-test';
  readonly isNegated: boolean;
  readonly operand: Expression;
}
/** `%` stands for any characters, `_` for one; upper and lower case differ. */
export interface Like extends Span {
  readonly kind: 'like';
  readonly isNegated: boolean;
  readonly operand: Expression;
  readonly pattern: Expression;
}
export interface Call extends Span {
  readonly kind: 'call';
  readonly name: FunctionName;
  readonly arguments: readonly Expression[];
}
export interface Extract extends Span {
  readonly kind: 'extract';
  readonly field: TimeField;
  readonly operand: Expression;
}

export type Expression =
  | NumberLiteral
  | TextLiteral
  | BooleanLiteral
  | NullLiteral
  | ColumnUse
  | Negative
  | Arithmetic
  | Comparison
  | Combination
  | Not
  | Membership
  | Between
  | NullTest
  | Like
  | Call
  | Extract;

/** @returns the parts of an expression, in the order of the text; empty for literals and columns */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'number':
    case 'text':
    case 'boolean':
    case 'null':
    case 'column':
      return [];
    case 'negative':
    case 'not':
    case 'null-test':
    case 'extract':
      return [expression.operand];
    case 'arithmetic':
    case 'comparison':
      return [expression.left, expression.right];
    case 'and':
    case 'or':
      return expression.operands;
    case 'in':
      return [expression.operand, ...expression.values];
    case 'between':
      return [expression.operand, expression.low, expression.high];
    case 'like':
      return [expression.operand, expression.pattern];
    case 'call':
      return expression.arguments;
  }
}

/** @returns every use of a column, in the order of the text; a column that is used twice is there twice */
export function columnsOf(root: Expression): readonly ColumnUse[] {
  return root.kind === 'column' ? [root] : partsOf(root).flatMap(columnsOf);
}
