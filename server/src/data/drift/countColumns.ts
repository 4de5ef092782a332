/** Counts several columns of a file in every window: those with few values by groups, other numbers together in one pass. */
import type { TableColumn } from '../../../../schemas/tableJobs.ts';
import type { CountedColumn, CountedSpread } from '../../drift/comparison/countedColumn.ts';
import { alignCounts } from '../../drift/numberTally.ts';
import type { Engine } from '../engine.ts';
import { countTexts } from './countWindows.ts';
import { findFewValued, groupNumbers } from './groupNumbers.ts';
import { groupTexts } from './groupTexts.ts';
import type { GroupedRows } from './readGroups.ts';
import { streamNumbers, type StreamedColumn, type TalliedWindow } from './streamNumbers.ts';

export interface ColumnsCounter {
  readonly engine: Engine;
  /** What the user calls the table. */
  readonly label: string;
  /** What to select from. */
  readonly rows: string;
  /** Column of the number of the window of a row. */
  readonly number: string;
  /** Rows of each window. */
  readonly windows: readonly number[];
  /** Another cut of the same rows, counted in the same pass; rows of no window of `number` lie in none of it either. */
  readonly blocks?: { readonly number: string; readonly windows: readonly number[] } | undefined;
  readonly columns: readonly WantedColumn[];
  /** Whether every value is counted, however many there are. */
  readonly isExact: boolean;
  /** Called now and then with the share of the pass that is done. */
  readonly onShare: (share: number) => void;
}

export interface WantedColumn {
  readonly column: TableColumn;
  readonly isPersonal: boolean;
}

/** For each column, one per window, those without rows included. */
export type CountedCut = readonly (readonly CountedColumn[])[];

/** @returns `blocks` is empty where no other cut is asked for */
export async function countColumns(
  counter: ColumnsCounter,
): Promise<{ readonly windows: CountedCut; readonly blocks: CountedCut }> {
  const { columns, windows, blocks } = counter;
  const total = { rows: windows.reduce((sum, own) => sum + own, 0), label: counter.label };
  const table = { engine: counter.engine, rows: counter.rows, cuts: cutsOf(counter), total };
  const counted = new Map<WantedColumn, readonly CountedCut[number][]>();
  const describe = (wanted: WantedColumn, tallied: readonly (readonly TalliedWindow[])[]): void => {
    counted.set(
      wanted,
      tallied.map((own, cut) => describeWindows(wanted, (cut === 0 ? windows : blocks?.windows) ?? [], own)),
    );
    counter.onShare(counted.size / columns.length);
  };
  const numbers = columns.filter((wanted) => !isText(wanted));
  const apart = await groupApart(table, numbers, counter.isExact, describe);
  const streamed = numbers.filter((wanted) => !apart.has(wanted));
  const tallied = await streamTogether(table, streamed, counter, counted.size);
  for (const [index, wanted] of streamed.entries())
    describe(
      wanted,
      tallied.map((cut) => cut[index] ?? []),
    );
  for (const wanted of columns.filter(isText)) {
    counted.set(wanted, await countTextsOnce(table, wanted, counter));
    counter.onShare(counted.size / columns.length);
  }
  const inOrder = columns.map((wanted) => counted.get(wanted) ?? []);
  return {
    windows: inOrder.map(([own = []]) => own),
    blocks: blocks === undefined ? [] : inOrder.map(([, own = []]) => own),
  };
}

function isText({ column, isPersonal }: WantedColumn): boolean {
  return column.kind === 'text' && !isPersonal;
}

type Table = Omit<GroupedRows, 'value'>;

function cutsOf({ number, windows, blocks }: ColumnsCounter): Table['cuts'] {
  const first = { number, windows: windows.length };
  return blocks === undefined ? [first] : [first, { number: blocks.number, windows: blocks.windows.length }];
}

function asStreamed({ column, isPersonal }: WantedColumn): StreamedColumn {
  return { column, isWithheld: isPersonal || column.kind === 'opaque' };
}

/** @param found called with each column that was counted @returns the columns that were */
async function groupApart(
  table: Table,
  wanted: readonly WantedColumn[],
  isExact: boolean,
  found: (wanted: WantedColumn, tallied: readonly (readonly TalliedWindow[])[]) => void,
): Promise<ReadonlySet<WantedColumn>> {
  const byColumn = new Map(wanted.map((one) => [asStreamed(one), one]));
  const counted = new Set<WantedColumn>();
  for (const streamed of await findFewValued(table, [...byColumn.keys()])) {
    const tallied = await groupNumbers(table, streamed, { isExact });
    const own = byColumn.get(streamed);
    if (tallied === undefined || own === undefined) continue;
    counted.add(own);
    found(own, tallied);
  }
  return counted;
}

/** @param before columns that were counted before @returns for each cut and each column, one per window */
async function streamTogether(
  { engine, rows, cuts: [first, second], total }: Table,
  wanted: readonly WantedColumn[],
  { isExact, columns, onShare }: ColumnsCounter,
  before: number,
): Promise<readonly (readonly (readonly TalliedWindow[])[])[]> {
  if (wanted.length === 0) return [];
  return streamNumbers({
    engine,
    rows,
    cuts: second === undefined ? [first] : [first, second],
    columns: wanted.map(asStreamed),
    isExact,
    total,
    onRows: (read) => onShare((before + (read / total.rows) * wanted.length) / columns.length),
  });
}

/** @returns for each cut, one per window */
async function countTextsOnce(
  table: Table,
  { column }: WantedColumn,
  { engine, rows, number, windows, blocks }: ColumnsCounter,
): Promise<readonly (readonly CountedColumn[])[]> {
  const cuts = [{ number, windows }, ...(blocks === undefined ? [] : [blocks])];
  const grouped = await groupTexts({ ...table, column, windows: cuts.map((cut) => cut.windows) });
  if (grouped !== undefined) return grouped;
  const counted: (readonly CountedColumn[])[] = [];
  for (const cut of cuts) counted.push(await countTexts({ engine, rows, ...cut, column }));
  return counted;
}

function describeWindows(
  { column: { name, kind }, isPersonal }: WantedColumn,
  windows: readonly number[],
  tallied: readonly TalliedWindow[],
): readonly CountedColumn[] {
  const aligned = alignCounts(
    tallied.map(({ tally }) => tally.finish()),
    kind !== 'float',
  );
  return windows.map((rows, window) => {
    const own = tallied[window];
    const missing = own?.missing ?? 0;
    const describe = (): CountedSpread => {
      if (isPersonal) return { shape: 'withheld', because: 'personal' };
      if (kind === 'opaque') return { shape: 'withheld', because: 'opaque' };
      const counts = aligned[window];
      if (kind === 'boolean') {
        const values = new Map(counts?.kind === 'values' ? counts.values : []);
        return { shape: 'boolean', true: values.get(1) ?? 0, false: values.get(0) ?? 0 };
      }
      return {
        shape: 'numeric',
        nan: own?.tally.nan ?? 0,
        positiveInfinity: own?.tally.positiveInfinity ?? 0,
        negativeInfinity: own?.tally.negativeInfinity ?? 0,
        ...(counts === undefined ? {} : { finite: { counts } }),
      };
    };
    return { name, kind, rows, missing, spread: describe() };
  });
}
