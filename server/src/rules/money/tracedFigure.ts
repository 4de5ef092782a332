/** Figures that know where each of their inputs is stated, for hints, hovers and panels. */
import type { SpecShape } from '../../../../schemas/spec.ts';
import type { FormulaNumber } from '../../spec/economicsFormulas.ts';
import type { Figure } from '../../spec/figure.ts';
import { known } from '../../spec/known.ts';
import type { Known } from '../../spec/known.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { readQuantity } from '../../spec/quantity.ts';
import type { Quantity } from '../../spec/quantity.ts';
import { convertQuantity } from '../../spec/quantityArithmetic.ts';
import { formatQuantity } from '../../spec/quantityFormat.ts';
import type { Place } from '../../yaml/place.ts';
import { againstBaseline, flatValueOf, prevalenceOf } from '../economicsView.ts';
import { oncePer } from '../oncePer.ts';

/** What went into a figure. */
export interface TracedInput {
  /** In words: `recall`, `against precision`. */
  readonly name: string;
  /** For display, with its unit; empty when the name says it all. */
  readonly text: string;
  /** Where it is stated; undefined for what was counted, measured or computed. */
  readonly place: Place | undefined;
}

/** What a figure says about a goal; each kind occurs at most once per goal. */
export type FigureKind =
  | 'value'
  | 'measured-value'
  | 'value-per-prediction'
  | 'error-cost'
  | 'break-even'
  | 'for-driven'
  | 'point'
  | 'point-same-alerts'
  | 'alert'
  | 'alerts'
  | 'sampling'
  | 'models'
  | 'net-present-value'
  | 'payback'
  | 'discounted-payback'
  | 'return'
  | 'delay'
  | 'answer-cost'
  | 'break-even-volume'
  | 'busy'
  | 'outcome'
  | 'quantile';

export interface TracedFigure {
  readonly kind: FigureKind;
  /** What it is, in a few words that can begin a sentence. */
  readonly label: string;
  readonly formula: FormulaNumber;
  /** `quantity` is undefined for what is no single number, such as an interval. */
  readonly result: Known<{ readonly text: string; readonly quantity: Quantity | undefined }>;
  /** In the order of the formula; empty when there is no result. */
  readonly inputs: readonly TracedInput[];
}

/** Input names → where they are stated. */
export type InputPlaces = ReadonlyMap<string, Place>;

/** What a figure is, before it is computed. */
export type FigureTitle = Pick<TracedFigure, 'kind' | 'label' | 'formula'>;

/** A figure that is computed when somebody wants it: a margin needs two of the dozen that a hover shows. */
export interface FigureDraft {
  readonly kind: FigureKind;
  /** @returns undefined when there is nothing to say, not even why */
  readonly make: () => TracedFigure | undefined;
}

/** Computes figures, in the order of their drafts. @param wanted all unless given */
export function makeFigures(drafts: readonly FigureDraft[], wanted?: ReadonlySet<FigureKind>): readonly TracedFigure[] {
  return drafts
    .filter(({ kind }) => wanted === undefined || wanted.has(kind))
    .map(({ make }) => make())
    .filter((figure) => figure !== undefined);
}

/**
 * Joins a computed figure with the places of its inputs, which are looked up when somebody asks.
 *
 * @param rates further inputs, through which money came into the currency of the figure
 */
export function trace(
  title: FigureTitle,
  figure: Figure,
  places: InputPlaces,
  rates: readonly TracedInput[] = [],
): TracedFigure {
  if (figure.kind === 'undefined') return { ...title, result: figure, inputs: [] };
  const { formula, value, inputs } = figure;
  return {
    ...title,
    formula,
    result: known({ text: formatQuantity(value), quantity: value }),
    get inputs() {
      return [...inputs.map((words) => traceInput(words, places)), ...rates];
    },
  };
}

/** `recall 0.7` as name, text and place. */
export function traceInput(words: string, places: InputPlaces): TracedInput {
  const match = /^(?<name>.*?) (?<text>-?\d.*)$/.exec(words);
  const { name = words, text = '' } = match?.groups ?? {};
  return { name, text: shares.has(name) ? inPercent(text) : shorten(text), place: places.get(name) };
}

/** Inputs that people state in percent. */
const shares: ReadonlySet<string> = new Set(['prevalence', 'discount rate']);

function inPercent(text: string): string {
  const reading = readQuantity(text);
  const share = reading.kind === 'quantity' ? convertQuantity(reading.quantity, '%') : undefined;
  return share?.kind === 'known' ? formatQuantity(share.value, inputDigits) : shorten(text);
}

/** Digits of inputs: more than a result has, so that one can follow the computation. */
const inputDigits = 6;

function shorten(text: string): string {
  const reading = readQuantity(text);
  return reading.kind === 'quantity' ? formatQuantity(reading.quantity, inputDigits) : text;
}

/** Where a spec states the inputs that do not depend on a goal. */
export const statedPlaces = oncePer((spec: ObjectNode<SpecShape>): InputPlaces => {
  const { economics, costs, schedule } = spec.fields;
  const places = new Map<string, Place>();
  const add = (name: string, node: { readonly place: Place } | undefined): void => {
    if (node !== undefined) places.set(name, node.place);
  };
  add('volume', economics?.fields.volume);
  add('prevalence', prevalenceOf(spec));
  for (const outcome of ['tp', 'fp', 'fn', 'tn', 'correct', 'wrong'] as const) add(outcome, flatValueOf(spec, outcome));
  add('horizon', economics?.fields.horizon);
  add('discount rate', economics?.fields.discount_rate);
  add('burn rate', schedule?.fields.burn_rate);
  const items = costs?.fields.items?.keyPlace;
  if (items !== undefined) {
    for (const name of ['one-off costs', 'running costs', 'needed']) places.set(name, items);
  }
  const policy = againstBaseline(spec)?.node.fields;
  for (const name of ['recall', 'precision', 'accuracy']) add(`against ${name}`, policy?.metrics?.entries.get(name));
  for (const name of ['tp', 'fp', 'fn', 'tn']) add(`against ${name}`, policy?.matrix);
  const [none, silent] = ['against none', 'against always-no'];
  if (economics?.fields.against !== undefined) {
    places.set(none, economics.fields.against.place);
    places.set(silent, economics.fields.against.place);
  }
  return places;
});
