/** Columns of a CSV file whose texts all look like numbers or times, beside a file that says that they are text. */
import type { DriftRequest } from '../../../../schemas/driftJob.ts';
import type { ColumnKind } from '../../../../schemas/profile.ts';
import { wholeCell } from '../engine.ts';
import { quoteName } from '../sqlText.ts';
import type { OpenSide } from './compareDrift.ts';

/** Columns of each side that are read as text. */
export interface TextColumns {
  readonly reference: readonly string[];
  readonly current: readonly string[];
}

/** What a text has to look like for CSV to take it for another kind. */
const typeOf: Partial<Readonly<Record<ColumnKind, string>>> = {
  integer: 'DOUBLE',
  float: 'DOUBLE',
  date: 'TIMESTAMP',
  timestamp: 'TIMESTAMP',
  time: 'TIME',
};

/**
 * A type that CSV was given by its values is no type that has changed: codes are text even where a file has none but
 * `17` and `23`. Numbers that became text are a change, unless each of those texts is a number.
 *
 * @returns undefined where every column can stay as it was read
 */
export async function findLookalikes(
  reference: OpenSide,
  current: OpenSide,
  { answers }: Pick<DriftRequest, 'answers'>,
): Promise<TextColumns | undefined> {
  // Scores and labels are numbers whatever else they look like.
  if (answers !== undefined) return undefined;
  const kinds = new Map(current.columns.map(({ name, kind }) => [name, kind]));
  const found = { reference: [] as string[], current: [] as string[] };
  for (const { name, kind: before } of reference.columns) {
    const after = kinds.get(name);
    if (after === undefined) continue;
    if (before === 'text' && typeOf[after] !== undefined && current.guessed.has(name)) found.current.push(name);
    const type = after === 'text' ? typeOf[before] : undefined;
    if (type !== undefined && reference.guessed.has(name) && (await areAll(current, name, type))) {
      found.reference.push(name);
    }
  }
  return found.reference.length + found.current.length === 0 ? undefined : found;
}

/** Whether every text of a column can be read as a value of another type. */
async function areAll({ table }: OpenSide, name: string, type: string): Promise<boolean> {
  if (table?.open.engine.dialect.hasRowOrder !== true) return false;
  const column = quoteName(name);
  const [row = {}] = await table.open.engine.select(
    `SELECT count(*) AS n FROM ${table.rows} WHERE ${column} IS NOT NULL AND TRY_CAST(${column} AS ${type}) IS NULL`,
  );
  return wholeCell(row, 'n') === 0;
}
