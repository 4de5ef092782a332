/** What a column holds, in words for people: types of the engine, such as VARCHAR, are nobody's but ours. */
import type { TableColumn } from '../../../schemas/tableJobs.ts';

/** @returns a plural that follows "holds", such as `whole numbers` */
export function describeKind({ kind, type }: Pick<TableColumn, 'kind' | 'type'>): string {
  switch (kind) {
    case 'boolean':
      return 'truth values';
    case 'integer':
      return 'whole numbers';
    case 'float':
      return 'numbers';
    case 'date':
      return 'dates';
    case 'timestamp':
      return 'dates with times';
    case 'time':
      return 'times of day';
    case 'text':
      return 'text';
    case 'opaque':
      return describeNested(type);
  }
}

function describeNested(type: string): string {
  if (type.endsWith(']')) return 'lists';
  if (/^(STRUCT|MAP|JSON|UNION)\b/.test(type)) return 'nested values';
  if (type === 'BLOB' || type === 'BIT') return 'binary values';
  return 'values that are neither numbers, text nor times';
}
