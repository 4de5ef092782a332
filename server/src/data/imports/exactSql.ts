/** SQL for texts that are numbers and times: read exactly, never through a float. */

/** Decimals behind the point that the engine sums; longer ones are summed by us. */
const scale = 24;

/**
 * Whether a text is a number of the forms that exports use: `12`, `-0.5`, `.5`, `1.2E-5`. One of more than 40 digits
 * before the point, or with an exponent above 99, is a slip or an attack, and would leave the range of floats in sums.
 */
export function isNumberSql(text: string): string {
  return String.raw`regexp_full_match(${text}, '[+-]?(\d{1,40}\.?\d*|\.\d+)([eE](-\d{1,3}|\+?\d{1,2}))?')`;
}

/** The text as a decimal; null when it is no number, or when the engine would have to round it. */
export function exactSql(text: string): string {
  const places = String.raw`length(regexp_extract(${text}, '\.(\d*)', 1))`;
  const exponent = String.raw`coalesce(TRY_CAST(regexp_extract(${text}, '[eE]([+-]?\d+)$', 1) AS INTEGER), 0)`;
  return `CASE WHEN ${isNumberSql(text)} AND ${places} - ${exponent} <= ${scale} THEN TRY_CAST(${text} AS DECIMAL(38, ${scale})) END`;
}

/** The month in UTC of a text with a time, such as `2026-04`; null when it is none. */
export function monthSql(text: string): string {
  const month = `strftime(TRY_CAST(${text} AS TIMESTAMPTZ) AT TIME ZONE 'UTC', '%Y-%m')`;
  return String.raw`CASE WHEN regexp_full_match(${text}, '\d{4}-\d{2}-\d{2}.*') AND regexp_full_match(${month}, '\d{4}-\d{2}') THEN ${month} END`;
}

/** The instant of a text with a time, as milliseconds since 1970; null when it is none. */
export function instantSql(text: string): string {
  return String.raw`CASE WHEN regexp_full_match(${text}, '\d{4}-\d{2}-\d{2}.*') THEN epoch_ms(TRY_CAST(${text} AS TIMESTAMPTZ)) END`;
}

/** The text, with what exports write for nothing as null: empty cells and the word `NULL`. */
export function cellSql(column: string): string {
  return `nullif(nullif(trim(${column}), ''), 'NULL')`;
}

/** Columns `file` and `line` of the first row of a group for which a condition holds. */
export function firstPlaceSql(condition: string): string {
  const first = (column: string): string =>
    `arg_min(${column}, row("file", "line")) FILTER (${condition}) AS ${column}`;
  return `${first('"file"')}, ${first('"line"')}`;
}
