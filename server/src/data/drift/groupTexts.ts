/** Counts a column of texts in the windows of two cuts at once. */
import { spreadOfCategories } from '../../drift/categorySpread.ts';
import type { CountedColumn } from '../../drift/comparison/countedColumn.ts';
import type { TableColumn } from '../../../../schemas/tableJobs.ts';
import { quoteName } from '../sqlText.ts';
import { readGroups, type GroupedRows } from './readGroups.ts';

export interface GroupedTexts extends Omit<GroupedRows, 'value'> {
  readonly column: TableColumn;
  /** For each cut, the rows of each window. */
  readonly windows: readonly (readonly number[])[];
}

/** @returns for each cut, one per window, those without rows included; undefined where there are too many groups */
export async function groupTexts(grouped: GroupedTexts): Promise<readonly (readonly CountedColumn[])[] | undefined> {
  const { column, windows } = grouped;
  const groups = await readGroups(
    { ...grouped, value: `CAST(${quoteName(column.name)} AS VARCHAR)` },
    (values, row) => {
      const own = values.getItem(row);
      return typeof own === 'string' ? own : null;
    },
  );
  if (groups === undefined) return undefined;
  return windows.map((rowsOf, cut) => {
    const counts = rowsOf.map(() => new Map<string, number>());
    for (const { windows: places, value, rows } of groups) {
      const own = counts[places[cut] ?? -1];
      if (own !== undefined && value !== null) own.set(value, (own.get(value) ?? 0) + rows);
    }
    return rowsOf.map((all, window) => {
      const own = [...(counts[window] ?? [])];
      const present = own.reduce((sum, [, rows]) => sum + rows, 0);
      return {
        name: column.name,
        kind: column.kind,
        rows: all,
        missing: all - present,
        spread: spreadOfCategories(own, present, own.length),
      };
    });
  });
}
