/** Two columns of values, row by row. */
import type { ObservedColumn } from '../../../../../schemas/verificationRun.ts';
import { decodeColumn } from './columnValues.ts';
import type { ColumnValues, ReadBlob } from './columnValues.ts';
import { countOf, showNumber } from './showObserved.ts';
import { isClose } from './tolerance.ts';
import type { Tolerance } from './tolerance.ts';

export type ColumnComparison =
  | { readonly kind: 'equal' }
  /** Within tolerance; `largest` is the largest absolute difference. */
  | { readonly kind: 'close'; readonly largest: number }
  /** `difference` follows the name of the column: `has dtype float64 instead of int64`. */
  | { readonly kind: 'differs'; readonly difference: string; readonly isReordered: boolean };

export interface ComparedColumns {
  readonly tolerance: Tolerance;
  readonly readBlob: ReadBlob;
  /** What one value is called: `row` in a table, `item` in an array. */
  readonly unit: 'row' | 'item';
}

export function compareColumns(
  notebook: ObservedColumn,
  inPackage: ObservedColumn,
  options: ComparedColumns,
): ColumnComparison {
  if (notebook.dtype !== inPackage.dtype) {
    return differs(`has dtype ${inPackage.dtype ?? 'unknown'} instead of ${notebook.dtype ?? 'unknown'}`);
  }
  if (notebook.encoding !== inPackage.encoding) return differs('holds values of another type');
  if (notebook.count !== inPackage.count) {
    return differs(`has ${countOf(inPackage.count, options.unit)} instead of ${countOf(notebook.count, options.unit)}`);
  }
  if (haveSameBlobs(notebook, inPackage)) return { kind: 'equal' };
  const left = decodeColumn(notebook, options.readBlob);
  const right = decodeColumn(inPackage, options.readBlob);
  if (left === undefined || right === undefined) return differs('differs, and is too large to say where');
  return compareValues(left, right, options);
}

function differs(difference: string, isReordered = false): ColumnComparison {
  return { kind: 'differs', difference, isReordered };
}

function haveSameBlobs(left: ObservedColumn, right: ObservedColumn): boolean {
  const isSame = left.values === right.values && left.missing === right.missing && left.texts === right.texts;
  if (left.labels === undefined || right.labels === undefined) return isSame && left.labels === right.labels;
  return isSame && haveSameBlobs(left.labels, right.labels);
}

function compareValues(left: ColumnValues, right: ColumnValues, options: ComparedColumns): ColumnComparison {
  let rows = 0;
  let first: number | undefined;
  let largest = 0;
  let largestClose = 0;
  for (let row = 0; row < left.count; row += 1) {
    if (left.isMissingAt(row) || right.isMissingAt(row)) {
      if (left.isMissingAt(row) === right.isMissingAt(row)) continue;
    } else if (left.kind === 'texts') {
      if (left.textAt(row) === right.textAt(row)) continue;
    } else if (left.kind === 'whole') {
      // As text: numbers of 64 bits do not fit a double.
      if (left.textAt(row) === right.textAt(row)) continue;
      largest = Math.max(largest, Math.abs(left.numberAt(row) - right.numberAt(row)));
    } else {
      const [a, b] = [left.numberAt(row), right.numberAt(row)];
      const distance = Math.abs(a - b);
      if (isClose(a, b, options.tolerance)) {
        if (distance > largestClose) largestClose = distance;
        continue;
      }
      if (distance > largest) largest = distance;
    }
    rows += 1;
    first ??= row;
  }
  if (first === undefined) return largestClose === 0 ? { kind: 'equal' } : { kind: 'close', largest: largestClose };
  if (isReordered(left, right, options)) {
    return differs(`has the same values in another order, from ${options.unit} ${first} on`, true);
  }
  const size = largest > 0 ? `, by up to ${showNumber(largest)}` : '';
  const shown = `${options.unit} ${first}: ${cut(left.textAt(first))} in the notebook, ${cut(right.textAt(first))} in the package`;
  return differs(`differs in ${rows.toLocaleString('en')} of ${countOf(left.count, options.unit)}${size} (${shown})`);
}

/** Sorting more rows takes longer than the answer is worth. */
const mostSorted = 1_000_000;

function isReordered(left: ColumnValues, right: ColumnValues, { tolerance }: ComparedColumns): boolean {
  if (left.count > mostSorted || left.count < 2) return false;
  if (left.kind === 'texts') {
    const [a, b] = [textsOf(left).toSorted(), textsOf(right).toSorted()];
    return a.every((text, row) => text === b[row]);
  }
  const [a, b] = [numbersOf(left).sort(), numbersOf(right).sort()];
  return a.every((value, row) => isClose(value, b[row] ?? Number.NaN, tolerance));
}

function textsOf(values: ColumnValues): readonly string[] {
  return Array.from({ length: values.count }, (_, row) => values.textAt(row));
}

function numbersOf(values: ColumnValues): Float64Array {
  return Float64Array.from({ length: values.count }, (_, row) =>
    values.isMissingAt(row) ? Number.NaN : values.numberAt(row),
  );
}

function cut(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
