/** Imports allocations of OpenCost and Kubecost, as their JSON answer or as CSV. */
import type { ImportRequest } from '../../../../schemas/importJob.ts';
import { decimal, zero, type Decimal } from '../../spec/decimal.ts';
import { counted } from '../../spec/words.ts';
import { confineFiles } from '../confinedFiles.ts';
import { TableProblem } from '../tableProblem.ts';
import { instantIn, isObject, listIn, monthAt, readJson, splitByForm, textIn, valueIn } from './jsonFile.ts';
import { tellNegative } from './oddSums.ts';
import { Repeats, type RowPlace } from './repeats.ts';
import { spreadPeriod } from './spreadPeriod.ts';
import { askedTagKeys, splitTagKey, tagAlias } from './tagsSql.ts';
import { readLostNumber, readNumber, shown, type Tally } from './tally.ts';
import { sourceOf } from './importSource.ts';
import { withTextTable, type ImportWorld, type WantedColumn } from './textTable.ts';

/** What an allocation is made of: the word in `map`, and the fields that are added for it. */
const components = [
  { name: 'cpu', fields: ['cpuCost', 'cpuCostAdjustment'], column: 'CPU Cost' },
  { name: 'gpu', fields: ['gpuCost', 'gpuCostAdjustment'], column: 'GPU Cost' },
  { name: 'ram', fields: ['ramCost', 'ramCostAdjustment'], column: 'RAM Cost' },
  { name: 'pv', fields: ['pvCost', 'pvCostAdjustment'], column: 'PV Cost' },
  { name: 'network', fields: ['networkCost', 'networkCostAdjustment'], column: 'Network Cost' },
] as const;

/** One allocation: a namespace, a workload, or what stood idle. */
interface Allocation {
  readonly name: string;
  readonly start: string | undefined;
  readonly end: string | undefined;
  /** Component → money; undefined for a cell that is no number. */
  readonly parts: ReadonlyMap<string, Decimal | undefined>;
  /** Undefined where it is not stated. */
  readonly total: Decimal | 'no number' | undefined;
  /** What all cells can only mean, those that are no numbers included; to say how much is left out. */
  readonly lost: Decimal;
  /** Whether its file has all columns that are needed; one that has not has been told. */
  readonly isWhole: boolean;
  readonly tagOf: (key: string) => string | undefined;
  /** All of its labels, as far as the export tells them. */
  readonly labels: readonly (readonly [key: string, value: string])[];
  readonly place: RowPlace;
  /** What its start is called where it stands. */
  readonly startName: string;
}

/**
 * Sums allocations by month and category, spread over their windows by time. What stood idle is a line of its own for
 * each component, such as `idle gpu`.
 *
 * @throws {TableProblem} when no currency is known: these files state none
 */
export async function importOpenCost(request: ImportRequest, world: ImportWorld, tally: Tally): Promise<void> {
  const { currency } = request;
  if (currency === undefined) {
    throw new TableProblem(`${request.label} states no currency; write \`currency\` under \`costs\`.`);
  }
  const { documents, tables } = splitByForm(request);
  const allocations = [
    ...(documents.files.length === 0 ? [] : await readAllocations(documents)),
    ...(tables.files.length === 0 ? [] : await readRows(tables, world, tally)),
  ];
  const counting: Booked[] = [];
  for (const allocation of allocations) {
    if (!request.tags.every(({ key, value }) => allocation.tagOf(key) === value)) continue;
    const booked = addAllocation(request, allocation, currency, tally);
    if (booked !== undefined) counting.push(booked);
  }
  tellOverlaps(counting, currency, tally);
  for (const own of Map.groupBy(counting, ({ name, start }) => JSON.stringify([name, monthAt(start)])).values()) {
    const first = own.find((one) => one.amount.lt(0));
    const amount = own.reduce<Decimal>((sum, one) => sum.plus(one.amount), zero);
    if (first === undefined || amount.gte(0)) continue;
    const odd = { place: first.place.text, column: 'its costs', amount, unit: currency };
    tellNegative(odd, { name: first.name, month: monthAt(first.start) }, tally);
  }
}

/** An allocation that is in the sums. */
interface Booked {
  readonly name: string;
  readonly place: RowPlace;
  /** Milliseconds since 1970, the end exclusive; both are equal where no end is known. */
  readonly start: number;
  readonly end: number;
  readonly amount: Decimal;
}

/**
 * Windows of one name that overlap: an export of a week beside those of its days, or the same one twice. The money of
 * the overlapping time is told, one sentence for each pair of files.
 */
function tellOverlaps(allocations: readonly Booked[], currency: string, tally: Tally): void {
  const repeats = new Repeats();
  for (const own of Map.groupBy(allocations, ({ name }) => name).values()) {
    let before: Booked | undefined;
    for (const one of own.toSorted((left, right) => left.start - right.start || left.end - right.end)) {
      if (before !== undefined && one.start < before.end && one.start < one.end) {
        const shared = Math.min(one.end, before.end) - one.start;
        const part = one.amount.times(shared).div(decimal(one.end - one.start));
        repeats.add(one.place, before.place.file, part, currency);
      }
      if (before === undefined || one.end > before.end) before = one;
    }
  }
  for (const { place, rows, other, amount } of repeats.all()) {
    const where = other === place.file ? 'others of the same name in this file' : `those of the same name in ${other}`;
    tally.problem(
      `${place.text}: ${counted(rows, 'window')} from here on ${rows === 1 ? 'overlaps' : 'overlap'} ${where}, so ${amount} may count twice.`,
      0,
    );
  }
}

async function readAllocations(request: ImportRequest): Promise<readonly Allocation[]> {
  const allocations: Allocation[] = [];
  for (const file of await confineFiles(sourceOf(request))) {
    const document = await readJson(file);
    // The answer wraps its sets in `data`; a set is an object from name to allocation.
    const sets = Array.isArray(document) ? document : listIn(valueIn(document, 'data'));
    if (sets.length === 0)
      throw new TableProblem(`${file.label} holds no allocations; export the answer of /allocation.`);
    for (const set of sets) {
      if (!isObject(set)) continue;
      for (const [name, value] of Object.entries(set)) allocations.push(readAllocation(name, value, file.label));
    }
  }
  return allocations;
}

function readAllocation(name: string, value: unknown, label: string): Allocation {
  const labels = valueIn(valueIn(value, 'properties'), 'labels');
  const parts = components.map(({ name: part, fields }) => {
    const numbers = fields.map((field) => numberIn(value, field));
    const isBad = numbers.includes(undefined);
    return [part, isBad ? undefined : numbers.reduce<Decimal>((sum, one) => sum.plus(one ?? zero), zero)] as const;
  });
  return {
    name: textIn(value, 'name') ?? name,
    start: textIn(value, 'start') ?? textIn(valueIn(value, 'window'), 'start'),
    end: textIn(value, 'end') ?? textIn(valueIn(value, 'window'), 'end'),
    parts: new Map(parts),
    total: valueIn(value, 'totalCost') === undefined ? undefined : (numberIn(value, 'totalCost') ?? 'no number'),
    lost: lostOf(
      components.flatMap(({ fields }) => fields.map((field) => valueIn(value, field))),
      valueIn(value, 'totalCost'),
    ),
    isWhole: true,
    labels: Object.entries(isObject(labels) ? labels : {}).flatMap(([key, text]) =>
      typeof text === 'string' && text !== '' ? [[key, text] as const] : [],
    ),
    tagOf: (key) => textIn(labels, key) ?? textIn(valueIn(value, 'properties'), key),
    place: { file: label, text: `${label} allocation ${shown(name)}` },
    startName: 'start',
  };
}

/** A number of JSON, whose shortest text is what the tool wrote; 0 where it is absent or null. */
function numberIn(value: unknown, key: string): Decimal | undefined {
  const cell = valueIn(value, key);
  if (cell === undefined || cell === null) return zero;
  return typeof cell === 'number' || typeof cell === 'string' ? readNumber(cell) : undefined;
}

/** The total, else the sum of the parts, decimal commas read. */
function lostOf(parts: readonly unknown[], total: unknown): Decimal {
  const read = (cell: unknown): Decimal | undefined =>
    typeof cell === 'number' || typeof cell === 'string' ? readLostNumber(cell) : undefined;
  return read(total) ?? parts.reduce<Decimal>((sum, part) => sum.plus(read(part) ?? zero), zero);
}

async function readRows(request: ImportRequest, world: ImportWorld, tally: Tally): Promise<readonly Allocation[]> {
  const optional = (...names: readonly string[]): WantedColumn => ({ names, isRequired: false });
  const wanted: Record<string, WantedColumn> = {
    name: { names: ['Name'], isRequired: true },
    start: { names: ['Window Start', 'Start', 'Window'], isRequired: true },
    end: optional('Window End', 'End'),
    total: optional('Total Cost', 'TotalCost'),
    ...Object.fromEntries(components.map(({ name, column, fields }) => [name, optional(column, fields[0])])),
    ...Object.fromEntries(askedTagKeys(request).map((key) => [tagAlias(key), optional(key)])),
  };
  return withTextTable(request, world, wanted, tally, async (table) => {
    const rows = await table.engine.select(`SELECT * FROM (${table.query}) ORDER BY "file", "line"`);
    await table.tellBroken();
    if (!['total', ...components.map(({ name }) => name)].some((alias) => table.has(alias))) {
      throw new TableProblem(
        `${request.label} has no column of costs, such as Total Cost or CPU Cost; export it again with them.`,
      );
    }
    return rows.map((row): Allocation => {
      const cell = (alias: string): string | undefined => {
        const value = row[alias];
        return typeof value === 'string' ? value : undefined;
      };
      const number = (alias: string): Decimal | undefined => {
        const text = cell(alias);
        return text === undefined ? zero : readNumber(text);
      };
      return {
        name: cell('name') ?? 'no name',
        start: cell('start'),
        // One cell may hold both: `start - end`.
        end: cell('end') ?? cell('start')?.split(' - ')[1],
        parts: new Map(components.map(({ name }) => [name, number(name)])),
        total: cell('total') === undefined ? undefined : (number('total') ?? 'no number'),
        lost: lostOf(
          components.map(({ name }) => cell(name)),
          cell('total'),
        ),
        isWhole: row['is_whole'] === true,
        labels: [],
        tagOf: (key) => cell(tagAlias(key)),
        place: table.rowPlaceOf(row),
        startName: table.nameOf('start'),
      };
    });
  });
}

/** @returns undefined for an allocation that is in no sum */
function addAllocation(
  request: ImportRequest,
  allocation: Allocation,
  currency: string,
  tally: Tally,
): Booked | undefined {
  const { name, parts, place } = allocation;
  const [start, end] = [instantIn(allocation.start), instantIn(allocation.end)];
  const amounts = [...parts].flatMap(([part, amount]) => (amount === undefined ? [] : [{ part, amount }]));
  const known = amounts.reduce<Decimal>((sum, { amount }) => sum.plus(amount), zero);
  const broken = components.find((component) => parts.get(component.name) === undefined);
  if (start === undefined || broken !== undefined || !allocation.isWhole) {
    if (allocation.isWhole) {
      tally.problem(
        broken === undefined
          ? `${place.text}: the start of the window in \`${allocation.startName}\` is no ISO time.`
          : `${place.text}: the cost in ${broken.column} (${broken.fields[0]}) is no number.`,
      );
    }
    if (!allocation.lost.eq(0)) tally.leaveOut(allocation.lost, currency);
    return undefined;
  }
  if (allocation.total === 'no number') {
    tally.problem(
      `${place.text}: the cost in Total Cost (totalCost) is no number, so the allocation counts with its parts alone.`,
      0,
    );
    if (!allocation.lost.eq(known)) tally.leaveOut(allocation.lost.minus(known), currency);
  }
  if (allocation.end !== undefined && (end === undefined || end <= start)) {
    tally.problem(
      `${place.text}: the end of the window is no time after its start, so all of it counts to the month of the start.`,
      0,
    );
  }
  const total = allocation.total === 'no number' ? undefined : allocation.total;
  // Shared, external and load-balancer costs are in the total alone.
  const other = total === undefined ? zero : total.minus(known);
  const isIdle = name === '__idle__' || name.endsWith('/__idle__');
  for (const { part, amount } of [...amounts, { part: 'other', amount: other }]) {
    if (amount.eq(0)) continue;
    const line = isIdle ? `idle ${part}` : name;
    const category = categoryOf(request, allocation, [line, isIdle ? line : part]);
    if (category === undefined) {
      for (const key of keysOf(allocation, line, isIdle ? undefined : part)) tally.offerKey(key, amount, currency);
    }
    for (const share of spreadPeriod(amount, start, end ?? start)) {
      tally.add({ month: share.month, category, money: { amount: share.amount, currency }, name: line }, 0);
    }
  }
  for (const [key, value] of allocation.labels) tally.offerTag(key, value, total ?? known, currency);
  tally.count(1);
  return { name, place, start, end: Math.max(end ?? start, start), amount: total ?? known };
}

/** Keys of a map that would match a line. */
function keysOf({ labels }: Allocation, line: string, part: string | undefined): readonly string[] {
  return [...labels.map(([key, value]) => `tag:${key}=${value}`), line, ...(part === undefined ? [] : [part])];
}

/** The most specific entry of the map decides: a label, then the name, then the component. */
function categoryOf({ map }: ImportRequest, { tagOf }: Allocation, names: readonly string[]): string | undefined {
  const byTag = map.find(({ key }) => {
    const tag = splitTagKey(key);
    return tag !== undefined && tagOf(tag.key) === tag.value;
  });
  if (byTag !== undefined) return byTag.category;
  for (const name of names) {
    const entry = map.find(({ key }) => key === name);
    if (entry !== undefined) return entry.category;
  }
  return undefined;
}
