/** Profiles a table: one pass for all columns, then one or a few for each, over that column alone. */
import { createHash } from 'node:crypto';
import type { JobHandler, ParsedJobRequest, TableColumn } from '../../../schemas/jobs.ts';
import type { DistinctCount, Profile, ProfileColumn } from '../../../schemas/profile.ts';
import { summariseProfile } from '../drift/columnSummary.ts';
import { countDistinct } from '../drift/mergeProfiles.ts';
import { schemaText } from '../drift/printProfile.ts';
import { countBooleans, countCategories, countNumbers, measureLengths } from './columnCounts.ts';
import { wholeCell, type Row } from './engine.ts';
import { withTable, type OpenTable } from './openTable.ts';
import { needsOrigin, writeSplits } from './splitConditions.ts';
import { quoteName } from './sqlText.ts';
import { answerWith, TableProblem } from './tableProblem.ts';
import { writeValue } from './valueSql.ts';

/** Columns in one pass of the first look; each costs memory for its estimate of distinct values. */
const columnsPerPass = 50;
/** Share of the progress that reading and the first look take. */
const firstShare = 0.3;

/** Profiles the rows of a table or of one of its splits. */
export const profileTable: JobHandler<'profileTable'> = (request, context) =>
  answerWith<'profileTable'>(() => {
    const { source, splits } = request;
    const options = { readsAll: true, withOrigin: request.split !== undefined && needsOrigin(splits) };
    const report: Report = (doing, share) => context.report({ doing, share: Math.min(1, share) });
    return withTable(source, context, options, async (table) => {
      const personal = findPersonal(table, request.personal);
      const rows = await chooseRows(table, request, report);
      const looks = await lookAtColumns(table, rows, report);
      const columns: ProfileColumn[] = [];
      for (const [index, column] of table.columns.entries()) {
        report(`Counting ${column.name}`, firstShare + ((1 - firstShare) * index) / table.columns.length);
        columns.push(await profileColumn(table, rows, column, looks[index] ?? {}, personal.has(column.name)));
      }
      const profile: Profile = {
        plumblineProfile: 1,
        madeBy: { plumbline: request.plumbline, engine: table.engine.name },
        schemaHash: createHash('sha256').update(schemaText(columns)).digest('hex'),
        source: describeSource(request),
        rows: columns[0]?.rows ?? 0,
        columns,
      };
      report(`Profiled ${source.label}`, 1);
      return {
        summary: summariseProfile(profile),
        ...(request.wants === 'profile' ? { profile } : {}),
        notes: [...table.notes],
      };
    });
  });

type Report = (doing: string, share: number) => void;

/** A derived column shows what it is computed from. */
function findPersonal(table: OpenTable, personal: readonly string[]): ReadonlySet<string> {
  const marked = new Set(personal.map((name) => table.column(name).name));
  return new Set(
    table.columns
      .map(({ name }) => name)
      .filter((name) => [...table.originsOf(name)].some((origin) => marked.has(origin))),
  );
}

/** SQL of the rows to profile, as something to select from. Text formats are read once and kept, typed, by the engine. */
async function chooseRows(
  table: OpenTable,
  request: ParsedJobRequest<'profileTable'>,
  report: Report,
): Promise<string> {
  let query = table.query;
  if (request.split !== undefined) {
    const condition = (await writeSplits(table, request.splits)).get(request.split);
    if (condition === undefined) throw new TableProblem(`There is no split ${request.split} of ${table.label}.`);
    query = `SELECT * FROM (${query}) WHERE ${condition}`;
  }
  if (table.files[0]?.format === 'parquet') return `(${query})`;
  report(`Reading ${table.label}`, 0);
  await table.engine.keep('kept_rows', query, (share) => report(`Reading ${table.label}`, (share * firstShare) / 2));
  return 'kept_rows';
}

/** The first look: rows, missing values, range and estimate of distinct values of every column. */
async function lookAtColumns(table: OpenTable, rows: string, report: Report): Promise<readonly Row[]> {
  const looks: Row[] = [];
  for (let begin = 0; begin < table.columns.length; begin += columnsPerPass) {
    report(`Looking at ${table.label}`, firstShare * (0.5 + (0.5 * begin) / table.columns.length));
    const columns = table.columns.slice(begin, begin + columnsPerPass);
    const fields = columns.flatMap((column, index) => writeLook(column, index));
    const [row = {}] = await table.engine.select(`SELECT count(*) AS n, ${fields.join(', ')} FROM ${rows}`);
    for (const index of columns.keys()) looks.push(pickLook(row, index));
  }
  return looks;
}

function writeLook(column: TableColumn, index: number): readonly string[] {
  const name = quoteName(column.name);
  const fields = [`count(${name}) AS c${index}_present`];
  const sql = writeValue(column);
  if (sql !== undefined) {
    const where = `FILTER (WHERE ${sql.isFinite})`;
    fields.push(
      `count(*) ${where} AS c${index}_finite`,
      `min(${sql.value}) ${where} AS c${index}_min`,
      `max(${sql.value}) ${where} AS c${index}_max`,
    );
  }
  if (column.kind === 'float') {
    fields.push(`count(*) FILTER (WHERE isnan(CAST(${name} AS DOUBLE))) AS c${index}_nan`);
  }
  if (['float', 'date', 'timestamp'].includes(column.kind)) {
    const type = column.kind === 'float' ? 'DOUBLE' : column.kind === 'date' ? 'DATE' : 'TIMESTAMP';
    fields.push(`count(*) FILTER (WHERE CAST(${name} AS ${type}) = CAST('infinity' AS ${type})) AS c${index}_up`);
    fields.push(`count(*) FILTER (WHERE CAST(${name} AS ${type}) = CAST('-infinity' AS ${type})) AS c${index}_down`);
  }
  if (column.kind !== 'opaque' && column.kind !== 'boolean') {
    fields.push(`approx_count_distinct(${name}) AS c${index}_distinct`);
  }
  return fields;
}

function pickLook(row: Row, index: number): Row {
  const prefix = `c${index}_`;
  const own = Object.entries(row).filter(([key]) => key.startsWith(prefix));
  return { n: row['n'], ...Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value])) };
}

async function profileColumn(
  table: OpenTable,
  rows: string,
  column: TableColumn,
  look: Row,
  isPersonal: boolean,
): Promise<ProfileColumn> {
  const total = wholeCell(look, 'n');
  const present = wholeCell(look, 'present');
  const estimate: DistinctCount =
    look['distinct'] === undefined ? { kind: 'unknown' } : { kind: 'approximate', count: wholeCell(look, 'distinct') };
  const counter = { engine: table.engine, rows, column, look };
  const spread = isPersonal || column.kind === 'opaque' ? await measureLengths(counter, isPersonal) : await count();
  return {
    name: column.name,
    type: column.type,
    kind: column.kind,
    ...(column.derivation === undefined ? {} : { derivation: column.derivation }),
    rows: total,
    missing: total - present,
    distinct:
      spread.distinct ?? countDistinct(spread.spread) ?? (present === 0 ? { kind: 'exact', count: 0 } : estimate),
    spread: spread.spread,
  };

  function count() {
    switch (column.kind) {
      case 'boolean':
        return countBooleans(counter);
      case 'text':
        return countCategories(counter, present);
      case 'integer':
      case 'float':
      case 'date':
      case 'timestamp':
      case 'time':
      case 'opaque':
        return countNumbers(counter);
    }
  }
}

function describeSource({ source, split, splits, version }: ParsedJobRequest<'profileTable'>): Profile['source'] {
  const where = splits.find(({ id }) => id === split)?.where;
  return {
    label: source.label,
    ...(split === undefined ? {} : { split }),
    ...(where === undefined ? {} : { where }),
    ...(version === undefined ? {} : { version }),
  };
}
