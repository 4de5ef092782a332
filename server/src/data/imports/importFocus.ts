/** Imports cloud bills in the FOCUS format, of every version, from CSV and Parquet. */
import type { ImportRequest } from '../../../../schemas/importJob.ts';
import { decimal } from '../../spec/decimal.ts';
import { textCell, wholeCell, type Row } from '../engine.ts';
import { quoteText } from '../sqlText.ts';
import { exactSql, isNumberSql, monthSql } from './exactSql.ts';
import { hasTagSql, readTagsSql, splitTagKey } from './tagsSql.ts';
import { readNumber, shown, withDecimalPoint, type Tally } from './tally.ts';
import { withTextTable, type ImportWorld, type TextTable, type WantedColumn } from './textTable.ts';

/** Rows that are named one by one. */
const namedRows = 50;

/**
 * Sums one cost column by month, category and currency.
 *
 * Negative rows (credits, refunds) are summed like all others, and a correction is booked in the period that it names.
 * `EffectiveCost` goes by charge period, `BilledCost` by billing period as on the invoice; months are those of UTC.
 */
export async function importFocus(
  request: ImportRequest,
  world: ImportWorld,
  tally: Tally,
  report: (doing: string, share: number) => void,
): Promise<void> {
  const required = (name: string): WantedColumn => ({ names: [name], isRequired: true });
  const optional = (name: string): WantedColumn => ({ names: [name], isRequired: false });
  const isBilled = request.cost === 'BilledCost';
  const wanted = {
    cost: required(request.cost),
    time: isBilled
      ? { names: ['BillingPeriodStart', 'ChargePeriodStart'], isRequired: true }
      : required('ChargePeriodStart'),
    currency: required('BillingCurrency'),
    service: optional('ServiceName'),
    kind: optional('ServiceCategory'),
    tags: optional('Tags'),
  };
  await withTextTable(request, world, wanted, async (table) => {
    report('Reading the charges', 0);
    await table.engine.keep('charges', writeCharges(request, table), (share) =>
      report('Reading the charges', share * 0.9),
    );
    await addSums(request, table, tally);
    await addOddNumbers(table, tally);
    await addProblems(request, table, tally);
    await addLeftOut(table, tally);
    await addRepeated(table, tally);
  });
}

/** One row per charge that the tags let through, with its month, category, and cost as an exact decimal. */
function writeCharges(request: ImportRequest, table: TextTable): string {
  const needsTags = request.tags.length > 0 || request.map.some(({ key }) => splitTagKey(key) !== undefined);
  const read = `SELECT *, ${needsTags ? readTagsSql('tags') : 'NULL'} AS tag_map FROM (${table.query})`;
  const filters = request.tags.map(({ key, value }) => hasTagSql('tag_map', key, value));
  const isBroken = needsTags ? 'tags IS NOT NULL AND tag_map IS NULL' : 'false';
  // A row with broken tags is kept, so that it can be named; whether it counts is decided by its tags being null.
  const counts = filters.length === 0 ? 'true' : filters.join(' AND ');
  return `SELECT cost, ${exactSql('cost')} AS exact, coalesce(${isNumberSql('cost')}, false) AS is_number,
    ${monthSql('time')} AS month, currency, ${writeCategory(request)} AS category,
    coalesce(service, kind, 'no service') AS name, ${counts} AS counts, ${isBroken} AS is_broken, "file", "line", "print"
    FROM (${read}) WHERE ${counts} OR ${isBroken}`;
}

/** The most specific entry of the map decides: a tag, then a service, then a category of services. */
function writeCategory({ map }: ImportRequest): string {
  const whenOf = (test: (key: string) => string | undefined): readonly string[] =>
    map.flatMap(({ key, category }) => {
      const condition = test(key);
      return condition === undefined ? [] : [`WHEN ${condition} THEN ${quoteText(category)}`];
    });
  const byTag = whenOf((key) => {
    const tag = splitTagKey(key);
    return tag === undefined ? undefined : hasTagSql('tag_map', tag.key, tag.value);
  });
  const byName = (column: string): readonly string[] =>
    whenOf((key) => (splitTagKey(key) === undefined ? `${column} = ${quoteText(key)}` : undefined));
  const cases = [...byTag, ...byName('service'), ...byName('kind')];
  return cases.length === 0 ? 'CAST(NULL AS VARCHAR)' : `CASE ${cases.join(' ')} END`;
}

const isReadable = 'counts AND month IS NOT NULL AND currency IS NOT NULL AND is_number';

function optionalText(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : textCell(row, column);
}

/** A name is only needed where no category is known, and would only make more groups elsewhere. */
const groupName = 'CASE WHEN category IS NULL THEN name END';

async function addSums(_request: ImportRequest, table: TextTable, tally: Tally): Promise<void> {
  const rows = await table.engine.select(
    `SELECT month, category, currency, ${groupName} AS name, CAST(sum(exact) AS VARCHAR) AS amount, count(*) AS rows
     FROM charges WHERE ${isReadable} AND exact IS NOT NULL GROUP BY ALL ORDER BY ALL`,
  );
  for (const row of rows) addRow(row, textCell(row, 'amount'), 1, tally);
}

/** Numbers with more decimals than the engine keeps, or beyond its range: few, so that they are added one by one. */
async function addOddNumbers(table: TextTable, tally: Tally): Promise<void> {
  const rows = await table.engine.select(
    `SELECT month, category, currency, ${groupName} AS name, cost AS amount, count(*) AS rows
     FROM charges WHERE ${isReadable} AND exact IS NULL GROUP BY ALL ORDER BY ALL`,
  );
  for (const row of rows) addRow(row, textCell(row, 'amount'), wholeCell(row, 'rows'), tally);
}

/** @param times how often the amount occurs */
function addRow(row: Row, amountText: string, times: number, tally: Tally): void {
  const amount = readNumber(amountText);
  if (amount === undefined) throw new TypeError('A sum is no number.');
  tally.add(
    {
      month: textCell(row, 'month'),
      category: optionalText(row, 'category'),
      money: { amount: amount.times(decimal(times)), currency: shown(textCell(row, 'currency')) },
      name: optionalText(row, 'name') ?? 'no service',
    },
    wholeCell(row, 'rows'),
  );
}

async function addProblems(request: ImportRequest, table: TextTable, tally: Tally): Promise<void> {
  const select = async (condition: string, sentence: (place: string, cost: string) => string, isLost: boolean) => {
    const rows = await table.engine.select(
      `SELECT "file", "line", coalesce(cost, '') AS cost, count(*) OVER () AS total FROM charges
       WHERE ${condition} ORDER BY "file", "line" LIMIT ${namedRows}`,
    );
    rows.forEach((row, index) => {
      // The first sentence stands for the rows beyond those that are named.
      const more = index === 0 ? wholeCell(row, 'total') - rows.length : 0;
      const place = table.placeOf(wholeCell(row, 'file'), wholeCell(row, 'line'));
      tally.problem(sentence(place, shown(textCell(row, 'cost'))), isLost ? 1 + more : 0);
    });
  };
  await select(
    'counts AND NOT is_number',
    (place, cost) =>
      cost === '' ? `${place}: ${request.cost} is empty.` : `${place}: \`${cost}\` in ${request.cost} is no number.`,
    true,
  );
  await select(
    'counts AND is_number AND month IS NULL',
    (place) => `${place}: the start of the period is no ISO time.`,
    true,
  );
  await select(
    'counts AND is_number AND month IS NOT NULL AND currency IS NULL',
    (place) => `${place}: BillingCurrency is empty.`,
    true,
  );
  await select('is_broken', (place) => `${place}: Tags is no JSON object, and is read as no tags.`, false);
}

/** Money of rows that are in no sum: no time, no currency, or a decimal comma, which is read for this alone. */
async function addLeftOut(table: TextTable, tally: Tally): Promise<void> {
  const rows = await table.engine.select(
    `SELECT coalesce(currency, 'no currency') AS currency, cost, count(*) AS rows
     FROM charges WHERE counts AND cost IS NOT NULL AND NOT (${isReadable}) GROUP BY ALL ORDER BY ALL`,
  );
  for (const row of rows) {
    const amount = readNumber(withDecimalPoint(textCell(row, 'cost')));
    if (amount === undefined) continue;
    tally.leaveOut(amount.times(wholeCell(row, 'rows')), shown(textCell(row, 'currency')));
  }
}

async function addRepeated(table: TextTable, tally: Tally): Promise<void> {
  if (table.files.length < 2) return;
  const [row] = await table.engine.select(
    `SELECT count(*) AS rows FROM (
       SELECT "file", min("file") OVER (PARTITION BY "print") AS first FROM charges WHERE counts
     ) WHERE "file" > first`,
  );
  if (row !== undefined) tally.repeated(wholeCell(row, 'rows'));
}
