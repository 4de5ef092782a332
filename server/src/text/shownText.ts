/** Text that others wrote, on its way to a screen. */
import { maskCredentials } from './maskCredentials.ts';
import { plainText } from './plainText.ts';

/**
 * Text on one line that may be shown anywhere as it is: nothing in it moves a cursor, turns the reading direction or
 * is a credential.
 *
 * Markup is not touched: whoever shows text as Markdown or HTML escapes what these would obey.
 */
export function shownText(text: string): string {
  return plainText(maskCredentials(text));
}
