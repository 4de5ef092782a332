/** A number (or short text) of a view model: a click opens where it comes from, its tip says the whole story. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from './html.ts';
import type { Figure, Provenance } from '../../../schemas/overview.ts';
import type { SourceLocation } from '../../../schemas/sourceLocation.ts';
import { plainText } from './plainText.ts';
import { toVisibleText } from './visibleText.ts';
import { withTip } from './tip.ts';
import { t } from './texts.ts';

/** Opens a place; absent where nothing can be opened, as in a report. */
export type OpenLocation = ((location: SourceLocation) => void) | undefined;

interface FigureOptions {
  /** What stands in for a value that is not known; "not known" unless said. */
  readonly unknownWord?: string;
  /** False where its range is shown beside it; its tip says all in any case. */
  readonly withRange?: boolean;
}

export function figureView(figure: Figure, open: OpenLocation, options: FigureOptions = {}): TemplateResult {
  if (figure.state === 'known') {
    const { source } = figure.provenance;
    const text = options.withRange === false ? (figure.estimate?.expected ?? figure.text) : figure.text;
    return figureButton(html`${plainText(text)}`, 'figure', source, open, () =>
      provenanceTip(figure.text, figure.provenance, open),
    );
  }
  const { unknownWord = t('not known') } = options;
  const word = html`${unknownWord}<span class="visually-hidden"> because ${plainText(figure.because)}</span>`;
  return figureButton(word, 'figure figure-unknown', figure.source, open, () => reasonTip(unknownWord, figure, open));
}

/** A number with its range, where it has one, in small words below it: a column of a table need not hold both. */
export function figureOverRange(figure: Figure, open: OpenLocation): TemplateResult {
  const range = figure.state === 'known' ? figure.estimate?.range : undefined;
  return range === undefined
    ? figureView(figure, open)
    : html`${figureView(figure, open, { withRange: false })}<span class="sub">${plainText(range)}</span>`;
}

/** A place by its name, such as `plumbline.yaml:34`; a link where it can be opened. */
export function locationLink(location: SourceLocation, open: OpenLocation): TemplateResult {
  return open === undefined
    ? html`<span class="location">${plainText(location.label)}</span>`
    : html`<button type="button" class="link location" @click=${() => open(location)}>
        ${plainText(location.label)}
      </button>`;
}

/** Text that opens a place, such as the name of a metric. */
export function sourceText(text: string, location: SourceLocation | undefined, open: OpenLocation): TemplateResult {
  if (location === undefined || open === undefined) return html`<span class="source-text">${plainText(text)}</span>`;
  return html`<button
    type="button"
    class="link source-text"
    title=${toVisibleText(t('Open {0}', location.label))}
    @click=${() => open(location)}
  >
    ${plainText(text)}
  </button>`;
}

/** It is a button even when it opens nothing, because the keyboard reaches its tip through focus. */
function figureButton(
  content: TemplateResult,
  classes: string,
  source: SourceLocation | undefined,
  open: OpenLocation,
  tip: () => TemplateResult,
): TemplateResult {
  const press = source === undefined || open === undefined ? nothing : () => open(source);
  return html`<button type="button" class=${classes} @click=${press} ${withTip(tip)}>${content}</button>`;
}

function reasonTip(word: string, figure: Extract<Figure, { state: 'unknown' }>, open: OpenLocation): TemplateResult {
  return html`<p>${capitalize(word)} because ${plainText(figure.because)}.</p>
    ${figure.next === undefined ? nothing : html`<p>${plainText(figure.next)}</p>`}${opensLine(figure.source, open)}`;
}

const originWords: Readonly<Record<Provenance['origin'], string>> = {
  declared: t('Declared'),
  measured: t('Measured'),
  computed: t('Computed'),
  estimated: t('Estimated'),
};

function provenanceTip(text: string, provenance: Provenance, open: OpenLocation): TemplateResult {
  const rows: readonly (readonly [string, string | undefined])[] = [
    [t('Formula'), provenance.formula],
    ...(provenance.inputs ?? []).map(
      (input) =>
        [input.name, input.source === undefined ? input.text : `${input.text} (${input.source.label})`] as const,
    ),
    [t('Run'), provenance.run],
    [t('Data version'), provenance.dataVersion],
    [t('At'), provenance.at],
  ];
  return html`<p class="tip-value">${plainText(text)}</p>
    <p>
      ${originWords[provenance.origin]}${provenance.source === undefined ? nothing : html` in ${plainText(provenance.source.label)}`}
    </p>
    <dl>
      ${rows.map(([label, text]) =>
        text === undefined
          ? nothing
          : html`<dt>${plainText(label)}</dt>
              <dd>${plainText(text)}</dd>`,
      )}
    </dl>
    ${opensLine(provenance.source, open)}`;
}

function opensLine(source: SourceLocation | undefined, open: OpenLocation): TemplateResult | typeof nothing {
  if (source === undefined || open === undefined) return nothing;
  return html`<p class="quiet">Click to open ${plainText(source.label)}.</p>`;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
