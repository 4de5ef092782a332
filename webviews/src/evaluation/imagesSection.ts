/** Images on which the model errs most, and those that could not be read. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { RunView } from '../../../schemas/evaluationPanel.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import { t } from '../ui/texts.ts';

/** The worst ones give way once the rows themselves were asked for. */
export function imagesSection({ worst: recorded, unreadable, errors }: RunView): TemplateResult | typeof nothing {
  const worst = errors?.pictures === undefined ? recorded : undefined;
  if (worst === undefined && unreadable === undefined) return nothing;
  const content = html`${worst === undefined ? nothing : wrongOnes(worst)}
  ${unreadable === undefined ? nothing : unreadOnes(unreadable)}`;
  return section({ id: 'images', title: t('Images'), aside: t('wrong answers, the surest first'), content });
}

function wrongOnes(worst: NonNullable<RunView['worst']>): TemplateResult {
  return html`<ul class="pictures">
    ${worst.map(
      ({ image, truth, answer, score, picture }) =>
        html`<li>
          <figure>
            ${
              picture === undefined
                ? html`<div class="no-picture quiet">not shown</div>`
                : html`<img src=${picture} alt="Image of ${truth} answered as ${answer}" />`
            }
            <figcaption>
              <span>${plainText(truth)} answered as ${plainText(answer)}</span>
              <span class="sub">${score}</span>
              <span class="sub">${plainText(image)}</span>
            </figcaption>
          </figure>
        </li>`,
    )}
  </ul>`;
}

function unreadOnes({ rows, sentences }: NonNullable<RunView['unreadable']>): TemplateResult {
  const sentence =
    rows === 1
      ? t('1 image could not be used and counts in nothing:')
      : t('{0} images could not be used and count in nothing:', rows.toLocaleString('en'));
  return html`<p class="unread">${sentence}</p>
    <ul>
      ${sentences.map((line) => html`<li>${plainText(line)}</li>`)}
      ${rows > sentences.length ? html`<li class="quiet">and ${rows - sentences.length} more</li>` : nothing}
    </ul>`;
}
