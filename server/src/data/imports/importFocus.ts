/** Imports cloud bills in the FOCUS format, of every version, from CSV and Parquet. */
import { mostMapKeys, mostTags } from '../../../../schemas/importJob.ts';
import type { ImportRequest } from '../../../../schemas/importJob.ts';
import { decimal, zero } from '../../spec/decimal.ts';
import { textCell, wholeCell, type Row } from '../engine.ts';
import { counted } from '../../spec/words.ts';
import { quoteName, quoteText } from '../sqlText.ts';
import { exactSql, firstPlaceSql, instantSql, isNumberSql, monthSql } from './exactSql.ts';
import { isOfPlan, tellForeign, tellNegative } from './oddSums.ts';
import { amountText, tellRepeated } from './repeats.ts';
import { spreadPeriod } from './spreadPeriod.ts';
import { hasTagSql, readTagsSql, splitTagKey } from './tagsSql.ts';
import { readLostNumber, readNumber, shown, type Tally } from './tally.ts';
import { withTextTable, type ImportWorld, type TextTable, type WantedColumn } from './textTable.ts';

/** Rows that are named one by one. */
const namedRows = 50;

/**
 * Sums one cost column by month, category and currency.
 *
 * Negative rows (credits, refunds) are summed like all others, and a correction is booked in the period that it names.
 * `EffectiveCost` is spread over its charge period, by time, when that lies in several months; `BilledCost` goes by
 * billing period as on the invoice. Months are those of UTC.
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
  // What makes a charge the same one in two exports is read only where there are two.
  const identifying = request.files.length < 2 ? telling : identity;
  const wanted: Record<string, WantedColumn> = {
    cost: required(request.cost),
    time: isBilled
      ? { names: ['BillingPeriodStart', 'ChargePeriodStart'], isRequired: true }
      : required('ChargePeriodStart'),
    until: { names: isBilled ? [] : ['ChargePeriodEnd'], isRequired: false },
    currency: required('BillingCurrency'),
    service: optional('ServiceName'),
    kind: optional('ServiceCategory'),
    tags: optional('Tags'),
    ...Object.fromEntries(identifying.map((name) => [name, optional(name)])),
  };
  await withTextTable(request, world, wanted, tally, async (table) => {
    report('Reading the charges', 0);
    await table.engine.keep('charges', writeCharges(request, table), (share) =>
      report('Reading the charges', share * 0.9),
    );
    await table.tellBroken();
    await addSums(table, tally);
    await offerKeys(table, tally);
    await offerTags(table, tally);
    await addOddNumbers(table, tally);
    await addProblems(request, table, tally);
    await addLeftOut(table, tally);
    await addRepeated(table, tally);
    if (table.files.length > 1 && table.has('until')) await addOverlaps(table, tally);
    await addNegative(request, table, tally);
    await addForeign(request, table, tally);
  });
}

/** Columns in which two charges differ unless they are the same one: what, of whom, and why. */
const identity = ['ResourceId', 'SkuPriceId', 'SkuId', 'SubAccountId', 'ChargeCategory', 'ChargeClass'] as const;

/** Without a resource or a price, equal words are no sign of an equal charge. */
const telling = ['ResourceId', 'SkuPriceId'] as const;

/** Ends that are taken as they are; later ones are a mistyped year. */
const longestPeriod = '10 YEARS';

/** One row per charge that the tags let through, with its month, category, and cost as an exact decimal. */
function writeCharges(request: ImportRequest, table: TextTable): string {
  const needsTags = request.tags.length > 0 || request.map.some(({ key }) => splitTagKey(key) !== undefined);
  const read = `SELECT *, ${needsTags ? readTagsSql('tags') : 'NULL'} AS tag_map FROM (${table.query})`;
  const filters = request.tags.map(({ key, value }) => hasTagSql('tag_map', key, value));
  const isBroken = needsTags ? 'tags IS NOT NULL AND tag_map IS NULL' : 'false';
  // A row with broken tags is kept, so that it can be named; whether it counts is decided by its tags being null.
  const counts = filters.length === 0 ? 'true' : filters.join(' AND ');
  const start = 'TRY_CAST(time AS TIMESTAMPTZ)';
  const end = 'TRY_CAST(until AS TIMESTAMPTZ)';
  const isOddEnd = `until IS NOT NULL AND coalesce(${end} < ${start} OR ${end} > ${start} + INTERVAL ${longestPeriod}, true)`;
  const names = identity.filter((name) => table.has(name)).map((name) => quoteName(name));
  const isTold = telling.filter((name) => table.has(name)).map((name) => quoteName(name));
  const charge =
    isTold.length === 0
      ? 'CAST(NULL AS UBIGINT)'
      : `CASE WHEN coalesce(${isTold.join(', ')}) IS NOT NULL THEN hash(row(time, until, service, ${names.join(', ')})) END`;
  // What overlaps is told of the same thing in two files, whatever the period of its row.
  const thing =
    isTold.length === 0 || table.files.length < 2
      ? 'CAST(NULL AS UBIGINT)'
      : `CASE WHEN coalesce(${isTold.join(', ')}) IS NOT NULL THEN hash(row(service, ${names.join(', ')})) END`;
  const spans = table.files.length < 2 ? 'EXCLUDE (first_ms, last_ms)' : '';
  return `SELECT * ${spans},
    CASE WHEN NOT is_odd_end AND last_ms > first_ms AND strftime(make_timestamp_ms(last_ms - 1), '%Y-%m') > month THEN CAST(first_ms AS VARCHAR) END AS from_ms,
    CASE WHEN from_ms IS NOT NULL THEN CAST(last_ms AS VARCHAR) END AS until_ms
    FROM (SELECT cost, ${exactSql('cost')} AS exact, coalesce(${isNumberSql('cost')}, false) AS is_number,
    ${monthSql('time')} AS month, ${instantSql('time')} AS first_ms, ${instantSql('until')} AS last_ms,
    ${isOddEnd} AS is_odd_end, currency, ${writeCategory(request)} AS category,
    coalesce(service, kind, 'no service') AS name,
    CASE WHEN category IS NULL THEN kind END AS open_kind, tags, ${counts} AS counts, ${isBroken} AS is_broken,
    "file", "line", "print", is_whole, ${charge} AS charge, ${thing} AS thing
    FROM (${read}) WHERE ${counts} OR ${isBroken})`;
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

async function addSums(table: TextTable, tally: Tally): Promise<void> {
  const rows = await table.engine.select(
    `SELECT month, from_ms, until_ms, category, currency, ${groupName} AS name, CAST(sum(exact) AS VARCHAR) AS amount, count(*) AS rows
     FROM charges WHERE ${isReadable} AND exact IS NOT NULL GROUP BY ALL ORDER BY ALL`,
  );
  for (const row of rows) addRow(row, textCell(row, 'amount'), 1, tally);
}

/** Services, their kinds and tags of charges that match no category, each with all that it would match. */
async function offerKeys(table: TextTable, tally: Tally): Promise<void> {
  const rows = await table.engine.select(
    `WITH open AS (
       SELECT name, open_kind, tags, currency, sum(exact) AS amount FROM charges
       WHERE ${isReadable} AND exact IS NOT NULL AND category IS NULL GROUP BY ALL
     ), tagged AS (
       SELECT unnest(map_entries(${readTagsSql('tags')})) AS entry, currency, amount
       FROM (SELECT tags, currency, sum(amount) AS amount FROM open GROUP BY ALL)
     ), keys AS (
       SELECT name AS key, currency, amount FROM open WHERE name <> 'no service'
       UNION ALL SELECT open_kind, currency, amount FROM open WHERE open_kind IS NOT NULL AND open_kind <> name
       UNION ALL SELECT 'tag:' || entry.key || '=' || entry.value, currency, amount FROM tagged
     )
     SELECT key, currency, CAST(sum(amount) AS VARCHAR) AS amount FROM keys WHERE key IS NOT NULL
     GROUP BY ALL ORDER BY abs(sum(amount)) DESC, key LIMIT ${mostMapKeys}`,
  );
  for (const row of rows) {
    tally.offerKey(textCell(row, 'key'), readNumber(textCell(row, 'amount')) ?? zero, shown(textCell(row, 'currency')));
  }
}

/** Tags of all charges that count, with their sums. */
async function offerTags(table: TextTable, tally: Tally): Promise<void> {
  const rows = await table.engine.select(
    `SELECT entry.key AS key, entry.value AS value, currency, CAST(sum(amount) AS VARCHAR) AS amount FROM (
       SELECT unnest(map_entries(${readTagsSql('tags')})) AS entry, currency, amount FROM (
         SELECT tags, currency, sum(exact) AS amount FROM charges
         WHERE ${isReadable} AND exact IS NOT NULL AND tags IS NOT NULL GROUP BY ALL))
     WHERE entry.key <> '' AND entry.value <> ''
     GROUP BY ALL ORDER BY abs(sum(amount)) DESC, key, value LIMIT ${mostTags}`,
  );
  for (const row of rows) {
    const amount = readNumber(textCell(row, 'amount')) ?? zero;
    tally.offerTag(textCell(row, 'key'), textCell(row, 'value'), amount, shown(textCell(row, 'currency')));
  }
}

/** Numbers with more decimals than the engine keeps, or beyond its range: few, so that they are added one by one. */
async function addOddNumbers(table: TextTable, tally: Tally): Promise<void> {
  const rows = await table.engine.select(
    `SELECT month, from_ms, until_ms, category, currency, ${groupName} AS name, cost AS amount, count(*) AS rows
     FROM charges WHERE ${isReadable} AND exact IS NULL GROUP BY ALL ORDER BY ALL`,
  );
  for (const row of rows) addRow(row, textCell(row, 'amount'), wholeCell(row, 'rows'), tally);
}

/** @param times how often the amount occurs */
function addRow(row: Row, amountText: string, times: number, tally: Tally): void {
  const amount = readNumber(amountText);
  if (amount === undefined) throw new TypeError('A sum is no number.');
  const whole = amount.times(decimal(times));
  const [from, until] = [optionalText(row, 'from_ms'), optionalText(row, 'until_ms')];
  const parts =
    from === undefined || until === undefined
      ? [{ month: textCell(row, 'month'), amount: whole }]
      : spreadPeriod(whole, Number(from), Number(until));
  for (const part of parts) {
    tally.add(
      {
        month: part.month,
        category: optionalText(row, 'category'),
        money: { amount: part.amount, currency: shown(textCell(row, 'currency')) },
        name: optionalText(row, 'name') ?? 'no service',
      },
      0,
    );
  }
  tally.count(wholeCell(row, 'rows'));
}

async function addProblems(request: ImportRequest, table: TextTable, tally: Tally): Promise<void> {
  const period = request.cost === 'BilledCost' ? 'BillingPeriodStart' : 'ChargePeriodStart';
  const select = async (condition: string, sentence: (place: string, cost: string) => string, isLost: boolean) => {
    const rows = await table.engine.select(
      `SELECT "file", "line", coalesce(cost, '') AS cost, count(*) OVER () AS total FROM charges
       WHERE is_whole AND ${condition} ORDER BY "file", "line" LIMIT ${namedRows}`,
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
    (place) => `${place}: the start of the period in ${period} is no ISO time.`,
    true,
  );
  await select(
    'counts AND is_number AND month IS NOT NULL AND is_odd_end',
    (place) =>
      `${place}: ChargePeriodEnd is no time after the start and within ten years, so all of the charge counts to the month of its start.`,
    false,
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
    `SELECT coalesce(currency, 'without currency') AS currency, cost, count(*) AS rows
     FROM charges WHERE counts AND cost IS NOT NULL AND NOT (${isReadable}) GROUP BY ALL ORDER BY ALL`,
  );
  for (const row of rows) {
    const amount = readLostNumber(textCell(row, 'cost'));
    if (amount === undefined) continue;
    tally.leaveOut(amount.times(wholeCell(row, 'rows')), shown(textCell(row, 'currency')));
  }
}

/**
 * Rows that stand before, too: letter for letter in an earlier file or above in their own, or for the same charge in an
 * earlier file. They stay in the sums. Within one file, only charges of a resource or price are compared: a bill may
 * well hold two equal ones without.
 */
async function addRepeated(table: TextTable, tally: Tally): Promise<void> {
  const ofSeveral = table.files.length > 1;
  // Rows that are the only ones of their kind, nearly all of a bill, are told by counting alone.
  const rows = await table.engine.select(
    `SELECT "file", first, is_same, min("line") AS "line", count(*) AS rows,
       coalesce(currency, 'no currency') AS currency, CAST(coalesce(sum(exact), 0) AS VARCHAR) AS amount
     FROM (
       SELECT *, equal < "file" OR nth > 1 AND charge IS NOT NULL AS is_same,
         CASE WHEN is_same THEN equal WHEN charge IS NOT NULL AND alike < "file" THEN alike END AS first
       FROM (
         SELECT *, min("file") OVER (PARTITION BY "print") AS equal,
           row_number() OVER (PARTITION BY "print" ORDER BY "file", "line") AS nth,
           ${ofSeveral ? 'min("file") OVER (PARTITION BY charge)' : '"file"'} AS alike
         FROM charges WHERE counts AND (
           "print" IN (SELECT "print" FROM charges WHERE counts GROUP BY "print" HAVING count(*) > 1)
           ${ofSeveral ? 'OR charge IN (SELECT charge FROM charges WHERE counts GROUP BY charge HAVING min("file") < max("file"))' : ''}
         )
       )
     ) WHERE first IS NOT NULL GROUP BY ALL ORDER BY ALL`,
  );
  for (const row of rows) {
    const count = wholeCell(row, 'rows');
    const place = table.rowPlaceOf(row);
    const other = table.files[wholeCell(row, 'first')]?.label ?? 'another file';
    const amount = amountText(readNumber(textCell(row, 'amount')) ?? zero, shown(textCell(row, 'currency')));
    if (row['is_same'] === true) tellRepeated({ place, rows: count, other, amount }, tally);
    else {
      tally.problem(
        `${place.text}: ${counted(count, 'row')} from here on ${count === 1 ? 'charges' : 'charge'} the same thing for the same period as ${other}, so ${amount} may count twice.`,
        0,
      );
    }
  }
}

/**
 * Charges whose period overlaps, but does not equal, one of the same thing in an earlier file: a bill of a month beside
 * one of its days. The money of the later row is told for the time that both share.
 */
async function addOverlaps(table: TextTable, tally: Tally): Promise<void> {
  const rows = await table.engine.select(
    `WITH spans AS (
       SELECT "file", min(first_ms) AS lowest, max(last_ms) AS highest FROM charges WHERE counts AND NOT is_odd_end GROUP BY "file"
     ), meeting AS (
       SELECT DISTINCT a."file" FROM spans a, spans b WHERE a."file" <> b."file" AND a.lowest < b.highest AND b.lowest < a.highest
     ), periods AS (
       SELECT thing, "file", first_ms, last_ms, currency, min("line") AS "line", count(*) AS rows, sum(exact) AS amount
       FROM charges WHERE ${isReadable} AND thing IS NOT NULL AND NOT is_odd_end AND last_ms > first_ms
         AND "file" IN (SELECT "file" FROM meeting) GROUP BY ALL
     ), shared AS (
       SELECT late."file", early."file" AS first, late."line", late.rows, late.currency,
         CAST(late.amount AS DOUBLE) * (least(late.last_ms, early.last_ms) - greatest(late.first_ms, early.first_ms)) / (late.last_ms - late.first_ms) AS amount
       FROM periods late JOIN periods early ON late.thing = early.thing AND late.currency = early.currency
         AND early."file" < late."file" AND early.first_ms < late.last_ms AND late.first_ms < early.last_ms
         AND NOT (early.first_ms = late.first_ms AND early.last_ms = late.last_ms)
     )
     SELECT "file", first, currency, min("line") AS "line", CAST(sum(rows) AS BIGINT) AS rows, CAST(sum(amount) AS VARCHAR) AS amount
     FROM shared GROUP BY ALL ORDER BY ALL LIMIT ${namedRows}`,
  );
  for (const row of rows) {
    const count = wholeCell(row, 'rows');
    const other = table.files[wholeCell(row, 'first')]?.label ?? 'another file';
    const amount = amountText(readNumber(textCell(row, 'amount')) ?? zero, shown(textCell(row, 'currency')));
    tally.problem(
      `${table.rowPlaceOf(row).text}: ${counted(count, 'row')} from here on ${count === 1 ? 'charges' : 'charge'} for a time between ChargePeriodStart and ChargePeriodEnd that ${other} charges the same thing for, too, so ${amount} may count twice.`,
      0,
    );
  }
}

/** Months in which more was credited than charged, each with the first credit that it holds. */
async function addNegative(request: ImportRequest, table: TextTable, tally: Tally): Promise<void> {
  const rows = await table.engine.select(
    `SELECT month, currency, coalesce(category, 'what matches no category') AS what, CAST(sum(exact) AS VARCHAR) AS amount,
       ${firstPlaceSql('exact < 0')}
     FROM charges WHERE ${isReadable} AND exact IS NOT NULL GROUP BY ALL HAVING sum(exact) < 0
     ORDER BY "file", "line", month, currency, what LIMIT ${namedRows}`,
  );
  for (const row of rows) {
    const [name, month] = [textCell(row, 'what'), textCell(row, 'month')];
    tellNegative(oddSumOf(row, request.cost, table), { name, month }, tally);
  }
}

async function addForeign(request: ImportRequest, table: TextTable, tally: Tally): Promise<void> {
  const rows = await table.engine.select(
    `SELECT currency, count(*) AS rows, CAST(coalesce(sum(exact), 0) AS VARCHAR) AS amount, ${firstPlaceSql('true')}
     FROM charges WHERE ${isReadable} GROUP BY currency ORDER BY "file", "line" LIMIT ${namedRows}`,
  );
  for (const row of rows) {
    if (isOfPlan(request, textCell(row, 'currency'))) continue;
    tellForeign(oddSumOf(row, 'BillingCurrency', table), wholeCell(row, 'rows'), tally);
  }
}

function oddSumOf(row: Row, column: string, table: TextTable): Parameters<typeof tellNegative>[0] {
  return {
    place: table.rowPlaceOf(row).text,
    column,
    amount: readNumber(textCell(row, 'amount')) ?? zero,
    unit: shown(textCell(row, 'currency')),
  };
}
