/** Markdown in which text of users stays text: it can make no link, image, heading, icon or HTML. */
import { shownText } from '../text/shownText.ts';

/**
 * Text of a user as plain Markdown text on one line.
 *
 * Escapes what has a meaning anywhere, and `.`, `:` and `@` as well, because some renderers turn bare addresses into
 * links.
 */
export function escapeText(text: string): string {
  return oneLine(text).replace(/[!#$&()*+.:<=>@[\\\]^_`{|}~-]/g, (character) => `\\${character}`);
}

/** Text of a user as inline code, in a fence that it cannot close. */
export function code(text: string): string {
  const content = oneLine(text);
  if (content === '') return '` `';
  const longest = Math.max(0, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = content.startsWith('`') || content.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${content}${padding}${fence}`;
}

/** Lines as a block that keeps its spaces; the lines cannot end it. */
export function codeBlock(lines: readonly string[]): string {
  const content = lines.map(shownText);
  const longest = Math.max(2, ...content.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...content, fence].join('\n');
}

/** A link with a label of a user; the target is an address of ours. */
export function link(label: string, target: string): string {
  const address = target.replace(/[\s<>()\\`]/g, (character) =>
    encodeURIComponent(character).replace('(', '%28').replace(')', '%29'),
  );
  return `[${escapeText(label)}](${address})`;
}

/** Paragraphs, empty ones left out. */
export function paragraphs(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

/**
 * Our own sentences, in which backticks already mark code (descriptions of the schema, messages of rules); whatever
 * else could mean something in Markdown is escaped.
 */
export function sentences(text: string): string {
  return shownText(text)
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\*_[\]<>#|~!]/g, (character) => `\\${character}`)))
    .join('');
}

function oneLine(text: string): string {
  const line = shownText(text).replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
