/** Things in pictures: how well each class is found, the worst ones first, and what became of the answers. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { RunView } from '../../../schemas/evaluationPanel.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import { t } from '../ui/texts.ts';

type Things = NonNullable<RunView['things']>;

/** More classes are read by nobody; the worst ones are what one looks for. */
const mostClasses = 100;

export function thingsSection({ things }: RunView): TemplateResult | typeof nothing {
  if (things === undefined || things.classes.length === 0) return nothing;
  const sorted = things.classes.toSorted((left, right) => numberOf(left) - numberOf(right));
  const left = sorted.length - mostClasses;
  const content = html`<div class="confusion-scroll">
      <table class="classes">
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col">${plainText(things.measure)}</th>
            <th scope="col">95 % interval</th>
            <th scope="col">${plainText(things.unit)}</th>
          </tr>
        </thead>
        <tbody>
          ${sorted.slice(0, mostClasses).map(classRow)}
        </tbody>
      </table>
    </div>
    ${left > 0 ? html`<p class="quiet">${left.toLocaleString('en')} better classes are not shown.</p>` : nothing}
    ${errorList(things)}`;
  return section({ id: 'things', title: t('Classes'), aside: t('the worst ones first'), content });
}

function numberOf({ value }: Things['classes'][number]): number {
  return value.state === 'known' ? value.number : Infinity;
}

function classRow({ name, n, value }: Things['classes'][number]): TemplateResult {
  const share = value.state === 'known' ? Math.min(1, Math.max(0, value.number)) : 0;
  return html`<tr>
    <th scope="row">${plainText(name)}</th>
    ${
      value.state === 'known'
        ? html`<td class="class-value" style="--share: ${share.toFixed(3)}">${value.text}</td>
            <td class="quiet">${value.interval?.text ?? 'none'}</td>`
        : html`<td colspan="2" class="quiet">undefined because ${plainText(value.because)}</td>`
    }
    <td>${n.toLocaleString('en')}</td>
  </tr>`;
}

function errorList({ errors, score }: Things): TemplateResult | typeof nothing {
  if (errors.length === 0) return nothing;
  const from = score === undefined ? '' : ` from the score ${Number(score.toPrecision(4))} on`;
  return html`<h3>Answers${from}, at an overlap of 0.5</h3>
    <table class="classes">
      <tbody>
        ${errors.map(
          ({ what, count }) =>
            html`<tr>
              <th scope="row">${plainText(what)}</th>
              <td>${count.toLocaleString('en')}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}
