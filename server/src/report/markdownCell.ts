/** Text of users in tables and headings of Markdown. */
import { plainText } from '../text/plainText.ts';

/** Text inside a cell or a heading: nothing in it is a link, a tag or the end of the cell. Code stays code. */
export function markdownCell(text: string): string {
  return plainText(text)
    .split(/(`[^`]*`)/)
    .map((part, index) =>
      index % 2 === 1 ? part.replaceAll('|', '\\|') : part.replace(/[\\*_[\]<>|#~]/g, '\\$&').replaceAll('&', '&amp;'),
    )
    .join('');
}
