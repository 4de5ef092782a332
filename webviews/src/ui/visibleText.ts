/** Text that others wrote, made safe to look at: it cannot reorder, hide or flood what stands around it. */

/** Longer text is cut with an ellipsis: no honest name, path or sentence is longer. */
const longestText = 2000;

const firstControlPicture = 0x2400;

/**
 * Text as it may be shown: control characters become visible pictures, characters that reorder text become their code.
 *
 * Marks that only hint at a direction (U+200E, U+200F) stay: real Arabic and Hebrew text needs them.
 *
 * @returns at most 2,000 UTF-16 code units of the text, then an ellipsis; line feeds and tabs stay as they are
 */
export function toVisibleText(text: string): string {
  const cut = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  return cut
    .replace(/[\u202A-\u202E\u2066-\u2069]/gu, (mark) => `[U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase()}]`)
    .replace(/[\u0000-\u0008\u000B-\u001F\u007F]/gu, (control) =>
      control === '\u007F' ? '\u2421' : String.fromCodePoint(firstControlPicture + (control.codePointAt(0) ?? 0)),
    );
}
