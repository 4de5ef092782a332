/** What all predictions with one outcome add up to per year, at the goals of the model. */
import type { SpecShape } from '../../../../schemas/spec.ts';
import { one } from '../../spec/decimal.ts';
import { describePolicy, describeVolume, findPolicyShares } from '../../spec/economics.ts';
import type { Policy } from '../../spec/economics.ts';
import { readShare } from '../../spec/economicsInputs.ts';
import { figure, inputWords } from '../../spec/figure.ts';
import type { Figure } from '../../spec/figure.ts';
import { undefinedBecause } from '../../spec/known.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { minus, plus, times } from '../../spec/rational.ts';
import type { Rational } from '../../spec/rational.ts';
import { classValuesOf, operatingGoalsOf, pointAt, volumeOf } from '../economicsView.ts';
import { goalOf, metricsOfKind } from '../metricView.ts';
import { binaryWorldOf, placesAt } from './binaryGoal.ts';
import type { GoalKey } from './binaryGoal.ts';
import { statedPlaces, trace } from './tracedFigure.ts';
import type { TracedFigure } from './tracedFigure.ts';

type Spec = ObjectNode<SpecShape>;

const binaryOutcomes = ['tp', 'fp', 'fn', 'tn'] as const;
const classOutcomes = ['correct', 'wrong'] as const;

/** An outcome whose value `economics.value` states. */
export type Outcome = (typeof binaryOutcomes)[number] | (typeof classOutcomes)[number];

/** Outcomes by the names of their keys. */
export const outcomes: readonly Outcome[] = [...binaryOutcomes, ...classOutcomes];

/** One term of formula 1 or 10, per year: how many predictions have the outcome, times what each is worth. */
export function outcomeFigure(spec: Spec, outcome: Outcome, goal: GoalKey): TracedFigure {
  const binary = binaryOutcomes.find((name) => name === outcome);
  return binary === undefined
    ? classOutcome(spec, outcome === 'correct' ? 'correct' : 'wrong', goal)
    : binaryOutcome(spec, binary, goal);
}

function binaryOutcome(spec: Spec, outcome: (typeof binaryOutcomes)[number], goal: GoalKey): TracedFigure {
  const title = { kind: 'outcome', label: `All of them in a year, at the ${goal}s`, formula: 1 } as const;
  const [pair] = operatingGoalsOf(spec);
  if (pair === undefined) {
    return trace(title, undefinedBecause('no model has goals for both recall and precision'), statedPlaces(spec));
  }
  return trace(title, binaryTerm(), placesAt(spec, pair, goal));

  function binaryTerm(): Figure {
    const world = binaryWorldOf(spec);
    if (world.kind === 'undefined') return world;
    const point = pair === undefined ? undefinedBecause('there is no model') : pointAt(pair, goal);
    if (point.kind === 'undefined') return point;
    const { binary, volume } = world.value;
    const { prevalence, values } = binary;
    const policy: Policy = { kind: 'point', ...point.value };
    const shares = findPolicyShares(policy, prevalence);
    if (shares.kind === 'undefined') return shares;
    const { found, falseAlarms } = shares.value;
    const share: Readonly<Record<typeof outcome, Rational>> = {
      tp: times(prevalence, found),
      fn: times(prevalence, minus(one, found)),
      fp: plus(falseAlarms),
      tn: minus(one.minus(prevalence), falseAlarms),
    };
    const inputs = [
      ...describePolicy(policy),
      inputWords('prevalence', prevalence),
      describeVolume(volume),
      inputWords(outcome, values[outcome], values.currency),
    ];
    return figure(times(volume, share[outcome], values[outcome]), `${values.currency}/year`, 1, inputs);
  }
}

function classOutcome(spec: Spec, outcome: (typeof classOutcomes)[number], goal: GoalKey): TracedFigure {
  const title = { kind: 'outcome', label: `All of them in a year, at the ${goal}`, formula: 10 } as const;
  const accuracy = metricsOfKind(spec, 'model').find(({ name }) => name?.name === 'accuracy');
  const node = accuracy === undefined ? undefined : goalOf(accuracy, goal);
  const places = new Map(statedPlaces(spec));
  if (node !== undefined) places.set('accuracy', node.place);
  return trace(title, classTerm(), places);

  function classTerm(): Figure {
    const values = classValuesOf(spec);
    if (values.kind === 'undefined') return values;
    const volume = volumeOf(spec);
    if (volume.kind === 'undefined') return volume;
    const share = readShare('accuracy', node?.quantity);
    if (share.kind === 'undefined') return share;
    const part = outcome === 'correct' ? share.value : one.minus(share.value);
    const { currency } = values.value;
    const inputs = [
      inputWords('accuracy', share.value),
      describeVolume(volume.value),
      inputWords(outcome, values.value[outcome], currency),
    ];
    return figure(volume.value.times(part).times(values.value[outcome]), `${currency}/year`, 10, inputs);
  }
}
