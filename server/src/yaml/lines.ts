/** Lines of a text, found from offsets. */

/**
 * Offset of the start of the line that holds an offset.
 *
 * @param offset 0 to the length of the text; between the line's start and its line break, both included
 */
export function lineStartOf(text: string, offset: number): number {
  // `lastIndexOf` takes a negative position for 0, where a line break may stand.
  return offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Characters between the start of the line that holds an offset and the offset. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStartOf(text, offset);
}
