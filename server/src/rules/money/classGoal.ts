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
import { neededMoneyIn } from './neededMoney.ts';
import { statedPlaces, trace } from './tracedFigure.ts';
import type { TracedFigure } from './tracedFigure.ts';

type Spec = ObjectNode<SpecShape>;

interface ClassWorld {
  readonly values: ClassValues;
  readonly volume: Decimal;
  readonly against: Decimal | 'none';
}

function classWorldOf(spec: Spec): Known<ClassWorld> {
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

/** The figures of one goal of an accuracy. */
export function classGoalFigures(spec: Spec, metric: MetricView, goal: GoalKey): readonly TracedFigure[] {
  const node = goalOf(metric, goal);
  const share = readShare('accuracy', node?.quantity);
  const places = new Map(statedPlaces(spec));
  if (node !== undefined) places.set('accuracy', node.place);
  const world = classWorldOf(spec);
  const value = share.kind === 'known' ? classValueAt(spec, share.value) : share;
  const needed = world.kind === 'known' ? neededMoneyIn(spec, world.value.values.currency) : world;
  const repaying =
    world.kind === 'known' && needed.kind === 'known'
      ? computeNeededAccuracy({ ...world.value, needed: needed.value.amount })
      : undefined;
  const values = classValuesOf(spec);
  const point = world.kind === 'known' ? computeAccuracyPoint(world.value.values, world.value.volume) : world;
  // Without costs, the accuracy below which answers themselves lose money is still known.
  const breakEven = repaying ?? (values.kind === 'known' ? computeBreakEvenAccuracy(values.value) : values);
  const rates = needed.kind === 'known' && repaying?.kind === 'known' ? needed.value.inputs : [];
  const bound = trace(
    {
      kind: 'break-even',
      label: repaying === undefined ? 'Accuracy below which answers lose money' : 'Break-even accuracy',
      formula: 10,
    },
    breakEven,
    places,
  );
  return [
    trace({ kind: 'value', label: 'Value per year', formula: 10 }, value, places),
    { ...bound, inputs: [...bound.inputs, ...rates] },
    trace({ kind: 'point', label: 'One more point', formula: 9 }, point, places),
  ];
}
