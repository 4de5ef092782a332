/** What a value says about its goals, in an icon and in words. */
import type { TemplateResult } from 'lit-html';
import { html } from './html.ts';
import type { IconName } from './icon.ts';
import { icon } from './icon.ts';
import { t } from './texts.ts';

export type Verdict = 'target-met' | 'limit-held' | 'limit-missed' | 'not-known';

const verdicts: Readonly<Record<Verdict, { readonly icon: IconName; readonly words: string }>> = {
  'target-met': { icon: 'met', words: t('Target met') },
  'limit-held': { icon: 'held', words: t('Limit held') },
  'limit-missed': { icon: 'error', words: t('Limit missed') },
  'not-known': { icon: 'unknown', words: t('Not known') },
};

export function verdictWords(verdict: Verdict): string {
  return verdicts[verdict].words;
}

export function verdictView(verdict: Verdict): TemplateResult {
  const { icon: name, words } = verdicts[verdict];
  return html`<span class="verdict verdict-${verdict}">${icon(name)} ${words}</span>`;
}
