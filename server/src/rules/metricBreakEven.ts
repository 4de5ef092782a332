/** Rules that hold the goals of models against the money that they are to bring. */
import type { Figure } from '../spec/figure.ts';
import { compareQuantities } from '../spec/quantityArithmetic.ts';
import { formatQuantity } from '../spec/quantityFormat.ts';
import type { Quantity } from '../spec/quantity.ts';
import { amountIn } from './economicsView.ts';
import { neededValueOf } from './ledgerView.ts';
import { goalOf, metricsOfKind } from './metricView.ts';
import type { MetricView } from './metricView.ts';
import type { GoalKey } from './money/binaryGoal.ts';
import { modelWorthOf } from './money/modelWorth.ts';
import type { DriverBound, ModelWorth } from './money/modelWorth.ts';
import { driversOf } from './moneyDrivers.ts';
import type { Related, Rule, RuleContext } from './rule.ts';

/** What the goals of a model bring less than, and how that is told. */
interface Shortfall {
  readonly what: string;
  readonly needed: Quantity;
}

function findBelow(goal: GoalKey): Rule['check'] {
  return function* check(context) {
    const { spec } = context;
    const costs = neededValueOf(spec);
    for (const business of metricsOfKind(spec, 'business')) {
      const { id, node, direction } = business;
      const wanted = goalOf(business, goal);
      if (node.fields.definition?.value !== 'economics' || wanted === undefined || direction !== 'maximize') continue;
      const found = modelWorthOf(spec, factsFor(context, id), id, goal);
      if (found === undefined || found.kind === 'undefined') continue;
      const worth = found.value;
      const saved = worth.saved();
      if (saved.kind === 'undefined') continue;
      const short = findShortfall(saved.value, costs, `its ${goal} ${wanted.text}`, wanted.quantity);
      if (short === undefined) continue;
      yield {
        place: wanted.place,
        message: `At the ${goal}s of the model, ${goalsInWords(worth, goal)}, \`${id}\` is ${formatQuantity(saved.value, 4)}, below ${short.what}${adviceFor(worth, goal, short.needed, saved.value)}.`,
        related: relateDrivers(worth, goal),
      };
    }
  };
}

/** The facts, of which those about runs are missed where a regression may need one. */
function factsFor({ spec, facts, know }: RuleContext, businessId: string): RuleContext['facts'] {
  if ((driversOf(spec).get(businessId)?.errors.length ?? 0) > 0) know(facts.runs('plumbline'));
  return facts;
}

/** "recall 0.7 and precision 0.35", "mae 5 min". */
function goalsInWords({ drivers }: ModelWorth, goal: GoalKey): string {
  return drivers.map((driver) => `${nameOf(driver)} ${goalText(driver, goal)}`).join(' and ');
}

function nameOf({ name, id }: MetricView): string {
  return name?.name ?? id;
}

/** Shares as numbers, whether they are stated in percent or not; others as they are stated. */
function goalText(metric: MetricView, goal: GoalKey): string {
  const quantity = goalOf(metric, goal)?.quantity;
  return amountIn(quantity, '')?.toFixed() ?? quantity?.text ?? '';
}

/** What the value of the goals does not reach: the business goal, else the costs that must come back. */
function findShortfall(saved: Quantity, costs: Figure, goalWords: string, goal: Quantity): Shortfall | undefined {
  if (isBelow(saved, goal)) return { what: goalWords, needed: goal };
  if (costs.kind === 'undefined' || !isBelow(saved, costs.value)) return undefined;
  return { what: `the ${formatQuantity(costs.value, 4)} that repay its costs`, needed: costs.value };
}

function isBelow(left: Quantity, right: Quantity): boolean {
  const order = compareQuantities(left, right);
  return order.kind === 'known' && order.value < 0;
}

/** ": it takes recall 0.701 at precision 0.35, or …", or why nothing does; empty across currencies. */
function adviceFor(worth: ModelWorth, goal: GoalKey, needed: Quantity, saved: Quantity): string {
  const { of } = saved.dimension;
  const amount = of.kind === 'money' ? amountIn(needed, `${of.currency}/year`) : undefined;
  if (amount === undefined) return '';
  const bounds = worth.bounds(amount);
  const found = bounds.flatMap((bound) => atLeast(bound, goal) ?? []);
  if (found.length > 0) return `: it takes ${found.join(', or ')}`;
  return `: ${bounds.flatMap(({ value }) => (value.kind === 'undefined' ? [value.because] : [])).join(', and ')}`;
}

/** Digits of a bound. */
const digits = { share: 3, error: 4 };

/** "recall 0.597 at precision 0.3", rounded to the side on which it does reach the goal. */
function atLeast({ driver, value, beside }: DriverBound, goal: GoalKey): string | undefined {
  if (value.kind === 'undefined') return undefined;
  const { amount, unit } = value.value;
  const isError = driver.direction === 'minimize';
  const [down, up] = [0, 3] as const;
  const rounded = isError ? amount.prec(digits.error, down) : amount.round(digits.share, up);
  const words = `${nameOf(driver)} ${rounded.toFixed()}${unit.text === '' ? '' : ` ${unit.text}`}`;
  return beside === undefined ? words : `${words} at ${nameOf(beside)} ${goalText(beside, goal)}`;
}

function relateDrivers({ drivers }: ModelWorth, goal: GoalKey): readonly Related[] {
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
    why: 'The model would reach everything that was asked of it, and the money would still not come. `economics` says what right answers and errors are worth; the message says what it takes.',
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
