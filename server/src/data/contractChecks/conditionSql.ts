/** Conditions of a contract as SQL that holds for the values that violate them. */
import type { ValueCondition } from '../../../../schemas/contractCheck.ts';
import { readNestedType } from '../../contract/nestedType.ts';
import { describeKind } from '../describeKind.ts';
import { quoteText } from '../sqlText.ts';
import { sqlOf } from './valuePlace.ts';
import type { ValueColumn } from './valuePlace.ts';

/** SQL of a condition that is true, false or null; or why there is none. */
export type ViolationSql =
  { readonly kind: 'sql'; readonly sql: string } | { readonly kind: 'none'; readonly because: string };

/** Texts of well-known forms, loosely: what passes here may still be wrong, what fails is wrong for sure. */
const textFormats: Readonly<Record<string, string>> = {
  email: '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$',
  uuid: '^[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}$',
  uri: '^[A-Za-z][A-Za-z0-9+.-]*:\\S+$',
  hostname: '^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.?$',
  ipv4: '^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)$',
  ipv6: '^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$',
};

/**
 * Writes what violates a condition.
 *
 * @param column as the table has it; its type decides how values are compared
 */
export function writeViolation(column: ValueColumn, condition: ValueCondition): ViolationSql {
  const name = sqlOf(column);
  const none = (because: string): ViolationSql => ({ kind: 'none', because });
  const sql = (text: string): ViolationSql => ({ kind: 'sql', sql: text });
  switch (condition.kind) {
    case 'present':
      return sql(`${name} IS NULL`);
    case 'minimum':
    case 'maximum': {
      const literal = writeBound(column, condition.bound);
      if (literal === undefined)
        return none(`${describeKind(column)} cannot be compared with ${String(condition.bound)}`);
      const beyond = condition.kind === 'minimum' ? '<' : '>';
      return sql(`${comparable(column)} ${beyond}${condition.isExclusive ? '=' : ''} ${literal}`);
    }
    case 'multipleOf': {
      if (column.kind !== 'integer' && column.kind !== 'float')
        return none(`${describeKind(column)} are not multiples of a number`);
      const quotient = `CAST(${name} AS DOUBLE) / ${writeNumber(condition.step)}`;
      return sql(`abs(${quotient} - round(${quotient})) > 1e-9 * greatest(1, abs(${quotient}))`);
    }
    case 'minLength':
      return ofText(column, `length(${textOf(column)}) < ${condition.length}`);
    case 'maxLength':
      return ofText(column, `length(${textOf(column)}) > ${condition.length}`);
    case 'pattern':
      return ofText(column, writeUnlike(column, condition.pattern));
    case 'textFormat': {
      const pattern = Object.entries(textFormats).find(([format]) => format === condition.format)?.[1];
      if (pattern === undefined) return none(`the format \`${condition.format}\` is not one that Plumbline checks`);
      return ofText(column, writeUnlike(column, pattern));
    }
    case 'integerFormat':
      return ofInteger(column, condition.format);
    case 'oneOf':
      return sql(`${textOf(column)} NOT IN (${condition.values.map((value) => writeValue(column, value)).join(', ')})`);
    case 'minItems':
      return ofList(column, `len(${name}) < ${condition.length}`);
    case 'maxItems':
      return ofList(column, `len(${name}) > ${condition.length}`);
    case 'uniqueItems':
      return ofList(column, `len(list_distinct(${name})) < len(list_filter(${name}, lambda x: x IS NOT NULL))`);
    case 'part':
      return ofParts(column, (parts) => {
        const part = parts.find((one) => one.name === condition.name);
        return part === undefined ? `${name} IS NOT NULL` : `${name} IS NOT NULL AND ${part.sql} IS NULL`;
      });
    case 'minProperties':
      return ofParts(column, (parts) => `${name} IS NOT NULL AND ${countPresent(parts)} < ${condition.length}`);
    case 'maxProperties':
      return ofParts(column, (parts) => `${name} IS NOT NULL AND ${countPresent(parts)} > ${condition.length}`);
  }
}

interface Part {
  readonly name: string;
  readonly sql: string;
}

/** A condition on the parts of an object, of which those without a value count as not there. */
function ofParts(column: ValueColumn, write: (parts: readonly Part[]) => string): ViolationSql {
  const nested = readNestedType(column.type);
  if (nested.kind !== 'struct') {
    return { kind: 'none', because: `the parts of ${column.type.slice(0, 60)} are not looked into` };
  }
  const parts = nested.fields.map(({ name }) => ({
    name,
    sql: `struct_extract(${sqlOf(column)}, ${quoteText(name)})`,
  }));
  return { kind: 'sql', sql: `(${write(parts)})` };
}

function countPresent(parts: readonly Part[]): string {
  return `(${['0', ...parts.map(({ sql }) => `CAST(${sql} IS NOT NULL AS INTEGER)`)].join(' + ')})`;
}

/** A column as the text that a contract writes. */
export function textOf(column: ValueColumn): string {
  return column.kind === 'text' ? sqlOf(column) : `CAST(${sqlOf(column)} AS VARCHAR)`;
}

/** SQL that holds for the texts of a column that are not like a pattern. */
export function writeUnlike(column: ValueColumn, pattern: string): string {
  // A whole match and a match anywhere are the same here, and the engine looks for the first once per different text.
  const matches = isAnchored(pattern) ? 'regexp_full_match' : 'regexp_matches';
  return `NOT ${matches}(${textOf(column)}, ${quoteText(pattern)})`;
}

/** Whether a pattern can only match a text as a whole; some that can are not recognised. */
function isAnchored(pattern: string): boolean {
  const hasAnchors = /^\^(?:[^\\|]|\\[^Q])*\$$/s.test(pattern);
  const hasFlags = /\(\?(?!:)/.test(pattern);
  return hasAnchors && !hasFlags;
}

/** A value of a contract in the text that the engine gives to the same value: `1` is `1.0` in a column of decimals. */
export function writeValue({ kind, type }: ValueColumn, value: string): string {
  if (kind !== 'float' && kind !== 'timestamp') return quoteText(value);
  return `coalesce(CAST(TRY_CAST(${quoteText(value)} AS ${type}) AS VARCHAR), ${quoteText(value)})`;
}

function ofText(column: ValueColumn, sql: string): ViolationSql {
  return column.kind === 'text' || column.kind === 'integer'
    ? { kind: 'sql', sql }
    : { kind: 'none', because: `the column holds ${describeKind(column)}, no text` };
}

function ofList(column: ValueColumn, sql: string): ViolationSql {
  return column.type.endsWith('[]')
    ? { kind: 'sql', sql }
    : { kind: 'none', because: `the column holds ${describeKind(column)}, no lists` };
}

function ofInteger(column: ValueColumn, format: string): ViolationSql {
  const { kind, type } = column;
  const match = /^([iu])(8|16|32|64|128)$/.exec(format);
  if (match === null) return { kind: 'none', because: `the format \`${format}\` is not one that Plumbline checks` };
  if (kind !== 'integer' && !/^U?HUGEINT$/.test(type))
    return { kind: 'none', because: `the column holds ${describeKind(column)}, no whole numbers` };
  const bits = BigInt(match[2] ?? '8');
  const [low, high] = match[1] === 'u' ? [0n, 2n ** bits - 1n] : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n];
  // The widest type of the engine holds 128 bits with a sign; nothing in a table can be wider.
  const most = 2n ** 127n - 1n;
  const value = `CAST(${sqlOf(column)} AS HUGEINT)`;
  const above = high < most ? ` OR ${value} > CAST('${high}' AS HUGEINT)` : '';
  return { kind: 'sql', sql: `(${value} < CAST('${low < -most ? -most : low}' AS HUGEINT)${above})` };
}

/** A column in the type in which it is compared. */
function comparable(column: ValueColumn): string {
  return column.kind === 'timestamp' ? `CAST(${sqlOf(column)} AS TIMESTAMP)` : sqlOf(column);
}

/** A bound as a literal that compares with a column; undefined when the two do not go together. */
function writeBound({ kind }: ValueColumn, bound: string | number): string | undefined {
  switch (kind) {
    case 'integer':
    case 'float':
      return typeof bound === 'number' ? writeNumber(bound) : undefined;
    case 'date':
      return typeof bound === 'string' ? writeTime(bound, 'DATE', /^\d{4}-\d\d-\d\d$/) : undefined;
    case 'timestamp':
      return typeof bound === 'string' ? writeTime(bound, 'TIMESTAMP', momentPattern) : undefined;
    case 'time':
      return typeof bound === 'string' ? writeTime(bound, 'TIME', /^\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?$/) : undefined;
    case 'boolean':
    case 'text':
    case 'opaque':
      return undefined;
  }
}

const momentPattern = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|\+00:00)?)?$/;

function writeTime(text: string, type: string, pattern: RegExp): string | undefined {
  return pattern.test(text) ? `CAST(${quoteText(text.replace(/(?:Z|\+00:00)$/, ''))} AS ${type})` : undefined;
}

/** A number as a literal; whole numbers exactly, others as the engine reads the same text. */
function writeNumber(number: number): string {
  return Number.isSafeInteger(number) ? String(number) : `CAST('${String(number)}' AS DOUBLE)`;
}
