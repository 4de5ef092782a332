/** What the goals of the models that drive a business metric bring: for its hover, its panels and the rules about it. */
import type { Facts } from '../../../../schemas/facts.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { computeBreakEvenVolume } from '../../spec/economicsBreakEven.ts';
import type { VolumeCosts } from '../../spec/economicsBreakEven.ts';
import { readShare } from '../../spec/economicsInputs.ts';
import { computeClassBreakEvenVolume, computeErrorBreakEvenVolume } from '../../spec/economicsTasks.ts';
import type { Figure } from '../../spec/figure.ts';
import type { FormulaNumber } from '../../spec/economicsFormulas.ts';
import { known, undefinedBecause } from '../../spec/known.ts';
import type { Known } from '../../spec/known.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { againstPolicy, pointAt } from '../economicsView.ts';
import type { OperatingGoals } from '../economicsView.ts';
import { goalOf, labelOfModel } from '../metricView.ts';
import type { MetricView } from '../metricView.ts';
import { driversOf } from '../moneyDrivers.ts';
import type { Drivers } from '../moneyDrivers.ts';
import { binaryWorldOf, boundAtPoint, placesAt, savedAtPoint } from './binaryGoal.ts';
import type { GoalKey } from './binaryGoal.ts';
import { accuracyFor, classPlaces, classValueAt, classWorldOf } from './classGoal.ts';
import { errorValueNodes } from './errorPrices.ts';
import { errorAt, errorFor, errorPlaces, errorValueAt, errorWorldOf, isMeanError } from './regressionGoal.ts';
import type { InputPlaces } from './tracedFigure.ts';

type Spec = ObjectNode<SpecShape>;

/** Costs of predictions in a currency, from the volume at which they are stated. */
type CostsIn = (currency: string, volume: Decimal) => Known<VolumeCosts>;

/** What one of the models of a project brings at its targets or at its limits. */
export interface ModelWorth {
  /** The metrics whose goals decide it. */
  readonly drivers: readonly MetricView[];
  readonly formula: FormulaNumber;
  /** Where the inputs of both figures are stated. */
  readonly places: InputPlaces;
  /** Money per year, against the policy to compare with. */
  readonly saved: () => Figure;
  /** Predictions per year from which that repays the costs. */
  readonly volume: (costs: CostsIn) => Figure;
  /**
   * The value of each driver that would bring an amount, while the others stay at their goals.
   *
   * @param needed money per year in the currency that {@link saved} has
   */
  readonly bounds: (needed: Decimal) => readonly DriverBound[];
}

/** From which value on a driver brings an amount of money. */
export interface DriverBound {
  readonly driver: MetricView;
  readonly value: Figure;
  /** The other driver, which stays at its goal; undefined for a driver that decides alone. */
  readonly beside: MetricView | undefined;
}

/**
 * What drives a business metric, at one of its goals.
 *
 * @param facts for what runs alone know, such as on which side a regression errs
 * @returns nothing when no metric of a model that has money drives it; undefined because several models do, which share
 *   one sum in a way that nobody has stated, or because no price follows from the measure
 */
export function modelWorthOf(
  spec: Spec,
  facts: Facts | undefined,
  businessId: string,
  goal: GoalKey,
): Known<ModelWorth> | undefined {
  const drivers = driversOf(spec).get(businessId);
  if (drivers === undefined) return undefined;
  const errors = pricedErrors(spec, drivers);
  const [pair] = drivers.pairs;
  const [accuracy] = drivers.accuracies;
  const ways = [drivers.pairs.length, pair === undefined ? drivers.accuracies.length : 0, countModels(errors)];
  if (ways.reduce((sum, count) => sum + count, 0) > 1)
    return undefinedBecause('several models drive it, and nobody states how they share its value');
  if (pair !== undefined) return known(worthOfPair(spec, pair, goal));
  if (accuracy !== undefined) return known(worthOfAccuracy(spec, accuracy, goal));
  return errors.length === 0 ? undefined : worthOfErrors(spec, facts, errors, goal);
}

function worthOfPair(spec: Spec, pair: OperatingGoals, goal: GoalKey): ModelWorth {
  const { recall, precision } = pair;
  const point = pointAt(pair, goal);
  return {
    drivers: [recall, precision],
    formula: 2,
    places: placesAt(spec, pair, goal),
    saved: () => (point.kind === 'known' ? savedAtPoint(spec, pair, point.value) : point),
    volume: (costsIn) => {
      const world = binaryWorldOf(spec);
      if (world.kind === 'undefined') return world;
      if (point.kind === 'undefined') return point;
      const against = againstPolicy(spec, labelOfModel(spec, pair.modelId)?.fields.positive?.text);
      if (against.kind === 'undefined') return against;
      const { binary, volume } = world.value;
      const costs = costsIn(binary.values.currency, volume);
      if (costs.kind === 'undefined') return costs;
      return computeBreakEvenVolume(binary, { kind: 'point', ...point.value }, against.value, costs.value);
    },
    bounds: (needed) => [
      { driver: recall, beside: precision, value: boundAtPoint(spec, pair, 'recall', goal, needed) },
      { driver: precision, beside: recall, value: boundAtPoint(spec, pair, 'precision', goal, needed) },
    ],
  };
}

function worthOfAccuracy(spec: Spec, accuracy: MetricView, goal: GoalKey): ModelWorth {
  const share = readShare('accuracy', goalOf(accuracy, goal)?.quantity);
  return {
    drivers: [accuracy],
    formula: 10,
    places: classPlaces(spec, accuracy, goal),
    saved: () => (share.kind === 'known' ? classValueAt(spec, share.value) : share),
    volume: (costsIn) => {
      const world = classWorldOf(spec);
      if (world.kind === 'undefined') return world;
      if (share.kind === 'undefined') return share;
      const { values, volume, against } = world.value;
      const costs = costsIn(values.currency, volume);
      return costs.kind === 'undefined'
        ? costs
        : computeClassBreakEvenVolume(values, share.value, against, costs.value);
    },
    bounds: (needed) => [{ driver: accuracy, beside: undefined, value: accuracyFor(spec, needed) }],
  };
}

/** Of several errors of one model, the first whose price is known decides: they describe the same answers. */
function worthOfErrors(
  spec: Spec,
  facts: Facts | undefined,
  errors: readonly MetricView[],
  goal: GoalKey,
): Known<ModelWorth> | undefined {
  const means = errors.filter((one) => isMeanError(one));
  // A pinball loss tells both sides apart by itself, while a mean error needs a run.
  const byTrust = [...means].sort((left, right) => Number(isPinball(right)) - Number(isPinball(left)));
  const metric = byTrust.find((one) => errorWorldOf(spec, one, facts).kind === 'known') ?? byTrust[0];
  if (metric === undefined) {
    const name = errors[0]?.name?.name ?? 'it';
    return undefinedBecause(`no price per unit follows from \`${name}\`: let \`mae\` or \`pinball\` drive it`);
  }
  const world = errorWorldOf(spec, metric, facts);
  const error = errorAt(spec, metric, goal);
  return known({
    drivers: [metric],
    formula: 11,
    places: errorPlaces(spec, metric, goal),
    saved: () => (error.kind === 'known' ? errorValueAt(spec, metric, facts, error.value) : error),
    volume: (costsIn) => {
      if (world.kind === 'undefined') return world;
      if (error.kind === 'undefined') return error;
      const { price, volume, against } = world.value;
      const costs = costsIn(price.values.currency, volume);
      if (costs.kind === 'undefined') return costs;
      return computeErrorBreakEvenVolume(price, error.value, against, costs.value);
    },
    bounds: (needed) => [{ driver: metric, beside: undefined, value: errorFor(world, needed) }],
  });
}

function isPinball({ name }: MetricView): boolean {
  return name?.name === 'pinball';
}

/** Errors of regressions, where single errors have a flat value; else the money of answers is not theirs. */
function pricedErrors(spec: Spec, { errors }: Drivers): readonly MetricView[] {
  const { over, under } = errorValueNodes(spec);
  return over === undefined || under === undefined ? [] : errors;
}

/** Models and splits that errors speak of. */
function countModels(errors: readonly MetricView[]): number {
  return new Set(errors.map(({ node: { fields } }) => `${fields.model?.id ?? ''}\n${fields.split?.id ?? ''}`)).size;
}
