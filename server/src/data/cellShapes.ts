/** How the cells of each column of a delimited text are written, seen in one pass over its bytes. */

/** What cells of a column are, as bits of a number. */
export const cellShape = {
  empty: 1,
  /** `0`, `-12`: no zero in front, at most 18 digits, so that it fits 64 bits. */
  whole: 2,
  /** `0.5`, `-12.0`. */
  fraction: 4,
  /** `1e-05`, with at most two digits behind the sign. */
  power: 8,
  /** `2001-05-31`: a day that exists, of the years 1000 to 2999. */
  day: 16,
  /** `2001-05-31 23:59:59`, with or without a part of a second. */
  moment: 32,
  /** `true` or `false`, in small letters. */
  truth: 64,
  /** Everything else, and everything in quotes. */
  text: 128,
} as const;

export interface CellShapes {
  /**
   * Looks at more of the text.
   *
   * @param lines whole lines, of which the last one ends, too
   * @returns false where the text is not as plain as this reads it, which ends the looking: lines of other lengths, lines
   * without a cell, quotes inside of cells, line ends of several kinds
   */
  readonly take: (lines: Uint8Array) => boolean;
  /** Shapes of all cells so far, by column; the first line is the header and does not count. */
  readonly shapes: Uint8Array;
  /** Of the first lines alone. */
  readonly earlyShapes: Uint8Array;
}

const [lf, cr, quote, plus, minus, point, zero] = [0x0a, 0x0d, 0x22, 0x2b, 0x2d, 0x2e, 0x30] as const;

/** What a byte does to a plain cell. */
const role = { within: 0, delimiter: 1, lf: 2, cr: 3, odd: 4 } as const;

function rolesOfBytes(delimiter: number): Uint8Array {
  const roles = new Uint8Array(256);
  roles[delimiter] = role.delimiter;
  roles[lf] = role.lf;
  roles[cr] = role.cr;
  // Neither belongs into a plain cell.
  roles[quote] = role.odd;
  roles[0] = role.odd;
  return roles;
}

/** Longer numbers may be read otherwise than they are written. */
const mostDigits = 18;
const mostNumberBytes = 40;
/** The engine refuses longer lines. */
const mostLineBytes = 2 ** 20;

/**
 * @param width columns of the header, at least 1
 * @param delimiter one character of ASCII
 * @param early lines behind the header whose shapes are told apart
 */
export function createCellShapes(width: number, delimiter: string, early: number): CellShapes {
  const roles = rolesOfBytes(delimiter.charCodeAt(0));
  const shapes = new Uint8Array(width);
  const earlyShapes = new Uint8Array(width);
  const header = new Uint8Array(width);
  let seen = 0;
  let ending: number | undefined;
  return {
    shapes,
    earlyShapes,
    take: (bytes) => {
      let at = 0;
      while (at < bytes.length) {
        // The header, the lines that are told apart, and all others.
        const [into, most] = seen === 0 ? [header, 1] : [shapes, seen <= early ? early + 1 - seen : Infinity];
        const read = readLines(bytes, at, roles, into, ending, most);
        if (read === undefined) return false;
        ({ at, ending } = read);
        seen += read.lines;
        if (seen <= early + 1) earlyShapes.set(shapes);
      }
      return true;
    },
  };
}

interface ReadLines {
  /** Where the next line begins. */
  readonly at: number;
  readonly lines: number;
  /** How the lines end: `role.lf` or `role.cr`. */
  readonly ending: number | undefined;
}

/**
 * Reads lines on end. All that it touches is a variable of its own: in a closure, each step would take longer.
 *
 * @param bytes that end with a line
 * @param into receives the shapes of the cells
 * @param ending of the lines before; undefined of none
 * @param most lines
 * @returns undefined where a line is not a plain one of the width of `into`
 */
function readLines(
  bytes: Uint8Array,
  from: number,
  roles: Uint8Array,
  into: Uint8Array,
  ending: number | undefined,
  most: number,
): ReadLines | undefined {
  const { length } = bytes;
  const width = into.length;
  let at = from;
  let lines = 0;
  let line = at;
  let column = 0;
  let kind = ending ?? 0;
  while (at < length && lines < most) {
    const start = at;
    let shape = 0;
    if (bytes[at] === quote) {
      at = endOfQuotes(bytes, at);
      if (at < 0) return undefined;
      shape = cellShape.text;
    } else {
      // Digits are most of what tables hold: loops that do nothing else take half the time of a table of states.
      if (bytes[at] === minus) at += 1;
      const digits = at;
      while (((bytes[at] ?? 0) - zero) >>> 0 < 10) at += 1;
      if (at > digits && (bytes[digits] !== zero || at === digits + 1)) {
        shape = cellShape.whole;
        if (bytes[at] === point) {
          const parts = at + 1;
          at = parts;
          while (((bytes[at] ?? 0) - zero) >>> 0 < 10) at += 1;
          shape = at > parts ? cellShape.fraction : 0;
        } else if (bytes[start] === minus && bytes[digits] === zero) {
          shape = 0;
        }
      }
      if (roles[bytes[at] ?? 0] === role.within) {
        shape = shape === 0 ? 0 : cellShape.power;
        const power = at;
        while (roles[bytes[at] ?? 0] === role.within) at += 1;
        if (shape !== 0 && !isPower(bytes, power, at)) shape = 0;
      }
      if (at === start) shape = cellShape.empty;
      // A column with texts is one, whatever else is in it.
      else if (shape === 0 || at - start > mostDigits) {
        shape = ((into[column] ?? 0) & cellShape.text) === 0 ? shapeOf(bytes, start, at, shape) : cellShape.text;
      }
    }
    into[column] = (into[column] ?? 0) | shape;
    const next = roles[bytes[at] ?? 0] ?? role.odd;
    at += 1;
    column += 1;
    if (next === role.delimiter) {
      if (column === width) return undefined;
      continue;
    }
    // A line that is empty is passed over by readers, or is a row, as they like.
    if (next === role.within || next === role.odd || column !== width || at === line + 1) return undefined;
    if (next === role.cr) {
      if (bytes[at] !== lf || at === line + 1) return undefined;
      at += 1;
    }
    if (kind === 0) kind = next;
    if (kind !== next || at - line > mostLineBytes) return undefined;
    line = at;
    column = 0;
    lines += 1;
  }
  return { at, lines, ending: kind };
}

/** Whether bytes behind a number are its power of ten, of one or two digits. */
function isPower(bytes: Uint8Array, from: number, until: number): boolean {
  const letter = (bytes[from] ?? 0) | 0x20;
  const isSigned = bytes[from + 1] === minus || bytes[from + 1] === plus;
  const digits = isSigned ? from + 2 : from + 1;
  if (letter !== 0x65 || until - digits < 1 || until - digits > 2) return false;
  for (let at = digits; at < until; at++) if (((bytes[at] ?? 0) - zero) >>> 0 > 9) return false;
  return true;
}

/** @returns the place behind the quotes; −1 where they do not end */
function endOfQuotes(bytes: Uint8Array, from: number): number {
  for (let at = from + 1; at < bytes.length; at++) {
    if (bytes[at] !== quote) continue;
    if (bytes[at + 1] !== quote) return at + 1;
    at += 1;
  }
  return -1;
}

/** @param shape of the number that it is; 0 of none */
function shapeOf(bytes: Uint8Array, from: number, until: number, shape: number): number {
  const length = until - from;
  if (shape === cellShape.whole) {
    const digits = bytes[from] === minus ? length - 1 : length;
    return digits <= mostDigits ? shape : cellShape.text;
  }
  if (shape !== 0) return length <= mostNumberBytes ? shape : cellShape.text;
  if (isWord(bytes, from, until, truth) || isWord(bytes, from, until, falsehood)) return cellShape.truth;
  if (length < 10 || !isDay(bytes, from)) return cellShape.text;
  if (length === 10) return cellShape.day;
  return isTimeOfDay(bytes, from + 10, until) ? cellShape.moment : cellShape.text;
}

const [truth, falsehood] = [Buffer.from('true'), Buffer.from('false')];

function isWord(bytes: Uint8Array, from: number, until: number, word: Uint8Array): boolean {
  if (until - from !== word.length) return false;
  for (let at = 0; at < word.length; at++) if (bytes[from + at] !== word[at]) return false;
  return true;
}

/** @returns at least 1,000 where one of the bytes is no digit */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = ((bytes[at] ?? 0) - zero) >>> 0;
  const ones = ((bytes[at + 1] ?? 0) - zero) >>> 0;
  return tens > 9 || ones > 9 ? 1000 : tens * 10 + ones;
}

const daysOfMonths = Uint8Array.of(31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31);

function isDay(bytes: Uint8Array, from: number): boolean {
  if (bytes[from + 4] !== minus || bytes[from + 7] !== minus) return false;
  const century = twoDigits(bytes, from);
  const rest = twoDigits(bytes, from + 2);
  const month = twoDigits(bytes, from + 5);
  const day = twoDigits(bytes, from + 8);
  if (century < 10 || century > 29 || rest > 99 || month < 1 || month > 12 || day < 1) return false;
  const isLeap = rest === 0 ? century % 4 === 0 : rest % 4 === 0;
  return day <= (month === 2 && isLeap ? 29 : (daysOfMonths[month - 1] ?? 0));
}

const [space, colon] = [0x20, 0x3a] as const;

/** What stands behind a day: a space, hours, minutes and seconds, and up to six digits of a second. */
function isTimeOfDay(bytes: Uint8Array, from: number, until: number): boolean {
  if (until - from < 9 || bytes[from] !== space || bytes[from + 3] !== colon || bytes[from + 6] !== colon) return false;
  if (twoDigits(bytes, from + 1) > 23 || twoDigits(bytes, from + 4) > 59 || twoDigits(bytes, from + 7) > 59)
    return false;
  const parts = until - from - 10;
  if (parts === -1) return true;
  if (bytes[from + 9] !== point || parts < 1 || parts > 6) return false;
  for (let at = from + 10; at < until; at++) if (((bytes[at] ?? 0) - zero) >>> 0 > 9) return false;
  return true;
}

/**
 * The type that the engine finds of a column from all of its cells.
 *
 * @param shapes of all cells
 * @param early shapes of cells that the engine has looked at
 * @param guessed the type that it has given the column by those
 * @returns undefined where it has to look at all cells itself
 */
export function typeOfShapes(shapes: number, early: number, guessed: string): string | undefined {
  const { empty, whole, fraction, power, day, moment } = cellShape;
  // What is text already stays text, whatever follows.
  if (guessed === 'VARCHAR' && (early & ~empty) !== 0) return guessed;
  const found = shapes & ~empty;
  switch (found) {
    case 0:
      return guessed === 'VARCHAR' ? guessed : undefined;
    case whole:
      return 'BIGINT';
    case fraction:
    case fraction | whole:
    case fraction | power:
    case fraction | whole | power:
      return 'DOUBLE';
    case day:
      return 'DATE';
    case moment:
      return 'TIMESTAMP';
    case cellShape.truth:
      return 'BOOLEAN';
    default:
      return undefined;
  }
}
