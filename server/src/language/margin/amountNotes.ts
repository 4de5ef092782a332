/** Notes beside what the economics state: volume, values of outcomes, cost items, and the rate at which money is spent. */
import type { ItemSummary } from '../../cost/summariseLedger.ts';
import { findDeviation } from '../../cost/moneyEstimate.ts';
import { amountIn, flatValueOf } from '../../rules/economicsView.ts';
import { ledgerOf } from '../../rules/ledgerView.ts';
import { metricsOfKind } from '../../rules/metricView.ts';
import { moneyFiguresOf } from '../../rules/money/goalEconomics.ts';
import { outcomeFigure, outcomes } from '../../rules/money/outcomeMoney.ts';
import type { TracedFigure } from '../../rules/money/tracedFigure.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import type { QuantityNode } from '../../spec/located.ts';
import { formatMoney, formatNumber } from '../../spec/quantityFormat.ts';
import { locationOf } from '../fileRange.ts';
import { code, escapeText, paragraphs } from '../markdown.ts';
import { spentParts } from './costNotes.ts';
import { explainFigure } from './figureText.ts';
import { afterEntry, afterQuantity, pathText } from './note.ts';
import type { NotePart, NotePlace } from './note.ts';

/** A place for a note behind each amount that says more when it is worked out. */
export function* amountNotePlaces(snapshot: ProjectSnapshot): Generator<NotePlace> {
  const { spec } = snapshot.project;
  const volume = spec.fields.economics?.fields.volume;
  if (volume !== undefined) yield afterQuantity(volume, () => volumeParts(volume));
  // On one line with the other outcomes there is room for the amount alone.
  const when = spec.fields.economics?.fields.value?.yaml.flow === true ? '' : ' at the targets';
  for (const outcome of outcomes) {
    const node = flatValueOf(spec, outcome);
    if (node === undefined || node.quantity.value.eq(0)) continue;
    yield afterQuantity(node, () =>
      figureParts(snapshot, outcomeFigure(spec, outcome, 'target'), (text) => `≈ ${text}${when}`),
    );
  }
  const burnRate = spec.fields.schedule?.fields.burn_rate;
  if (burnRate !== undefined) yield afterQuantity(burnRate, () => delayParts(snapshot));
  yield* itemNotePlaces(snapshot);
}

/** Predictions per day, where the volume is stated for a longer time. */
function volumeParts({ quantity, text }: QuantityNode): readonly NotePart[] {
  const { of } = quantity.dimension;
  const perDay = of.kind === 'count' ? amountIn(quantity, `${of.noun}/day`) : undefined;
  if (of.kind !== 'count' || perDay === undefined || quantity.unit.per?.symbol.startsWith('day') === true) return [];
  const shown = `${formatNumber(perDay)} ${of.noun}/day`;
  return [
    {
      category: 'counts',
      text: `≈ ${shown}`,
      explain: () => `**Volume** · ${code(text)} is ${code(shown)} on average`,
      opens: () => undefined,
    },
  ];
}

function figureParts(
  { project }: ProjectSnapshot,
  figure: TracedFigure | undefined,
  say: (text: string) => string,
): readonly NotePart[] {
  if (figure?.result.kind !== 'known') return [];
  const place = figure.inputs.find((input) => input.place !== undefined)?.place;
  return [
    {
      category: 'money',
      text: say(figure.result.value.text),
      explain: () => explainFigure(project, figure),
      opens: () => (place === undefined ? undefined : locationOf(project, place)),
    },
  ];
}

/** What a week of delay costs, by the first business metric whose target is money. */
function delayParts(snapshot: ProjectSnapshot): readonly NotePart[] {
  const { spec } = snapshot.project;
  for (const metric of metricsOfKind(spec, 'business')) {
    const [figure] = moneyFiguresOf(spec, metric, 'target', new Set(['delay']));
    const parts = figureParts(snapshot, figure, (text) => `a week late costs ${text.replace(/\/week$/, '')}`);
    if (parts.length > 0) return parts;
  }
  return [];
}

function* itemNotePlaces(snapshot: ProjectSnapshot): Generator<NotePlace> {
  const { project } = snapshot;
  const items = project.spec.fields.costs?.fields.items?.entries;
  const summaries = new Map(ledgerOf(project.spec)?.items.map((item) => [item.item.id, item]));
  for (const [id, node] of items ?? []) {
    const summary = summaries.get(id);
    if (summary === undefined) continue;
    yield {
      path: pathText(node.path),
      after: afterEntry(node),
      find: () => [...itemParts(summary), ...spentParts(snapshot, new Set([id]))],
    };
  }
}

/** Money of an item, where the item does not say it in just that way. */
function itemParts({ item, price, isAdded }: ItemSummary): readonly NotePart[] {
  if (price.kind === 'undefined' || item.basis.kind === 'economics' || item.basis.kind === 'none') return [];
  const { when, amount } = price.value;
  const period = when === 'yearly' ? 'year' : undefined;
  const mean = formatMoney(amount.mean, amount.currency, period);
  const isRange = !amount.low.eq(amount.high);
  if (item.basis.kind === 'cost' && when === 'once' && !isRange) return [];
  const spread = isRange ? ` ± ${formatMoney(findDeviation(amount), amount.currency)}` : '';
  const once = when === 'once' ? ' once' : '';
  return [
    {
      category: 'money',
      text: `≈ ${mean}${spread}${once}`,
      explain: () =>
        paragraphs([
          `**${escapeText(item.id)}** · ${code(`${mean}${once}`)}`,
          isRange
            ? `From ${code(formatMoney(amount.low, amount.currency, period))} to ${code(formatMoney(amount.high, amount.currency, period))}; the expected value of an estimate is (low + 4·likely + high)/6, its deviation (high − low)/6.`
            : undefined,
          isAdded ? undefined : 'It is part of another item, so the sums do not contain it twice.',
        ]),
      opens: () => undefined,
    },
  ];
}
