/** The answers of drift, in an icon and in words. */
import type { TemplateResult } from 'lit-html';
import { html } from '../ui/html.ts';
import type { DriftColumnView } from '../../../schemas/driftPanel.ts';
import type { IconName } from '../ui/icon.ts';
import { icon } from '../ui/icon.ts';
import { t } from '../ui/texts.ts';

export type Answer = DriftColumnView['answer'];

const answers: Readonly<Record<Answer, { readonly icon: IconName; readonly words: string }>> = {
  drift: { icon: 'error', words: t('Drift') },
  'cannot-tell': { icon: 'unknown', words: t('Cannot tell') },
  stable: { icon: 'met', words: t('Stable') },
  'not-judged': { icon: 'held', words: t('Not judged') },
};

export function answerWords(answer: Answer): string {
  return answers[answer].words;
}

/** @param words in other words than those of a column */
export function answerView(answer: Answer, words = answers[answer].words): TemplateResult {
  const { icon: name } = answers[answer];
  return html`<span class="answer answer-${answer}">${icon(name)} ${words}</span>`;
}

export function percent(share: number): string {
  const points = share * 100;
  return `${points === 0 ? '0' : points < 0.1 ? points.toPrecision(1) : points.toFixed(1)} %`;
}
