/** User text for terminals and files: no control characters, no invisible direction marks. */

/**
 * Text in which nothing can move a cursor, colour a line or turn the reading direction.
 * Line breaks become spaces; other control and direction characters, and halves of characters, become their code, as
 * in `\u{1b}`.
 */
export function plainText(text: string): string {
  return text
    .replace(/[\t\r\n]+/g, ' ')
    .replace(
      /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu,
      (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    );
}

/** Text inside XML, with characters that XML cannot hold shown by their code. */
export function xmlText(text: string): string {
  return plainText(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
