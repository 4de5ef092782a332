/** Imports the time that labelling took, from exports of labelling tools in JSON or CSV. No names of persons are read. */
import type { ImportRequest } from '../../../../schemas/importJob.ts';
import { zero, type Decimal } from '../../spec/decimal.ts';
import { confineFiles } from '../confinedFiles.ts';
import { wholeCell } from '../engine.ts';
import { findRate } from './itemRates.ts';
import { isObject, listIn, monthIn, readJson, textIn, valueIn } from './jsonFile.ts';
import { readNumber, type Tally } from './tally.ts';
import { sourceOf, withTextTable, type ImportWorld } from './textTable.ts';
import { TableProblem } from '../tableProblem.ts';

const category = 'labelling';
const secondsPerHour = 3600;

/** One opinion of one person about one item. */
interface Opinion {
  readonly seconds: Decimal | undefined;
  readonly month: string | undefined;
  readonly place: string;
}

/**
 * Sums the hours of opinions by month. Label Studio writes seconds as `lead_time` beside each annotation; cancelled
 * annotations took their time, too.
 */
export async function importLabelTool(request: ImportRequest, world: ImportWorld, tally: Tally): Promise<void> {
  const isJson = request.files.every((file) => /\.json$/i.test(file));
  const opinions = isJson ? await readAnnotations(request) : await readRows(request, world);
  const rate = findRate(request.items, undefined, category);
  const priceOf = (time: Decimal) =>
    rate === undefined ? undefined : { amount: time.times(rate.amount).div(secondsPerHour), currency: rate.currency };
  const seconds = new Map<string, { total: Decimal; rows: number }>();
  let lost = zero;
  for (const { seconds: time, month, place } of opinions) {
    if (time === undefined || time.lt(0)) tally.problem(`${place}: the time for the label is no number of seconds.`);
    else if (month === undefined) {
      tally.problem(`${place}: the time at which it was made is no ISO time.`);
      lost = lost.plus(time);
    } else {
      const before = seconds.get(month);
      seconds.set(month, { total: before?.total.plus(time) ?? time, rows: (before?.rows ?? 0) + 1 });
    }
  }
  for (const [month, { total, rows }] of seconds) {
    const hours = total.div(secondsPerHour);
    tally.add({ month, category, hours, money: priceOf(total), name: category }, rows);
  }
  const money = priceOf(lost);
  if (lost.gt(0)) tally.leaveOut(money?.amount ?? lost.div(secondsPerHour), money?.currency ?? 'h');
}

async function readAnnotations(request: ImportRequest): Promise<readonly Opinion[]> {
  const opinions: Opinion[] = [];
  for (const file of await confineFiles(sourceOf(request))) {
    const document = await readJson(file);
    if (!Array.isArray(document)) throw new TableProblem(`${file.label} is no list of tasks; export it as JSON.`);
    const tasks: readonly unknown[] = document;
    tasks.forEach((task, index) => {
      const annotations = valueIn(task, 'annotations') ?? valueIn(task, 'completions');
      // The short form has one annotation beside the data of the task.
      const parts = Array.isArray(annotations) ? listIn(annotations) : [task];
      for (const part of parts) opinions.push(readOpinion(part, `${file.label} task ${index + 1}`));
    });
  }
  return opinions;
}

function readOpinion(part: unknown, place: string): Opinion {
  const time = isObject(part) ? valueIn(part, 'lead_time') : undefined;
  return {
    seconds: typeof time === 'number' || typeof time === 'string' ? readNumber(time) : undefined,
    month: monthIn(textIn(part, 'created_at') ?? textIn(part, 'updated_at')),
    place,
  };
}

async function readRows(request: ImportRequest, world: ImportWorld): Promise<readonly Opinion[]> {
  const wanted = {
    time: { names: ['lead_time', 'seconds', 'duration'], isRequired: true },
    at: { names: ['created_at', 'updated_at', 'date'], isRequired: true },
  };
  return withTextTable(request, world, wanted, async (table) => {
    const rows = await table.engine.select(`SELECT * FROM (${table.query}) ORDER BY "file", "line"`);
    return rows.map((row): Opinion => {
      const [time, at] = [row['time'], row['at']];
      return {
        seconds: typeof time === 'string' ? readNumber(time) : undefined,
        month: monthIn(typeof at === 'string' ? at : undefined),
        place: table.placeOf(wholeCell(row, 'file'), wholeCell(row, 'line')),
      };
    });
  });
}
