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
import type { FigureDraft, FigureTitle, InputPlaces, TracedFigure } from './tracedFigure.ts';

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

/** Drafts of the figures of one goal of an accuracy. */
export function classGoalFigures(spec: Spec, metric: MetricView, goal: GoalKey): readonly FigureDraft[] {
  const node = goalOf(metric, goal);
  const share = readShare('accuracy', node?.quantity);
  const places = new Map(statedPlaces(spec));
  if (node !== undefined) places.set('accuracy', node.place);
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
    draft({ kind: 'point', label: 'One more point', formula: 9 }, () =>
      world.kind === 'known' ? computeAccuracyPoint(world.value.values, world.value.volume) : world,
    ),
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
