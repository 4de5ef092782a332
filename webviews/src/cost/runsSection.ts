/** Recorded runs on a plane of cost and value, and what more labels would bring. */
import type { TemplateResult } from 'lit-html';
import { html } from '../ui/html.ts';
import type { Costs } from '../../../schemas/costPanel.ts';
import { fitExtent } from '../charts/scale.ts';
import { scatterChart } from '../charts/scatterChart.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import { drawn, figureTile, moneyText, tiles, unknownContent } from './figures.ts';
import type { CostContext } from './memory.ts';
import { t } from '../ui/texts.ts';

export function runsSection(costs: Costs, context: CostContext): TemplateResult {
  return section({
    id: 'runs',
    title: t('Runs by cost and value'),
    content: html`${frontierView(costs, context)} ${labelsView(costs.labels, context)}`,
  });
}

function frontierView({ frontier, currency }: Costs, context: CostContext): TemplateResult {
  if (frontier.state === 'unknown') return unknownContent(frontier);
  const { runs, lines } = frontier;
  const x = fitExtent(
    runs.map(({ cost }) => cost),
    { low: 0, high: Infinity },
  ) ?? { low: 0, high: 1 };
  const y = fitExtent([...runs.map(({ value }) => value), ...lines.map(({ value }) => value)], undefined) ?? {
    low: 0,
    high: 1,
  };
  const cheapest = runs.find(({ isCheapestPassing }) => isCheapestPassing);
  const words =
    cheapest === undefined
      ? t('No run passes.')
      : t('The cheapest run that passes is {0}: {1} for {2}.', cheapest.id, cheapest.valueText, cheapest.costText);
  return html`<p>${plainText(words)}</p>
    ${drawn(
      'frontier',
      t('{0} over {1}', frontier.quality, frontier.cost.toLowerCase()),
      scatterChart(
        { label: frontier.cost, extent: x, format: (value) => moneyText(value, '') },
        { label: frontier.quality, extent: y, format: (value) => moneyText(value, '') },
        runs.map(({ id, cost, value, passes, isBest, isCheapestPassing, costText, valueText }) => ({
          x: cost,
          y: value,
          kind: passes ? ('passes' as const) : ('misses' as const),
          isRinged: isCheapestPassing,
          isEdge: isBest,
          title: `${id}: ${valueText}, ${costText}`,
        })),
        lines.map(({ value, label, text }) => ({ y: value, label: `${label} ${text}` })),
        t('{0} in {1} over {2}. {3}', frontier.quality, currency, frontier.cost, words),
      ),
      {
        columns: [t('Run'), t('Model'), frontier.cost, frontier.quality, t('Verdict')],
        rows: runs.map(({ id, model, costText, valueText, passes, isBest, isCheapestPassing }) => [
          id,
          model,
          costText,
          valueText,
          `${passes ? t('passes') : t('misses a limit')}${isCheapestPassing ? t(', the cheapest that does') : isBest ? t(', none is both cheaper and better') : ''}`,
        ]),
      },
      context,
    )}`;
}

function labelsView(labels: Costs['labels'], context: CostContext): TemplateResult {
  const heading = html`<h3>More labels</h3>`;
  if (labels.state === 'unknown') return html`${heading} ${unknownContent(labels)}`;
  return html`${heading}
    ${tiles([
      figureTile(t('Labels for the target'), labels.needed, context),
      figureTile(t('Money for those that are missing'), labels.budget, context),
    ])}
    <p class="quiet">${plainText(labels.curve)}.</p>`;
}
