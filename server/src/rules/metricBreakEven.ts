/** Rules that hold the goals of models against the money that they are to bring. */
import type { Decimal } from '../spec/decimal.ts';
import { computeSavedPerYear } from '../spec/economics.ts';
import type { Policy } from '../spec/economics.ts';
import { computeBreakEvenPrecision, computeBreakEvenRecall } from '../spec/economicsBreakEven.ts';
import { readShare } from '../spec/economicsInputs.ts';
import { computeClassValuePerYear } from '../spec/economicsTasks.ts';
import type { Figure } from '../spec/figure.ts';
import { compareQuantities } from '../spec/quantityArithmetic.ts';
import { formatQuantity } from '../spec/quantityFormat.ts';
import type { Quantity } from '../spec/quantity.ts';
import {
  againstBaseline,
  againstPolicy,
  amountIn,
  binaryCaseOf,
  classValuesOf,
  isAgainstNothing,
  pointAt,
  volumeOf,
} from './economicsView.ts';
import type { OperatingGoals } from './economicsView.ts';
import { neededValueOf } from './ledgerView.ts';
import { goalOf, labelOfModel, metricsOfKind } from './metricView.ts';
import type { MetricView } from './metricView.ts';
import { driversOf } from './moneyDrivers.ts';
import type { Drivers } from './moneyDrivers.ts';
import type { Related, Rule, RuleContext } from './rule.ts';

type Spec = RuleContext['spec'];
type GoalKey = 'target' | 'limit';

/** What the goals of the models that drive a business metric bring per year. */
interface Worth {
  readonly saved: Quantity;
  /** The goals in words: "recall 0.7 and precision 0.35". */
  readonly goals: string;
  readonly drivers: readonly MetricView[];
  /** What else would bring an amount per year, in words; undefined when nothing does. */
  readonly adviceFor: (needed: Quantity) => string | undefined;
}

/** @returns undefined when nothing or more than one thing drives the metric, or an input is missing */
function worthOf(spec: Spec, drivers: Drivers | undefined, goal: GoalKey): Worth | undefined {
  const [pair, ...otherPairs] = drivers?.pairs ?? [];
  const [accuracy, ...otherAccuracies] = drivers?.accuracies ?? [];
  // Several models share one sum in a way that nobody has stated.
  if (otherPairs.length > 0) return undefined;
  if (pair !== undefined) return binaryWorth(spec, pair, goal);
  return accuracy === undefined || otherAccuracies.length > 0 ? undefined : classWorth(spec, accuracy, goal);
}

function binaryWorth(spec: Spec, pair: OperatingGoals, goal: GoalKey): Worth | undefined {
  const binary = binaryCaseOf(spec);
  const volume = volumeOf(spec);
  const point = pointAt(pair, goal);
  const against = againstPolicy(spec, labelOfModel(spec, pair.modelId)?.fields.positive?.text);
  if (binary.kind === 'undefined' || volume.kind === 'undefined') return undefined;
  if (point.kind === 'undefined' || against.kind === 'undefined') return undefined;
  const policy: Policy = { kind: 'point', ...point.value };
  const saved = computeSavedPerYear(binary.value, volume.value, policy, against.value);
  if (saved.kind === 'undefined') return undefined;
  const { recall, precision } = point.value;
  const { currency } = binary.value.values;
  return {
    saved: saved.value,
    goals: `recall ${recall.toFixed()} and precision ${precision.toFixed()}`,
    drivers: [pair.recall, pair.precision],
    adviceFor: (quantity) => {
      const needed = amountIn(quantity, `${currency}/year`);
      if (needed === undefined) return undefined;
      const money = { binary: binary.value, volume: volume.value, against: against.value, needed };
      const found = [
        atLeast(`recall`, computeBreakEvenRecall(money, precision), `at precision ${precision.toFixed()}`),
        atLeast(`precision`, computeBreakEvenPrecision(money, recall), `at recall ${recall.toFixed()}`),
      ].filter((words) => words !== undefined);
      return found.length === 0 ? undefined : found.join(', or ');
    },
  };
}

/** "recall 0.597 at precision 0.3", rounded up so that it does reach the goal. */
function atLeast(name: string, bound: Figure, condition: string): string | undefined {
  if (bound.kind === 'undefined') return undefined;
  const roundUp = 3;
  const value: Decimal = bound.value.value.round(3, roundUp);
  return `${name} ${value.toFixed()} ${condition}`;
}

function classWorth(spec: Spec, accuracy: MetricView, goal: GoalKey): Worth | undefined {
  const values = classValuesOf(spec);
  const volume = volumeOf(spec);
  const share = readShare('accuracy', goalOf(accuracy, goal)?.quantity);
  if (values.kind === 'undefined' || volume.kind === 'undefined' || share.kind === 'undefined') return undefined;
  const baseline = againstBaseline(spec)?.node.fields.metrics?.entries.get('accuracy');
  const against = isAgainstNothing(spec) ? undefined : readShare('accuracy', baseline?.quantity);
  if (against?.kind === 'undefined') return undefined;
  const saved = computeClassValuePerYear(values.value, volume.value, share.value, against?.value ?? 'none');
  if (saved.kind === 'undefined') return undefined;
  return {
    saved: saved.value,
    goals: `accuracy ${share.value.toFixed()}`,
    drivers: [accuracy],
    adviceFor: () => undefined,
  };
}

function findBelow(goal: GoalKey): Rule['check'] {
  return function* check({ spec }) {
    const drivers = driversOf(spec);
    const costs = neededValueOf(spec);
    for (const business of metricsOfKind(spec, 'business')) {
      const { id, node, direction } = business;
      const wanted = goalOf(business, goal);
      if (node.fields.definition?.value !== 'economics' || wanted === undefined || direction !== 'maximize') continue;
      const worth = worthOf(spec, drivers.get(id), goal);
      if (worth === undefined) continue;
      const short = findShortfall(worth, costs, `its ${goal} ${wanted.text}`, wanted.quantity);
      if (short === undefined) continue;
      const advice = worth.adviceFor(short.needed);
      yield {
        place: wanted.place,
        message: `At the ${goal}s of the model, ${worth.goals}, \`${id}\` is ${formatQuantity(worth.saved, 4)}, below ${short.what}${advice === undefined ? '' : `: it takes ${advice}`}.`,
        related: relateDrivers(worth, goal),
      };
    }
  };
}

/** What the value of the goals does not reach: the business goal, else the costs that must come back. */
function findShortfall(
  { saved }: Worth,
  costs: Figure,
  goalWords: string,
  goal: Quantity,
): { readonly what: string; readonly needed: Quantity } | undefined {
  if (isBelow(saved, goal)) return { what: goalWords, needed: goal };
  if (costs.kind === 'undefined' || !isBelow(saved, costs.value)) return undefined;
  return { what: `the ${formatQuantity(costs.value, 4)} that repay its costs`, needed: costs.value };
}

function isBelow(left: Quantity, right: Quantity): boolean {
  const order = compareQuantities(left, right);
  return order.kind === 'known' && order.value < 0;
}

function relateDrivers({ drivers }: Worth, goal: GoalKey): readonly Related[] {
  return drivers.flatMap((driver): Related[] => {
    const value = goalOf(driver, goal);
    return value === undefined
      ? []
      : [{ place: value.place, message: `The ${goal} of \`${driver.id}\` is ${value.text}.` }];
  });
}

export const metricBreakEvenRules: readonly Rule[] = [
  {
    id: 'metric/target-below-breakeven',
    severity: 'W/W/E',
    waits: 'project',
    finds: 'targets of a model that bring less money than the target they drive, or than the project costs',
    why: 'The model would reach everything that was asked of it, and the money would still not come. `economics` says what recall and precision are worth; the message says what it takes.',
    check: findBelow('target'),
  },
  {
    id: 'metric/limit-below-breakeven',
    severity: 'I/W/W',
    waits: 'project',
    finds: 'limits of a model that bring less money than the limit they drive, or than the project costs',
    why: 'A model at its limits would count as acceptable and lose what the business counts on. Either the limits are too soft, or the business limit is too hard.',
    check: findBelow('limit'),
  },
];
