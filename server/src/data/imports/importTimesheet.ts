/** Imports timesheets: date, hours and category, and what an hour costs. Names of persons never leave this file. */
import { costCategories } from '../../../../schemas/costCategories.ts';
import type { ImportRequest } from '../../../../schemas/importJob.ts';
import { textCell, wholeCell, type Row } from '../engine.ts';
import { exactSql, isNumberSql } from './exactSql.ts';
import { findRate } from './itemRates.ts';
import { readNumber, shown, type Tally } from './tally.ts';
import { withTextTable, type ImportWorld, type TextTable, type WantedColumn } from './textTable.ts';

const namedRows = 50;
const hoursPerDay = 24;
const categories: ReadonlySet<string> = new Set(costCategories.map(({ name }) => name));

/**
 * Sums hours by month, category and item; hours with a rate, from the row or else the item, become money.
 *
 * Sentences name lines and never quote cells, because a shifted column could hold a name.
 */
export async function importTimesheet(request: ImportRequest, world: ImportWorld, tally: Tally): Promise<void> {
  const column = (name: string, isRequired: boolean): WantedColumn => ({ names: [name], isRequired });
  const wanted = {
    date: column('date', true),
    hours: column('hours', true),
    category: column('category', true),
    item: column('item', false),
    rate: column('rate', false),
    currency: column('currency', false),
    person: column('person', false),
  };
  await withTextTable(request, world, wanted, async (table) => {
    await table.engine.keep('hours', writeRows(table), () => undefined);
    await addHours(request, table, tally);
    await addProblems(table, tally);
    if (table.has('person')) {
      await addLongDays(table, tally);
      await addRepeated(table, tally);
    }
  });
}

function writeRows(table: TextTable): string {
  const day = String.raw`CASE WHEN regexp_full_match(date, '\d{4}-\d{2}-\d{2}') THEN TRY_CAST(date AS DATE) END`;
  return `SELECT ${day} AS day, hours, ${exactSql('hours')} AS exact, coalesce(${isNumberSql('hours')}, false) AS is_number,
    rate, rate IS NULL OR coalesce(${isNumberSql('rate')}, false) AS is_rate,
    category, item, currency, person, "file", "line", "print" FROM (${table.query})`;
}

const isReadable = 'day IS NOT NULL AND is_number AND is_rate';

async function addHours(request: ImportRequest, table: TextTable, tally: Tally): Promise<void> {
  // A category that is also a person's name is a shifted column.
  const rows = await table.engine.select(
    `SELECT strftime(day, '%Y-%m') AS month, item, rate, currency,
       CASE WHEN category IN (SELECT DISTINCT person FROM hours WHERE person IS NOT NULL) THEN NULL ELSE category END AS category,
       exact IS NULL AS is_odd, CASE WHEN exact IS NULL THEN hours END AS text, CAST(sum(exact) AS VARCHAR) AS hours,
       count(*) AS rows
     FROM hours WHERE ${isReadable} GROUP BY ALL ORDER BY ALL`,
  );
  for (const row of rows) addGroup(request, row, tally);
}

function addGroup(request: ImportRequest, row: Row, tally: Tally): void {
  const optional = (name: string): string | undefined => (row[name] === null ? undefined : textCell(row, name));
  const count = wholeCell(row, 'rows');
  const hours = row['is_odd'] === true ? readNumber(optional('text'))?.times(count) : readNumber(optional('hours'));
  if (hours === undefined) throw new TypeError('A sum of hours is no number.');
  const planned = request.items.find(({ id }) => id === optional('item'));
  const stated = optional('category');
  // A word of the plan is itself; another one may be mapped; else the item that the row names decides.
  const mapped = request.map.find(({ key }) => key === stated)?.category;
  const category = stated !== undefined && categories.has(stated) ? stated : (mapped ?? planned?.category);
  const rate = readNumber(optional('rate'));
  const fallback = rate === undefined ? findRate(request.items, planned?.id, category) : undefined;
  const currency = rate === undefined ? fallback?.currency : (optional('currency') ?? request.currency);
  const price = rate ?? fallback?.amount;
  const money =
    price === undefined || currency === undefined
      ? undefined
      : { amount: hours.times(price), currency: shown(currency) };
  const name = stated === undefined ? 'no category' : shown(stated);
  tally.add({ month: textCell(row, 'month'), category, item: planned?.id, hours, money, name }, count);
  if (category === undefined && money === undefined) {
    tally.problem(
      `${request.label}: ${hours.toFixed()} h are booked on ${name}, which is no category of costs; map it.`,
      0,
    );
  }
}

async function addProblems(table: TextTable, tally: Tally): Promise<void> {
  const select = async (condition: string, what: string): Promise<void> => {
    const rows = await table.engine.select(
      `SELECT "file", "line", count(*) OVER () AS total FROM hours WHERE ${condition} ORDER BY "file", "line" LIMIT ${namedRows}`,
    );
    rows.forEach((row, index) => {
      const more = index === 0 ? wholeCell(row, 'total') - rows.length : 0;
      const place = table.placeOf(wholeCell(row, 'file'), wholeCell(row, 'line'));
      tally.problem(`${place}: ${what}.`, 1 + more);
    });
  };
  await select('day IS NULL', 'the date is no ISO day such as 2026-04-30');
  await select('day IS NOT NULL AND NOT is_number', 'the hours are no number with a decimal point');
  await select('day IS NOT NULL AND is_number AND NOT is_rate', 'the rate is no number with a decimal point');
}

/** Days on which one person has worked more hours than the day has. */
async function addLongDays(table: TextTable, tally: Tally): Promise<void> {
  const rows = await table.engine.select(
    `SELECT min("file") AS "file", min("line") AS "line", CAST(day AS VARCHAR) AS day, CAST(sum(exact) AS VARCHAR) AS hours
     FROM hours WHERE ${isReadable} AND person IS NOT NULL GROUP BY person, day HAVING sum(exact) > ${hoursPerDay}
     ORDER BY 1, 2 LIMIT ${namedRows}`,
  );
  for (const row of rows) {
    const place = table.placeOf(wholeCell(row, 'file'), wholeCell(row, 'line'));
    const hours = readNumber(textCell(row, 'hours'))?.toFixed() ?? '';
    tally.problem(`${place}: one person has ${hours} h on ${textCell(row, 'day')}.`, 0);
  }
}

/** Equal rows of two files are one booking only when they name the same person. */
async function addRepeated(table: TextTable, tally: Tally): Promise<void> {
  if (table.files.length < 2) return;
  const [row] = await table.engine.select(
    `SELECT count(*) AS rows FROM (
       SELECT "file", min("file") OVER (PARTITION BY "print") AS first FROM hours WHERE ${isReadable} AND person IS NOT NULL
     ) WHERE "file" > first`,
  );
  if (row !== undefined) tally.repeated(wholeCell(row, 'rows'));
}
