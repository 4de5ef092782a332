/** Two large tables for the bench of drift, made by the engine that reads them: a reference, and rows of which some columns changed. */
import { DuckDBInstance } from '@duckdb/node-api';

export interface DriftTables {
  readonly folder: string;
  /** Rows of each of the two. */
  readonly rows: number;
  readonly columns: number;
  /** Whether all columns are numbers without chance, which are made quickly and lie in few bytes. */
  readonly isPlain?: boolean;
}

/** Every tenth column of the current table changed by this: a shift in standard deviations. */
const shift = 0.3;
/** Rows of one column take their chance from a stretch of numbers of its own, so long. */
const rowsPerStream = 10_000_000_000;
/** A dictionary is made in vain where values differ in every row, and takes longer than the rest where they repeat. */
const fileOptions = 'FORMAT parquet, DICTIONARY_SIZE_LIMIT 1000';
/** Whole numbers as differences, fractions by dictionary: 3,000,000,000 values in about 5 GB. */
const plainOptions = 'FORMAT parquet, PARQUET_VERSION v2, COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 5000';

/**
 * Writes `reference.parquet` and `current.parquet`: six of ten columns are fractions of four shapes, two are whole
 * numbers, two are categories. Every tenth column has changed.
 *
 * @returns the two files
 */
export async function makeDriftTables({ folder, rows, columns, isPlain = false }: DriftTables) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const files = { reference: `${folder}/reference.parquet`, current: `${folder}/current.parquet` };
  try {
    for (const [side, file] of Object.entries(files)) {
      const selected = Array.from({ length: columns }, (_, column) => {
        const moved = side === 'current' && column % 10 === 0 ? shift : 0;
        return `${isPlain ? writePlain(column, moved) : writeColumn(column, side, moved)} AS c${column}`;
      });
      await connection.run(
        `COPY (SELECT ${selected.join(', ')} FROM range(${rows}) AS t(i)) TO '${file.replaceAll("'", "''")}' (${isPlain ? plainOptions : fileOptions})`,
      );
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  return files;
}

/** Whole numbers from 0 to 9,999, and 4,096 fractions every fifth: too many to count each; moved ones reach further. */
function writePlain(column: number, moved: number): string {
  const reach = 1 + moved;
  if (column % 5 === 4)
    return `CAST(((i * ${2_654_435_761 + 2 * column}) & 4294967295) >> 20 AS DOUBLE) / 64 * ${reach}e0`;
  return `CAST((i * ${7919 + 2 * column}) % ${Math.round(10_000 * reach)} AS INTEGER)`;
}

/** SQL of a column: the same on every run, because a hash of the row is the chance. */
function writeColumn(column: number, side: string, moved: number): string {
  // A share in (0, 1), of 32 bits; constants are doubles, because decimals take five times as long.
  const uniform = (salt: number) => {
    const stream = 2 * (column * 4 + salt) + (side === 'current' ? 1 : 0);
    return `((CAST(hash(i + ${stream * rowsPerStream}) >> 32 AS DOUBLE) + 5e-1) / 4294967296e0)`;
  };
  const normal = `(sqrt(-2e0 * ln(${uniform(0)})) * cos(6.283185307179586e0 * ${uniform(1)}) + ${moved}e0)`;
  switch (column % 10) {
    case 1:
      return `exp(${normal})`;
    case 2:
      return uniform(0);
    case 3:
      return `CASE WHEN ${uniform(2)} < 2e-2 THEN NULL ELSE round(20e0 + 5e0 * ${normal}, 1) END`;
    case 6:
      return `CAST(floor(-20e0 * ln(${uniform(0)})) AS INTEGER)`;
    case 7:
      return `CAST(floor(1e6 * ${uniform(0)}) AS BIGINT)`;
    case 8:
      return `chr(CAST(65 + floor(2e1 * ${uniform(0)} * ${uniform(1)}) AS INTEGER))`;
    case 9:
      return `'place-' || CAST(floor(3e2 * ${uniform(0)} * ${uniform(1)}) AS INTEGER)`;
    default:
      return `${normal} * 1e1 + ${column}e0`;
  }
}
