/** How generated files speak of a cell. */

/** `cell 12`, counted from 1 over all cells, as editors number them. */
export function cellName(index: number): string {
  return `cell ${index + 1}`;
}
