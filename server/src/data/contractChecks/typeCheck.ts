/** Whether the type of a column is one that a contract asks for. */
import type { LogicalType } from '../../../../schemas/contract/logicalTypes.ts';
import type { TableFormat } from '../../../../schemas/tableSource.ts';
import type { ColumnKind } from '../../../../schemas/profile.ts';
import { sqlOf } from './valuePlace.ts';
import type { ValueColumn } from './valuePlace.ts';

/** What a comparison of types gave. */
export type TypeVerdict =
  | { readonly kind: 'fits' }
  | { readonly kind: 'differs' }
  /** A text file states no types: these values cannot be read as the type asked for. */
  | { readonly kind: 'values'; readonly violation: string };

/** Types by which values of a text file are tried. */
const triedTypes: Readonly<Partial<Record<LogicalType, string>>> = {
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  time: 'TIME',
  number: 'DOUBLE',
  integer: 'HUGEINT',
};

/** @param logical types of which one must fit */
export function checkLogicalType(
  column: ValueColumn,
  logical: readonly LogicalType[],
  format: TableFormat,
): TypeVerdict {
  if (logical.some((type) => fits(column, type))) return { kind: 'fits' };
  const isText = format === 'csv' || format === 'tsv';
  const tried = logical.flatMap((type) => triedTypes[type] ?? []);
  if (!isText || column.kind !== 'text' || tried.length === 0) return { kind: 'differs' };
  const name = sqlOf(column);
  const failures = tried.map((type) => `TRY_CAST(${name} AS ${type}) IS NULL`);
  return { kind: 'values', violation: `(${name} IS NOT NULL AND ${failures.join(' AND ')})` };
}

export function checkPhysicalKind(column: ValueColumn, kind: ColumnKind, format: TableFormat): TypeVerdict {
  const isNumber = column.kind === 'integer' && kind === 'float';
  const isText = (format === 'csv' || format === 'tsv') && kind === 'text';
  return column.kind === kind || isNumber || isText ? { kind: 'fits' } : { kind: 'differs' };
}

function fits({ kind, type }: ValueColumn, logical: LogicalType): boolean {
  switch (logical) {
    case 'string':
      return kind === 'text';
    case 'boolean':
    case 'date':
    case 'timestamp':
    case 'time':
      return kind === logical;
    case 'integer':
      return kind === 'integer' || /^U?HUGEINT$|^BIGNUM$|^DECIMAL\(\d+,0\)$/.test(type);
    case 'number':
      return kind === 'integer' || kind === 'float';
    case 'array':
      return type.endsWith(']') || type === 'JSON';
    case 'object':
      return (type.startsWith('STRUCT(') && type.endsWith(')')) || isMap(type) || type === 'JSON';
    case 'map':
      return isMap(type) || type === 'JSON';
  }
}

function isMap(type: string): boolean {
  return type.startsWith('MAP(') && type.endsWith(')');
}
