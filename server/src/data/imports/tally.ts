/** Sums of an import, kept exact, and what could not be read of it. */
import { mostImportProblems, mostMapKeys, mostTags } from '../../../../schemas/importJob.ts';
import type { ImportResult } from '../../../../schemas/importJob.ts';
import { decimal, zero, type Decimal } from '../../spec/decimal.ts';

/** What is added to the sums. */
export interface TallyEntry {
  /** Such as `2026-04`. */
  readonly month: string;
  /** Undefined for what matches none. */
  readonly category: string | undefined;
  readonly item?: string | undefined;
  readonly money?: { readonly amount: Decimal; readonly currency: string } | undefined;
  readonly hours?: Decimal | undefined;
  readonly energyKwh?: Decimal | undefined;
  readonly emissionsKg?: Decimal | undefined;
  /** What it is called when it matches no category: a service, a label. */
  readonly name: string;
}

type Quantity = 'amount' | 'hours' | 'energyKwh' | 'emissionsKg';

interface Sum {
  readonly month: string;
  readonly category: string | undefined;
  readonly item: string | undefined;
  readonly currency: string | undefined;
  readonly amounts: Map<Quantity, Decimal>;
}

/** Longest text of a file that is repeated in an answer. */
const longestName = 80;

/** Text of a file on one line and cut, so that a sentence stays one. */
export function shown(cell: string): string {
  const line = cell.replace(/\s+/g, ' ').trim();
  return line.length > longestName ? `${line.slice(0, longestName - 1)}…` : line;
}

/** Collects the sums of one import. */
export class Tally {
  private readonly sums = new Map<string, Sum>();
  private readonly unmapped = new Map<string, { name: string; currency: string; amount: Decimal }>();
  private readonly keys = new Map<string, { key: string; unit: string; amount: Decimal }>();
  private readonly tags = new Map<string, { key: string; value: string; unit: string; amount: Decimal }>();
  private readonly lost = new Map<string, Decimal>();
  private readonly sentences: string[] = [];
  private rowCount = 0;
  private unreadCount = 0;
  private repeatedCount = 0;

  /** Rows that count, when they are no entries of their own. */
  count(rows: number): void {
    this.rowCount += rows;
  }

  /** @param rows how many rows the entry stands for */
  add(entry: TallyEntry, rows: number): void {
    this.rowCount += rows;
    const { month, category, item, money, hours, energyKwh, emissionsKg } = entry;
    const key = JSON.stringify([month, category ?? null, item ?? null, money?.currency ?? null]);
    const sum = this.sums.get(key) ?? {
      month,
      category,
      item,
      currency: money?.currency,
      amounts: new Map<Quantity, Decimal>(),
    };
    this.sums.set(key, sum);
    const parts = { amount: money?.amount, hours, energyKwh, emissionsKg };
    for (const quantity of ['amount', 'hours', 'energyKwh', 'emissionsKg'] as const) {
      const part = parts[quantity];
      if (part !== undefined) sum.amounts.set(quantity, (sum.amounts.get(quantity) ?? zero).plus(part));
    }
    if (category !== undefined || money === undefined) return;
    const name = shown(entry.name);
    const place = JSON.stringify([name, money.currency]);
    const before = this.unmapped.get(place)?.amount ?? zero;
    this.unmapped.set(place, { name, currency: money.currency, amount: before.plus(money.amount) });
  }

  /** A key of `map` that would match what matches none. @param unit a currency, `h`, or `kWh` */
  offerKey(key: string, amount: Decimal, unit: string): void {
    // A longer text is no name, and a key that was cut would match nothing.
    if (key !== shown(key)) return;
    const place = JSON.stringify([key, unit]);
    const before = this.keys.get(place)?.amount ?? zero;
    this.keys.set(place, { key, unit, amount: before.plus(amount) });
  }

  /** A tag of rows that count, whether they match a category or not. @param unit a currency */
  offerTag(key: string, value: string, amount: Decimal, unit: string): void {
    if (key !== shown(key) || value !== shown(value)) return;
    const place = JSON.stringify([key, value, unit]);
    const before = this.tags.get(place)?.amount ?? zero;
    this.tags.set(place, { key, value, unit, amount: before.plus(amount) });
  }

  /** A row or cell that could not be read; the row is in no sum. @param rows 0 for a doubt about what was read */
  problem(sentence: string, rows = 1): void {
    this.unreadCount += rows;
    if (this.sentences.length < mostImportProblems) this.sentences.push(sentence);
  }

  /** What a row states that is in no sum although it can be read. @param unit a currency, `h`, or `kWh` */
  leaveOut(amount: Decimal, unit: string): void {
    this.lost.set(unit, (this.lost.get(unit) ?? zero).plus(amount));
  }

  /** Rows that stand in an earlier file, too. */
  repeated(rows: number): void {
    this.repeatedCount += rows;
  }

  /** Everything but the files, in one order whatever the order of the rows. */
  result(): Omit<ImportResult, 'files'> {
    return {
      sums: [...this.sums.values()].toSorted(compareSums).map(({ month, category, item, currency, amounts }) => ({
        month,
        category: category ?? null,
        ...(item === undefined ? {} : { item }),
        ...(currency === undefined ? {} : { currency }),
        ...Object.fromEntries([...amounts].map(([quantity, amount]) => [quantity, amount.toFixed()])),
      })),
      unmapped: [...this.unmapped.values()]
        .toSorted((left, right) => right.amount.cmp(left.amount) || (left.name < right.name ? -1 : 1))
        .map(({ name, currency, amount }) => ({ name, currency, amount: amount.toFixed() })),
      mapKeys: [...this.keys.values()]
        .toSorted((left, right) => right.amount.abs().cmp(left.amount.abs()) || (left.key < right.key ? -1 : 1))
        .slice(0, mostMapKeys)
        .map(({ key, unit, amount }) => ({ key, unit, amount: amount.toFixed() })),
      tags: [...this.tags]
        .toSorted(
          ([left, { amount }], [right, other]) => other.amount.abs().cmp(amount.abs()) || (left < right ? -1 : 1),
        )
        .slice(0, mostTags)
        .map(([, { key, value, unit, amount }]) => ({ key, value, unit, amount: amount.toFixed() })),
      rows: this.rowCount,
      unreadRows: this.unreadCount,
      leftOut: [...this.lost]
        .toSorted(([left], [right]) => (left < right ? -1 : 1))
        .map(([unit, amount]) => ({ amount: amount.toFixed(), unit })),
      repeatedRows: this.repeatedCount,
      problems: this.sentences,
    };
  }
}

/** By month, category, item and currency; what has none comes last. */
function compareSums(left: Sum, right: Sum): number {
  const order = (a: string | undefined, b: string | undefined): number =>
    a === b ? 0 : a === undefined ? 1 : b === undefined ? -1 : a < b ? -1 : 1;
  return (
    order(left.month, right.month) ||
    order(left.category, right.category) ||
    order(left.item, right.item) ||
    order(left.currency, right.currency)
  );
}

/** The same as in the SQL of `exactSql.ts`. */
const numberPattern = /^[+-]?(?:\d{1,40}\.?\d*|\.\d+)(?:[eE](?:-\d{1,3}|\+?\d{1,2}))?$/;

/** An exact number of a file, such as `1.2E-5`; undefined when the text is none. */
export function readNumber(cell: string | number | undefined): Decimal | undefined {
  const trimmed = String(cell ?? '').trim();
  return numberPattern.test(trimmed)
    ? decimal(trimmed.replace(/\.(?=$|[eE])/, '').replace(/^([+-]?)\./, '$10.'))
    : undefined;
}

/**
 * `1.234,56`, `12,5` and `1,234.56` as a program writes them; any other text as it is, such as `1,234`, which may be a
 * thousand.
 */
export function withDecimalPoint(text: string): string {
  if (/^[+-]?\d{1,3}(?:,\d{3})+\.\d+$/.test(text)) return text.replaceAll(',', '');
  const isDecimalComma = /^[+-]?(?:\d{1,3}(?:\.\d{3})+,\d+|\d+,(?!\d{3}$)\d+)$/.test(text);
  return isDecimalComma ? text.replaceAll('.', '').replace(',', '.') : text;
}

/** What a cell that is no number can only mean, to say how much was left out; undefined where that is a guess. */
export function readLostNumber(cell: string | number | undefined): Decimal | undefined {
  return readNumber(typeof cell === 'string' ? withDecimalPoint(cell.trim()) : cell);
}
