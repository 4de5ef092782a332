/** What stands more than once in the files of an import: it stays in the sums, and is told with what it comes to. */
import { zero, type Decimal } from '../../spec/decimal.ts';
import { counted } from '../../spec/words.ts';
import type { Tally } from './tally.ts';

/** Where one row of an import stands. */
export interface RowPlace {
  /** For a sentence, such as `finance/a.csv line 7`. */
  readonly text: string;
  /** What the user calls the file. */
  readonly file: string;
}

/** A group of repeated rows. */
export interface Repetition {
  /** Of the first of them. */
  readonly place: RowPlace;
  readonly rows: number;
  /** File in which they stand before, which may be their own. */
  readonly other: string;
  /** What they come to, such as `12.5 USD`. */
  readonly amount: string;
}

/** "a.csv line 7: 2 rows from here on stand letter for letter in b.csv, too, so 3 USD may count twice." */
export function tellRepeated({ place, rows, other, amount }: Repetition, tally: Tally): void {
  const where = other === place.file ? 'above' : `in ${other}`;
  const stand = rows === 1 ? 'stands' : 'stand';
  tally.repeated(rows);
  tally.problem(
    `${place.text}: ${counted(rows, 'row')} from here on ${stand} letter for letter ${where}, too, so ${amount} may count twice.`,
    0,
  );
}

/** Money to the cent, time and energy to a ten-thousandth. @param unit a currency, `h`, or `kWh` */
export function amountText(amount: Decimal, unit: string): string {
  return `${amount.round(unit === 'h' || unit === 'kWh' ? 4 : 2).toFixed()} ${unit}`;
}

interface Group {
  readonly place: RowPlace;
  readonly other: string;
  readonly unit: string;
  rows: number;
  total: Decimal;
}

/** Finds what repeats among rows that are read one by one. */
export class Repeats {
  private readonly first = new Map<string, RowPlace>();
  private readonly groups = new Map<string, Group>();

  /**
   * Notes a row that counts.
   *
   * @param key equal for rows that are the same one; undefined for a row of which nothing tells that
   * @param amount what it adds to the sums, in `unit`
   */
  note(key: string | undefined, place: RowPlace, amount: Decimal, unit: string): void {
    if (key === undefined) return;
    const before = this.first.get(key);
    if (before === undefined) {
      this.first.set(key, place);
      return;
    }
    this.add(place, before.file, amount, unit);
  }

  /** Notes a row that is known to repeat what stands in another file, or above in its own. */
  add(place: RowPlace, other: string, amount: Decimal, unit: string): void {
    const id = JSON.stringify([place.file, other, unit]);
    const group = this.groups.get(id) ?? { place, other, unit, rows: 0, total: zero };
    this.groups.set(id, group);
    group.rows += 1;
    group.total = group.total.plus(amount);
  }

  /** One group for each file, file in which the rows stand before, and unit; in the order of the rows. */
  all(): readonly Repetition[] {
    return [...this.groups.values()].map(({ place, other, unit, rows, total }) => ({
      place,
      other,
      rows,
      amount: amountText(total, unit),
    }));
  }
}
