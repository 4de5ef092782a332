/** The threshold slider, which moves recall, precision, money and alerts at once. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { Operating, RunView } from '../../../schemas/evaluationPanel.ts';
import { lineChart } from '../charts/lineChart.ts';
import { button, linkButton } from '../ui/button.ts';
import { codeText } from '../ui/codeText.ts';
import { locationLink } from '../ui/figure.ts';
import { section } from '../ui/section.ts';
import { t } from '../ui/texts.ts';
import { figureWithTable } from '../charts/figureWithTable.ts';
import { money, percentOrDash } from './format.ts';
import type { EvaluationContext } from './memory.ts';
import { bestIndex, nearestIndex, operatingPoint } from './operatingPoint.ts';
import type { OperatingPoint } from './operatingPoint.ts';
import { savedNumber } from './savedPoints.ts';

/** The place of the slider: where it was left, else at the threshold of the run. */
export function chosenIndex(operating: Operating, context: EvaluationContext): number {
  const threshold = context.memory.threshold ?? operating.used ?? operating.current?.threshold ?? 0.5;
  return nearestIndex(operating, threshold);
}

export function thresholdSection(run: RunView, context: EvaluationContext): TemplateResult | typeof nothing {
  const { operating } = run;
  if (operating === undefined || operating.points.length < 2) return nothing;
  const index = chosenIndex(operating, context);
  const point = operatingPoint(operating, index);
  if (point === undefined) return nothing;
  return section({
    id: 'threshold',
    title: t('Threshold'),
    aside:
      operating.positiveClass === undefined
        ? nothing
        : html`from which score on the answer is ${operating.positiveClass}`,
    content: html`${slider(operating, index, context)} ${applyLine(run, operating, point, context)}
    ${tiles(operating, point)} ${valueNote(point)} ${valueChart(operating, index, context)}`,
  });
}

function slider(operating: Operating, index: number, context: EvaluationContext): TemplateResult {
  const { points, current, used } = operating;
  const moved = (event: Event): void => {
    if (!(event.currentTarget instanceof HTMLInputElement)) return;
    const at = points[Number(event.currentTarget.value)];
    if (at !== undefined) context.remember({ threshold: at.threshold });
  };
  const best = bestIndex(operating);
  const jump = (label: string, threshold: number): TemplateResult =>
    linkButton(`${label} ${threshold.toFixed(3)}`, () => context.remember({ threshold }));
  const bestThreshold = best === undefined ? undefined : points[best]?.threshold;
  return html`<div class="threshold">
    <label for="threshold-slider">Threshold</label>
    <input
      id="threshold-slider"
      type="range"
      min="0"
      max=${points.length - 1}
      step="1"
      .value=${String(index)}
      aria-valuetext=${(points[index]?.threshold ?? 0).toFixed(3)}
      @input=${moved}
    />
    <output for="threshold-slider">${(points[index]?.threshold ?? 0).toFixed(3)}</output>
    <span class="threshold-jumps">
      ${used === undefined ? nothing : jump(t('of this run'), used)}
      ${current === undefined || current.threshold === used ? nothing : jump(t('of the spec'), current.threshold)}
      ${bestThreshold === undefined ? nothing : jump(t('most money here'), bestThreshold)}
      ${
        current === undefined
          ? nothing
          : html`<span class="quiet">stated in ${locationLink(current.definedAt, context.actions?.openLocation)}</span>`
      }
    </span>
  </div>`;
}

/** Nothing is written before the button is pressed; the spec then shows the change, and undo takes it back. */
function applyLine(
  { model }: RunView,
  { current }: Operating,
  { threshold }: OperatingPoint,
  { actions }: EvaluationContext,
): TemplateResult | typeof nothing {
  if (actions === undefined || current === undefined || Math.abs(current.threshold - threshold) < 5e-5) return nothing;
  return html`<p class="apply">
    ${button(t('Apply {0} to the spec', threshold.toFixed(3)), () => actions.applyThreshold(model, threshold))}
    <span class="quiet">the spec states ${current.threshold}</span>
  </p>`;
}

function tiles(operating: Operating, point: OperatingPoint): TemplateResult {
  const { currency } = operating;
  const entries: readonly (readonly [string, string | undefined])[] = [
    [t('Found (recall)'), percentOrDash(point.recall)],
    [t('Right when raised (precision)'), percentOrDash(point.precision)],
    [t('Answers that are positive'), percentOrDash(point.alertRate)],
    [
      t('Alerts a day'),
      point.alertsPerDay === undefined ? undefined : Math.round(point.alertsPerDay).toLocaleString('en'),
    ],
    [
      t('Value of one answer'),
      point.valuePerAnswer === undefined || currency === undefined ? undefined : money(point.valuePerAnswer, currency),
    ],
    [
      t('Value of all answers a year'),
      point.valuePerYear === undefined || currency === undefined ? undefined : money(point.valuePerYear, currency),
    ],
  ];
  return html`<dl class="glance threshold-glance" aria-live="polite">
    ${entries.map(([label, text]) =>
      text === undefined
        ? nothing
        : html`<div class="tile">
            <dt>${label}</dt>
            <dd><span class="tile-number">${text}</span></dd>
          </div>`,
    )}
  </dl>`;
}

/** Beside a metric of business the same run shows two sums of money a year, which differ by what is taken off. */
function valueNote({ valuePerYear }: OperatingPoint): TemplateResult | typeof nothing {
  if (valuePerYear === undefined) return nothing;
  return html`<p class="quiet">
    ${codeText(
      t(
        'The value of all answers is what right ones bring and wrong ones cost, with nothing taken off. A business metric with `definition: economics` is less what the way of its `against` brings, so the two differ, even in sign.',
      ),
    )}
  </p>`;
}

function valueChart(operating: Operating, index: number, context: EvaluationContext): TemplateResult | typeof nothing {
  const { points, currency, perYear, used } = operating;
  const valued = points.flatMap(({ threshold, value }, at) =>
    value === undefined ? [] : [{ threshold, value: value * (perYear ?? 1), here: operatingPoint(operating, at) }],
  );
  const curve = valued.map(({ threshold, value }): readonly [number, number] => [threshold, value]);
  if (curve.length < 2 || currency === undefined) return nothing;
  const values = curve.map(([, value]) => value);
  const extent = { low: Math.min(...values), high: Math.max(...values) };
  const chosen = points[index];
  const chosenValue = chosen?.value === undefined ? undefined : chosen.value * (perYear ?? 1);
  const isYearly = perYear !== undefined;
  const [lowest, highest] = [money(extent.low, currency), money(extent.high, currency)];
  return figureWithTable(
    {
      id: 'value-curve',
      title: isYearly ? t('Value of all answers a year by threshold') : t('Value of one answer by threshold'),
      drawing: lineChart({
        x: { label: t('threshold'), extent: { low: 0, high: 1 }, format: (value) => value.toFixed(2) },
        y: { label: '', extent, format: (value) => money(value, '').trim() },
        curves: [{ points: curve, kind: 'main' }],
        marks: [
          ...(used === undefined ? [] : [{ x: used, y: undefined, kind: 'stated' as const }]),
          ...(chosen === undefined ? [] : [{ x: chosen.threshold, y: chosenValue, kind: 'chosen' as const }]),
        ],
        description: isYearly
          ? t('Money a year at each threshold, in {0}: from {1} to {2}.', currency, lowest, highest)
          : t('Money of one answer at each threshold, in {0}: from {1} to {2}.', currency, lowest, highest),
      }),
      columns: [
        t('Threshold'),
        isYearly ? t('Value of all answers a year') : t('Value of one answer'),
        t('Found'),
        t('Right when raised'),
      ],
      rows: valued.map(({ threshold, value, here }) => [
        threshold.toFixed(3),
        money(value, currency),
        percentOrDash(here?.recall),
        percentOrDash(here?.precision),
      ]),
      saved: {
        columns: ['Threshold', `Value in ${currency}${isYearly ? ' a year' : ''}`, 'Recall', 'Precision'],
        rows: valued.map(({ threshold, value, here }) =>
          [threshold, value, here?.recall, here?.precision].map((number) =>
            number === undefined ? '' : savedNumber(number),
          ),
        ),
      },
    },
    context,
  );
}
