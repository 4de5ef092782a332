import type { ColumnValues, RowColumn } from '../evaluation/rowSource.ts';

/** The values of each input, in the order of the inputs. */
export function splitByInput(
  inputs: readonly { readonly columns: readonly RowColumn[] }[],
  values: readonly ColumnValues[],
): readonly (readonly ColumnValues[])[] {
  let at = 0;
  return inputs.map(({ columns }) => {
    at += columns.length;
    return values.slice(at - columns.length, at);
  });
}
