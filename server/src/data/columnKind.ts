import type { ColumnKind } from '../../../schemas/profile.ts';

const kinds: Readonly<Record<string, ColumnKind>> = {
  BOOLEAN: 'boolean',
  TINYINT: 'integer',
  SMALLINT: 'integer',
  INTEGER: 'integer',
  BIGINT: 'integer',
  UTINYINT: 'integer',
  USMALLINT: 'integer',
  UINTEGER: 'integer',
  UBIGINT: 'integer',
  // Wider than what sums and bins can hold exactly, so they are counted as floating-point numbers.
  HUGEINT: 'float',
  UHUGEINT: 'float',
  BIGNUM: 'float',
  FLOAT: 'float',
  DOUBLE: 'float',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
  TIMESTAMP_S: 'timestamp',
  TIMESTAMP_MS: 'timestamp',
  TIMESTAMP_NS: 'timestamp',
  'TIMESTAMP WITH TIME ZONE': 'timestamp',
  TIME: 'time',
  VARCHAR: 'text',
  UUID: 'text',
};

/** What the values of a type of DuckDB are; types that are nested, binary or unknown are opaque. */
export function columnKindOf(type: string): ColumnKind {
  const known = kinds[type];
  if (known !== undefined) return known;
  if (/^DECIMAL\(\d+,\d+\)$/.test(type)) return 'float';
  if (/^ENUM\([^]*\)$/.test(type)) return 'text';
  return 'opaque';
}
