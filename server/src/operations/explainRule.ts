/** What a rule finds and why, by its code. */
import { readRuleIndex } from '../../../schemas/ruleIndex.ts';
import { adviceFor } from './adviceFor.ts';

/** Where the pages of the rules are. */
export interface RulePages {
  /** Codes that have a page, sorted; none when the pages are not installed. */
  readonly list: () => Promise<readonly string[]>;
  /** The page of a code of the list, as Markdown. */
  readonly read: (code: string) => Promise<string>;
  /** The index of the pages, as Markdown; empty when the pages are not installed. */
  readonly readIndex: () => Promise<string>;
}

export type Explanation =
  { readonly kind: 'page'; readonly text: string } | { readonly kind: 'unknown'; readonly sentence: string };

/** All codes, one on each line, with what each finds. */
export async function listRules(pages: RulePages): Promise<string> {
  const [codes, index] = [await pages.list(), readRuleIndex(await pages.readIndex())];
  const width = Math.max(0, ...codes.map((code) => code.length));
  return codes.map((code) => `${`${code.padEnd(width)}  ${index.get(code) ?? ''}`.trimEnd()}\n`).join('');
}

/**
 * @param code such as `metric/no-limit`
 * @returns the page as Markdown without what its maker noted, or one sentence that names the nearest code
 */
export async function explainRule(code: string, pages: RulePages): Promise<Explanation> {
  const codes = await pages.list();
  if (codes.length === 0) return { kind: 'unknown', sentence: 'The pages of the rules are not installed.' };
  if (codes.includes(code)) {
    return { kind: 'page', text: (await pages.read(code)).replace(/<!--[\s\S]*?-->\n*/g, '') };
  }
  const advice = adviceFor(code, codes, 'plumbline explain lists them all.');
  return { kind: 'unknown', sentence: `There is no rule ${JSON.stringify(code)}: ${advice}` };
}
