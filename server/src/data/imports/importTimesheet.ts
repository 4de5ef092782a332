/** Imports timesheets: date, hours and category, and what an hour costs. Names of persons never leave this file. */
import { costCategories } from '../../../../schemas/costCategories.ts';
import type { ImportRequest } from '../../../../schemas/importJob.ts';
import { zero, type Decimal } from '../../spec/decimal.ts';
import { counted } from '../../spec/words.ts';
import { textCell, wholeCell, type Row } from '../engine.ts';
import { exactSql, firstPlaceSql, isNumberSql } from './exactSql.ts';
import { findRate } from './itemRates.ts';
import { isOfPlan, tellForeign, tellNegative } from './oddSums.ts';
import { amountText, tellRepeated } from './repeats.ts';
import { readLostNumber, readNumber, shown, type Tally } from './tally.ts';
import { withTextTable, type ImportWorld, type TextTable, type WantedColumn } from './textTable.ts';

const namedRows = 50;
const hoursPerDay = 24;
const categories: ReadonlySet<string> = new Set(costCategories.map(({ name }) => name));

/** What a file with hours calls its columns, by what they are here; others may be asked for beside them. */
export type HoursColumns = Readonly<Record<'date' | 'hours' | 'category' | 'rate', WantedColumn>> &
  Readonly<Record<string, WantedColumn>>;

/** Another program's table of hours. */
export interface HoursForm {
  readonly columns: HoursColumns;
  /** Whether its rows say who worked, and may be the same booking twice. */
  readonly tellsPersons: (table: TextTable) => boolean;
  /**
   * SQL of rows with the texts `date`, `hours`, `category`, `item`, `rate`, `currency` and `person`, each null where it is
   * not stated, and the columns of the table that say where a row stands.
   */
  readonly writeRows: (table: TextTable) => string;
}

/** Columns of a query of texts that say where a row stands and what it is. */
export const placeColumns = '"file", "line", "print", is_whole';

const column = (name: string, isRequired: boolean): WantedColumn => ({ names: [name], isRequired });

const timesheet: HoursForm = {
  columns: {
    date: column('date', true),
    hours: column('hours', true),
    category: column('category', true),
    item: column('item', false),
    rate: column('rate', false),
    currency: column('currency', false),
    person: column('person', false),
  },
  tellsPersons: (table) => table.has('person'),
  writeRows: (table) => table.query,
};

/** Sums the hours of a timesheet in our own form. */
export function importTimesheet(request: ImportRequest, world: ImportWorld, tally: Tally): Promise<void> {
  return importHours(timesheet, request, world, tally);
}

/**
 * Sums hours by month, category and item; hours with a rate, from the row or else the item, become money.
 *
 * Sentences name lines and never quote cells, because a shifted column could hold a name.
 */
export async function importHours(
  form: HoursForm,
  request: ImportRequest,
  world: ImportWorld,
  tally: Tally,
): Promise<void> {
  await withTextTable(request, world, form.columns, tally, async (table) => {
    await table.engine.keep('hours', writeHours(request, form.writeRows(table)), () => undefined);
    await table.tellBroken();
    await addHours(request, table, tally);
    await addProblems(table, tally);
    await addOtherYears(request, table, tally);
    await addLeftOut(request, table, tally);
    await addNegative(table, tally);
    await addForeign(request, table, tally);
    if (form.tellsPersons(table)) {
      await addLongDays(table, tally);
      await addRepeated(table, tally);
    }
  });
}

function writeHours({ period }: ImportRequest, rows: string): string {
  const day = String.raw`CASE WHEN regexp_full_match(date, '\d{4}-\d{2}-\d{2}') THEN TRY_CAST(date AS DATE) END`;
  return `SELECT ${day} AS day, hours, ${exactSql('hours')} AS exact, coalesce(${isNumberSql('hours')}, false) AS is_number,
    rate, rate IS NULL OR coalesce(${isNumberSql('rate')} AND NOT starts_with(rate, '-'), false) AS is_rate,
    category, item, currency, person, ${placeColumns},
    ${period === undefined ? 'true' : `coalesce(day BETWEEN DATE '${period.from}' AND DATE '${period.until}', true)`} AS is_in_time
    FROM (${rows})`;
}

const isRead = 'day IS NOT NULL AND is_number AND is_rate';
const isReadable = `${isRead} AND is_in_time`;

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
  const { category, item, price } = findPrice(request, row);
  const money = price === undefined ? undefined : { ...price, amount: hours.times(price.amount) };
  const stated = optional('category');
  const name = stated === undefined ? 'no category' : shown(stated);
  if (category === undefined && stated !== undefined) {
    tally.offerKey(stated, money?.amount ?? hours, money?.currency ?? 'h');
  }
  tally.add({ month: textCell(row, 'month'), category, item, hours, money, name }, count);
  if (category === undefined && money === undefined) {
    tally.problem(
      `${request.label}: ${hours.toFixed()} h are booked on ${name}, which is no category of costs; map it.`,
      0,
    );
  }
}

/** What a row is booked on, and what an hour of it costs; undefined because neither the row nor its item says. */
function findPrice(
  request: ImportRequest,
  row: Row,
): {
  readonly category: string | undefined;
  readonly item: string | undefined;
  readonly price: { readonly amount: Decimal; readonly currency: string } | undefined;
} {
  const optional = (name: string): string | undefined => (row[name] === null ? undefined : textCell(row, name));
  const planned = request.items.find(({ id }) => id === optional('item'));
  const stated = optional('category');
  // A word of the plan is itself; another one may be mapped; else the item that the row names decides.
  const mapped = request.map.find(({ key }) => key === stated)?.category;
  const category = stated !== undefined && categories.has(stated) ? stated : (mapped ?? planned?.category);
  const written = optional('rate');
  const rate = readLostNumber(written);
  const fallback = rate === undefined ? findRate(request.items, planned?.id, category) : undefined;
  const currency = rate === undefined ? fallback?.currency : (optional('currency') ?? request.currency);
  const amount = rate ?? fallback?.amount;
  const price = amount === undefined || currency === undefined ? undefined : { amount, currency: shown(currency) };
  return { category, item: planned?.id, price };
}

/** Hours of days on which the project was not worked on: one sentence for each file and year. */
async function addOtherYears({ period }: ImportRequest, table: TextTable, tally: Tally): Promise<void> {
  if (period === undefined) return;
  const rows = await table.engine.select(
    `SELECT "file", strftime(day, '%Y') AS year, min("line") AS "line", count(*) AS rows
     FROM hours WHERE ${isRead} AND NOT is_in_time GROUP BY ALL ORDER BY ALL`,
  );
  for (const row of rows) {
    const place = table.placeOf(wholeCell(row, 'file'), wholeCell(row, 'line'));
    const count = wholeCell(row, 'rows');
    tally.problem(
      `${place}: from here on, the \`${table.nameOf('date')}\` of ${counted(count, 'row')} lies in ${textCell(row, 'year')}, not between ${period.from} and ${period.until}, when hours of this project (\`schedule.planned\`: ${period.planned}) can have been worked.`,
      count,
    );
  }
}

/** Hours of rows that are in no sum, as money where an hour has a price; decimal commas are read for this alone. */
async function addLeftOut(request: ImportRequest, table: TextTable, tally: Tally): Promise<void> {
  const rows = await table.engine.select(
    `SELECT hours, rate, category, item, currency, count(*) AS rows
     FROM hours WHERE NOT (${isReadable}) AND hours IS NOT NULL GROUP BY ALL ORDER BY ALL`,
  );
  for (const row of rows) {
    const hours = readLostNumber(textCell(row, 'hours'))?.times(wholeCell(row, 'rows'));
    if (hours === undefined) continue;
    const { price } = findPrice(request, row);
    tally.leaveOut(price === undefined ? hours : hours.times(price.amount), price?.currency ?? 'h');
  }
}

async function addProblems(table: TextTable, tally: Tally): Promise<void> {
  const select = async (condition: string, what: string): Promise<void> => {
    const rows = await table.engine.select(
      `SELECT "file", "line", count(*) OVER () AS total FROM hours WHERE is_whole AND ${condition} ORDER BY "file", "line" LIMIT ${namedRows}`,
    );
    rows.forEach((row, index) => {
      const more = index === 0 ? wholeCell(row, 'total') - rows.length : 0;
      const place = table.placeOf(wholeCell(row, 'file'), wholeCell(row, 'line'));
      tally.problem(`${place}: ${what}.`, 1 + more);
    });
  };
  const [date, hours, rate] = ['date', 'hours', 'rate'].map((alias) => `\`${table.nameOf(alias)}\``);
  await select('day IS NULL', `${date} is no ISO day such as 2026-04-30`);
  await select('day IS NOT NULL AND NOT is_number', `${hours} is no number with a decimal point`);
  await select('day IS NOT NULL AND is_number AND NOT is_rate', `${rate} is no number with a decimal point, from 0 on`);
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

/** Equal rows, in one file or in two, are one booking only when they name the same person. */
async function addRepeated(table: TextTable, tally: Tally): Promise<void> {
  const rows = await table.engine.select(
    `SELECT "file", first, min("line") AS "line", count(*) AS rows, CAST(coalesce(sum(exact), 0) AS VARCHAR) AS hours FROM (
       SELECT *, min("file") OVER (PARTITION BY "print") AS first,
         row_number() OVER (PARTITION BY "print" ORDER BY "file", "line") AS nth
       FROM hours WHERE ${isReadable} AND person IS NOT NULL
     ) WHERE nth > 1 GROUP BY ALL ORDER BY ALL`,
  );
  for (const row of rows) {
    tellRepeated(
      {
        place: table.rowPlaceOf(row),
        rows: wholeCell(row, 'rows'),
        other: table.files[wholeCell(row, 'first')]?.label ?? 'another file',
        amount: amountText(readNumber(textCell(row, 'hours')) ?? zero, 'h'),
      },
      tally,
    );
  }
}

/** Months in which more hours were taken back than booked; a word is shown only where it is a category. */
async function addNegative(table: TextTable, tally: Tally): Promise<void> {
  const rows = await table.engine.select(
    `SELECT strftime(day, '%Y-%m') AS month, category, CAST(sum(exact) AS VARCHAR) AS hours, ${firstPlaceSql('exact < 0')}
     FROM hours WHERE ${isReadable} AND exact IS NOT NULL GROUP BY 1, 2 HAVING sum(exact) < 0
     ORDER BY "file", "line", 1, 2 LIMIT ${namedRows}`,
  );
  for (const row of rows) {
    const word = row['category'];
    const name = typeof word === 'string' && categories.has(word) ? word : 'one word in `category`';
    const amount = readNumber(textCell(row, 'hours')) ?? zero;
    const odd = { place: table.rowPlaceOf(row).text, column: `\`${table.nameOf('hours')}\``, amount, unit: 'h' };
    tellNegative(odd, { name, month: textCell(row, 'month') }, tally);
  }
}

/** Hours with a price in a currency that the plan cannot add. */
async function addForeign(request: ImportRequest, table: TextTable, tally: Tally): Promise<void> {
  const rows = await table.engine.select(
    `SELECT currency, count(*) AS rows, ${firstPlaceSql('true')}, hours, rate FROM hours
     WHERE ${isReadable} AND currency IS NOT NULL AND rate IS NOT NULL GROUP BY currency, hours, rate ORDER BY "file", "line"`,
  );
  for (const [currency, own] of Map.groupBy(rows, (row) => textCell(row, 'currency'))) {
    const [first] = own;
    if (first === undefined || isOfPlan(request, currency)) continue;
    const amount = own.reduce(
      (sum, row) =>
        sum.plus(
          (readNumber(textCell(row, 'hours')) ?? zero)
            .times(readNumber(textCell(row, 'rate')) ?? zero)
            .times(wholeCell(row, 'rows')),
        ),
      zero,
    );
    const count = own.reduce((sum, row) => sum + wholeCell(row, 'rows'), 0);
    // A shifted column could hold a name, which no code of a currency is.
    const unit = /^[A-Z]{3}$/.test(currency) ? currency : 'units of another currency';
    const odd = { place: table.rowPlaceOf(first).text, column: `\`${table.nameOf('currency')}\``, amount, unit };
    tellForeign(odd, count, tally);
  }
}
