/** The classes of a row that stand in one cell: a JSON list, or text with a separator. */

/** Names as they stand there; undefined when it cannot be read as a list. */
export function labelsOfCell(text: string): readonly string[] | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  if (trimmed.startsWith('[')) return itemsOf(trimmed);
  const separator = [';', '|', ','].find((one) => trimmed.includes(one));
  const parts = separator === undefined ? [trimmed] : trimmed.split(separator);
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function itemsOf(text: string): readonly string[] | undefined {
  if (!text.startsWith('[') || !text.endsWith(']')) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list)
      ? list.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)))
      : undefined;
  } catch {
    // Python prints lists with single quotes, or without commas; numpy does, too.
    const inner = text.slice(1, -1).trim();
    if (inner === '') return [];
    return inner.split(/\s*,\s*|\s+/).map((item) => item.replace(/^(['"])(.*)\1$/, '$2'));
  }
}

/** Numbers of a JSON list; undefined when it cannot be read, NaN for what is no number. */
export function numbersOfCell(text: string): readonly number[] | undefined {
  const items = itemsOf(text.trim());
  return items?.map((item) => (item.trim() === '' ? NaN : Number(item)));
}
