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
import { drivenGoalOf } from './drivenGoal.ts';
import type { DrivenGoal } from './drivenGoal.ts';
import {
  errorPriceOf,
  errorRivalOf,
  errorRunOf,
  errorValueNodes,
  errorValuesOf,
  readMeanError,
} from './errorPrices.ts';
import type { Exchanged } from './exchange.ts';
import { lastMeasurementOf } from './measuredGoal.ts';
import { neededMoneyIn } from './neededMoney.ts';
import { statedPlaces, trace } from './tracedFigure.ts';
import type { FigureDraft, FigureTitle, InputPlaces, TracedFigure } from './tracedFigure.ts';

type Spec = ObjectNode<SpecShape>;

/** Everything that the value of a mean error depends on besides itself. */
interface ErrorWorld {
  readonly price: ErrorPrice;
  readonly against: ErrorRival;
  readonly volume: Decimal;
}

/** Whether a goal of the metric is a mean error, of which each unit has a price. */
export function isMeanError({ name }: MetricView): boolean {
  return name?.name === 'mae' || name?.name === 'pinball';
}

/** The money of a mean error; undefined because of what is missing. */
export function errorWorldOf(spec: Spec, metric: MetricView, facts: Facts | undefined): Known<ErrorWorld> {
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

/** The mean error of a goal, in the unit of the label. */
export function errorAt(spec: Spec, metric: MetricView, goal: GoalKey): Known<Decimal> {
  const values = errorValuesOf(spec, metric.node.fields.model?.id);
  return values.kind === 'known' ? readMeanError(`the ${goal}`, goalOf(metric, goal)?.quantity, values.value) : values;
}

/** Formula 11: the mean error that brings an amount. @param needed money per year, in the currency of the values */
export function errorFor(world: Known<ErrorWorld>, needed: Decimal): Figure {
  if (world.kind === 'undefined') return world;
  const { price, volume, against } = world.value;
  return computeBreakEvenError(price, needed, volume, against);
}

/**
 * Drafts of the figures of a goal of a regression; none when single errors have no flat value.
 *
 * @param driven the business metric that the money flows to
 */
export function regressionFigures(
  spec: Spec,
  metric: MetricView,
  goal: GoalKey,
  driven: MetricView | undefined,
  facts: Facts | undefined,
): readonly FigureDraft[] {
  const modelId = metric.node.fields.model?.id;
  if (taskOfModel(spec, modelId) !== 'regression') return [];
  const { over, under } = errorValueNodes(spec);
  if (over === undefined || under === undefined) return [];
  const values = errorValuesOf(spec, modelId);
  const places = errorPlaces(spec, metric, goal);
  const draft = (title: FigureTitle, compute: () => Figure): FigureDraft => ({
    kind: title.kind,
    make: () => trace(title, compute(), places),
  });
  const best = draft({ kind: 'quantile', label: 'Quantile whose prediction loses least', formula: 11 }, () =>
    values.kind === 'known' ? computeBestQuantile(values.value) : values,
  );
  if (!isMeanError(metric)) return [best];
  const error = errorAt(spec, metric, goal);
  const world = errorWorldOf(spec, metric, facts);
  const unit = values.kind === 'known' ? values.value.unit : '';
  return [
    draft({ kind: 'value', label: 'Value per year', formula: 11 }, () =>
      error.kind === 'known' ? errorValueAt(spec, metric, facts, error.value) : error,
    ),
    bound({ kind: 'break-even', label: 'Break-even error', formula: 11 }, world, places, (currency) =>
      neededMoneyIn(spec, currency),
    ),
    ...forDriven(metric, goal, drivenGoalOf(spec, driven, goal), world, places),
    draft({ kind: 'point', label: `${unit === '' ? 'One' : `1 ${unit}`} less error`, formula: 9 }, () =>
      world.kind === 'known' ? computeErrorPoint(world.value.price, world.value.volume) : world,
    ),
    best,
  ];
}

/** What the goal of the business metric asks of the error. */
function forDriven(
  metric: MetricView,
  goal: GoalKey,
  wanted: DrivenGoal | undefined,
  world: Known<ErrorWorld>,
  places: InputPlaces,
): readonly FigureDraft[] {
  if (wanted === undefined) return [];
  const label = `What the ${goal} of ${wanted.id} asks of ${metric.name?.name ?? metric.id}`;
  const from = new Map([...places, ['needed', wanted.place]]);
  return [bound({ kind: 'for-driven', label, formula: 11 }, world, from, wanted.moneyIn)];
}

/** The mean error that brings the money that is needed, in the currency of the values. */
function bound(
  title: FigureTitle,
  world: Known<ErrorWorld>,
  places: InputPlaces,
  needed: (currency: string) => Known<Exchanged>,
): FigureDraft {
  return {
    kind: title.kind,
    make: () => {
      const money = world.kind === 'known' ? needed(world.value.price.values.currency) : world;
      return money.kind === 'known'
        ? trace(title, errorFor(world, money.value.amount), places, money.value.inputs)
        : trace(title, money, places);
    },
  };
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
  return trace(title, value, errorPlaces(spec, metric));
}

/** Where the inputs of a mean error stand. @param goal whose error is meant; none where it was measured */
export function errorPlaces(spec: Spec, metric: MetricView, goal?: GoalKey): InputPlaces {
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
