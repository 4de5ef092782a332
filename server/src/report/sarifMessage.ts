/** Texts of users inside SARIF, whose readers make links of `[text](1)` and `[text](address)`. */
import type { Message } from 'sarif';
import { plainText } from '../text/plainText.ts';

/**
 * A message in which nothing is a link: the brackets of what would be one are escaped, others stay as they are.
 *
 * @source SARIF 2.1.0, 3.11.6: embedded links, and literal brackets
 */
export function sarifMessage(text: string): Message & { text: string } {
  return { text: plainText(text).replace(/\[(?=[^\]]*\]\()|\](?=\()/g, '\\$&') };
}
