import type { TableColumn } from '../../../schemas/tableJobs.ts';
import type { SqlDialect } from './engines/dialect.ts';
import { quoteName } from './sqlText.ts';

export interface ValueSql {
  /** SQL of the value as a BIGINT, HUGEINT or DOUBLE, in the unit that profiles use. */
  readonly value: string;
  /** SQL of a condition that holds where the value is a finite number. */
  readonly isFinite: string;
  readonly isInteger: boolean;
}

/** How a column is counted as a number; undefined for texts, booleans and opaque values. */
export function writeValue({ name, type, kind }: TableColumn, dialect: SqlDialect): ValueSql | undefined {
  const column = quoteName(name);
  switch (kind) {
    case 'integer':
      return {
        value: `CAST(${column} AS ${type === 'UBIGINT' ? 'HUGEINT' : 'BIGINT'})`,
        isFinite: `${column} IS NOT NULL`,
        isInteger: true,
      };
    case 'float': {
      const value = `CAST(${column} AS DOUBLE)`;
      return { value, isFinite: `(${column} IS NOT NULL AND ${dialect.isFinite(value)})`, isInteger: false };
    }
    case 'date':
      return {
        value: `CAST(date_diff('day', DATE '1970-01-01', ${column}) AS BIGINT)`,
        isFinite: `(${column} IS NOT NULL AND ${dialect.isFiniteTime(column)})`,
        isInteger: true,
      };
    case 'timestamp': {
      const time = dialect.toTimestamp(column, type);
      return {
        value: dialect.epochMs(time),
        isFinite: `(${column} IS NOT NULL AND ${dialect.isFiniteTime(time)})`,
        isInteger: true,
      };
    }
    case 'time':
      return {
        value: `CAST(floor(date_part('epoch', ${column}) * 1000) AS BIGINT)`,
        isFinite: `${column} IS NOT NULL`,
        isInteger: true,
      };
    case 'boolean':
    case 'text':
    case 'opaque':
      return undefined;
  }
}
