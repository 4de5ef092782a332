/** The confusion matrix: true classes down, answers across. */
import type { TemplateResult } from 'lit-html';
import { html, nothing } from 'lit-html';
import type { RunView } from '../../../schemas/evaluationPanel.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';

/** A matrix of more classes is shown by its largest confusions. */
const mostClasses = 12;
const mostConfusions = 15;

export function confusionSection({ confusion }: RunView): TemplateResult | typeof nothing {
  if (confusion === undefined || confusion.classes.length === 0) return nothing;
  const content = confusion.classes.length <= mostClasses ? matrix(confusion) : largestConfusions(confusion);
  return section({ id: 'confusion', title: 'Confusion', aside: 'rows by true class and answer', content });
}

type Confusion = NonNullable<RunView['confusion']>;

function matrix({ classes, counts }: Confusion): TemplateResult {
  return html`<div class="confusion-scroll">
    <table class="confusion">
      <thead>
        <tr>
          <th scope="col" class="quiet">truth ↓ answer →</th>
          ${classes.map((name) => html`<th scope="col">${plainText(name)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${classes.map((name, row) => {
          const cells = counts[row] ?? [];
          const total = cells.reduce((sum, count) => sum + count, 0);
          return html`<tr>
            <th scope="row">${plainText(name)}</th>
            ${classes.map((_, column) => {
              const count = cells[column] ?? 0;
              const share = total === 0 ? 0 : count / total;
              return html`<td
                class=${row === column ? 'confusion-right' : 'confusion-wrong'}
                style="--share: ${share.toFixed(3)}"
              >
                <span>${count.toLocaleString('en')}</span>
                <span class="sub">${(share * 100).toFixed(1)} %</span>
              </td>`;
            })}
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

function largestConfusions({ classes, counts }: Confusion): TemplateResult {
  const wrong = counts
    .flatMap((cells, row) =>
      cells.map((count, column) => ({ truth: classes[row] ?? '', answer: classes[column] ?? '', count, row, column })),
    )
    .filter(({ row, column, count }) => row !== column && count > 0)
    .toSorted((left, right) => right.count - left.count)
    .slice(0, mostConfusions);
  return html`<p class="quiet">There are ${classes.length} classes; these are taken for each other most often.</p>
    <ul class="confusions">
      ${wrong.map(
        ({ truth, answer, count }) =>
          html`<li>${plainText(truth)} answered as ${plainText(answer)}: ${count.toLocaleString('en')}</li>`,
      )}
    </ul>`;
}
