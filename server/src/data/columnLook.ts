/** The first look at columns: rows, missing values, range and an estimate of distinct values, of all rows or by group. */
import type { TableColumn } from '../../../schemas/tableJobs.ts';
import { wholeCell, type Engine, type Row } from './engine.ts';
import type { SqlDialect } from './engines/dialect.ts';
import { quoteName } from './sqlText.ts';
import { writeValue } from './valueSql.ts';

/** Columns in one pass; each costs memory for its estimate of distinct values. */
const columnsPerPass = 50;

export interface LookedAt {
  readonly engine: Engine;
  /** What to select from. */
  readonly rows: string;
  readonly columns: readonly TableColumn[];
  /** SQL of the number of the group of a row; absent: all rows are group 0. */
  readonly group?: string;
}

/**
 * Looks at every column.
 *
 * @param onPass called before each pass with the share of columns that is done
 * @returns for each column, group → `n`, `present`, `finite`, `min`, `max`, `nan`, `up`, `down`, `distinct`; a group
 *   without rows is missing
 */
export async function lookAtColumns(
  { engine, rows, columns, group }: LookedAt,
  onPass: (share: number) => void,
): Promise<readonly ReadonlyMap<number, Row>[]> {
  const looks: Map<number, Row>[] = [];
  for (let begin = 0; begin < columns.length; begin += columnsPerPass) {
    onPass(begin / columns.length);
    const slice = columns.slice(begin, begin + columnsPerPass);
    const fields = slice.flatMap((column, index) => writeLook(column, index, engine.dialect));
    const found = await engine.select(
      `SELECT ${group ?? '0'} AS g, count(*) AS n, ${fields.join(', ')} FROM ${rows}${group === undefined ? '' : ' GROUP BY 1'}`,
    );
    for (const index of slice.keys()) {
      looks.push(new Map(found.map((row) => [wholeCell(row, 'g'), pickLook(row, index)])));
    }
  }
  return looks;
}

function writeLook(column: TableColumn, index: number, dialect: SqlDialect): readonly string[] {
  const name = quoteName(column.name);
  const fields = [`count(${name}) AS c${index}_present`];
  const sql = writeValue(column, dialect);
  if (sql !== undefined) {
    const where = `FILTER (WHERE ${sql.isFinite})`;
    fields.push(
      `count(*) ${where} AS c${index}_finite`,
      `min(${sql.value}) ${where} AS c${index}_min`,
      `max(${sql.value}) ${where} AS c${index}_max`,
    );
  }
  if (column.kind === 'float') {
    fields.push(`count(*) FILTER (WHERE ${dialect.isNaN(`CAST(${name} AS DOUBLE)`)}) AS c${index}_nan`);
  }
  if (['float', 'date', 'timestamp'].includes(column.kind)) {
    const type = column.kind === 'float' ? 'DOUBLE' : column.kind === 'date' ? 'DATE' : 'TIMESTAMP';
    for (const [key, sign] of [
      ['up', ''],
      ['down', '-'],
    ] as const) {
      const infinite = dialect.infinity(type, sign);
      if (infinite === undefined) continue;
      fields.push(`count(*) FILTER (WHERE CAST(${name} AS ${type}) = ${infinite}) AS c${index}_${key}`);
    }
  }
  if (column.kind !== 'opaque' && column.kind !== 'boolean') {
    fields.push(`${dialect.countDistinct(name)} AS c${index}_distinct`);
  }
  return fields;
}

function pickLook(row: Row, index: number): Row {
  const prefix = `c${index}_`;
  const own = Object.entries(row).filter(([key]) => key.startsWith(prefix));
  return { n: row['n'], ...Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value])) };
}
