import type { ColumnKind } from '../../../schemas/profile.ts';
import type { Value } from './exactNumber.ts';

const millisecondsPerDay = 86_400_000;
/** Farthest time that a JavaScript date can hold, in milliseconds from 1970. */
const farthest = 8.64e15;

/**
 * A value of a column for display: whole numbers in full, fractions to six digits, dates and times in ISO form.
 *
 * @param value in the unit of the kind: days, milliseconds since 1970, milliseconds since midnight, or the number
 */
export function displayValue(value: Value, kind: ColumnKind): string {
  const number = Number(value);
  switch (kind) {
    case 'date':
      return isoTime(Math.floor(number) * millisecondsPerDay)?.slice(0, 10) ?? `day ${number}`;
    case 'timestamp':
      return isoTime(Math.floor(number))?.replace(/(?:\.000)?Z$/, '') ?? `${number} ms`;
    case 'time':
      return (
        isoTime(Math.floor(number))
          ?.slice(11)
          .replace(/(?:\.000)?Z$/, '') ?? `${number} ms`
      );
    case 'integer':
    case 'float':
    case 'boolean':
    case 'text':
    case 'opaque':
      if (typeof value === 'bigint' || Number.isInteger(value)) return wholeText(value);
      return String(Number(number.toPrecision(6)));
  }
}

function wholeText(value: Value): string {
  return typeof value === 'number' && Math.abs(value) >= 1e21 ? String(value) : BigInt(value).toString();
}

function isoTime(milliseconds: number): string | undefined {
  return Math.abs(milliseconds) <= farthest ? new Date(milliseconds).toISOString() : undefined;
}
