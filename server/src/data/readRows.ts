/** Rows of the splits of a table, a few thousand at a time, in the order of the file. */
import type { SplitRows, TableSource } from '../../../schemas/tableSource.ts';
import type { RowColumn, RowSource } from '../evaluation/rowSource.ts';
import { wholeCell } from './engine.ts';
import { describeKind } from './describeKind.ts';
import { withTable } from './openTable.ts';
import type { OpenTable, TableWorld } from './openTable.ts';
import { needsOrigin, writeSplitFilters } from './splitConditions.ts';
import { quoteName } from './sqlText.ts';
import { expectAllRows, TableProblem } from './tableProblem.ts';

/**
 * Opens a table whose rows are then read split by split.
 *
 * @throws {TableProblem} in words for the user
 */
export function withRows<Result>(
  source: TableSource,
  splits: readonly SplitRows[],
  world: TableWorld,
  use: (rows: RowSource) => Promise<Result>,
): Promise<Result> {
  return withTable(source, world, { readsAll: true, withOrigin: needsOrigin(splits) }, async (table) => {
    const filters = await writeSplitFilters(table, splits);
    const filterOf = (split: string): string => {
      const filter = filters.get(split);
      if (filter === undefined) throw new RangeError(`There is no split ${split}.`);
      return filter;
    };
    const counted = new Map<string, number>();
    return use({
      notes: table.notes,
      columns: table.columns.map(({ name, kind, type }) => ({ name, kind, isList: isList(type) })),
      count: async (split) => {
        const sql = `SELECT count(*) AS rows FROM (${table.query}) WHERE ${filterOf(split)}`;
        const [row] = await table.engine.select(sql);
        if (row === undefined) throw new TypeError('A count gave no row.');
        const rows = wholeCell(row, 'rows');
        counted.set(split, rows);
        return rows;
      },
      read: async ({ columns, split, take }) => {
        const selected: string[] = [];
        for (const [index, column] of columns.entries()) {
          selected.push(`${await writeColumn(table, column)} AS c${index}`);
        }
        const sql = `SELECT ${selected.join(', ')} FROM (${table.query}) WHERE ${filterOf(split)}`;
        let read = 0;
        await table.engine.readBatches(sql, (batch) => {
          read += batch.rows;
          return take(batch);
        });
        expectAllRows(table.label, read, counted.get(split) ?? read);
      },
    });
  });
}

async function writeColumn(table: OpenTable, wanted: RowColumn): Promise<string> {
  switch (wanted.kind) {
    case 'condition':
      return table.writeCondition(wanted.where);
    case 'amount':
      return `CAST(${await table.writeAmount(wanted.expression)} AS DOUBLE)`;
    case 'class': {
      const cases: string[] = [];
      for (const [index, condition] of wanted.conditions.entries()) {
        cases.push(`WHEN ${await table.writeCondition(condition)} THEN ${index}`);
      }
      return `CASE ${cases.join(' ')} END`;
    }
    case 'number':
      return `CAST(${writeNumeric(table, wanted.column)} AS DOUBLE)`;
    case 'integer':
      return `CAST(${writeNumeric(table, wanted.column)} AS BIGINT)`;
    case 'boolean':
      return `CAST(${writeNumeric(table, wanted.column)} AS BOOLEAN)`;
    case 'list': {
      const { name, type } = table.column(wanted.column);
      if (isList(type)) return `CAST(to_json(${quoteName(name)}) AS VARCHAR)`;
      return `coalesce(CAST(${quoteName(name)} AS VARCHAR), '')`;
    }
    case 'moment':
      return writeMoment(table, wanted.column);
    case 'text':
      return `CAST(${quoteName(table.column(wanted.column).name)} AS VARCHAR)`;
  }
}

function isList(type: string): boolean {
  return type.endsWith(']') || type === 'JSON';
}

/** @throws {TableProblem} for a column that can hold no time */
export function writeMoment(table: OpenTable, column: string): string {
  const found = table.column(column);
  const { name, kind, type } = found;
  const { dialect } = table.engine;
  if (kind !== 'date' && kind !== 'timestamp' && kind !== 'text') {
    throw new TableProblem(
      `The column "${name}" of ${table.label} holds ${describeKind(found)}, and a date with a time is needed there.`,
    );
  }
  const time =
    kind === 'text'
      ? `TRY_CAST(${quoteName(name)} AS ${dialect.timestamp})`
      : dialect.toTimestamp(quoteName(name), type);
  return `CASE WHEN ${dialect.isFiniteTime(time)} THEN CAST(${dialect.epochMs(time)} AS DOUBLE) END`;
}

/** A column that holds numbers or truth values. @throws {TableProblem} for text and dates, which have no number */
function writeNumeric(table: OpenTable, name: string): string {
  const column = table.column(name);
  const { kind } = column;
  if (kind === 'float' || kind === 'integer' || kind === 'boolean') return quoteName(name);
  throw new TableProblem(
    `The column "${name}" of ${table.label} holds ${describeKind(column)}, and the model wants numbers of it; list its \`categories\`, or derive a column of numbers.`,
  );
}
