/** Pictures with most errors: boxes or outlines of what is true and what was answered, drawn over them and in words. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html, svg } from '../ui/html.ts';
import type { RunView } from '../../../schemas/evaluationPanel.ts';
import { disclosure } from '../ui/disclosure.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import { t } from '../ui/texts.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import type { EvaluationContext } from './memory.ts';
import { isUnfolded, unfold } from './memory.ts';

type Flawed = NonNullable<NonNullable<RunView['things']>['worst']>[number];
type Mark = Flawed['marks'][number];

export function flawedSection({ things }: RunView, context: EvaluationContext): TemplateResult | typeof nothing {
  const worst = things?.worst;
  if (worst === undefined || worst.length === 0) return nothing;
  const content = html`${legend(new Set(worst.flatMap(({ marks }) => marks.map(({ kind }) => kind))))}
    <ul class="flawed">
      ${worst.map((one) => html`<li>${figure(one, context)}</li>`)}
    </ul>`;
  return section({ id: 'flawed', title: t('Worst pictures'), aside: t('those with most errors first'), content });
}

function figure(one: Flawed, context: EvaluationContext): TemplateResult {
  const { image, width, height, summary, picture, marks } = one;
  const part = `marks ${image}`;
  return html`<figure>
    <svg
      class="flawed-picture"
      viewBox="0 0 ${width} ${height}"
      role="img"
      aria-label=${toVisibleText(`${image}: ${summary}`)}
    >
      <rect class="flawed-ground" width=${width} height=${height} />
      ${picture === undefined ? nothing : svg`<image href=${picture} width=${width} height=${height} preserveAspectRatio="none" />`}
      ${marks.map(mark)}
    </svg>
    <figcaption>
      <span
        >${plainText(summary)}${picture === undefined ? html`<span class="quiet">, picture not shown</span>` : nothing}</span
      >
      <span class="sub">${plainText(image)}</span>
    </figcaption>
    ${disclosure({
      summary: inWords(marks),
      isOpen: isUnfolded(context, part),
      toggle: (isOpen) => unfold(context, part, isOpen),
      body: () =>
        html`<ul>
          ${marks.map(({ text }) => html`<li>${plainText(text)}</li>`)}
        </ul>`,
    })}
  </figure>`;
}

function inWords(marks: readonly Mark[]): string {
  const isOfBoxes = marks.every(({ outline }) => outline === undefined);
  if (marks.length === 1) return isOfBoxes ? t('1 box in words') : t('1 outline in words');
  return isOfBoxes ? t('{0} boxes in words', marks.length) : t('{0} outlines in words', marks.length);
}

const truths: ReadonlySet<Mark['kind']> = new Set(['found', 'not-found', 'true-class']);

/** Twice, because a line of one colour is lost on a picture of that colour. */
function mark({ box, outline, kind, text }: Pick<Mark, 'box' | 'outline' | 'kind' | 'text'>) {
  const halo = `mark-halo ${truths.has(kind) ? 'is-truth' : ''}`;
  const title = svg`<title>${toVisibleText(text)}</title>`;
  if (outline !== undefined) {
    return svg`<path class=${halo} d=${outline} />
      <path class="mark mark-${kind}" fill-rule="evenodd" d=${outline}>${title}</path>`;
  }
  if (box === undefined) return nothing;
  const [left, top, width, height] = box;
  return svg`<rect class=${halo} x=${left} y=${top} width=${width} height=${height} />
    <rect class="mark mark-${kind}" x=${left} y=${top} width=${width} height=${height}>${title}</rect>`;
}

const kinds: readonly (readonly [Mark['kind'], string])[] = [
  ['found', t('true, found')],
  ['not-found', t('true, not found')],
  ['right', t('answered, right')],
  ['wrong', t('answered, wrong')],
  ['true-class', t('true')],
  ['confused', t('answered as another class')],
];

/** What is true and answered of things, or of classes of pixels. */
function legend(shown: ReadonlySet<Mark['kind']>): TemplateResult {
  const isOfPixels = shown.has('true-class') || shown.has('confused');
  return html`<ul class="legend" aria-hidden="true">
    ${kinds
      .filter(([kind]) => isOfPixels === (kind === 'true-class' || kind === 'confused'))
      .map(
        ([kind, words]) =>
          html`<li>
            <svg class="mark-key" viewBox="0 0 20 14">${mark({ box: [3, 3, 14, 8], kind, text: words })}</svg>
            ${words}
          </li>`,
      )}
  </ul>`;
}
