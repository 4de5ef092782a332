/** Imports energy and emissions that CodeCarbon measured. It states no prices, so that nothing here is money. */
import type { ImportRequest } from '../../../../schemas/importJob.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { zero } from '../../spec/decimal.ts';
import { counted } from '../../spec/words.ts';
import { textCell, wholeCell, type Row } from '../engine.ts';
import { askedTagKeys, splitTagKey, tagAlias } from './tagsSql.ts';
import { monthSql } from './exactSql.ts';
import { amountText, Repeats, tellRepeated } from './repeats.ts';
import { readLostNumber, readNumber, type Tally } from './tally.ts';
import { withTextTable, type ImportWorld, type TextTable, type WantedColumn } from './textTable.ts';

const standardCategory = 'training_compute';
/** Runs that are compared before a power that never changes is called a guess. */
const manyRuns = 3;

/**
 * Sums energy and emissions by month and category; without a map everything is training.
 *
 * What is known to be measured badly is told: a graphics card with no power, main memory above the card in use, a
 * processor whose power never changes. Of several rows of one run the last counts: each holds what the run took since
 * its start.
 */
export async function importCodeCarbon(request: ImportRequest, world: ImportWorld, tally: Tally): Promise<void> {
  const column = (name: string, isRequired: boolean): WantedColumn => ({ names: [name], isRequired });
  const wanted: Record<string, WantedColumn> = {
    time: column('timestamp', true),
    energy: column('energy_consumed', true),
    run: column('run_id', false),
    task: column('task_name', false),
    emissions: column('emissions', false),
    project: column('project_name', false),
    cpuPower: column('cpu_power', false),
    gpuPower: column('gpu_power', false),
    gpuEnergy: column('gpu_energy', false),
    ramEnergy: column('ram_energy', false),
    gpuCount: column('gpu_count', false),
    ...Object.fromEntries(askedTagKeys(request).map((key) => [tagAlias(key), column(key, false)])),
  };
  await withTextTable(request, world, wanted, tally, async (table) => {
    const rows = await table.engine.select(
      `SELECT *, ${monthSql('time')} AS month FROM (${table.query}) ORDER BY "file", "line"`,
    );
    await table.tellBroken();
    const wantedRows = rows.filter((row) => request.tags.every(({ key, value }) => row[tagAlias(key)] === value));
    const counting = leaveOutEarlier(table, wantedRows, tally);
    for (const row of counting) addRun(request, table, row, tally);
    addRepeated(table, counting, tally);
    addTasks(table, counting, tally);
    addDoubts(request, counting, tally);
  });
}

function numberIn(row: Row, column: string): Decimal | undefined {
  return row[column] === null ? undefined : readNumber(textCell(row, column));
}

/** Equal for the rows of one run, or of one task of it; undefined where no column tells runs apart. */
function runOf(row: Row): string | undefined {
  return row['run'] === null ? undefined : JSON.stringify([row['run'], row['task']]);
}

/**
 * A tracker that is flushed while it runs appends a row with all that the run took so far.
 *
 * @returns the rows without those of a run that says more in another row
 */
function leaveOutEarlier(table: TextTable, rows: readonly Row[], tally: Tally): readonly Row[] {
  const most = new Map<string, Row>();
  for (const row of rows) {
    const [run, energy] = [runOf(row), numberIn(row, 'energy')];
    if (run === undefined || energy === undefined) continue;
    const before = most.get(run);
    if (before === undefined || energy.gt(numberIn(before, 'energy') ?? zero)) most.set(run, row);
  }
  const isEarlier = (row: Row): boolean => {
    const [run, energy] = [runOf(row), numberIn(row, 'energy')];
    const last = run === undefined ? undefined : most.get(run);
    return last !== undefined && energy?.lt(numberIn(last, 'energy') ?? zero) === true;
  };
  const [first, ...others] = rows.filter(isEarlier);
  if (first !== undefined) {
    tally.problem(
      `${table.rowPlaceOf(first).text}: ${counted(others.length + 1, 'row')} from here on ${others.length === 0 ? 'is' : 'are'} of a run that takes more in another row with the same run_id; a row holds what its run took since its start, so only the last one counts.`,
      0,
    );
  }
  return rows.filter((row) => !isEarlier(row));
}

/** Rows of one run that take the same energy are one row, written or exported twice. */
function addRepeated(table: TextTable, rows: readonly Row[], tally: Tally): void {
  const repeats = new Repeats();
  for (const row of rows) {
    const energy = numberIn(row, 'energy');
    if (energy !== undefined) repeats.note(runOf(row) ?? String(row['print']), table.rowPlaceOf(row), energy, 'kWh');
  }
  for (const repetition of repeats.all()) tellRepeated(repetition, tally);
}

/** The file of a run holds what the files of its tasks hold, too. */
function addTasks(table: TextTable, rows: readonly Row[], tally: Tally): void {
  const whole = new Set<unknown>(
    rows.flatMap((row) => (row['task'] === null && row['run'] !== null ? [row['run']] : [])),
  );
  const [first, ...others] = rows.filter((row) => row['task'] !== null && whole.has(row['run']));
  if (first === undefined) return;
  const energy = [first, ...others].reduce((sum, row) => sum.plus(numberIn(row, 'energy') ?? zero), zero);
  tally.problem(
    `${table.rowPlaceOf(first).text}: ${counted(others.length + 1, 'row')} from here on ${others.length === 0 ? 'is a task' : 'are tasks'} of runs that stand as a whole elsewhere, so ${amountText(energy, 'kWh')} may count twice.`,
    0,
  );
}

function addRun(request: ImportRequest, table: TextTable, row: Row, tally: Tally): void {
  const place = table.placeOf(wholeCell(row, 'file'), wholeCell(row, 'line'));
  const energyKwh = numberIn(row, 'energy');
  const month = row['month'];
  if (row['is_whole'] !== true || energyKwh?.gte(0) !== true || typeof month !== 'string') {
    // Of a file that lacks a column, all rows have been told.
    if (row['is_whole'] === true) {
      tally.problem(
        energyKwh?.gte(0) === true
          ? `${place}: timestamp is no ISO time.`
          : `${place}: energy_consumed is no number from 0 on.`,
      );
    }
    const lost = row['energy'] === null ? undefined : readLostNumber(textCell(row, 'energy'));
    if (lost !== undefined) tally.leaveOut(lost, 'kWh');
    return;
  }
  const emissionsKg = numberIn(row, 'emissions');
  if (row['emissions'] !== null && emissionsKg?.gte(0) !== true) {
    tally.problem(`${place}: emissions is no number from 0 on, so the carbon of this row is not counted.`, 0);
  }
  const category = categoryOf(request, row);
  const carbon = emissionsKg?.gte(0) === true ? { emissionsKg } : {};
  tally.add({ month, category, energyKwh, ...carbon, name: 'energy' }, 1);
  // Without a map everything is training; the names of projects are what a first map begins with.
  if (isMapped(request, row)) return;
  if (typeof row['project'] === 'string') tally.offerKey(row['project'], energyKwh, 'kWh');
}

function categoryOf({ map }: Pick<ImportRequest, 'map'>, row: Row): string | undefined {
  if (map.length === 0) return standardCategory;
  const byTag = map.find(({ key }) => {
    const tag = splitTagKey(key);
    return tag !== undefined && row[tagAlias(tag.key)] === tag.value;
  });
  return (byTag ?? map.find(({ key }) => key === row['project']))?.category;
}

function isMapped({ map }: ImportRequest, row: Row): boolean {
  return map.length > 0 && categoryOf({ map }, row) !== undefined;
}

function addDoubts({ label }: ImportRequest, rows: readonly Row[], tally: Tally): void {
  const withCard = rows.filter((row) => (numberIn(row, 'gpuCount') ?? zero).gt(0));
  const silent = withCard.filter((row) => numberIn(row, 'gpuPower')?.eq(0) === true).length;
  if (silent > 0) {
    tally.problem(
      `${label}: in ${silent} of ${rows.length} runs the graphics card takes 0 W, so its energy is missing.`,
      0,
    );
  }
  const odd = withCard.filter((row) => {
    const card = numberIn(row, 'gpuEnergy') ?? zero;
    return card.gt(0) && (numberIn(row, 'ramEnergy') ?? zero).gt(card);
  }).length;
  if (odd > 0) {
    tally.problem(
      `${label}: in ${odd} of ${rows.length} runs main memory takes more energy than the graphics card in use, which is a guess for the whole machine.`,
      0,
    );
  }
  const powers = rows.flatMap((row) => numberIn(row, 'cpuPower')?.toFixed() ?? []);
  if (powers.length >= manyRuns && new Set(powers).size === 1) {
    tally.problem(
      `${label}: the processor takes ${powers[0] ?? ''} W in every run, which is a constant and no measurement.`,
      0,
    );
  }
}
