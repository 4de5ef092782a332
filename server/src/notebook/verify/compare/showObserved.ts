/** Observed values in a few words, for tables and sentences. */
import type { Observed } from '../../../../../schemas/verificationRun.ts';

const mostText = 80;

/** `3,000 × 12 table`, `0.8123`, `LogisticRegression`. */
export function showObserved(value: Observed): string {
  switch (value.kind) {
    case 'scalar':
      return value.number !== undefined && value.type.startsWith('float') ? showNumber(value.number) : cut(value.text);
    case 'text':
      return value.text === null ? `text of ${countOf(value.length, 'character')}` : cut(JSON.stringify(value.text));
    case 'frame':
      return `${showShape(value.shape)} table`;
    case 'series':
      return `column of ${countOf(value.shape[0] ?? 0, 'row')} (${value.column.dtype ?? 'unknown'})`;
    case 'index':
      return `index of ${countOf(value.levels[0]?.count ?? 0, 'row')}`;
    case 'array':
      return `${showShape(value.shape)} ${value.class === 'ndarray' ? 'array' : value.class} (${value.column.dtype ?? 'unknown'})`;
    case 'collection':
      return `${value.class} of ${countOf(value.length, 'item')}`;
    case 'object':
    case 'estimator':
      return value.class.split('.').at(-1) ?? value.class;
    case 'opaque':
      return (value.name ?? value.class).split('.').at(-1) ?? value.class;
  }
}

/** Six digits, which is more than anybody compares by eye. */
export function showNumber(value: number): string {
  const text = value.toPrecision(6);
  return text.includes('e') ? text.replace(/\.?0+e/, 'e') : text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

export function showShape(shape: readonly number[]): string {
  if (shape.length === 0) return 'single-value';
  if (shape.length === 1) return `${(shape[0] ?? 0).toLocaleString('en')}-item`;
  return shape.map((size) => size.toLocaleString('en')).join(' × ');
}

/** `1 row`, `1,200 rows`. */
export function countOf(count: number, unit: string): string {
  return `${count.toLocaleString('en')} ${unit}${count === 1 ? '' : 's'}`;
}

function cut(text: string): string {
  return text.length <= mostText ? text : `${text.slice(0, mostText - 1)}…`;
}
