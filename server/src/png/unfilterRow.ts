/** Rows of PNG files. */

/**
 * Undoes the filter of a row in place.
 *
 * @param line bytes of the row, without the one that names the filter
 * @param before the row above, undone already; zeros above the first one
 * @param pixelBytes bytes of a pixel, at least 1
 * @returns false when the filter is unknown
 * @source the PNG specification, third edition, chapter 9
 */
export function unfilterRow(line: Uint8Array, before: Uint8Array, filter: number, pixelBytes: number): boolean {
  if (filter > 4) return false;
  for (let at = 0; at < line.length; at++) {
    const left = at < pixelBytes ? 0 : (line[at - pixelBytes] ?? 0);
    const above = before[at] ?? 0;
    const corner = at < pixelBytes ? 0 : (before[at - pixelBytes] ?? 0);
    line[at] = (line[at] ?? 0) + predict(filter, left, above, corner);
  }
  return true;
}

function predict(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    default: {
      // Paeth: the neighbour nearest to left + above − corner.
      const [toLeft, toAbove, toCorner] = [
        Math.abs(above - corner),
        Math.abs(left - corner),
        Math.abs(left + above - 2 * corner),
      ];
      if (toLeft <= toAbove && toLeft <= toCorner) return left;
      return toAbove <= toCorner ? above : corner;
    }
  }
}
