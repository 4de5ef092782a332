/** Imports the time that labelling took, from exports of labelling tools in JSON or CSV. No names of persons are read. */
import type { ImportRequest } from '../../../../schemas/importJob.ts';
import { zero, type Decimal } from '../../spec/decimal.ts';
import { counted } from '../../spec/words.ts';
import { confineFiles } from '../confinedFiles.ts';
import { findRate } from './itemRates.ts';
import { dayAt, instantIn, isObject, listIn, monthAt, readJson, splitByForm, textIn, valueIn } from './jsonFile.ts';
import { Repeats, tellRepeated, type RowPlace } from './repeats.ts';
import { readLostNumber, readNumber, type Tally } from './tally.ts';
import { sourceOf } from './importSource.ts';
import { withTextTable, type ImportWorld } from './textTable.ts';
import { TableProblem } from '../tableProblem.ts';

const category = 'labelling';
const secondsPerHour = 3600;

/** One opinion of one person about one item. */
interface Opinion {
  readonly seconds: Decimal | undefined;
  /** What `seconds` can only mean when it is no number; undefined where that is a guess. */
  readonly lostSeconds: Decimal | undefined;
  /** Whether its file has all columns that are needed; one that has not has been told. */
  readonly isWhole: boolean;
  /** Milliseconds since 1970. */
  readonly at: number | undefined;
  readonly place: RowPlace;
  /** What its time and its day are called where it stands. */
  readonly names: { readonly seconds: string; readonly at: string };
  /** Equal for the same opinion in two exports. */
  readonly key: string;
}

/**
 * Sums the hours of opinions by month. Label Studio writes seconds as `lead_time` beside each annotation; cancelled
 * annotations took their time, too. Opinions of another year are left out, like hours of a timesheet.
 */
export async function importLabelTool(request: ImportRequest, world: ImportWorld, tally: Tally): Promise<void> {
  const { documents, tables } = splitByForm(request);
  const opinions = [
    ...(documents.files.length === 0 ? [] : await readAnnotations(documents)),
    ...(tables.files.length === 0 ? [] : await readRows(tables, world, tally)),
  ];
  const rate = findRate(request.items, undefined, category);
  const priceOf = (time: Decimal) =>
    rate === undefined ? undefined : { amount: time.times(rate.amount).div(secondsPerHour), currency: rate.currency };
  const seconds = new Map<string, { total: Decimal; rows: number }>();
  const repeats = new Repeats();
  const others: { readonly opinion: Opinion; readonly day: string }[] = [];
  let lost = zero;
  for (const opinion of opinions) {
    const { seconds: time, at, place, names, key } = opinion;
    if (!opinion.isWhole) {
      lost = lost.plus(time ?? zero);
    } else if (time === undefined || time.lt(0)) {
      tally.problem(`${place.text}: the time for the label in \`${names.seconds}\` is no number of seconds.`);
      lost = lost.plus(opinion.lostSeconds ?? zero);
    } else if (at === undefined) {
      tally.problem(`${place.text}: the time at which it was made in \`${names.at}\` is no ISO time.`);
      lost = lost.plus(time);
    } else if (isOtherYear(dayAt(at), request.period)) {
      others.push({ opinion, day: dayAt(at) });
      lost = lost.plus(time);
    } else {
      const month = monthAt(at);
      const before = seconds.get(month);
      seconds.set(month, { total: before?.total.plus(time) ?? time, rows: (before?.rows ?? 0) + 1 });
      repeats.note(key, place, time.div(secondsPerHour), 'h');
    }
  }
  for (const [month, { total, rows }] of seconds) {
    const hours = total.div(secondsPerHour);
    tally.add({ month, category, hours, money: priceOf(total), name: category }, rows);
  }
  for (const repetition of repeats.all()) tellRepeated(repetition, tally);
  tellOtherYears(request.period, others, tally);
  const money = priceOf(lost);
  if (lost.gt(0)) tally.leaveOut(money?.amount ?? lost.div(secondsPerHour), money?.currency ?? 'h');
}

function isOtherYear(day: string, period: ImportRequest['period']): boolean {
  return period !== undefined && (day < period.from || day > period.until);
}

/** One sentence for each file and year. */
function tellOtherYears(
  period: ImportRequest['period'],
  others: readonly { readonly opinion: Opinion; readonly day: string }[],
  tally: Tally,
): void {
  if (period === undefined) return;
  const groups = Map.groupBy(others, ({ opinion, day }) => JSON.stringify([opinion.place.file, day.slice(0, 4)]));
  for (const [first, ...more] of groups.values()) {
    if (first === undefined) continue;
    const rows = more.length + 1;
    tally.problem(
      `${first.opinion.place.text}: from here on, ${counted(rows, 'label')} ${rows === 1 ? 'was' : 'were'} made in ${first.day.slice(0, 4)} by \`${first.opinion.names.at}\`, not between ${period.from} and ${period.until}, when this project (\`schedule.planned\`: ${period.planned}) can have been worked on.`,
      rows,
    );
  }
}

async function readAnnotations(request: ImportRequest): Promise<readonly Opinion[]> {
  const opinions: Opinion[] = [];
  for (const file of await confineFiles(sourceOf(request))) {
    const document = await readJson(file);
    if (!Array.isArray(document)) throw new TableProblem(`${file.label} is no list of tasks; export it as JSON.`);
    const tasks: readonly unknown[] = document;
    tasks.forEach((task, index) => {
      const annotations = valueIn(task, 'annotations') ?? valueIn(task, 'completions');
      const text = `${file.label} task ${index + 1}`;
      // The short form has one annotation beside the data of the task.
      if (!Array.isArray(annotations)) opinions.push(readOpinion(task, { file: file.label, text }, 'annotation_id'));
      listIn(annotations).forEach((part, nth) => {
        opinions.push(readOpinion(part, { file: file.label, text: `${text} annotation ${nth + 1}` }, 'id'));
      });
    });
  }
  return opinions;
}

/** @param idKey where the number of the annotation stands */
function readOpinion(part: unknown, place: RowPlace, idKey: string): Opinion {
  const time = isObject(part) ? valueIn(part, 'lead_time') : undefined;
  const isMadeAt = textIn(part, 'created_at') !== undefined || textIn(part, 'updated_at') === undefined;
  const atName = isMadeAt ? 'created_at' : 'updated_at';
  const at = textIn(part, atName);
  const id = valueIn(part, idKey);
  const written = typeof time === 'number' || typeof time === 'string' ? time : undefined;
  return {
    seconds: readNumber(written),
    lostSeconds: readLostNumber(written),
    isWhole: true,
    at: instantIn(at),
    place,
    names: { seconds: 'lead_time', at: atName },
    // Numbers begin anew on each server of the tool, times do not.
    key: JSON.stringify(id === undefined ? part : [id, at]),
  };
}

async function readRows(request: ImportRequest, world: ImportWorld, tally: Tally): Promise<readonly Opinion[]> {
  const wanted = {
    time: { names: ['lead_time', 'seconds', 'duration'], isRequired: true },
    at: { names: ['created_at', 'updated_at', 'date'], isRequired: true },
    id: { names: ['annotation_id'], isRequired: false },
  };
  return withTextTable(request, world, wanted, tally, async (table) => {
    const rows = await table.engine.select(`SELECT * FROM (${table.query}) ORDER BY "file", "line"`);
    await table.tellBroken();
    const names = { seconds: table.nameOf('time'), at: table.nameOf('at') };
    return rows.map((row): Opinion => {
      const [time, at] = [row['time'], row['at']];
      return {
        seconds: typeof time === 'string' ? readNumber(time) : undefined,
        lostSeconds: typeof time === 'string' ? readLostNumber(time) : undefined,
        isWhole: row['is_whole'] === true,
        at: instantIn(typeof at === 'string' ? at : undefined),
        place: table.rowPlaceOf(row),
        names,
        key: row['id'] === null ? String(row['print']) : JSON.stringify([row['id'], at]),
      };
    });
  });
}
