/** Which kind of value an expression has, as far as its text alone tells. */
import type { Expression } from './expression.ts';

export type ValueKind = 'number' | 'text' | 'boolean' | 'time' | 'unknown';

/**
 * @param kindOfColumn what is known of a column's values; `unknown` when nothing is
 * @returns the kind of the value; `unknown` when it depends on a column of unknown kind, or is always null
 */
export function findValueKind(
  expression: Expression,
  kindOfColumn: (name: string) => ValueKind = () => 'unknown',
): ValueKind {
  switch (expression.kind) {
    case 'number':
    case 'negative':
    case 'arithmetic':
    case 'extract':
      return 'number';
    case 'text':
      return 'text';
    case 'boolean':
    case 'comparison':
    case 'and':
    case 'or':
    case 'not':
    case 'in':
    case 'between':
    case 'null-test':
    case 'like':
      return 'boolean';
    case 'null':
      return 'unknown';
    case 'column':
      return kindOfColumn(expression.name);
    case 'call':
      break;
  }
  switch (expression.name) {
    case 'abs':
    case 'length':
    case 'round':
    case 'floor':
    case 'ceil':
    case 'date_diff':
      return 'number';
    case 'lower':
    case 'upper':
      return 'text';
    case 'coalesce': {
      const kinds = new Set(expression.arguments.map((value) => findValueKind(value, kindOfColumn)));
      kinds.delete('unknown');
      const [only = 'unknown', ...others] = kinds;
      return others.length === 0 ? only : 'unknown';
    }
  }
}
