/** Counts several columns of a file in every window: numbers together in one pass, texts one after the other. */
import type { TableColumn } from '../../../../schemas/tableJobs.ts';
import type { CountedColumn, CountedSpread } from '../../drift/comparison/countedColumn.ts';
import { alignCounts } from '../../drift/numberTally.ts';
import type { Engine } from '../engine.ts';
import { countTexts } from './countWindows.ts';
import { streamNumbers, type TalliedWindow } from './streamNumbers.ts';

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
  const { engine, label, rows, number, windows, blocks, columns, isExact, onShare } = counter;
  const isText = ({ column, isPersonal }: WantedColumn): boolean => column.kind === 'text' && !isPersonal;
  const streamed = columns.filter((wanted) => !isText(wanted));
  const total = windows.reduce((sum, own) => sum + own, 0);
  const [tallied = [], ofBlocks = []] =
    streamed.length === 0
      ? []
      : await streamNumbers({
          engine,
          rows,
          cuts: [
            { number, windows: windows.length },
            ...(blocks === undefined ? [] : [{ number: blocks.number, windows: blocks.windows.length }]),
          ],
          columns: streamed.map(({ column, isPersonal }) => ({
            column,
            isWithheld: isPersonal || column.kind === 'opaque',
          })),
          isExact,
          total: { rows: total, label },
          onRows: (read) => onShare(((read / total) * streamed.length) / columns.length),
        });
  const places = new Map(streamed.map(({ column }, index) => [column.name, index]));
  const counted: (readonly CountedColumn[])[] = [];
  const inBlocks: (readonly CountedColumn[])[] = [];
  let texts = 0;
  for (const wanted of columns) {
    const { column } = wanted;
    if (isText(wanted)) {
      counted.push(await countTexts({ engine, rows, number, windows, column }));
      if (blocks !== undefined) inBlocks.push(await countTexts({ engine, rows, ...blocks, column }));
      texts += 1;
      onShare((streamed.length + texts) / columns.length);
      continue;
    }
    const place = places.get(column.name) ?? -1;
    counted.push(describeWindows(wanted, windows, tallied[place] ?? []));
    if (blocks !== undefined) inBlocks.push(describeWindows(wanted, blocks.windows, ofBlocks[place] ?? []));
  }
  return { windows: counted, blocks: inBlocks };
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
