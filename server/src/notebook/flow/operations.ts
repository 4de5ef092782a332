/** What kind of thing operators make. */
import type { ObjectKind } from '../../../../schemas/effects.ts';
import type { HeapObject } from './heap.ts';

/** An operation of two kinds gives the one that stands first here. */
const strongest: readonly ObjectKind[] = [
  'frame',
  'groupby',
  'series',
  'tensor',
  'sparse',
  'array',
  'image',
  'index',
  'list',
  'tuple',
  'set',
  'date',
  'path',
  'text',
  'number',
];

/** @param type of the syntax node: `binary_operator`, `comparison_operator` or `unary_operator` */
export function kindOfOperation(type: string, operands: readonly HeapObject[]): ObjectKind {
  const kinds = new Set(operands.map(({ kind }) => kind));
  const found = strongest.find((kind) => kinds.has(kind));
  if (type === 'comparison_operator') {
    // Of whole columns, a column of truths; of anything else, one truth.
    const isElementwise = found !== undefined && strongest.indexOf(found) <= strongest.indexOf('index');
    // Labels choose columns; whether each of them is below a date chooses rows.
    const truths = found === 'index' ? 'series' : found;
    return isElementwise && truths !== undefined ? truths : kinds.has('unknown') ? 'unknown' : 'number';
  }
  const isSure =
    found !== undefined && (strongest.indexOf(found) <= strongest.indexOf('index') || !kinds.has('unknown'));
  return isSure ? found : 'unknown';
}
