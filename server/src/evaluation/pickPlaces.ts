/** Some of many values by their places, in loops: a callback for each of millions of rows costs ten times as much. */

/** @param places in `values`, some of them perhaps several times; a place beyond the end gives NaN */
export function pickFloats(values: Float64Array, places: Uint32Array): Float64Array {
  const picked = new Float64Array(places.length);
  for (let at = 0; at < picked.length; at++) picked[at] = values[places[at] ?? 0] ?? NaN;
  return picked;
}

/** @param otherwise what a place beyond the end gives */
export function pickIntegers(values: Int32Array, places: Uint32Array, otherwise = 0): Int32Array {
  const picked = new Int32Array(places.length);
  for (let at = 0; at < picked.length; at++) picked[at] = values[places[at] ?? 0] ?? otherwise;
  return picked;
}

/** A place beyond the end gives 0. */
export function pickFlags(flags: Uint8Array, places: Uint32Array): Uint8Array {
  const picked = new Uint8Array(places.length);
  for (let at = 0; at < picked.length; at++) picked[at] = flags[places[at] ?? 0] ?? 0;
  return picked;
}

/** Rows of a table that lies row-major. @param width columns of a row */
export function pickFloatRows(values: Float64Array, rows: Uint32Array, width: number): Float64Array {
  const picked = new Float64Array(rows.length * width);
  for (let at = 0; at < rows.length; at++) {
    const from = (rows[at] ?? 0) * width;
    for (let column = 0; column < width; column++) picked[at * width + column] = values[from + column] ?? 0;
  }
  return picked;
}

/** As {@link pickFloatRows}. */
export function pickFlagRows(flags: Uint8Array, rows: Uint32Array, width: number): Uint8Array {
  const picked = new Uint8Array(rows.length * width);
  for (let at = 0; at < rows.length; at++) {
    const from = (rows[at] ?? 0) * width;
    for (let column = 0; column < width; column++) picked[at * width + column] = flags[from + column] ?? 0;
  }
  return picked;
}

/**
 * The places of each code, in one pass, however many codes there are.
 *
 * @param codes whole numbers below `count`; what is negative belongs to none
 * @returns by code its places, rising; they share one memory
 */
export function placesByCode(codes: Int32Array, count: number): readonly Uint32Array[] {
  const ends = new Uint32Array(count + 1);
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? -1;
    if (code >= 0) ends[code + 1] = (ends[code + 1] ?? 0) + 1;
  }
  for (let code = 1; code <= count; code++) ends[code] = (ends[code] ?? 0) + (ends[code - 1] ?? 0);
  const places = new Uint32Array(ends[count] ?? 0);
  const starts = ends.slice(0, count);
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? -1;
    if (code < 0) continue;
    const place = starts[code] ?? 0;
    places[place] = at;
    starts[code] = place + 1;
  }
  return Array.from(starts, (until, code) => places.subarray(ends[code], until));
}
