/** What the goals of a regression are worth: formulas 9 and 11 over its mean errors. */
import type { Facts } from '../../../../schemas/facts.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import type { Decimal } from '../../spec/decimal.ts';
import {
  computeBestQuantile,
  computeBreakEvenError,
  computeErrorPoint,
  computeErrorValuePerYear,
} from '../../spec/economicsTasks.ts';
import type { ErrorPrice, ErrorRival } from '../../spec/economicsTasks.ts';
import type { Figure } from '../../spec/figure.ts';
import { known } from '../../spec/known.ts';
import type { Known } from '../../spec/known.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { againstBaseline, volumeOf } from '../economicsView.ts';
import { goalOf, taskOfModel } from '../metricView.ts';
import type { MetricView } from '../metricView.ts';
import type { GoalKey } from './binaryGoal.ts';
import {
  errorPriceOf,
  errorRivalOf,
  errorRunOf,
  errorValueNodes,
  errorValuesOf,
  readMeanError,
} from './errorPrices.ts';
import { lastMeasurementOf } from './measuredGoal.ts';
import { neededMoneyIn } from './neededMoney.ts';
import { statedPlaces, trace } from './tracedFigure.ts';
import type { FigureDraft, FigureTitle, InputPlaces, TracedFigure } from './tracedFigure.ts';

type Spec = ObjectNode<SpecShape>;

interface ErrorWorld {
  readonly price: ErrorPrice;
  readonly against: ErrorRival;
  readonly volume: Decimal;
}

/** Whether a goal of the metric is a mean error, of which each unit has a price. */
export function isMeanError({ name }: MetricView): boolean {
  return name?.name === 'mae' || name?.name === 'pinball';
}

function errorWorldOf(spec: Spec, metric: MetricView, facts: Facts | undefined): Known<ErrorWorld> {
  const modelId = metric.node.fields.model?.id;
  const values = errorValuesOf(spec, modelId);
  if (values.kind === 'undefined') return values;
  const volume = volumeOf(spec);
  if (volume.kind === 'undefined') return volume;
  const run = errorRunOf(facts, metric);
  const price = errorPriceOf(metric, values.value, run);
  if (price.kind === 'undefined') return price;
  const against = errorRivalOf(spec, modelId, values.value, run);
  return against.kind === 'undefined'
    ? against
    : known({ price: price.value, against: against.value, volume: volume.value });
}

/** Formula 11 per year at any mean error, such as one that was measured. */
export function errorValueAt(spec: Spec, metric: MetricView, facts: Facts | undefined, error: Decimal): Figure {
  const world = errorWorldOf(spec, metric, facts);
  if (world.kind === 'undefined') return world;
  const { price, against, volume } = world.value;
  return computeErrorValuePerYear(price, error, volume, against);
}

/** Drafts of the figures of a goal of a regression; none when single errors have no flat value. */
export function regressionFigures(
  spec: Spec,
  metric: MetricView,
  goal: GoalKey,
  facts: Facts | undefined,
): readonly FigureDraft[] {
  const modelId = metric.node.fields.model?.id;
  if (taskOfModel(spec, modelId) !== 'regression') return [];
  const { over, under } = errorValueNodes(spec);
  if (over === undefined || under === undefined) return [];
  const values = errorValuesOf(spec, modelId);
  const places = placesOf(spec, metric, goal);
  const draft = (title: FigureTitle, compute: () => Figure): FigureDraft => ({
    kind: title.kind,
    make: () => trace(title, compute(), places),
  });
  const best = draft({ kind: 'quantile', label: 'Quantile whose prediction loses least', formula: 11 }, () =>
    values.kind === 'known' ? computeBestQuantile(values.value) : values,
  );
  if (!isMeanError(metric)) return [best];
  const error =
    values.kind === 'known' ? readMeanError(`the ${goal}`, goalOf(metric, goal)?.quantity, values.value) : values;
  const unit = values.kind === 'known' ? values.value.unit : '';
  return [
    draft({ kind: 'value', label: 'Value per year', formula: 11 }, () =>
      error.kind === 'known' ? errorValueAt(spec, metric, facts, error.value) : error,
    ),
    { kind: 'break-even', make: () => breakEven(spec, errorWorldOf(spec, metric, facts), places) },
    draft({ kind: 'point', label: `${unit === '' ? 'One' : `1 ${unit}`} less error`, formula: 9 }, () => {
      const world = errorWorldOf(spec, metric, facts);
      return world.kind === 'known' ? computeErrorPoint(world.value.price, world.value.volume) : world;
    }),
    best,
  ];
}

function breakEven(spec: Spec, world: Known<ErrorWorld>, places: InputPlaces): TracedFigure {
  const title = { kind: 'break-even', label: 'Break-even error', formula: 11 } as const;
  if (world.kind === 'undefined') return trace(title, world, places);
  const { price, volume, against } = world.value;
  const needed = neededMoneyIn(spec, price.values.currency);
  if (needed.kind === 'undefined') return trace(title, needed, places);
  const { amount, inputs } = needed.value;
  return trace(title, computeBreakEvenError(price, amount, volume, against), places, inputs);
}

/** What the last measurement is worth per year; undefined when nothing was measured. */
export function measuredErrorFigure(spec: Spec, facts: Facts, metric: MetricView): TracedFigure | undefined {
  const fact = lastMeasurementOf(metric, facts);
  const last = fact.state === 'known' ? fact.value : undefined;
  const values = errorValuesOf(spec, metric.node.fields.model?.id);
  if (last === undefined || values.kind === 'undefined') return undefined;
  const title = { kind: 'measured-value', label: 'Value per year as measured', formula: 11 } as const;
  const error = readMeanError('the last measurement', last.quantity, values.value);
  const value = error.kind === 'known' ? errorValueAt(spec, metric, facts, error.value) : error;
  return trace(title, value, placesOf(spec, metric));
}

/** @param goal whose error is meant; none where it was measured */
function placesOf(spec: Spec, metric: MetricView, goal?: GoalKey): InputPlaces {
  const places = new Map(statedPlaces(spec));
  const { over, under } = errorValueNodes(spec);
  const baseline = againstBaseline(spec)?.node.fields;
  const stated = {
    over,
    under,
    error: goal === undefined ? undefined : goalOf(metric, goal),
    'against mae': baseline?.metrics?.entries.get('mae'),
    'against pinball': baseline?.metrics?.entries.get('pinball'),
    'against mean of answers too high': baseline?.rule,
    'against mean of answers too low': baseline?.rule,
  };
  for (const [name, node] of Object.entries(stated)) if (node !== undefined) places.set(name, node.place);
  return places;
}
