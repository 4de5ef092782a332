/** The files of the package: what becomes of each, its functions, and its text. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { PromotionModel, ViewedFile, ViewedStatement } from '../../../schemas/promotionView.ts';
import { disclosure } from '../ui/disclosure.ts';
import { locationLink } from '../ui/figure.ts';
import type { IconName } from '../ui/icon.ts';
import { icon } from '../ui/icon.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import { t } from '../ui/texts.ts';
import type { PromotionContext } from './memory.ts';
import { isUnfolded, unfold } from './memory.ts';

const marks: Readonly<Record<ViewedFile['state'], { readonly icon: IconName; readonly words: string }>> = {
  create: { icon: 'met', words: t('new') },
  update: { icon: 'refresh', words: t('generated again') },
  unchanged: { icon: 'held', words: t('as it was') },
  merged: { icon: 'info', words: t('merged') },
  conflict: { icon: 'error', words: t('conflict') },
  kept: { icon: 'held', words: t('as you left it') },
  removed: { icon: 'down', words: t('removed') },
  overwritten: { icon: 'warning', words: t('over your edits') },
};

export function filesSection(model: PromotionModel, context: PromotionContext): TemplateResult {
  const written = model.files.filter(({ state }) => state !== 'unchanged' && state !== 'kept').length;
  const selected = model.cells
    .flatMap(({ statements }) => statements)
    .find(({ id }) => id === context.memory.selected)?.to;
  return section({
    id: 'files',
    title: t('Files'),
    aside: written === 0 ? t('nothing to write') : t('{0} to write', written),
    content: html`${model.files.map((file) => fileView(file, selected ?? null, context))}`,
  });
}

function fileView(file: ViewedFile, selected: ViewedStatement['to'], context: PromotionContext): TemplateResult {
  const part = `file:${file.path}`;
  const { icon: name, words } = marks[file.state];
  return disclosure({
    summary: html`<span class="file-path">${plainText(file.path)}</span>
      <span class="file-state file-${file.state}">${icon(name)} ${words}</span>
      <span class="quiet">${file.lines === 1 ? t('1 line') : t('{0} lines', file.lines)}</span>`,
    isOpen: isUnfolded(context, part, false),
    toggle: (isOpen) => unfold(context, part, isOpen),
    body: () => fileBody(file, selected?.file === file.path ? selected : null, context),
  });
}

function fileBody(file: ViewedFile, selected: ViewedStatement['to'], context: PromotionContext): TemplateResult {
  return html`<p class="quiet">
      What becomes of it: ${plainText(file.stateWords)}.
      ${file.conflicts === 0 ? nothing : html`Places in conflict: ${file.conflicts}.`}
      ${file.location === null ? nothing : html`On disk: ${locationLink(file.location, context.actions?.openLocation)}`}
    </p>
    ${functionList(file)}
    ${file.text === null ? html`<p class="quiet">${noText(file)}</p>` : fileText(file.path, file.text, selected)}`;
}

function noText({ state }: ViewedFile): string {
  return state === 'removed' || state === 'kept' ? t('It would not be there.') : t('It is too long to be shown here.');
}

function functionList({ functions }: ViewedFile): TemplateResult | typeof nothing {
  if (functions.length === 0) return nothing;
  return html`<ul class="functions">
    ${functions.map(
      ({ name, inputs, outputs }) =>
        html`<li>
          <code>${plainText(name)}(${plainText(inputs.join(', '))})</code>
          ${outputs.length === 0 ? nothing : html`<span class="quiet">gives ${plainText(outputs.join(', '))}</span>`}
        </li>`,
    )}
  </ul>`;
}

/** Each line is a block, so that no line break stands in the text; line numbers are drawn by the style sheet. */
function fileText(name: string, text: string, selected: ViewedStatement['to']): TemplateResult {
  const lines = text.replace(/\n$/u, '').split('\n');
  return html`<div class="file-text" tabindex="0" role="region" aria-label=${toVisibleText(t('Text of {0}', name))}>
    ${lines.map((line, index) => fileLine(line, index + 1, selected))}
  </div>`;
}

function fileLine(line: string, number: number, selected: ViewedStatement['to']): TemplateResult {
  const isSelected = selected !== null && selected.line <= number && number <= selected.last;
  return html`<div class="file-line ${isSelected ? 'is-selected' : ''}" data-line=${number}>${plainText(line)}</div>`;
}
