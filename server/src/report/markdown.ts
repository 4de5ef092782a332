/** Markdown for pages and pull requests, in which no text of a user is anything but text. */
import { plainText } from '../text/plainText.ts';

/** Shown after an `@` or `#`, so that nobody is called and no issue is linked; it has no width. */
const wordJoiner = '\u2060';

/** Our own sentences, in which backticks mark names and values; everything between is text. */
export function sentenceText(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : markdownText(part)))
    .join('');
}

/** Text on one line in which no character means anything: no markup, HTML, link, mention, reference or control. */
export function markdownText(text: string): string {
  return (
    plainText(text)
      .replace(/(?<=[@#])(?=\w)/g, wordJoiner)
      .replace(/[&<>`]/g, (character) => `&#${character.charCodeAt(0)};`)
      .replace(/[\\*_{}[\]!|~$^]/g, (character) => `\\${character}`)
      // Addresses become links of their own accord.
      .replace(/(?<=[a-z]):(?=\/\/)|(?<=www)\./gi, (character) => `${character}${wordJoiner}`)
      // At the start of a line these would make a heading or a list.
      .replace(/^(?=#|[-+](?:\s|$))|(?<=^\d{1,9})(?=[.)](?:\s|$))/, '\\')
  );
}

/** Text as code inside a table, in a fence that it cannot close. */
export function code(text: string): string {
  const content = plainText(text).replaceAll('|', '\\|').trim();
  if (content === '') return '` `';
  const longest = Math.max(0, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = longest > 0 ? ' ' : '';
  return `${fence}${padding}${content}${padding}${fence}`;
}
