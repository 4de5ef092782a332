/**
 * Computes expressions over one row, in TypeScript.
 *
 * Engines compute splits and slices over whole tables; this is the meaning that they must agree with.
 */
import { countedFields } from './expression.ts';
import type { ComparisonOperator, CountedField, Expression, FunctionName, TimeField } from './expression.ts';
import { millisecondsPerDay, parseInstant } from './instant.ts';

/** A time without zone, in milliseconds as instant.ts counts them. */
export interface Time {
  readonly instant: number;
}

/** A value of a cell; null is a missing one. */
export type Cell = number | string | boolean | Time | null;

export type Row = Readonly<Record<string, Cell>>;

export type Evaluation =
  | { readonly kind: 'value'; readonly value: Cell }
  /** A column that the row does not have, or an operation that the kinds of its values have not. */
  | { readonly kind: 'problem'; readonly message: string; readonly start: number; readonly end: number };

/**
 * Evaluates an expression over a row.
 *
 * Null makes every operation null, except that `false and null` is false, `true or null` is true, `coalesce` skips
 * nulls, and `is null` tests for them. A division by zero and a text that is no date beside a time are null.
 */
export function evaluateExpression(root: Expression, row: Row): Evaluation {
  try {
    return { kind: 'value', value: evaluate(root, row) };
  } catch (error) {
    if (error instanceof Mismatch) return { kind: 'problem', message: error.message, ...error.place };
    throw error;
  }
}

/**
 * Says whether a row satisfies a condition (`where`, `expect`): null counts as false.
 *
 * @returns undefined when the expression is no condition, or cannot be computed over this row
 */
export function satisfies(root: Expression, row: Row): boolean | undefined {
  const evaluation = evaluateExpression(root, row);
  if (evaluation.kind === 'problem') return undefined;
  if (evaluation.value === null) return false;
  return typeof evaluation.value === 'boolean' ? evaluation.value : undefined;
}

/** Carries a problem out of the recursion to `evaluateExpression`, and no further. */
class Mismatch extends Error {
  readonly place: { readonly start: number; readonly end: number };
  constructor(message: string, { start, end }: Expression) {
    super(message);
    this.place = { start, end };
  }
}

function evaluate(node: Expression, row: Row): Cell {
  switch (node.kind) {
    case 'number':
    case 'text':
    case 'boolean':
      return node.value;
    case 'null':
      return null;
    case 'column':
      return readColumn(node.name, row, node);
    case 'negative': {
      const value = numberOf(node.operand, row);
      return value === null ? null : -value;
    }
    case 'arithmetic': {
      const left = numberOf(node.left, row);
      const right = numberOf(node.right, row);
      return left === null || right === null ? null : calculate(node.operator, left, right);
    }
    case 'comparison':
      return compareCells(evaluate(node.left, row), evaluate(node.right, row), node.operator, node);
    case 'and':
    case 'or':
      return combine(
        node.operands.map((operand) => truthOf(operand, row)),
        node.kind === 'or',
      );
    case 'not':
      return negate(truthOf(node.operand, row));
    case 'in': {
      const value = evaluate(node.operand, row);
      const found = combine(
        node.values.map((candidate) => compareCells(value, evaluate(candidate, row), '=', node)),
        true,
      );
      return node.isNegated ? negate(found) : found;
    }
    case 'between': {
      const value = evaluate(node.operand, row);
      const found = combine(
        [
          compareCells(value, evaluate(node.low, row), '>=', node),
          compareCells(value, evaluate(node.high, row), '<=', node),
        ],
        false,
      );
      return node.isNegated ? negate(found) : found;
    }
    case 'null-test':
      return (evaluate(node.operand, row) === null) !== node.isNegated;
    case 'like': {
      const text = textOf(node.operand, row);
      const pattern = textOf(node.pattern, row);
      if (text === null || pattern === null) return null;
      return matchesLike(text, pattern) !== node.isNegated;
    }
    case 'call':
      return callFunction(node.name, node.arguments, row, node);
    case 'extract': {
      const instant = instantOf(node.operand, row);
      return instant === null ? null : extractField(node.field, instant);
    }
  }
}

function readColumn(name: string, row: Row, place: Expression): Cell {
  const value = Object.hasOwn(row, name) ? row[name] : undefined;
  if (value === undefined) throw new Mismatch(`The row has no column \`${name}\`.`, place);
  return value;
}

function numberOf(node: Expression, row: Row): number | null {
  const value = evaluate(node, row);
  if (value === null || typeof value === 'number') return value;
  throw new Mismatch('A number is expected here.', node);
}

function textOf(node: Expression, row: Row): string | null {
  const value = evaluate(node, row);
  if (value === null || typeof value === 'string') return value;
  throw new Mismatch('A text is expected here.', node);
}

function truthOf(node: Expression, row: Row): boolean | null {
  const value = evaluate(node, row);
  if (value === null || typeof value === 'boolean') return value;
  throw new Mismatch('A condition is expected here, such as a comparison.', node);
}

function instantOf(node: Expression, row: Row): number | null {
  const value = evaluate(node, row);
  if (value === null) return null;
  if (typeof value === 'string') return parseInstant(value) ?? null;
  if (typeof value === 'object') return value.instant;
  throw new Mismatch('A time is expected here.', node);
}

/** Three-valued `or`, or `and` when `decisive` is false: one decisive value decides, else one null makes it null. */
function combine(values: readonly (boolean | null)[], decisive: boolean): boolean | null {
  if (values.includes(decisive)) return decisive;
  return values.includes(null) ? null : !decisive;
}

function negate(value: boolean | null): boolean | null {
  return value === null ? null : !value;
}

function calculate(operator: '+' | '-' | '*' | '/', left: number, right: number): number | null {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? null : left / right;
  }
}

function compareCells(left: Cell, right: Cell, operator: ComparisonOperator, place: Expression): boolean | null {
  const sides = alignCells(left, right);
  if (sides === null) return null;
  if (sides === 'differ') {
    throw new Mismatch('Values of different kinds are compared here.', place);
  }
  const [first, second] = sides;
  switch (operator) {
    case '=':
      return first === second;
    case '!=':
      return first !== second;
    case '<':
      return first < second;
    case '<=':
      return first <= second;
    case '>':
      return first > second;
    case '>=':
      return first >= second;
  }
}

/** @returns two values that JavaScript compares as the language does; null when one is missing */
function alignCells(
  left: Cell,
  right: Cell,
): readonly [number, number] | readonly [string, string] | readonly [boolean, boolean] | 'differ' | null {
  if (left === null || right === null) return null;
  if (typeof left === 'number' && typeof right === 'number') return [left, right];
  if (typeof left === 'boolean' && typeof right === 'boolean') return [left, right];
  if (typeof left === 'string' && typeof right === 'string') return [left, right];
  if (typeof left === 'object' || typeof right === 'object') {
    const first = instantOfCell(left);
    const second = instantOfCell(right);
    if (first === 'none' || second === 'none') return 'differ';
    return first === null || second === null ? null : [first, second];
  }
  return 'differ';
}

function instantOfCell(cell: Exclude<Cell, null>): number | null | 'none' {
  if (typeof cell === 'object') return cell.instant;
  return typeof cell === 'string' ? (parseInstant(cell) ?? null) : 'none';
}

/** Matches in time linear in text times pattern; no backtracking over more than the last `%`. */
function matchesLike(text: string, pattern: string): boolean {
  const characters = Array.from(text);
  const signs = Array.from(pattern);
  let position = 0;
  let sign = 0;
  let restart: { readonly sign: number; position: number } | undefined;
  while (position < characters.length) {
    if (signs[sign] === '%') {
      restart = { sign: sign + 1, position };
      sign += 1;
    } else if (signs[sign] === '_' || (sign < signs.length && signs[sign] === characters[position])) {
      sign += 1;
      position += 1;
    } else if (restart !== undefined) {
      restart.position += 1;
      position = restart.position;
      sign = restart.sign;
    } else {
      return false;
    }
  }
  return signs.slice(sign).every((rest) => rest === '%');
}

function callFunction(name: FunctionName, values: readonly Expression[], row: Row, place: Expression): Cell {
  const [first = place, second, third] = values;
  switch (name) {
    case 'abs':
      return applyTo(numberOf(first, row), Math.abs);
    case 'floor':
      return applyTo(numberOf(first, row), Math.floor);
    case 'ceil':
      return applyTo(numberOf(first, row), Math.ceil);
    case 'lower':
      return applyTo(textOf(first, row), (text) => text.toLowerCase());
    case 'upper':
      return applyTo(textOf(first, row), (text) => text.toUpperCase());
    case 'length':
      return applyTo(textOf(first, row), (text) => Array.from(text).length);
    case 'coalesce':
      return values.map((value) => evaluate(value, row)).find((value) => value !== null) ?? null;
    case 'round': {
      const digits = second === undefined ? 0 : numberOf(second, row);
      return applyTo(numberOf(first, row), (value) => (digits === null ? null : roundHalfAway(value, digits)));
    }
    case 'date_diff': {
      const field = countedFields.find((candidate) => first.kind === 'text' && candidate === first.value);
      const from = instantOf(second ?? place, row);
      const to = instantOf(third ?? place, row);
      if (field === undefined || from === null || to === null) return null;
      return countStarts(field, to) - countStarts(field, from);
    }
  }
}

function applyTo<Value, Result extends Cell>(value: Value | null, compute: (value: Value) => Result): Result | null {
  return value === null ? null : compute(value);
}

/** @param digits whole number; negative rounds to tens, hundreds and so on */
function roundHalfAway(value: number, digits: number): number {
  // The decimal exponent is shifted in the text, because multiplying by a power of ten is itself inexact.
  const shifted = shiftDecimal(Math.abs(value), digits);
  return Math.sign(value) * shiftDecimal(Math.floor(shifted + 0.5), -digits);
}

function shiftDecimal(value: number, digits: number): number {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  return Number(`${mantissa}e${Number(exponent) + Math.trunc(digits)}`);
}

function extractField(field: TimeField, instant: number): number {
  const date = new Date(instant);
  switch (field) {
    case 'year':
      return date.getUTCFullYear();
    case 'quarter':
      return Math.floor(date.getUTCMonth() / 3) + 1;
    case 'month':
      return date.getUTCMonth() + 1;
    case 'week':
      return isoWeek(instant);
    case 'dow':
      return date.getUTCDay();
    case 'day':
      return date.getUTCDate();
    case 'hour':
      return date.getUTCHours();
    case 'minute':
      return date.getUTCMinutes();
  }
}

/** Week of ISO 8601: weeks start on Monday, and week 1 holds the year's first Thursday. */
function isoWeek(instant: number): number {
  const weekday = (new Date(instant).getUTCDay() + 6) % 7;
  const thursday = new Date(instant + (3 - weekday) * millisecondsPerDay);
  const newYear = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return Math.floor((thursday.getTime() - newYear) / millisecondsPerDay / 7) + 1;
}

/** @returns how many starts of a field lie up to an instant, counted from a fixed one */
function countStarts(field: CountedField, instant: number): number {
  const date = new Date(instant);
  const months = date.getUTCFullYear() * 12 + date.getUTCMonth();
  const days = Math.floor(instant / millisecondsPerDay);
  switch (field) {
    case 'year':
      return date.getUTCFullYear();
    case 'quarter':
      return Math.floor(months / 3);
    case 'month':
      return months;
    case 'week':
      // 1970-01-01 was a Thursday, so weeks start three days before it.
      return Math.floor((days + 3) / 7);
    case 'hour':
      return Math.floor(instant / 3_600_000);
    case 'minute':
      return Math.floor(instant / 60_000);
    case 'day':
      return days;
  }
}
