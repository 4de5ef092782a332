/** What the target or the limit of an accuracy is worth, where answers are right or wrong: formulas 9 and 10. */
import type { SpecShape } from '../../../../schemas/spec.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { readShare } from '../../spec/economicsInputs.ts';
import {
  computeAccuracyPoint,
  computeBreakEvenAccuracy,
  computeClassValuePerYear,
  computeNeededAccuracy,
} from '../../spec/economicsTasks.ts';
import type { ClassValues } from '../../spec/economicsTasks.ts';
import type { Figure } from '../../spec/figure.ts';
import { known } from '../../spec/known.ts';
import type { Known } from '../../spec/known.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { againstBaseline, classValuesOf, isAgainstNothing, volumeOf } from '../economicsView.ts';
import { goalOf } from '../metricView.ts';
import type { MetricView } from '../metricView.ts';
import type { GoalKey } from './binaryGoal.ts';
import { drivenGoalOf } from './drivenGoal.ts';
import type { DrivenGoal } from './drivenGoal.ts';
import { neededMoneyIn } from './neededMoney.ts';
import { statedPlaces, trace } from './tracedFigure.ts';
import type { FigureDraft, FigureTitle, InputPlaces, TracedFigure } from './tracedFigure.ts';

type Spec = ObjectNode<SpecShape>;

/** Everything that the value of an accuracy depends on besides itself. */
interface ClassWorld {
  readonly values: ClassValues;
  readonly volume: Decimal;
  readonly against: Decimal | 'none';
}

/** The money of answers that are right or wrong; undefined because of what is missing. */
export function classWorldOf(spec: Spec): Known<ClassWorld> {
  const values = classValuesOf(spec);
  if (values.kind === 'undefined') return values;
  const volume = volumeOf(spec);
  if (volume.kind === 'undefined') return volume;
  const against = againstAccuracy(spec);
  return against.kind === 'undefined'
    ? against
    : known({ values: values.value, volume: volume.value, against: against.value });
}

function againstAccuracy(spec: Spec): Known<Decimal | 'none'> {
  if (isAgainstNothing(spec)) return known('none');
  const accuracy = againstBaseline(spec)?.node.fields.metrics?.entries.get('accuracy');
  return readShare('accuracy of the baseline', accuracy?.quantity);
}

/** Formula 10 per year at any accuracy, such as one that was measured. */
export function classValueAt(spec: Spec, accuracy: Decimal): Figure {
  const world = classWorldOf(spec);
  if (world.kind === 'undefined') return world;
  const { values, volume, against } = world.value;
  return computeClassValuePerYear(values, volume, accuracy, against);
}

/** Formula 10: the accuracy that brings an amount. @param needed money per year, in the currency of the values */
export function accuracyFor(spec: Spec, needed: Decimal): Figure {
  const world = classWorldOf(spec);
  return world.kind === 'undefined' ? world : computeNeededAccuracy({ ...world.value, needed });
}

/** Where the accuracy of a goal stands, besides what does not depend on it. */
export function classPlaces(spec: Spec, metric: MetricView, goal: GoalKey): InputPlaces {
  const places = new Map(statedPlaces(spec));
  const node = goalOf(metric, goal);
  if (node !== undefined) places.set('accuracy', node.place);
  return places;
}

/**
 * Drafts of the figures of one goal of an accuracy.
 *
 * @param driven the business metric that the money flows to
 */
export function classGoalFigures(
  spec: Spec,
  metric: MetricView,
  goal: GoalKey,
  driven: MetricView | undefined,
): readonly FigureDraft[] {
  const share = readShare('accuracy', goalOf(metric, goal)?.quantity);
  const places = classPlaces(spec, metric, goal);
  const world = classWorldOf(spec);
  const draft = (title: FigureTitle, compute: () => Figure): FigureDraft => ({
    kind: title.kind,
    make: () => trace(title, compute(), places),
  });
  return [
    draft({ kind: 'value', label: 'Value per year', formula: 10 }, () =>
      share.kind === 'known' ? classValueAt(spec, share.value) : share,
    ),
    { kind: 'break-even', make: () => breakEvenFigure(spec, world, places) },
    ...forDriven(spec, world, drivenGoalOf(spec, driven, goal), goal, places),
    draft({ kind: 'point', label: 'One more point', formula: 9 }, () =>
      world.kind === 'known' ? computeAccuracyPoint(world.value.values, world.value.volume) : world,
    ),
  ];
}

/** What the goal of the business metric asks of the accuracy. */
function forDriven(
  spec: Spec,
  world: Known<ClassWorld>,
  wanted: DrivenGoal | undefined,
  goal: GoalKey,
  places: InputPlaces,
): readonly FigureDraft[] {
  if (wanted === undefined) return [];
  const title = {
    kind: 'for-driven',
    label: `What the ${goal} of ${wanted.id} asks of accuracy`,
    formula: 10,
  } as const;
  const from = new Map([...places, ['needed', wanted.place]]);
  const money = world.kind === 'known' ? wanted.moneyIn(world.value.values.currency) : world;
  return [
    {
      kind: 'for-driven',
      make: () =>
        money.kind === 'known'
          ? trace(title, accuracyFor(spec, money.value.amount), from, money.value.inputs)
          : trace(title, money, from),
    },
  ];
}

function breakEvenFigure(spec: Spec, world: Known<ClassWorld>, places: InputPlaces): TracedFigure {
  const needed = world.kind === 'known' ? neededMoneyIn(spec, world.value.values.currency) : world;
  if (world.kind === 'known' && needed.kind === 'known') {
    const title = { kind: 'break-even', label: 'Break-even accuracy', formula: 10 } as const;
    const accuracy = computeNeededAccuracy({ ...world.value, needed: needed.value.amount });
    return trace(title, accuracy, places, needed.value.inputs);
  }
  // Without costs, the accuracy below which answers themselves lose money is still known.
  const title = { kind: 'break-even', label: 'Accuracy below which answers lose money', formula: 10 } as const;
  const values = classValuesOf(spec);
  return trace(title, values.kind === 'known' ? computeBreakEvenAccuracy(values.value) : values, places);
}
