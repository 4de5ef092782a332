/** Whether the package computes what the notebook computes: the verdict, and every value that was compared. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { PromotionModel, ViewedVerification } from '../../../schemas/promotionView.ts';
import { button } from '../ui/button.ts';
import { codeText } from '../ui/codeText.ts';
import { sourceText } from '../ui/figure.ts';
import type { IconName } from '../ui/icon.ts';
import { icon } from '../ui/icon.ts';
import { momentText } from '../ui/moment.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import { table } from '../ui/table.ts';
import { t } from '../ui/texts.ts';
import type { PromotionContext } from './memory.ts';

type Known = Extract<ViewedVerification, { state: 'known' }>;
type Row = Known['rows'][number];

const verdicts: Readonly<Record<Known['verdict'], { readonly icon: IconName; readonly words: string }>> = {
  equal: { icon: 'met', words: t('Equal') },
  'equal-within-tolerance': { icon: 'met', words: t('Equal within tolerance') },
  differs: { icon: 'error', words: t('Differs') },
  partial: { icon: 'held', words: t('Equal in part') },
  nondeterministic: { icon: 'unknown', words: t('The notebook differs from itself') },
  timeout: { icon: 'warning', words: t('Out of time') },
  'not-run': { icon: 'unknown', words: t('Not run') },
};

const rowVerdicts: Readonly<Record<Row['verdict'], { readonly icon: IconName; readonly words: string }>> = {
  equal: { icon: 'met', words: t('Equal') },
  'equal-within-tolerance': { icon: 'met', words: t('Within tolerance') },
  differs: { icon: 'error', words: t('Differs') },
  'not-comparable': { icon: 'unknown', words: t('Not comparable') },
  silent: { icon: 'unknown', words: t('Silent') },
};

export function verificationSection(
  { verification, package: { isWritten }, isTrusted }: PromotionModel,
  context: PromotionContext,
): TemplateResult {
  const verify = isWritten && isTrusted ? context.actions?.verify : undefined;
  return section({
    id: 'verification',
    title: t('Verification'),
    content: verification.state === 'none' ? noneView(verification, verify) : knownView(verification, context),
  });
}

function noneView(
  { because, next }: Extract<ViewedVerification, { state: 'none' }>,
  verify: (() => void) | undefined,
): TemplateResult {
  return html`<div class="empty">
    <p>Not verified because ${plainText(because)}.</p>
    ${next === null ? nothing : html`<p class="quiet">${plainText(next)}</p>`}
    ${verify === undefined ? nothing : button(t('Verify'), verify)}
  </div>`;
}

function knownView(verification: Known, context: PromotionContext): TemplateResult {
  const { verdict, sentence, verifiedAt, outdated, python, missing, rows } = verification;
  const { icon: name, words } = verdicts[verdict];
  return html`<p class="verdict-line verdict-${verdict}">
      ${icon(name)} <strong>${words}.</strong> ${codeText(sentence)}
    </p>
    <p class="quiet">
      Verified ${plainText(momentText(verifiedAt))}${python === null ? nothing : html` with ${plainText(python)}`}.
      ${outdated === null ? nothing : html`<span class="outdated">${icon('warning')} Outdated because ${plainText(outdated)}.</span>`}
    </p>
    ${
      missing.length === 0
        ? nothing
        : html`<ul class="missing">
            ${missing.map(({ what, next }) => html`<li><strong>${plainText(what)}</strong>: ${codeText(next)}</li>`)}
          </ul>`
    }
    ${rows.length === 0 ? nothing : rowsTable(rows, context)}`;
}

function rowsTable(rows: readonly Row[], context: PromotionContext): TemplateResult {
  const open = context.actions?.openLocation;
  const value = (text: string | null): TemplateResult =>
    text === null ? html`<span class="quiet">none</span>` : html`<span class="code">${plainText(text)}</span>`;
  return table<Row>({
    label: t('Values that were compared'),
    columns: [
      {
        header: t('Value'),
        isRowHeader: true,
        className: 'probe-name',
        cell: ({ name, kind }) => html`<span class="code">${plainText(name)}</span><span class="sub">${kind}</span>`,
      },
      { header: t('Notebook'), className: 'probe-value', cell: ({ notebook }) => value(notebook) },
      { header: t('Package'), className: 'probe-value', cell: ({ package: inPackage }) => value(inPackage) },
      {
        header: t('Difference'),
        className: 'probe-difference',
        cell: ({ difference }) => (difference === null ? nothing : codeText(difference)),
      },
      {
        header: t('Where'),
        className: 'probe-place',
        cell: ({ cell, location, function: name }) =>
          html`${cell === null ? nothing : sourceText(cell, location ?? undefined, open)}
          ${name === null ? nothing : html`<span class="sub">${plainText(name)}</span>`}`,
      },
      {
        header: t('State'),
        className: 'probe-state',
        cell: ({ verdict }) =>
          html`<span class="verdict probe-${verdict}"
            >${icon(rowVerdicts[verdict].icon)} ${rowVerdicts[verdict].words}</span
          >`,
      },
    ],
    // What differs is what a reader looks for.
    groups: [
      {
        rows: rows.toSorted((left, right) => Number(right.verdict === 'differs') - Number(left.verdict === 'differs')),
      },
    ],
    key: ({ id }) => id,
  });
}
