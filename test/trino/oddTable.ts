/** A table of every kind of column with every odd value, for an engine and for a file. */
import { createRandomStream } from '../../server/src/statistics/seededRandom.ts';

interface OddColumn {
  readonly name: string;
  /** Type of Trino. */
  readonly type: string;
  /** The value as a CSV file has it, and as SQL writes it; null is missing. */
  readonly value: (u: number, row: number, side: number) => { readonly csv: string; readonly sql: string } | null;
}

const text = (value: string) => ({ csv: `"${value.replaceAll('"', '""')}"`, sql: `'${value.replaceAll("'", "''")}'` });
const plain = (value: number | boolean) => ({ csv: String(value), sql: String(value) });
const double = (value: number) => ({ csv: String(value), sql: `CAST('${String(value)}' AS DOUBLE)` });
const day = (row: number): string => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);

const columns: readonly OddColumn[] = [
  { name: 'many', type: 'double', value: (u, _, side) => double((u - 0.5) * 200 + side * 20) },
  { name: 'tiny', type: 'double', value: (u, row) => double(row % 50 === 0 ? -0 : (u - 0.5) * 1e-7) },
  { name: 'few', type: 'integer', value: (u, _, side) => plain(Math.floor(u * 7) + side) },
  { name: 'wide', type: 'bigint', value: (u) => plain(Math.floor((u - 0.5) * 1e12)) },
  { name: 'gaps', type: 'double', value: (u, row) => (row % 9 === 0 ? null : double(u)) },
  { name: 'yes', type: 'boolean', value: (u, _, side) => plain(u < 0.3 + 0.2 * side) },
  {
    name: 'word',
    type: 'varchar',
    value: (u, row, side) =>
      row % 31 === 0 ? null : text(["O'Hare", 'süd', '東', 'x "y"', `new ${side}`][Math.floor(u * 5)] ?? ''),
  },
  { name: 'when', type: 'date', value: (_, row) => ({ csv: day(row % 90), sql: `DATE '${day(row % 90)}'` }) },
  {
    name: 'moment',
    type: 'timestamp(6)',
    value: (u, row) => {
      const written = new Date(Date.UTC(1969, 11, 1 + (row % 60)) + Math.floor(u * 86_400_000)).toISOString();
      const moment = written.replace('T', ' ').replace('Z', '');
      return { csv: moment, sql: `TIMESTAMP '${moment}'` };
    },
  },
];

export interface OddRows {
  readonly definition: string;
  /** Tuples of SQL, one per row. */
  readonly tuples: readonly string[];
  /** The same as CSV. */
  readonly lines: string;
}

/** @param side 0 for the reference, 1 for a window that drifted */
export function makeOddRows(rows: number, seed: number, side: number): OddRows {
  const random = createRandomStream(seed);
  const tuples: string[] = [];
  const lines = [columns.map(({ name }) => name).join(',')];
  for (let row = 0; row < rows; row++) {
    const cells = columns.map(({ value }) => value(random.nextFraction(), row, side));
    tuples.push(`(${cells.map((cell) => cell?.sql ?? 'NULL').join(', ')})`);
    lines.push(cells.map((cell) => cell?.csv ?? '').join(','));
  }
  const definition = columns.map(({ name, type }) => `"${name}" ${type}`).join(', ');
  return { definition, tuples, lines: `${lines.join('\n')}\n` };
}
