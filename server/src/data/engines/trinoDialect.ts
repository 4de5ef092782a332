import type { SqlDialect } from './dialect.ts';

export const trinoDialect: SqlDialect = {
  name: 'Trino',
  timestamp: 'TIMESTAMP(6)',
  hasRowOrder: false,
  isFinite: (double) => `is_finite(${double})`,
  isNaN: (double) => `is_nan(${double})`,
  isFiniteTime: (time) => `(${time} IS NOT NULL)`,
  infinity: (type, sign) => (type === 'DOUBLE' ? `${sign}infinity()` : undefined),
  countDistinct: (value) => `approx_distinct(${value})`,
  epochMs: (timestamp) => `date_diff('millisecond', TIMESTAMP '1970-01-01 00:00:00', ${timestamp})`,
  // A cast drops the zone and keeps its local time.
  toTimestamp: (value, type) =>
    type === 'TIMESTAMP WITH TIME ZONE'
      ? `CAST(${value} AT TIME ZONE 'UTC' AS TIMESTAMP(6))`
      : `CAST(${value} AS TIMESTAMP(6))`,
  divideWhole: (value, divisor) => `${value} / ${divisor}`,
  withoutNaN: (double) => `CASE WHEN NOT is_nan(${double}) THEN ${double} END`,
};

/** Types of Trino by their name without parameters → types of DuckDB that hold the same values. */
const types: Readonly<Record<string, string>> = {
  boolean: 'BOOLEAN',
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  real: 'FLOAT',
  double: 'DOUBLE',
  date: 'DATE',
  varchar: 'VARCHAR',
  char: 'VARCHAR',
  uuid: 'UUID',
};

/** @returns the type of DuckDB; BLOB, which is not counted, for what has no equal */
export function duckdbTypeOf(type: string): string {
  const decimal = /^decimal\(\d{1,2},\s*\d{1,2}\)$/.exec(type)?.[0];
  if (decimal !== undefined) return decimal.toUpperCase().replace(/\s/g, '');
  if (/^timestamp(?:\(\d+\))?$/.test(type)) return 'TIMESTAMP';
  if (/^timestamp(?:\(\d+\))? with time zone$/.test(type)) return 'TIMESTAMP WITH TIME ZONE';
  return types[/^[a-z]+/.exec(type)?.[0] ?? ''] ?? 'BLOB';
}
