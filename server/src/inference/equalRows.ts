/** Finds rows of a table that are equal in every input of a model, so that each different row is answered once. */
import type { FedPart } from './fedParts.ts';
import { createRowKeys } from './rowKeys.ts';
import type { InputWords } from './rowKeys.ts';
import { createRowTable } from './rowTable.ts';
import type { KnownKeys, RowTable } from './rowTable.ts';
import type { GatheredScores } from './tableOutputs.ts';

/** Rows that differ from each other, to be answered together. */
export interface DifferentRows {
  readonly parts: readonly FedPart[];
  /** Place of the first of them among all different rows. */
  readonly first: number;
  readonly count: number;
}

export interface EqualRows {
  /**
   * @param parts of one batch, whose memory is only read
   * @param count rows of it that are real
   * @returns batches of different rows that are full, in their order
   */
  readonly take: (parts: readonly FedPart[], count: number) => readonly DifferentRows[];
  /** The last batch of different rows; undefined when nothing is left. */
  readonly rest: () => DifferentRows | undefined;
  /** Gives each row that was taken the scores of the different row that it equals. */
  readonly expand: (scores: GatheredScores) => GatheredScores;
}

/** After so many rows it shows whether rows repeat; in tables by time they do so days later. */
const trialRows = 1 << 18;
/** Share of new rows beyond which looking for equal ones costs more than it saves. */
const mostNew = 0.8;

const wordBytes = Uint32Array.BYTES_PER_ELEMENT;

/** Bytes of one row of an input. */
function rowBytesOf(part: FedPart): number {
  const bytes = 'bytes' in part ? part.bytes.byteLength : part.places.byteLength;
  return bytes / Math.max(1, part.shape[0] ?? 1);
}

/** Whether rows of these inputs can be compared: each fills whole words of four bytes. */
export function canCompareRows(parts: readonly FedPart[]): boolean {
  return parts.length > 0 && parts.every((part) => rowBytesOf(part) > 0 && rowBytesOf(part) % wordBytes === 0);
}

/** The same inputs for some of their rows, in the order given. */
export function pickRows(parts: readonly FedPart[], rows: readonly number[]): readonly FedPart[] {
  const pending = createPending(parts, rows.length);
  pending.keep(wordsOf(parts), Uint32Array.from(rows));
  return pending.release(parts);
}

function wordsOf(parts: readonly FedPart[]): readonly InputWords[] {
  return parts.map((part) => ({
    words:
      'bytes' in part
        ? new Int32Array(part.bytes)
        : new Int32Array(part.places.buffer, part.places.byteOffset, part.places.length),
    width: rowBytesOf(part) / wordBytes,
    arePlaces: !('bytes' in part),
  }));
}

/**
 * @param rows of the split
 * @param batch different rows of a batch
 */
export function createEqualRows(rows: number, batch: number): EqualRows {
  const slots = new Uint32Array(rows);
  let taken = 0;
  let different = 0;
  let isLooking = true;
  let opened: readonly FedPart[] = [];
  let known: KnownRows | undefined;
  let pending: Pending | undefined;
  const flush = (): DifferentRows | undefined => {
    if (pending === undefined || pending.count === 0) return undefined;
    const { count } = pending;
    return { parts: pending.release(opened), first: different - count, count };
  };
  return {
    take: (parts, count) => {
      const full: DifferentRows[] = [];
      const words = wordsOf(parts);
      pending ??= createPending(parts, batch);
      if (!keepsNumbers(opened, parts)) {
        // Words have other numbers from here on.
        const before = flush();
        if (before !== undefined) full.push(before);
        known = undefined;
      }
      opened = parts;
      known ??= createKnownRows(words, different, rows - taken);
      const fresh = isLooking
        ? known.find(words, count, different, slots, taken)
        : numberRows(count, different, slots, taken);
      taken += count;
      for (let at = 0; at < fresh.length;) {
        const some = fresh.subarray(at, at + batch - pending.count);
        pending.keep(words, some);
        different += some.length;
        at += some.length;
        const batchOfRows = pending.count < batch ? undefined : flush();
        if (batchOfRows !== undefined) full.push(batchOfRows);
      }
      if (taken >= trialRows && different > taken * mostNew) isLooking = false;
      return full;
    },
    rest: flush,
    expand: ({ values, width }) => {
      const length = rows * width;
      const expanded = values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
      for (let row = 0; row < taken; row++) {
        const from = (slots[row] ?? 0) * width;
        for (let column = 0; column < width; column++) expanded[row * width + column] = values[from + column] ?? NaN;
      }
      return { values: expanded, width };
    },
  };
}

/** Whether words of the inputs have the numbers that they had. */
function keepsNumbers(before: readonly FedPart[], parts: readonly FedPart[]): boolean {
  return parts.every((part, index) => {
    const one = before[index];
    if (!('words' in part) || one === undefined || !('words' in one)) return true;
    return part.words === one.words || one.words.every((word, place) => part.words[place] === word);
  });
}

interface KnownRows {
  /** As {@link RowTable}, for rows that are not keys yet. */
  readonly find: (
    words: readonly InputWords[],
    count: number,
    slot: number,
    slots: Uint32Array,
    at: number,
  ) => Uint32Array;
}

/** @param most rows that may come */
function createKnownRows(like: readonly InputWords[], slot: number, most: number): KnownRows {
  const keys = createRowKeys(like);
  const none: KnownKeys = { keys: new Int32Array(), count: 0, slot };
  let plan = keys.plan();
  let table: RowTable = createRowTable(plan.stride, most, none);
  return {
    find: (words, count, next, slots, at) => {
      const own = keys.read(words, count);
      if (keys.plan() !== plan) {
        const known = table.known();
        const renewed = keys.renew(plan, known.keys, known.count);
        plan = keys.plan();
        table = createRowTable(plan.stride, most, { ...known, keys: renewed });
      }
      return table.find(own, count, next, slots, at);
    },
  };
}

interface Pending {
  /** Rows that were kept and not released. */
  readonly count: number;
  /** Keeps some rows of a batch, by their numbers. */
  readonly keep: (words: readonly InputWords[], rows: Uint32Array) => void;
  /** @param like parts with the names, types and words of those that were kept */
  readonly release: (like: readonly FedPart[]) => readonly FedPart[];
}

/** Rows on their way into a batch. */
function createPending(like: readonly FedPart[], batch: number): Pending {
  const widths = wordsOf(like).map(({ width }) => width);
  const make = (): readonly Int32Array<ArrayBuffer>[] => widths.map((width) => new Int32Array(width * batch));
  let kept = make();
  let count = 0;
  return {
    get count() {
      return count;
    },
    keep: (inputs, rows) => {
      for (const [index, { words, width }] of inputs.entries()) {
        keepRows(words, rows, kept[index] ?? new Int32Array(), count, width);
      }
      count += rows.length;
    },
    release: (parts) => {
      const rows = count;
      const full = kept;
      count = 0;
      kept = make();
      return parts.map((part, input) => {
        const whole = full[input] ?? new Int32Array();
        const own = rows === batch ? whole : whole.slice(0, rows * (widths[input] ?? 0));
        const shape = [rows, ...part.shape.slice(1)];
        return 'bytes' in part ? { ...part, shape, bytes: own.buffer } : { ...part, shape, places: own };
      });
    },
  };
}

/** Copies rows side by side. @param first row of `target` */
function keepRows(source: Int32Array, rows: Uint32Array, target: Int32Array, first: number, width: number): void {
  let to = first * width;
  for (let at = 0; at < rows.length; at++) {
    const from = (rows[at] ?? 0) * width;
    for (let word = 0; word < width; word++) target[to++] = source[from + word] ?? 0;
  }
}

/** Gives each row a slot of its own. @returns all of them */
function numberRows(count: number, slot: number, slots: Uint32Array, at: number): Uint32Array {
  const fresh = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    fresh[row] = row;
    slots[at + row] = slot + row;
  }
  return fresh;
}
