/** JSON documents as they are printed. */

/**
 * An indented JSON document with a line break at its end.
 * Characters that a terminal obeys or that nobody sees are written by their code: JSON itself allows most of them as
 * they are, and a reader gets the same text either way.
 */
export function jsonText(document: unknown): string {
  const text = JSON.stringify(document, null, 2);
  const escaped = text.replace(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    // A character beyond the first 65,536 is written as its two halves.
    Array.from({ length: character.length }, (_, index) => escapeOf(character.charCodeAt(index))).join(''),
  );
  return `${escaped}\n`;
}

function escapeOf(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
