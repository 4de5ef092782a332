/** Expressions of the spec in SQL. */
import type { ColumnKind } from '../../../schemas/profile.ts';
import type { Comparison, Expression } from '../spec/expression.ts';
import { findValueKind, type ValueKind } from '../spec/expressionTypes.ts';
import type { SqlDialect } from './engines/dialect.ts';
import { duckdbDialect } from './engines/duckdbDialect.ts';
import { quoteName, quoteText } from './sqlText.ts';
import { TableProblem } from './tableProblem.ts';

/**
 * Writes an expression as SQL.
 *
 * What the engine would do otherwise than the language says is written out: numbers with a point are doubles and not
 * decimals, a division by zero is null and not infinite, NaN is null, text beside a time is a time (null when it is
 * none), `'yes'` beside a truth value is true, and nothing else is converted to make a comparison possible.
 *
 * @param kindOf kind of each column that the expression uses
 * @param dialect of the engine that will run it
 * @returns SQL of one value; for a condition it can be null, which `writeCondition` makes false
 * @throws {TableProblem} when values of different kinds are compared
 */
export function writeExpression(
  root: Expression,
  kindOf: (column: string) => ColumnKind,
  dialect: SqlDialect = duckdbDialect,
): string {
  const write = (expression: Expression): string => {
    switch (expression.kind) {
      case 'number':
        return /^\d{1,18}$/.test(expression.text) ? expression.text : `CAST(${quoteText(expression.text)} AS DOUBLE)`;
      case 'text':
        return quoteText(expression.value);
      case 'boolean':
        return expression.value ? 'true' : 'false';
      case 'null':
        return 'NULL';
      case 'column': {
        const name = quoteName(expression.name);
        return kindOf(expression.name) === 'float' ? dialect.withoutNaN(name) : name;
      }
      case 'negative':
        return `(- ${write(expression.operand)})`;
      case 'arithmetic': {
        const right = write(expression.right);
        const divisor = expression.operator === '/' ? `nullif(${right}, 0)` : right;
        return `(${write(expression.left)} ${expression.operator} ${divisor})`;
      }
      case 'comparison': {
        const [left, right] = writeAlike([expression.left, expression.right]);
        return `(${left ?? ''} ${operators[expression.operator]} ${right ?? ''})`;
      }
      case 'and':
      case 'or':
        return `(${expression.operands.map(write).join(expression.kind === 'and' ? ' AND ' : ' OR ')})`;
      case 'not':
        return `(NOT ${write(expression.operand)})`;
      case 'in': {
        const [operand, ...values] = writeAlike([expression.operand, ...expression.values]);
        return `(${operand ?? ''}${expression.isNegated ? ' NOT' : ''} IN (${values.join(', ')}))`;
      }
      case 'between': {
        const [operand, low, high] = writeAlike([expression.operand, expression.low, expression.high]);
        return `(${operand ?? ''}${expression.isNegated ? ' NOT' : ''} BETWEEN ${low ?? ''} AND ${high ?? ''})`;
      }
      case 'null-test':
        return `(${write(expression.operand)} IS${expression.isNegated ? ' NOT' : ''} NULL)`;
      case 'like':
        return `(${write(expression.operand)}${expression.isNegated ? ' NOT' : ''} LIKE ${write(expression.pattern)})`;
      case 'call': {
        const [first, ...rest] = expression.arguments;
        if (expression.name === 'date_diff' && first !== undefined) {
          return `date_diff(${write(first)}, ${rest.map(writeTime).join(', ')})`;
        }
        return `${expression.name}(${expression.arguments.map(write).join(', ')})`;
      }
      case 'extract':
        return `date_part('${expression.field}', ${writeTime(expression.operand)})`;
    }
  };
  const valueKindOf = (expression: Expression) => findValueKind(expression, (column) => valueKinds[kindOf(column)]);
  const writeTime = (expression: Expression): string => {
    const sql = write(expression);
    return valueKindOf(expression) === 'text' ? `TRY_CAST(${sql} AS TIMESTAMP)` : sql;
  };
  /**
   * Texts that stand beside a date or a timestamp are times, so that a date compares as its midnight; words beside a
   * truth value are what the engine takes these words for in a file.
   */
  const writeAlike = (expressions: readonly Expression[]): readonly string[] => {
    const kinds = new Set(expressions.map(valueKindOf));
    kinds.delete('unknown');
    if (kinds.delete('time')) {
      kinds.delete('text');
      if (kinds.size === 0) return expressions.map(writeTime);
      kinds.add('time');
    }
    if (kinds.size === 2 && kinds.has('boolean') && kinds.has('text')) {
      const alike = expressions.map((expression) => truthOf(expression) ?? expression);
      if (alike.every((expression) => valueKindOf(expression) !== 'text')) return alike.map(write);
    }
    if (kinds.size > 1) throw new TableProblem(`a ${[...kinds].join(' is compared with a ')}`);
    return expressions.map(write);
  };
  return write(root);
}

/** Words that the engine reads as truth values where a column of a text file holds nothing else. */
const truthWords: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  yes: true,
  false: false,
  f: false,
  no: false,
};

/** The truth value that a word in quotes means; undefined of everything else. */
function truthOf(expression: Expression): Expression | undefined {
  if (expression.kind !== 'text') return undefined;
  const value = Object.entries(truthWords).find(([word]) => word === expression.value.toLowerCase())?.[1];
  return value === undefined ? undefined : { ...expression, kind: 'boolean', value };
}

/** Writes a condition, which is false where it is neither true nor false. */
export function writeCondition(
  root: Expression,
  kindOf: (column: string) => ColumnKind,
  dialect: SqlDialect = duckdbDialect,
): string {
  return `coalesce(${writeExpression(root, kindOf, dialect)}, false)`;
}

const valueKinds: Readonly<Record<ColumnKind, ValueKind>> = {
  integer: 'number',
  float: 'number',
  date: 'time',
  timestamp: 'time',
  time: 'unknown',
  boolean: 'boolean',
  text: 'text',
  opaque: 'unknown',
};

const operators: Readonly<Record<Comparison['operator'], string>> = {
  '=': '=',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};
