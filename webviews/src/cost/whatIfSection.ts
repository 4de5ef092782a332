/** Sliders that answer while they are moved, and write nothing before Apply is pressed. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { Costs, WhatIf, WhatIfChange } from '../../../schemas/costPanel.ts';
import { button, linkButton } from '../ui/button.ts';
import { locationLink } from '../ui/figure.ts';
import { section } from '../ui/section.ts';
import { moneyText, percentText, tiles, unknownContent } from './figures.ts';
import type { CostContext } from './memory.ts';
import type { Sliders } from './sliders.ts';
import { computeWhatIf, nearestPoint } from './whatIf.ts';
import { t } from '../ui/texts.ts';

export function whatIfSection(costs: Costs, context: CostContext): TemplateResult {
  const { whatIf, currency } = costs;
  return section({
    id: 'what-if',
    title: t('What if'),
    aside: t('nothing is written before Apply'),
    content: whatIf.state === 'unknown' ? unknownContent(whatIf) : known(whatIf, currency, context),
  });
}

function known(model: WhatIf, currency: string, context: CostContext): TemplateResult {
  const { sliders } = context.memory;
  const now = computeWhatIf(model, {});
  const then = computeWhatIf(model, sliders);
  const isMoved = Object.values(sliders).some((value) => value !== undefined);
  const against = model.against === null ? 'nothing' : model.against.label;
  const beside = (before: number, after: number) => ({
    content: moneyText(after, currency),
    note: isMoved && before !== after ? t('was {0}', moneyText(before, currency)) : undefined,
  });
  return html`<div class="sliders">
      ${volumeSlider(model, context)} ${prevalenceSlider(model, context)}
      ${factorSlider('wage', t('What people cost'), model, context)}
      ${factorSlider('price', t('Other prices'), model, context)} ${thresholdSlider(model, context)}
    </div>
    <div class="what-if-glance" aria-live="polite">
      ${tiles([
        { label: t('Saved a year against {0}', against), ...beside(now.saved, then.saved) },
        { label: t('One-off costs'), ...beside(now.oneOff, then.oneOff) },
        { label: t('Running costs a year'), ...beside(now.running, then.running) },
        {
          label: t('Net present value'),
          ...beside(now.netPresentValue, then.netPresentValue),
          tone: then.netPresentValue < 0 ? 'bad' : 'good',
        },
        {
          label: t('Payback'),
          content:
            then.paybackYears === undefined ? t('never') : t('{0} years', Number(then.paybackYears.toPrecision(3))),
          tone: then.paybackYears === undefined ? 'bad' : undefined,
        },
        { label: t('Found (recall)'), content: percentText(then.recall) },
        {
          label: t('Right when raised (precision)'),
          content: then.precision === undefined ? t('none raised') : percentText(then.precision),
        },
      ])}
    </div>
    <p class="quiet">
      Quality ${model.point.label}; recall and false alarms per negative stay as they are when the prevalence moves.
    </p>
    ${applyLine(model, sliders, isMoved, context)}`;
}

interface Slider {
  readonly key: keyof Sliders;
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly step: number;
  readonly position: number;
  readonly text: string;
  readonly note?: TemplateResult | typeof nothing;
  /** What the position means for the spec. */
  readonly read: (position: number) => number;
}

function slider({ key, label, low, high, step, position, text, note = nothing, read }: Slider, context: CostContext) {
  const moved = (event: Event): void => {
    if (!(event.currentTarget instanceof HTMLInputElement)) return;
    context.remember({ sliders: { ...context.memory.sliders, [key]: read(Number(event.currentTarget.value)) } });
  };
  return html`<div class="slider">
    <label for="slider-${key}">${label}</label>
    <input
      id="slider-${key}"
      type="range"
      min=${low}
      max=${high}
      step=${step}
      .value=${String(position)}
      aria-valuetext=${text}
      @input=${moved}
    />
    <output for="slider-${key}">${text}</output>
    <span class="quiet">${note}</span>
  </div>`;
}

/** Two and a half powers of two to either side, so that halving and doubling are as far. */
const volumeSteps = 20;

function volumeSlider(model: WhatIf, context: CostContext): TemplateResult | typeof nothing {
  if (model.volume <= 0) return nothing;
  const volume = context.memory.sliders.volume ?? model.volume;
  const perStep = 2 ** (2.5 / volumeSteps);
  return slider(
    {
      key: 'volume',
      label: t('Volume'),
      low: -volumeSteps,
      high: volumeSteps,
      step: 1,
      position: Math.round(Math.log(volume / model.volume) / Math.log(perStep)),
      text: t('{0} a year', moneyText(volume, '')),
      note: place(model.sources.volume, context),
      read: (position) => Math.round(model.volume * perStep ** position),
    },
    context,
  );
}

function prevalenceSlider(model: WhatIf, context: CostContext): TemplateResult {
  const prevalence = context.memory.sliders.prevalence ?? model.prevalence;
  const high = Math.min(0.99, Math.max(0.01, model.prevalence * 3));
  return slider(
    {
      key: 'prevalence',
      label: t('Prevalence'),
      low: 0.0001,
      high,
      step: high / 300,
      position: prevalence,
      text: `${Number((prevalence * 100).toPrecision(3))} %`,
      note: place(model.sources.prevalence, context),
      read: (position) => Number(position.toPrecision(3)),
    },
    context,
  );
}

function factorSlider(key: 'wage' | 'price', label: string, model: WhatIf, context: CostContext): TemplateResult {
  const factor = context.memory.sliders[key] ?? 1;
  return slider(
    {
      key,
      label,
      low: 50,
      high: 200,
      step: 5,
      position: Math.round(factor * 100),
      text: `${Math.round(factor * 100)} %`,
      note: place(model.sources.items, context),
      read: (position) => position / 100,
    },
    context,
  );
}

function thresholdSlider(model: WhatIf, context: CostContext): TemplateResult | typeof nothing {
  const { threshold } = model;
  if (threshold === undefined) return nothing;
  const chosen = context.memory.sliders.threshold ?? threshold.stated;
  const index = nearestPoint(threshold.points, chosen);
  return slider(
    {
      key: 'threshold',
      label: t('Threshold'),
      low: 0,
      high: threshold.points.length - 1,
      step: 1,
      position: index,
      text: (threshold.points[index]?.threshold ?? chosen).toFixed(3),
      note: place(model.sources.threshold, context),
      read: (position) => threshold.points[position]?.threshold ?? threshold.stated,
    },
    context,
  );
}

function place(source: WhatIf['sources']['volume'], context: CostContext): TemplateResult | typeof nothing {
  return source === undefined ? nothing : locationLink(source, context.actions?.openLocation);
}

/** The spec shows the change as an edit, and undo takes it back. */
function applyLine(
  model: WhatIf,
  sliders: Sliders,
  isMoved: boolean,
  context: CostContext,
): TemplateResult | typeof nothing {
  if (!isMoved) return nothing;
  const { actions } = context;
  const reset = (): void => context.remember({ sliders: {} });
  return html`<p class="apply">
    ${
      actions === undefined
        ? nothing
        : button(t('Apply to the spec'), () => {
            actions.applyWhatIf(changeOf(sliders, model));
            reset();
          })
    }
    ${linkButton(t('Back to the spec'), reset)}
  </p>`;
}

function changeOf({ threshold: stored, ...sliders }: Sliders, { threshold }: WhatIf): WhatIfChange {
  return {
    ...sliders,
    ...(stored === undefined || threshold === undefined
      ? {}
      : { threshold: { model: threshold.model, value: stored } }),
  };
}
