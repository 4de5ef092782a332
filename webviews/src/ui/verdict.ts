/** What a value says about its goals, in an icon and in words. */
import type { TemplateResult } from 'lit-html';
import { html } from './html.ts';
import type { IconName } from './icon.ts';
import { icon } from './icon.ts';

export type Verdict = 'target-met' | 'limit-held' | 'limit-missed' | 'not-known';

const verdicts: Readonly<Record<Verdict, { readonly icon: IconName; readonly words: string }>> = {
  'target-met': { icon: 'met', words: 'Target met' },
  'limit-held': { icon: 'held', words: 'Limit held' },
  'limit-missed': { icon: 'error', words: 'Limit missed' },
  'not-known': { icon: 'unknown', words: 'Not known' },
};

export function verdictWords(verdict: Verdict): string {
  return verdicts[verdict].words;
}

export function verdictView(verdict: Verdict): TemplateResult {
  const { icon: name, words } = verdicts[verdict];
  return html`<span class="verdict verdict-${verdict}">${icon(name)} ${words}</span>`;
}
