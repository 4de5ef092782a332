/** Counts the values of one column, as the profile keeps them. */
import type { TableColumn } from '../../../schemas/tableJobs.ts';
import { maximumBins, maximumCategories, type DistinctCount, type Spread } from '../../../schemas/profile.ts';
import { longestCategory, spreadOfCategories } from '../drift/categorySpread.ts';
import { exponentForSpan, leastExponentFor, narrowToFit, type DyadicHistogram } from '../drift/dyadicHistogram.ts';
import { binaryExponent, bitLength, fromDyadic, scale, type Value } from '../drift/exactNumber.ts';
import { spreadOfBins, spreadOfValues, type CountedMoments } from '../drift/numericSpread.ts';
import { bigCell, textCell, wholeCell, type Engine, type Row } from './engine.ts';
import type { SqlDialect } from './engines/dialect.ts';
import { quoteName } from './sqlText.ts';
import { writeValue, type ValueSql } from './valueSql.ts';

export interface ColumnCounter {
  readonly engine: Engine;
  /** What to select from. */
  readonly rows: string;
  readonly column: TableColumn;
  /** The first look at the column: `present`, `finite`, `min`, `max`, `nan`, `up`, `down`, `distinct`. */
  readonly look: Row;
}

export interface Counted {
  readonly spread: Spread;
  /** Where it is known better than from the spread. */
  readonly distinct?: DistinctCount;
}

/**
 * Below this estimate of distinct values every one is counted. The estimate can be off by half, but not tenfold, so no
 * column whose values a profile must list is taken for one with bins.
 */
const countedOneByOne = 20_000;

export async function countBooleans({ engine, rows, column }: ColumnCounter): Promise<Counted> {
  const name = quoteName(column.name);
  const [row] = await engine.select(
    `SELECT count(*) FILTER (WHERE ${name}) AS yes, count(*) FILTER (WHERE NOT ${name}) AS no FROM ${rows}`,
  );
  if (row === undefined) throw new TypeError('A count gave no row.');
  return { spread: { shape: 'boolean', true: wholeCell(row, 'yes'), false: wholeCell(row, 'no') } };
}

/** @param present rows with a text */
export async function countCategories({ engine, rows, column }: ColumnCounter, present: number): Promise<Counted> {
  const name = `CAST(${quoteName(column.name)} AS VARCHAR)`;
  const counted = await engine.select(
    `SELECT v, n, d FROM (SELECT v, n, count(*) OVER () AS d FROM (SELECT ${name} AS v, count(*) AS n FROM ${rows} WHERE ${name} IS NOT NULL GROUP BY v)) ` +
      `WHERE length(v) <= ${longestCategory} ORDER BY n DESC, v LIMIT ${maximumCategories}`,
  );
  const [first] = counted;
  // Without a short text there is no row that says how many long ones there are.
  const distinct = first === undefined ? await countLong() : wholeCell(first, 'd');
  const listed = counted.map((row) => [textCell(row, 'v'), wholeCell(row, 'n')] as const);
  return {
    spread: spreadOfCategories(listed, present, distinct),
    distinct: { kind: 'exact', count: distinct },
  };

  async function countLong(): Promise<number> {
    const [row] = await engine.select(`SELECT count(DISTINCT ${name}) AS n FROM ${rows}`);
    return row === undefined ? 0 : wholeCell(row, 'n');
  }
}

/** Lengths of texts, for columns whose values must not be kept. */
export async function measureLengths(
  { engine, rows, column, look }: ColumnCounter,
  isPersonal: boolean,
): Promise<Counted> {
  const because = isPersonal ? 'personal' : 'opaque';
  if (column.kind !== 'text' || wholeCell(look, 'present') === 0) return { spread: { shape: 'withheld', because } };
  const length = `length(CAST(${quoteName(column.name)} AS VARCHAR))`;
  const [row] = await engine.select(
    `SELECT min(${length}) AS least, max(${length}) AS most, CAST(sum(${length}) AS BIGINT) AS sum FROM ${rows}`,
  );
  if (row === undefined) throw new TypeError('A count gave no row.');
  const present = wholeCell(look, 'present');
  return {
    spread: {
      shape: 'withheld',
      because,
      length: {
        rows: present,
        min: wholeCell(row, 'least'),
        max: wholeCell(row, 'most'),
        mean: wholeCell(row, 'sum') / present,
      },
    },
  };
}

export async function countNumbers(counter: ColumnCounter): Promise<Counted> {
  const { column, look } = counter;
  const sql = writeValue(column, counter.engine.dialect);
  if (sql === undefined) throw new RangeError(`The column ${column.name} is not counted as numbers.`);
  const finiteRows = wholeCell(look, 'finite');
  const special = {
    nan: optionalCount(look, 'nan'),
    positiveInfinity: optionalCount(look, 'up'),
    negativeInfinity: optionalCount(look, 'down'),
  };
  if (finiteRows === 0) return { spread: { shape: 'numeric', ...special } };
  if (wholeCell(look, 'distinct') > countedOneByOne) {
    return { spread: { shape: 'numeric', ...special, finite: await countBins(counter, sql, finiteRows) } };
  }
  const values = await countValues(counter, sql);
  const finite = spreadOfValues(values, sql.isInteger);
  return {
    spread: { shape: 'numeric', ...special, ...(finite === undefined ? {} : { finite }) },
    distinct: { kind: 'exact', count: values.length + Object.values(special).filter((rows) => rows > 0).length },
  };
}

async function countValues(
  { engine, rows }: ColumnCounter,
  { value, isFinite, isInteger }: ValueSql,
): Promise<(readonly [Value, number])[]> {
  const counted = await engine.select(
    `SELECT ${value} AS v, count(*) AS n FROM ${rows} WHERE ${isFinite} GROUP BY v ORDER BY v`,
  );
  return counted.map((row) => [readValue(row, 'v', isInteger), wholeCell(row, 'n')] as const);
}

async function countBins(counter: ColumnCounter, sql: ValueSql, finiteRows: number) {
  const min = readValue(counter.look, 'min', sql.isInteger);
  const max = readValue(counter.look, 'max', sql.isInteger);
  const histogram = await findHistogram(counter, sql, min, max);
  return spreadOfBins(histogram, await measureMoments(counter, sql, finiteRows, min, max));
}

/**
 * Finds the finest histogram that fits, from coarse to fine: with each halving of the width the bins at most double,
 * so a step is chosen that cannot give more than a few times too many. Ends with the first that does not fit, because
 * then the finest one that does is made from it by adding bins.
 */
async function findHistogram(
  { engine, rows }: ColumnCounter,
  sql: ValueSql,
  min: Value,
  max: Value,
): Promise<DyadicHistogram> {
  const least = leastExponentFor(min, max, sql.isInteger);
  let exponent = Math.max(least, exponentForSpan(min, max, least, maximumBins) - 1);
  for (;;) {
    const counted = await engine.select(
      `SELECT ${writeBin(sql, exponent, engine.dialect)} AS b, count(*) AS n FROM ${rows} WHERE ${sql.isFinite} GROUP BY b ORDER BY b`,
    );
    const bins = counted.map((row) => [wholeCell(row, 'b'), wholeCell(row, 'n')] as const);
    if (bins.length > maximumBins || exponent === least) return narrowToFit({ exponent, bins });
    exponent = Math.max(least, exponent - Math.max(1, Math.floor(Math.log2((4 * maximumBins) / bins.length))));
  }
}

/** SQL of the index of a bin, floor(x · 2^-k); the engine's integer division rounds towards zero. */
export function writeBin({ value, isInteger }: ValueSql, exponent: number, dialect: SqlDialect): string {
  if (!isInteger) {
    const scaled = `(${value} * ${writePower(-exponent)})`;
    // A tiny negative number can vanish by scaling, but lies below 0 all the same.
    return `CASE WHEN ${value} < 0 AND ${scaled} = 0 THEN -1 ELSE CAST(floor(${scaled}) AS BIGINT) END`;
  }
  const width = (1n << BigInt(exponent)).toString();
  return `CASE WHEN ${value} < 0 THEN -1 - ${dialect.divideWhole(`(-1 - ${value})`, width)} ELSE ${dialect.divideWhole(value, width)} END`;
}

/**
 * Sums in whole numbers of 128 bits: exact for integers; for doubles each value is scaled by a power of two so that
 * sums cannot overflow and lose less than 2^-90 of the largest value. So the result does not depend on the order in
 * which threads add.
 */
async function measureMoments(
  { engine, rows }: ColumnCounter,
  { value, isFinite, isInteger }: ValueSql,
  n: number,
  min: Value,
  max: Value,
): Promise<CountedMoments> {
  const spare = bitLength(BigInt(n)) + 2;
  const size = Math.max(-900, binaryExponent(min), binaryExponent(max));
  const middle = Number(min) / 2 + Number(max) / 2;
  const reach = Math.max(-900, binaryExponent(Number(max) - middle), binaryExponent(Number(min) - middle));
  const unit = 126 - spare;
  const whole = (text: string) => `sum(CAST(${text} AS HUGEINT))`;
  const x = `(CAST(${value} AS DOUBLE) * ${writePower(-size)})`;
  const z = `((CAST(${value} AS DOUBLE) - ${writeDouble(middle)}) * ${writePower(-reach)})`;
  const isExact = isInteger && 2 * size <= unit;
  const fields = isInteger
    ? [`${whole(value)} AS s`, ...(isExact ? [`${whole(`CAST(${value} AS HUGEINT) * ${value}`)} AS q`] : [])]
    : [`${whole(`${x} * ${writePower(unit)}`)} AS s`, `${whole(`${x} * ${x} * ${writePower(unit)}`)} AS q`];
  fields.push(`${whole(`${z} * ${writePower(unit)}`)} AS zs`, `${whole(`${z} * ${z} * ${writePower(unit)}`)} AS zq`);
  const [row] = await engine.select(`SELECT ${fields.join(', ')} FROM ${rows} WHERE ${isFinite}`);
  if (row === undefined) throw new TypeError('A sum gave no row.');
  const s = bigCell(row, 's');
  const sum: Value = isInteger ? s : fromDyadic({ mantissa: s, exponent: size - unit });
  const squares: Value | undefined = isInteger
    ? isExact
      ? bigCell(row, 'q')
      : undefined
    : fromDyadic({ mantissa: bigCell(row, 'q'), exponent: 2 * size - unit });
  const [zMean, zSquare] = [bigCell(row, 'zs'), bigCell(row, 'zq')].map(
    (mantissa) => fromDyadic({ mantissa, exponent: -unit }) / n,
  );
  const variance = Math.max(0, (zSquare ?? 0) - (zMean ?? 0) ** 2);
  return {
    min,
    max,
    sum,
    ...(squares === undefined ? {} : { sumOfSquares: squares }),
    mean: isInteger ? Number(s) / n : fromDyadic({ mantissa: (s << 64n) / BigInt(n), exponent: size - unit - 64 }),
    deviation: scale(Math.sqrt(variance), reach),
  };
}

function writePower(exponent: number): string {
  return writeDouble(scale(1, exponent));
}

/** A double literal that the engine reads back to the same bits. */
function writeDouble(value: number): string {
  return `CAST('${String(value)}' AS DOUBLE)`;
}

function readValue(row: Row, column: string, isInteger: boolean): Value {
  const value = row[column];
  if (isInteger) {
    const whole = bigCell(row, column);
    const number = Number(whole);
    return Number.isSafeInteger(number) ? number : whole;
  }
  if (typeof value !== 'number') throw new TypeError(`${column} is no finite number.`);
  return value + 0;
}

function optionalCount(row: Row, column: string): number {
  return row[column] === undefined ? 0 : wholeCell(row, column);
}
