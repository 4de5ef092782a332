/** Kinds of values behind the type names of the usual stores. */
import type { ColumnKind } from '../../../schemas/profile.ts';

const kinds: readonly (readonly [ColumnKind, RegExp])[] = [
  [
    'integer',
    /^(?:(?:tiny|small|medium|big|huge|u(?:tiny|small|big)?)?int(?:eger)?(?:2|4|8|16|32|64)?|long|short|serial|bigserial)$/,
  ],
  ['float', /^(?:float(?:4|8|16|32|64)?|double(?: precision)?|real|decimal|numeric|number|money|dec)$/],
  ['boolean', /^(?:bool(?:ean)?|bit)$/],
  ['date', /^date$/],
  [
    'timestamp',
    /^(?:timestamp(?:tz|_ntz|_ltz|_tz|_s|_ms|_ns)?|datetime(?:2|offset)?|smalldatetime|timestamp with(?:out)? time zone)$/,
  ],
  ['time', /^(?:time|timetz|time with(?:out)? time zone)$/],
  [
    'text',
    /^(?:n?(?:var)?char(?:2|acter)?(?: varying)?|nvarchar2?|n?text|string|clob|nclob|uuid|uniqueidentifier|enum)$/,
  ],
];

/**
 * The kind of values that a type of a store holds.
 *
 * @param type such as `VARCHAR(3)`, `NUMBER(10, 0)` or `timestamp without time zone`
 * @returns undefined for a name that is not a common one, which then says nothing
 */
export function kindOfPhysical(type: string): ColumnKind | undefined {
  const name = type
    .toLowerCase()
    .replace(/\([^)]*\)/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return kinds.find(([, pattern]) => pattern.test(name))?.[0];
}
