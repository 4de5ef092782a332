import type { SqlDialect } from './dialect.ts';

export const duckdbDialect: SqlDialect = {
  name: 'DuckDB',
  timestamp: 'TIMESTAMP',
  hasRowOrder: true,
  isFinite: (double) => `isfinite(${double})`,
  isNaN: (double) => `isnan(${double})`,
  isFiniteTime: (time) => `isfinite(${time})`,
  infinity: (type, sign) => `CAST('${sign}infinity' AS ${type})`,
  countDistinct: (value) => `approx_count_distinct(${value})`,
  epochMs: (timestamp) => `epoch_ms(${timestamp})`,
  epochMicros: (timestamp) => `epoch_us(${timestamp})`,
  toTimestamp: (value) => `CAST(${value} AS TIMESTAMP)`,
  moment: (ms) => `TIMESTAMP '${new Date(ms).toISOString().slice(0, 23).replace('T', ' ')}'`,
  divideWhole: (value, divisor) => `${value} // ${divisor}`,
  withoutNaN: (double) => `nullif(${double}, CAST('NaN' AS DOUBLE))`,
};
