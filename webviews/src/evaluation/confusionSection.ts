/** The confusion matrix: true classes down, answers across. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { RunView } from '../../../schemas/evaluationPanel.ts';
import { matrixChart } from '../charts/matrixChart.ts';
import { choiceField } from '../ui/choiceField.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import { t } from '../ui/texts.ts';
import { confusionShares } from './confusionShares.ts';
import type { ConfusionBasis } from './confusionShares.ts';
import { figureWithTable } from '../charts/figureWithTable.ts';
import { percent } from './format.ts';
import type { EvaluationContext } from './memory.ts';
import { saveButtons } from '../charts/saveButtons.ts';

/** A matrix of more classes is drawn, not written. */
const mostWritten = 12;
/** More cells cannot be told apart. */
const mostDrawn = 100;
const mostConfusions = 25;

type Confusion = NonNullable<RunView['confusion']>;

/** What a confusion counts. */
interface Counted {
  readonly aside: string;
  readonly all: string;
}

function countedIn({ things }: RunView): Counted {
  if (things === undefined) return { aside: t('rows by true class and answer'), all: t('of all rows') };
  return things.unit === 'true pixels'
    ? { aside: t('pixels by true class and answer'), all: t('of all pixels') }
    : { aside: t('things by true class and answer'), all: t('of all things') };
}

export function confusionSection(run: RunView, context: EvaluationContext): TemplateResult | typeof nothing {
  const { confusion } = run;
  if (confusion === undefined || confusion.classes.length === 0) return nothing;
  const basis = context.memory.confusionBasis ?? 'truth';
  const shares = confusionShares(confusion.counts, basis);
  const content =
    confusion.classes.length <= mostWritten
      ? html`${matrix(confusion, shares)}
        ${saveButtons({ id: 'confusion', ...cellsOf(confusion), isDrawn: false }, context)}`
      : drawn(confusion, shares, context);
  const counted = countedIn(run);
  return section({
    id: 'confusion',
    title: t('Confusion'),
    aside: counted.aside,
    content: html`${basisChoice(basis, counted, context)} ${content}`,
  });
}

function basisChoice(basis: ConfusionBasis, { all }: Counted, context: EvaluationContext): TemplateResult {
  const bases: readonly { readonly id: ConfusionBasis; readonly label: string }[] = [
    { id: 'truth', label: t('of the true class') },
    { id: 'answer', label: t('of the answers') },
    { id: 'all', label: all },
  ];
  return choiceField({
    label: t('Shares'),
    options: bases.map(({ id, label }) => ({ value: id, label })),
    chosen: basis,
    choose: (value) => {
      const chosen = bases.find(({ id }) => id === value);
      if (chosen !== undefined) context.remember({ confusionBasis: chosen.id });
    },
  });
}

/** @param shares like the counts, each from 0 to 1 */
function matrix({ classes, counts }: Confusion, shares: readonly (readonly number[])[]): TemplateResult {
  return html`<div class="confusion-scroll" tabindex="0" role="region" aria-label="Confusion matrix">
    <table class="confusion">
      <thead>
        <tr>
          <th scope="col" class="quiet">truth ↓ answer →</th>
          ${classes.map((name) => html`<th scope="col">${plainText(name)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${classes.map(
          (name, row) =>
            html`<tr>
              <th scope="row">${plainText(name)}</th>
              ${classes.map((_, column) => {
                const count = counts[row]?.[column] ?? 0;
                if (count === 0) return html`<td class="quiet">0</td>`;
                const share = shares[row]?.[column] ?? 0;
                // Rare errors must be seen beside frequent right answers.
                const strength = row === column ? share : Math.sqrt(share);
                return html`<td
                  class=${row === column ? 'confusion-right' : 'confusion-wrong'}
                  style="--share: ${strength.toFixed(3)}"
                >
                  <span>${count.toLocaleString('en')}</span>
                  <span class="sub">${percent(share)}</span>
                </td>`;
              })}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function drawn(
  confusion: Confusion,
  shares: readonly (readonly number[])[],
  context: EvaluationContext,
): TemplateResult {
  const { classes, counts } = confusion;
  const wrong = largestConfusions(confusion);
  const columns = [t('Truth'), t('Answer'), t('Rows'), t('Of the true class')];
  const rows = wrong.map(({ truth, answer, count, share }) => [
    truth,
    answer,
    count.toLocaleString('en'),
    percent(share),
  ]);
  const [worst] = wrong;
  const summary =
    worst === undefined
      ? t('Every row is answered rightly.')
      : t(
          '{0} is most often taken for another class: as {1} in {2} rows.',
          worst.truth,
          worst.answer,
          worst.count.toLocaleString('en'),
        );
  if (classes.length > mostDrawn) {
    return html`<p class="quiet">
        There are ${classes.length.toLocaleString('en')} classes, too many for a drawing. ${plainText(summary)}
      </p>
      <ul class="confusions">
        ${wrong.map(
          ({ truth, answer, count, share }) =>
            html`<li>
              ${plainText(truth)} answered as ${plainText(answer)}: ${count.toLocaleString('en')} (${percent(share)} of
              its rows)
            </li>`,
        )}
      </ul>
      ${saveButtons({ id: 'confusion', ...cellsOf(confusion), isDrawn: false }, context)}`;
  }
  return html`<div class="matrix">
    ${figureWithTable(
      {
        id: 'confusion',
        title: t('{0} classes: true ones down, answers across', classes.length),
        drawing: matrixChart({
          names: classes,
          counts,
          shares,
          description: `${t('Confusion of {0} classes.', classes.length)} ${summary}`,
        }),
        columns,
        rows,
        saved: cellsOf(confusion),
      },
      context,
    )}
  </div>`;
}

/** Every cell, a line each: what a spreadsheet can pivot. */
function cellsOf({ classes, counts }: Confusion) {
  return {
    columns: ['Truth', 'Answer', 'Rows'],
    rows: classes.flatMap((truth, row) =>
      classes.map((answer, column) => [truth, answer, String(counts[row]?.[column] ?? 0)]),
    ),
  };
}

function largestConfusions({ classes, counts }: Confusion) {
  const byTruth = confusionShares(counts, 'truth');
  return counts
    .flatMap((cells, row) =>
      cells.map((count, column) => ({
        truth: classes[row] ?? '',
        answer: classes[column] ?? '',
        count,
        share: byTruth[row]?.[column] ?? 0,
        isRight: row === column,
      })),
    )
    .filter(({ isRight, count }) => !isRight && count > 0)
    .toSorted((left, right) => right.count - left.count)
    .slice(0, mostConfusions);
}
