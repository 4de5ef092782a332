/** The iceberg: what plans usually see above the water line, and what they usually forget below it. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { CostCategoryView, Costs } from '../../../schemas/costPanel.ts';
import { figureView, sourceText } from '../ui/figure.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import { shown } from './figures.ts';
import type { CostContext } from './memory.ts';
import { t } from '../ui/texts.ts';

export function icebergSection(costs: Costs, context: CostContext): TemplateResult {
  const { coverage, categories } = costs;
  const largest = Math.max(1, ...categories.map(({ size, range }) => Math.max(size, range?.high ?? 0)));
  const rows = (isHidden: boolean) =>
    categories
      .filter((category) => category.isHidden === isHidden)
      .toSorted((left, right) => rank(right) - rank(left))
      .map((category) => row(category, largest, context));
  return section({
    id: 'iceberg',
    title: t('Iceberg'),
    aside: html`${coverage.tracked} of ${coverage.all} tracked`,
    content: html`${
        coverage.untracked.length === 0
          ? nothing
          : html`<p class="cost-warning">
              Unknown, and not zero: ${plainText(coverage.untracked.join(', '))}. The sums are too low by what they
              cost.
            </p>`
      }
      <table class="iceberg" aria-label="Costs by category, one-off plus one year">
        <thead>
          <tr>
            <th scope="col">Category</th>
            <th scope="col"><span class="visually-hidden">Size</span></th>
            <th scope="col" class="cell-end">One-off</th>
            <th scope="col" class="cell-end">Per year</th>
          </tr>
        </thead>
        <tbody class="iceberg-visible">
          ${rows(false)}
        </tbody>
        <tbody class="iceberg-hidden">
          <tr class="water-line">
            <th scope="rowgroup" colspan="4">
              Below the water line: usually forgotten, ${figureView(costs.hiddenShare, context.actions?.openLocation)}
              of the money
            </th>
          </tr>
          ${rows(true)}
        </tbody>
      </table>
      <p class="quiet">
        Bars are one-off costs plus one year. Hatched is not known: between the least and the most that a tracked
        category costs.
      </p>`,
  });
}

function rank({ size, coverage, range }: CostCategoryView): number {
  if (coverage === 'untracked') return range === undefined ? -1 : (range.low + range.high) / 2;
  return size;
}

function row(category: CostCategoryView, largest: number, context: CostContext): TemplateResult {
  const { name, meaning, source, coverage, oneOff, yearly, range, reason, size } = category;
  const open = context.actions?.openLocation;
  const words =
    coverage === 'untracked'
      ? (range?.text ?? 'unknown')
      : coverage === 'none'
        ? t('none: {0}', reason ?? '')
        : coverage === 'derived'
          ? t('derived from economics, never added')
          : undefined;
  return html`<tr>
    <th scope="row" title=${toVisibleText(meaning)}>
      ${sourceText(name, source, open)}
      ${words === undefined ? nothing : html`<span class="sub">${plainText(words)}</span>`}
    </th>
    <td class="iceberg-bar">
      ${
        coverage === 'untracked'
          ? html`<span class="berg berg-unknown" style="width:${share(range?.high ?? largest, largest)}%"></span>`
          : size > 0
            ? html`<span class="berg" style="width:${share(size, largest)}%"></span>`
            : nothing
      }
    </td>
    <td class="cell-end" data-label="One-off">
      ${coverage === 'untracked' ? html`<span class="quiet">unknown</span>` : shown(oneOff, context)}
    </td>
    <td class="cell-end" data-label="Per year">
      ${coverage === 'untracked' ? html`<span class="quiet">unknown</span>` : shown(yearly, context)}
    </td>
  </tr>`;
}

/** Never so thin that it is not seen. */
function share(amount: number, largest: number): number {
  return Math.max(0.5, (amount / largest) * 100);
}
