/** Reads the runs of an MLflow database (SQLite, `mlflow.db`) without a server, and without writing a byte. */
import { open, stat } from 'node:fs/promises';
import process from 'node:process';
import type * as Sqlite from 'node:sqlite';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { MlflowRun } from '../../../schemas/mlflowJob.ts';
import { isoOf } from '../stores/mlflowFiles.ts';
import { isLink } from './confinedPath.ts';
import { mlflowRunLimit, mlflowTextLimit, mlflowValueLimit } from './mlflowLimits.ts';
import { TableProblem } from './tableProblem.ts';

/** Tables and columns that are read. A newer MLflow that still has them can be read, whatever else it added. */
const neededColumns: Readonly<Record<string, readonly string[]>> = {
  experiments: ['experiment_id', 'name', 'lifecycle_stage'],
  runs: ['run_uuid', 'name', 'status', 'start_time', 'end_time', 'lifecycle_stage', 'experiment_id'],
  latest_metrics: ['key', 'value', 'is_nan', 'run_uuid'],
  params: ['key', 'value', 'run_uuid'],
  tags: ['key', 'value', 'run_uuid'],
};
/** Tables that came later than the oldest database that is read. */
const datasetColumns: Readonly<Record<string, readonly string[]>> = {
  datasets: ['dataset_uuid', 'name', 'digest'],
  inputs: ['source_type', 'source_id', 'destination_type', 'destination_id'],
};

const busyMs = 2000;
/** MLflow keeps an infinity as the largest number of this kind. */
const largest = Number.MAX_VALUE;

/**
 * @param file real path of the database, inside the workspace
 * @param label what the user calls it
 * @returns the newest runs that were not deleted, newest first
 * @throws {TableProblem} when it is locked, broken, of an unknown form, or SQLite is missing here
 */
export async function readMlflowDatabase(file: string, label: string): Promise<readonly MlflowRun[]> {
  const sqlite = await loadSqlite(label);
  for (const suffix of ['-wal', '-shm', '-journal']) {
    if (await isLink(`${file}${suffix}`)) {
      throw new TableProblem(
        `${label}${suffix} is a link, so ${label} is not read; put the file itself there.`,
        'refused',
      );
    }
  }
  const address = pathToFileURL(file);
  address.search = (await isAtRest(file, label)) ? 'immutable=1' : 'mode=ro';
  let database: DatabaseSync | undefined;
  try {
    database = new sqlite.DatabaseSync(address, { readOnly: true });
    database.exec(`PRAGMA busy_timeout = ${busyMs}; PRAGMA trusted_schema = OFF; PRAGMA query_only = ON;`);
    return readRuns(database, label);
  } catch (error) {
    if (error instanceof TableProblem) throw error;
    throw new TableProblem(describeFailure(error, label));
  } finally {
    database?.close();
  }
}

async function loadSqlite(label: string): Promise<typeof Sqlite> {
  try {
    return await import('node:sqlite');
  } catch {
    throw new TableProblem(
      `${label} cannot be read, because Node ${process.versions.node} has no SQLite; let \`plumbline.worker.node\` name a Node 22.13 or newer.`,
      'unavailable',
    );
  }
}

/**
 * Whether the database keeps a write-ahead log, and the log is gone because nobody has it open.
 * Opening such a file the usual way would make new files beside it.
 */
async function isAtRest(file: string, label: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(20), 0, 20, 0);
    if (bytesRead < 20 || buffer.toString('latin1', 0, 15) !== 'SQLite format 3') {
      throw new TableProblem(`${label} is not an SQLite database; name the file that MLflow writes.`);
    }
    // Byte 19 is the version of the format that readers need: 2 with a write-ahead log.
    if (buffer[19] !== 2) return false;
  } finally {
    await handle.close();
  }
  return (await stat(`${file}-wal`).catch(() => undefined)) === undefined;
}

function readRuns(database: DatabaseSync, label: string): readonly MlflowRun[] {
  checkColumns(database, label, neededColumns);
  const hasDatasets = missingColumn(database, datasetColumns) === undefined;
  const rows = database
    .prepare(
      `SELECT r.run_uuid AS id, r.name AS name, r.status AS status, r.start_time AS started, r.end_time AS ended,
              e.name AS experiment
       FROM runs r JOIN experiments e ON e.experiment_id = r.experiment_id
       WHERE r.lifecycle_stage = 'active' AND e.lifecycle_stage = 'active'
       ORDER BY coalesce(r.end_time, r.start_time, 0) DESC, r.run_uuid LIMIT ?`,
    )
    .all(mlflowRunLimit);
  const ids = JSON.stringify(rows.map((row) => row['id']));
  const below = `run_uuid IN (SELECT value FROM json_each(?))`;
  const values = pairsOf(
    database,
    `SELECT run_uuid AS id, key, value FROM latest_metrics WHERE is_nan = 0 AND abs(value) < ${largest} AND ${below} ORDER BY run_uuid, key`,
    ids,
  );
  const params = pairsOf(
    database,
    `SELECT run_uuid AS id, key, value FROM params WHERE ${below} ORDER BY run_uuid, key`,
    ids,
  );
  const commits = pairsOf(
    database,
    `SELECT run_uuid AS id, key, value FROM tags WHERE key = 'mlflow.source.git.commit' AND ${below}`,
    ids,
  );
  const datasets = hasDatasets
    ? pairsOf(
        database,
        `SELECT i.destination_id AS id, d.name AS key, d.digest AS value FROM inputs i JOIN datasets d ON d.dataset_uuid = i.source_id
         WHERE i.source_type = 'DATASET' AND i.destination_type = 'RUN' AND i.destination_id IN (SELECT value FROM json_each(?))`,
        ids,
      )
    : new Map<string, Map<string, unknown>>();
  return rows.flatMap((row): readonly MlflowRun[] => {
    const id = textOf(row['id']);
    const endedAt = isoOf(numberOf(row['ended'])) ?? isoOf(numberOf(row['started']));
    if (id === undefined || endedAt === undefined) return [];
    const commit = textOf(commits.get(id)?.get('mlflow.source.git.commit'));
    return [
      {
        id,
        name: textOf(row['name']) ?? '',
        experiment: textOf(row['experiment']) ?? '',
        endedAt,
        isFinished: row['status'] === 'FINISHED',
        values: Object.fromEntries(entriesOf(values.get(id), numberOf)),
        params: Object.fromEntries(entriesOf(params.get(id), textOf)),
        datasets: Object.fromEntries(entriesOf(datasets.get(id), textOf)),
        ...(commit === undefined || commit === '' ? {} : { commit }),
      },
    ];
  });
}

/** Run id → key → value. */
function pairsOf(database: DatabaseSync, sql: string, ids: string): Map<string, Map<string, unknown>> {
  const found = new Map<string, Map<string, unknown>>();
  for (const row of database.prepare(sql).iterate(ids)) {
    const id = textOf(row['id']);
    const key = textOf(row['key']);
    if (id === undefined || key === undefined) continue;
    const pairs = found.get(id) ?? new Map<string, unknown>();
    if (pairs.size < mlflowValueLimit) pairs.set(key, row['value']);
    found.set(id, pairs);
  }
  return found;
}

function entriesOf<Value>(
  pairs: ReadonlyMap<string, unknown> | undefined,
  read: (value: unknown) => Value | undefined,
): [string, Value][] {
  return [...(pairs ?? [])].flatMap(([key, value]): [string, Value][] => {
    const known = read(value);
    return known === undefined ? [] : [[key, known]];
  });
}

function checkColumns(database: DatabaseSync, label: string, needed: typeof neededColumns): void {
  const missing = missingColumn(database, needed);
  if (missing === undefined) return;
  const revision = hasTable(database, 'alembic_version')
    ? textOf(database.prepare('SELECT version_num AS revision FROM alembic_version LIMIT 1').get()?.['revision'])
    : undefined;
  throw new TableProblem(
    revision === undefined
      ? `${label} is not a database of MLflow, because it has no \`${missing}\`; name the file that MLflow writes.`
      : `${label} has a form that this Plumbline does not know (revision ${revision}, without \`${missing}\`); update Plumbline, or MLflow with \`mlflow db upgrade\`.`,
  );
}

/** The first table or column that is not there, such as `runs.name`. A view is no table: what it computes is not ours. */
function missingColumn(database: DatabaseSync, needed: typeof neededColumns): string | undefined {
  for (const [table, columns] of Object.entries(needed)) {
    if (!hasTable(database, table)) return table;
    const present = new Set(
      database
        .prepare('SELECT name FROM pragma_table_info(?)')
        .all(table)
        .map((row) => row['name']),
    );
    const missing = columns.find((column) => !present.has(column));
    if (missing !== undefined) return `${table}.${missing}`;
  }
  return undefined;
}

function hasTable(database: DatabaseSync, name: string): boolean {
  return database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !== undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, mlflowTextLimit) : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** What SQLite says, by its result code (https://sqlite.org/rescode.html). */
function describeFailure(error: unknown, label: string): string {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : Number.NaN;
  const message = error instanceof Error ? error.message : String(error);
  // Extended codes keep the primary one in their lowest byte.
  switch (code & 0xff) {
    case 5:
    case 6:
      return `${label} is locked by another program; try again when it has finished writing.`;
    case 8:
      return `${label} was left in the middle of a change; open it once with MLflow, which puts it right.`;
    case 11:
    case 26:
      return `${label} is damaged (${message}); restore it from a copy.`;
    case 14:
      return `${label} cannot be opened; check its permissions.`;
    default:
      return `${label} cannot be read (${message}); open it once with MLflow to see whether it is whole.`;
  }
}
