/** Words of the sentences of a review. */
import { shorten } from '../spec/words.ts';

/** A name or value of a user inside a sentence: on one line, short, in a fence that it cannot close. */
export function quoted(text: string): string {
  return `\`${shorten(text).replaceAll('`', "'")}\``;
}

/** "from `a` to `b`"; what is missing on one side is left out. */
export function fromTo(from: string | undefined, to: string | undefined): string {
  return [
    ...(from === undefined ? [] : [`from ${quoted(from)}`]),
    ...(to === undefined ? [] : [`to ${quoted(to)}`]),
  ].join(' ');
}
