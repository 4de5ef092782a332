/** Profiles a table: one pass for all columns, then one or a few for each, over that column alone. */
import { createHash } from 'node:crypto';
import type { JobHandler, ParsedJobRequest } from '../../../schemas/jobs.ts';
import type { TableColumn } from '../../../schemas/tableJobs.ts';
import type { DistinctCount, Profile, ProfileColumn, TextSpread } from '../../../schemas/profile.ts';
import { summariseProfile } from '../drift/columnSummary.ts';
import { countDistinct } from '../drift/mergeProfiles.ts';
import { schemaText } from '../drift/printProfile.ts';
import { profileTexts } from './drift/profileTexts.ts';
import { cutWindows } from './drift/windowSql.ts';
import { lookAtColumns } from './columnLook.ts';
import { countBooleans, countCategories, countNumbers, measureLengths } from './columnCounts.ts';
import { wholeCell, type Row } from './engine.ts';
import { keepRows } from './keepRows.ts';
import { withTable, type OpenTable } from './openTable.ts';
import { quoteName } from './sqlText.ts';
import { needsOrigin, writeSplitFilters } from './splitConditions.ts';
import { answerWith, TableProblem } from './tableProblem.ts';

const windowColumn = '__plumbline_window';
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
      const leftOut = new Set(request.leaveOut);
      const wanted = table.columns.filter(({ name }) => !leftOut.has(name));
      const looks = await lookAtColumns({ engine: table.engine, rows, columns: wanted }, (share) => {
        report(`Looking at ${table.label}`, firstShare * (0.5 + 0.5 * share));
      });
      const truth = request.truth === undefined ? undefined : await writeTruth(table, personal, rows, request.truth);
      const columns: ProfileColumn[] = [];
      const positives: ProfileColumn[] = [];
      for (const [index, column] of wanted.entries()) {
        report(`Counting ${column.name}`, firstShare + ((1 - firstShare) * index) / wanted.length);
        const isPersonal = personal.has(column.name);
        // Only a profile that is kept needs more of free text than the most frequent ones.
        const isKeptText = request.wants === 'profile' && column.kind === 'text' && !isPersonal;
        const texts = isKeptText ? await profileTexts(table.engine, rows, truth?.sql, column.name) : undefined;
        columns.push(await profileColumn(table, rows, column, looks[index]?.get(0) ?? {}, isPersonal, texts?.all));
        if (truth === undefined || isPersonal || column.kind === 'opaque') continue;
        const own = await lookAtColumns({ engine: table.engine, rows: truth.rows, columns: [column] }, () => undefined);
        positives.push(await profileColumn(table, truth.rows, column, own[0]?.get(0) ?? {}, false, texts?.positives));
      }
      const profile: Profile = {
        plumblineProfile: 1,
        madeBy: { plumbline: request.plumbline, engine: table.engine.name },
        schemaHash: createHash('sha256').update(schemaText(columns)).digest('hex'),
        source: describeSource(request),
        rows: columns[0]?.rows ?? 0,
        columns,
        ...(truth === undefined ? {} : { positives: { condition: truth.condition, columns: positives } }),
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

interface Truth {
  readonly condition: string;
  readonly sql: string;
  /** The rows of the positive class, as something to select from. */
  readonly rows: string;
}

/** @returns undefined where no row tells its class: the label has not come, or is personal */
async function writeTruth(
  table: OpenTable,
  personal: ReadonlySet<string>,
  rows: string,
  { column, condition }: NonNullable<ParsedJobRequest<'profileTable'>['truth']>,
): Promise<Truth | undefined> {
  const own = table.columns.find(({ name }) => name === column);
  if (own === undefined || personal.has(own.name)) return undefined;
  const sql = await table.writeCondition(condition);
  return { condition, sql, rows: `(SELECT * FROM ${rows} WHERE ${sql})` };
}

/** SQL of the rows to profile, as something to select from. Text formats are read once and kept, typed, by the engine. */
async function chooseRows(
  table: OpenTable,
  request: ParsedJobRequest<'profileTable'>,
  report: Report,
): Promise<string> {
  let query = table.query;
  if (request.split !== undefined) {
    const condition = (await writeSplitFilters(table, request.splits)).get(request.split);
    if (condition === undefined) throw new TableProblem(`There is no split ${request.split} of ${table.label}.`);
    query = `SELECT * FROM (${query}) WHERE ${condition}`;
  }
  if (request.windows !== undefined) query = await chooseWindows(table, query, request.windows);
  return keepRows(table, query, (share) => report(`Reading ${table.label}`, (share * firstShare) / 2));
}

/** @throws {TableProblem} when a window is not in the data */
async function chooseWindows(
  table: OpenTable,
  query: string,
  { chunks, labels }: NonNullable<ParsedJobRequest<'profileTable'>['windows']>,
): Promise<string> {
  const { number, windows } = await cutWindows(table, `(${query})`, chunks);
  const places = labels.map((label) => windows.findIndex((window) => window.label === label));
  const absent = labels[places.indexOf(-1)];
  if (absent !== undefined) {
    throw new TableProblem(
      `${table.label} has no window ${absent} as the spec cuts it now; compare again, then choose among its windows.`,
    );
  }
  const name = quoteName(windowColumn);
  return `SELECT * EXCLUDE (${name}) FROM (SELECT *, ${number} AS ${name} FROM (${query})) WHERE ${name} IN (${places.join(', ')})`;
}

async function profileColumn(
  table: OpenTable,
  rows: string,
  column: TableColumn,
  look: Row,
  isPersonal: boolean,
  texts: TextSpread | undefined,
): Promise<ProfileColumn> {
  const total = wholeCell(look, 'n');
  const present = wholeCell(look, 'present');
  const estimate: DistinctCount =
    look['distinct'] === undefined ? { kind: 'unknown' } : { kind: 'approximate', count: wholeCell(look, 'distinct') };
  const counter = { engine: table.engine, rows, column, look };
  const spread =
    texts !== undefined
      ? { spread: texts }
      : isPersonal || column.kind === 'opaque'
        ? await measureLengths(counter, isPersonal)
        : await count();
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

function describeSource({
  source,
  split,
  splits,
  windows,
  version,
}: ParsedJobRequest<'profileTable'>): Profile['source'] {
  const where = splits.find(({ id }) => id === split)?.where;
  return {
    label: source.label,
    ...(split === undefined ? {} : { split }),
    ...(where === undefined ? {} : { where }),
    ...(windows === undefined ? {} : { windows: [...windows.labels] }),
    ...(version === undefined ? {} : { version }),
  };
}
