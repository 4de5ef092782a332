/** Finds rows of a table that are equal in every input of a model, so that each different row is answered once. */
import { inStretches } from '../evaluation/inStretches.ts';
import type { ColumnValues } from '../evaluation/rowSource.ts';
import { createRowKeys } from './rowKeys.ts';
import type { InputWords } from './rowKeys.ts';
import { createRowTable } from './rowTable.ts';
import type { KnownKeys, RowTable } from './rowTable.ts';
import { createWordReader } from './rowWords.ts';
import type { GatheredScores } from './tableOutputs.ts';

export interface EqualRows {
  /** Looks for equal rows among those that come from now on; until then, each row is answered. */
  readonly begin: () => void;
  /**
   * @param values of some rows, by column of all inputs
   * @param count rows in `values`
   * @param rows places of those that are wanted
   * @returns those of `rows` that are to be answered, in their order; the others equal one before
   */
  readonly pick: (values: readonly ColumnValues[], count: number, rows: Uint32Array) => Uint32Array;
  /** Gives each row that was wanted the scores of the different row that it equals. */
  readonly expand: (scores: GatheredScores) => GatheredScores;
}

/** After so many rows it shows whether rows repeat; in tables by time they do so days later. */
const trialRows = 1 << 18;
/** Share of new rows beyond which looking for equal ones costs more than it saves. */
const mostNew = 0.8;

/** @param rows of the split */
export function createEqualRows(rows: number): EqualRows {
  const slots = new Uint32Array(rows);
  let taken = 0;
  let different = 0;
  let isLooking = false;
  let known: KnownRows | undefined;
  return {
    begin: () => {
      isLooking = true;
    },
    pick: (values, count, wanted) => {
      if (isLooking) known ??= createKnownRows(values.length, different);
      const found = isLooking ? known?.find(values, count, wanted, different, slots, taken) : undefined;
      // A column that cannot be compared now cannot be compared later.
      if (found === undefined && isLooking) isLooking = false;
      if (found === undefined) numberRows(wanted.length, different, slots, taken);
      const fresh = found ?? wanted;
      taken += wanted.length;
      different += fresh.length;
      if (taken >= trialRows && different > taken * mostNew) isLooking = false;
      if (!isLooking) known = undefined;
      return fresh;
    },
    expand: (scores) => {
      const length = rows * scores.width;
      const values = scores.values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
      inStretches(taken, (from, until) => expandStretch(scores, slots, from, until, values));
      return { values, width: scores.width };
    },
  };
}

function expandStretch(
  { values, width }: GatheredScores,
  slots: Uint32Array,
  from: number,
  until: number,
  into: GatheredScores['values'],
): void {
  for (let row = from, to = from * width; row < until; row++) {
    const first = (slots[row] ?? 0) * width;
    for (let column = 0; column < width; column++) into[to++] = values[first + column] ?? NaN;
  }
}

interface KnownRows {
  /** As {@link RowTable}, for rows that are not keys yet; undefined when they cannot be compared. */
  readonly find: (
    values: readonly ColumnValues[],
    count: number,
    rows: Uint32Array,
    slot: number,
    slots: Uint32Array,
    at: number,
  ) => Uint32Array | undefined;
}

function createKnownRows(columns: number, slot: number): KnownRows {
  const readers = Array.from({ length: columns }, () => createWordReader());
  const none: KnownKeys = { keys: new Int32Array(), count: 0, slot };
  let keys: ReturnType<typeof createRowKeys> | undefined;
  let plan: ReturnType<ReturnType<typeof createRowKeys>['plan']> | undefined;
  let table: RowTable | undefined;
  return {
    find: (values, count, rows, next, slots, at) => {
      const words: InputWords[] = [];
      for (const [index, reader] of readers.entries()) {
        const column = values[index];
        const own = column === undefined ? undefined : reader.read(column, count);
        if (own === undefined) return undefined;
        words.push(own);
      }
      keys ??= createRowKeys(words);
      const own = keys.read(words, count);
      if (keys.plan() !== plan) {
        const known = table?.known() ?? none;
        const renewed = plan === undefined ? known.keys : keys.renew(plan, known.keys, known.count);
        plan = keys.plan();
        table = createRowTable(plan.stride, { ...known, keys: renewed });
      }
      return table?.find(own, rows, next, slots, at);
    },
  };
}

/** Gives each row a slot of its own. */
function numberRows(count: number, slot: number, slots: Uint32Array, at: number): void {
  for (let row = 0; row < count; row++) slots[at + row] = slot + row;
}
