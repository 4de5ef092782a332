/** Two tables, or two columns with an index: shape, names and their order, dtypes, index, values. */
import type { Observed, ObservedColumn, ObservedIndex } from '../../../../../schemas/verificationRun.ts';
import { compareColumns } from './compareColumns.ts';
import type { ComparedColumns } from './compareColumns.ts';
import type { Comparison } from './comparison.ts';
import { different, joinComparisons, list } from './comparison.ts';
import { countOf } from './showObserved.ts';

type Frame = Extract<Observed, { kind: 'frame' }>;
type Series = Extract<Observed, { kind: 'series' }>;

export function compareFrames(notebook: Frame, inPackage: Frame, options: ComparedColumns): Comparison {
  const names = compareNames(notebook, inPackage);
  const rows = compareRowCount(notebook.shape, inPackage.shape);
  if (rows !== undefined) return different([rows, ...(names === undefined ? [] : [names])].join('; '));
  if (names !== undefined) return different(names);
  const index = compareIndexes(notebook.index, inPackage.index, options);
  const columns = notebook.columns.map((column, position): Comparison => {
    const other = inPackage.columns[position];
    return other === undefined
      ? different(`lacks \`${column.name}\``)
      : compareNamed(column.name, column, other, options);
  });
  return joinComparisons([index, ...columns]);
}

export function compareSeries(notebook: Series, inPackage: Series, options: ComparedColumns): Comparison {
  const rows = compareRowCount(notebook.shape, inPackage.shape);
  if (rows !== undefined) return different(rows);
  const name: Comparison =
    notebook.name === inPackage.name
      ? { kind: 'equal' }
      : different(`is called ${String(inPackage.name)} instead of ${String(notebook.name)}`);
  const values = compareColumns(notebook.column, inPackage.column, options);
  return joinComparisons([name, compareIndexes(notebook.index, inPackage.index, options), values]);
}

export function compareIndexes(
  notebook: ObservedIndex,
  inPackage: ObservedIndex,
  options: ComparedColumns,
): Comparison {
  if (notebook.levels.length !== inPackage.levels.length) {
    return different(`the index has ${countOf(inPackage.levels.length, 'level')} instead of ${notebook.levels.length}`);
  }
  if (notebook.names.some((name, level) => name !== inPackage.names[level])) {
    return different(`the index is called ${inPackage.names.join(', ')} instead of ${notebook.names.join(', ')}`);
  }
  const levels = notebook.levels.map((level, position): Comparison => {
    const other = inPackage.levels[position];
    if (other === undefined) return different('the index lacks a level');
    const compared = compareColumns(level, other, options);
    if (compared.kind !== 'differs') return compared;
    // The same rows in another order differ everywhere, and for one reason.
    return different(compared.isReordered ? 'the rows stand in another order' : `the index ${compared.difference}`);
  });
  return joinComparisons(levels);
}

function compareRowCount([notebook = 0]: readonly number[], [inPackage = 0]: readonly number[]): string | undefined {
  if (notebook === inPackage) return undefined;
  const change = Math.abs(inPackage - notebook).toLocaleString('en');
  return `has ${countOf(inPackage, 'row')} instead of ${notebook.toLocaleString('en')} (${change} ${inPackage < notebook ? 'fewer' : 'more'})`;
}

function compareNames(notebook: Frame, inPackage: Frame): string | undefined {
  const [left, right] = [notebook.columns.map(({ name }) => name), inPackage.columns.map(({ name }) => name)];
  const absent = left.filter((name) => !right.includes(name));
  const added = right.filter((name) => !left.includes(name));
  const changes: string[] = [];
  if (absent.length > 0) changes.push(`lacks the column${absent.length === 1 ? '' : 's'} ${list(absent)}`);
  if (added.length > 0) changes.push(`has the further column${added.length === 1 ? '' : 's'} ${list(added)}`);
  if (changes.length > 0) return changes.join(' and ');
  if (left.length !== right.length) return `has ${countOf(right.length, 'column')} instead of ${left.length}`;
  if (left.every((name, position) => name === right[position])) return undefined;
  return `has the columns in another order: ${list(right)} instead of ${list(left)}`;
}

function compareNamed(
  name: string,
  notebook: ObservedColumn,
  inPackage: ObservedColumn,
  options: ComparedColumns,
): Comparison {
  const compared = compareColumns(notebook, inPackage, options);
  return compared.kind === 'differs' ? different(`\`${name}\` ${compared.difference}`) : compared;
}
