/** What the target or the limit of a recall or a precision is worth: formulas 1, 2, 4, 6, 7, 9 and 19. */
import type { SpecShape } from '../../../../schemas/spec.ts';
import { decimal } from '../../spec/decimal.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { computeErrorCost, computeSavedPerYear, computeValuePerPrediction } from '../../spec/economics.ts';
import type { BinaryCase, Policy } from '../../spec/economics.ts';
import {
  computeBreakEvenPrecision,
  computeBreakEvenRecall,
  computeBreakEvenThreshold,
  computePrecisionGain,
  computeRecallPoint,
  computeRecallPointAtSameAlerts,
} from '../../spec/economicsBreakEven.ts';
import type { MoneyGoal } from '../../spec/economicsBreakEven.ts';
import { computeAlertsPerDay } from '../../spec/economicsFeasibility.ts';
import type { Figure } from '../../spec/figure.ts';
import { known, undefinedBecause } from '../../spec/known.ts';
import type { Known } from '../../spec/known.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { againstPolicy, binaryCaseOf, flatValueOf, isAboutPositive, pointAt, volumeOf } from '../economicsView.ts';
import type { OperatingGoals } from '../economicsView.ts';
import { goalOf, labelOfModel } from '../metricView.ts';
import type { MetricView } from '../metricView.ts';
import { oncePerSpec } from '../oncePer.ts';
import { drivenGoalOf } from './drivenGoal.ts';
import type { Exchanged } from './exchange.ts';
import { neededMoneyIn } from './neededMoney.ts';
import { statedPlaces, trace } from './tracedFigure.ts';
import type { FigureDraft, FigureTitle, InputPlaces } from './tracedFigure.ts';

type Spec = ObjectNode<SpecShape>;
export type GoalKey = 'target' | 'limit';

/** Everything that the value of a binary classifier depends on besides its quality. */
export interface BinaryWorld {
  readonly binary: BinaryCase;
  /** Predictions per year. */
  readonly volume: Decimal;
}

/** The money of a binary classifier; undefined because of what is missing. */
export const binaryWorldOf = oncePerSpec((spec: Spec): Known<BinaryWorld> => {
  const binary = binaryCaseOf(spec);
  if (binary.kind === 'undefined') return binary;
  const volume = volumeOf(spec);
  return volume.kind === 'undefined' ? volume : known({ binary: binary.value, volume: volume.value });
});

/** Formula 2 at any point of quality, such as one that was measured. */
export function savedAtPoint(
  spec: Spec,
  { modelId }: OperatingGoals,
  point: { readonly recall: Decimal; readonly precision: Decimal },
): Figure {
  const world = binaryWorldOf(spec);
  if (world.kind === 'undefined') return world;
  const against = againstOf(spec, modelId);
  if (against.kind === 'undefined') return against;
  const policy: Policy = { kind: 'point', ...point };
  return computeSavedPerYear(world.value.binary, world.value.volume, policy, against.value);
}

function againstOf(spec: Spec, modelId: string): Known<Policy | 'none'> {
  return againstPolicy(spec, labelOfModel(spec, modelId)?.fields.positive?.text);
}

/**
 * Why the goal of a recall or a precision has no money although answers have: nothing states the other of the two.
 *
 * @returns none for other metrics, and where answers have no money
 */
export function loneGoalFigures(spec: Spec, metric: MetricView): readonly FigureDraft[] {
  const other = metric.name?.name === 'recall' ? 'precision' : metric.name?.name === 'precision' ? 'recall' : undefined;
  const { model, split } = metric.node.fields;
  if (other === undefined || model === undefined || split === undefined || !isAboutPositive(spec, metric)) return [];
  if (flatValueOf(spec, 'tp') === undefined && flatValueOf(spec, 'fn') === undefined) return [];
  const because = `no metric states the ${other} of the model ${model.id} on ${split.id}, and money follows from both`;
  const title = { kind: 'value', label: 'Value per year', formula: 2 } as const;
  return [{ kind: 'value', make: () => trace(title, undefinedBecause(because), new Map()) }];
}

/** Where recall and precision of a goal stand, besides what does not depend on it. */
export function placesAt(spec: Spec, { recall, precision }: OperatingGoals, goal: GoalKey): InputPlaces {
  const places = new Map(statedPlaces(spec));
  const [found, right] = [goalOf(recall, goal), goalOf(precision, goal)];
  if (found !== undefined) places.set('recall', found.place);
  if (right !== undefined) places.set('precision', right.place);
  return places;
}

/** A model at one of its goals. */
interface Standing extends BinaryWorld {
  readonly recall: Decimal;
  readonly precision: Decimal;
}

function standingOf(spec: Spec, pair: OperatingGoals, goal: GoalKey): Known<Standing> {
  const world = binaryWorldOf(spec);
  if (world.kind === 'undefined') return world;
  const point = pointAt(pair, goal);
  return point.kind === 'undefined' ? point : known({ ...world.value, ...point.value });
}

/**
 * Drafts of the figures of one goal of a recall or a precision.
 *
 * @param role which of the two the metric is; the other one stays at its goal of the same kind
 * @param driven the business metric that the money flows to, when its own goal of this kind is money per year
 */
export function binaryGoalFigures(
  spec: Spec,
  pair: OperatingGoals,
  role: 'recall' | 'precision',
  goal: GoalKey,
  driven: MetricView | undefined,
): readonly FigureDraft[] {
  const standing = standingOf(spec, pair, goal);
  const places = placesAt(spec, pair, goal);
  const row = (title: FigureTitle, compute: (at: Standing) => Figure): FigureDraft => ({
    kind: title.kind,
    make: () => trace(title, standing.kind === 'known' ? compute(standing.value) : standing, places),
  });
  const against = againstOf(spec, pair.modelId);
  const bound: Bound = (title, needed, from) => ({
    kind: title.kind,
    make: () => {
      if (standing.kind === 'undefined') return trace(title, standing, from);
      const money = needed(standing.value.binary.values.currency);
      if (money.kind === 'undefined') return trace(title, money, from);
      return trace(title, boundOf(role, standing.value, against, money.value.amount), from, money.value.inputs);
    },
  });
  const other = role === 'recall' ? 'precision' : 'recall';
  const formula = role === 'recall' ? 6 : 7;
  return [
    row({ kind: 'value', label: 'Value per year', formula: 2 }, ({ recall, precision }) =>
      savedAtPoint(spec, pair, { recall, precision }),
    ),
    bound(
      { kind: 'break-even', label: `Break-even ${role}, at this ${goal} of ${other}`, formula },
      (currency) => neededMoneyIn(spec, currency),
      places,
    ),
    ...forDriven(spec, { role, goal, formula }, driven, places, bound),
    ...pointFigures(role, row),
    row({ kind: 'value-per-prediction', label: 'Value per prediction', formula: 1 }, ({ binary, ...point }) =>
      computeValuePerPrediction(binary, policyOf(point)),
    ),
    row({ kind: 'error-cost', label: 'Cost of wrong answers per year', formula: 27 }, ({ binary, volume, ...point }) =>
      computeErrorCost(binary, volume, policyOf(point)),
    ),
    row({ kind: 'alerts', label: 'Alerts per day', formula: 19 }, ({ recall, precision, binary, volume }) =>
      computeAlertsPerDay({ recall, precision, prevalence: binary.prevalence }, volume),
    ),
  ];
}

function policyOf({ recall, precision }: Pick<Standing, 'recall' | 'precision'>): Policy {
  return { kind: 'point', recall, precision };
}

/**
 * Formulas 6 and 7: the recall or the precision that brings an amount while the other one stays at its goal.
 *
 * @param needed money per year, in the currency of the outcomes
 */
export function boundAtPoint(
  spec: Spec,
  pair: OperatingGoals,
  role: 'recall' | 'precision',
  goal: GoalKey,
  needed: Decimal,
): Figure {
  const standing = standingOf(spec, pair, goal);
  return standing.kind === 'undefined'
    ? standing
    : boundOf(role, standing.value, againstOf(spec, pair.modelId), needed);
}

function boundOf(
  role: 'recall' | 'precision',
  { binary, volume, recall, precision }: Standing,
  against: Known<Policy | 'none'>,
  needed: Decimal,
): Figure {
  if (against.kind === 'undefined') return against;
  const money: MoneyGoal = { binary, volume, against: against.value, needed };
  return role === 'recall' ? computeBreakEvenRecall(money, precision) : computeBreakEvenPrecision(money, recall);
}

type Bound = (title: FigureTitle, needed: (currency: string) => Known<Exchanged>, from: InputPlaces) => FigureDraft;

/** What the goal of the business metric asks of this one. */
function forDriven(
  spec: Spec,
  { role, goal, formula }: { readonly role: 'recall' | 'precision'; readonly goal: GoalKey; readonly formula: 6 | 7 },
  driven: MetricView | undefined,
  places: InputPlaces,
  bound: Bound,
): readonly FigureDraft[] {
  const wanted = drivenGoalOf(spec, driven, goal);
  if (wanted === undefined) return [];
  const label = `What the ${goal} of ${wanted.id} asks of ${role}`;
  const from = new Map([...places, ['needed', wanted.place]]);
  return [bound({ kind: 'for-driven', label, formula }, wanted.moneyIn, from)];
}

const onePoint = decimal('0.01');

function pointFigures(
  role: 'recall' | 'precision',
  row: (title: FigureTitle, compute: (at: Standing) => Figure) => FigureDraft,
): readonly FigureDraft[] {
  if (role === 'recall') {
    return [
      row({ kind: 'point', label: 'One more point, at the same precision', formula: 9 }, (at) =>
        computeRecallPoint(at.binary, at.volume, at.precision),
      ),
      row({ kind: 'point-same-alerts', label: 'One more point, with as many alerts', formula: 9 }, (at) =>
        computeRecallPointAtSameAlerts(at.binary, at.volume),
      ),
    ];
  }
  return [
    row({ kind: 'point', label: 'One more point, at the same recall', formula: 9 }, (at) => {
      const better = at.precision.plus(onePoint);
      if (better.gt(1)) return undefinedBecause('precision has no more points to gain');
      return computePrecisionGain(at.binary, at.volume, at.recall, at.precision, better);
    }),
    row({ kind: 'alert', label: 'Precision from which one alert pays', formula: 4 }, (at) =>
      computeBreakEvenThreshold(at.binary.values),
    ),
  ];
}
