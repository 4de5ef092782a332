/** What the target or the limit of a business metric in money means for the project: formulas 2, 5, 8 and 12 to 15. */
import type { Facts } from '../../../../schemas/facts.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { zero } from '../../spec/decimal.ts';
import type { VolumeCosts } from '../../spec/economicsBreakEven.ts';
import {
  computeCostPerPrediction,
  computeDelayCost,
  computeDiscountedPayback,
  computeInternalRate,
  computeNetPresentValue,
  computePayback,
} from '../../spec/economicsInvestment.ts';
import type { Investment } from '../../spec/economicsInvestment.ts';
import type { Figure } from '../../spec/figure.ts';
import { figureInPercent } from '../../spec/figureInPercent.ts';
import { known, undefinedBecause } from '../../spec/known.ts';
import type { Known } from '../../spec/known.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { over, toDecimal } from '../../spec/rational.ts';
import { amountIn, volumeOf } from '../economicsView.ts';
import { investmentOf, neededValueOf, perUseMoneyOf } from '../ledgerView.ts';
import { goalOf } from '../metricView.ts';
import type { MetricView } from '../metricView.ts';
import type { GoalKey } from './binaryGoal.ts';
import { exchange } from './exchange.ts';
import { modelWorthOf } from './modelWorth.ts';
import { neededMoneyIn } from './neededMoney.ts';
import { statedPlaces, trace } from './tracedFigure.ts';
import type { FigureDraft, FigureTitle, TracedInput } from './tracedFigure.ts';

type Spec = ObjectNode<SpecShape>;

/** A project that earns a certain amount per year, all in the currency of its costs. */
interface Earning {
  readonly investment: Investment;
  /** Money per year. */
  readonly saved: Decimal;
  readonly rates: readonly TracedInput[];
}

/**
 * Drafts of the figures of one goal of a business metric; none when the goal is not money per year.
 *
 * @param facts for what runs alone know of the models that drive it
 */
export function businessGoalFigures(
  spec: Spec,
  metric: MetricView,
  goal: GoalKey,
  facts: Facts | undefined,
): readonly FigureDraft[] {
  const node = goalOf(metric, goal);
  const of = node?.quantity.dimension.of;
  if (node === undefined || of?.kind !== 'money') return [];
  const amount = amountIn(node.quantity, `${of.currency}/year`);
  if (amount === undefined) return [];
  const earning = earningOf(spec, amount, of.currency);
  const places = new Map([...statedPlaces(spec), ['saved', node.place] as const]);
  const row = (title: FigureTitle, compute: (at: Earning) => Figure): FigureDraft => ({
    kind: title.kind,
    make: () =>
      earning.kind === 'known'
        ? trace(title, compute(earning.value), places, earning.value.rates)
        : trace(title, earning, places),
  });
  const repaying = { kind: 'break-even', label: 'Value per year that repays the costs', formula: 5 } as const;
  return [
    ...modelFigures(spec, metric, goal, facts),
    { kind: 'break-even', make: () => trace(repaying, neededValueOf(spec), places) },
    row({ kind: 'net-present-value', label: 'Net present value', formula: 12 }, ({ investment, saved }) =>
      computeNetPresentValue(investment, saved),
    ),
    row({ kind: 'payback', label: 'Payback', formula: 13 }, ({ investment, saved }) =>
      computePayback(investment, saved),
    ),
    row({ kind: 'discounted-payback', label: 'Payback with interest', formula: 13 }, ({ investment, saved }) =>
      computeDiscountedPayback(investment, saved),
    ),
    row({ kind: 'return', label: 'Internal rate of return', formula: 13 }, ({ investment, saved }) =>
      figureInPercent(computeInternalRate(investment, saved)),
    ),
    row({ kind: 'delay', label: 'Cost of a week of delay', formula: 14 }, (at) => delayOf(spec, at)),
    row({ kind: 'answer-cost', label: 'Cost per prediction', formula: 15 }, ({ investment }) =>
      answerCostOf(spec, investment.currency),
    ),
  ];
}

function earningOf(spec: Spec, amount: Decimal, currency: string): Known<Earning> {
  const investment = investmentOf(spec);
  if (investment.kind === 'undefined') return investment;
  const saved = exchange(spec, amount, currency, investment.value.currency);
  return saved.kind === 'undefined'
    ? saved
    : known({ investment: investment.value, saved: saved.value.amount, rates: saved.value.inputs });
}

function delayOf(spec: Spec, { investment, saved }: Earning): Figure {
  const burn = spec.fields.schedule?.fields.burn_rate?.quantity;
  if (burn === undefined) return undefinedBecause('the schedule states no burn rate');
  const { of } = burn.dimension;
  const perWeek = of.kind === 'money' ? amountIn(burn, `${of.currency}/week`) : undefined;
  if (of.kind !== 'money' || perWeek === undefined) {
    return undefinedBecause(`the burn rate \`${burn.text}\` is not money per period`);
  }
  const own = exchange(spec, perWeek, of.currency, investment.currency);
  return own.kind === 'undefined' ? own : computeDelayCost(investment, saved, own.value.amount);
}

function answerCostOf(spec: Spec, currency: string): Figure {
  const volume = volumeOf(spec);
  if (volume.kind === 'undefined') return volume;
  const needed = neededMoneyIn(spec, currency);
  if (needed.kind === 'undefined') return needed;
  return computeCostPerPrediction({ needed: needed.value.amount, currency, volume: volume.value });
}

/** What the models bring at the same goals, and from which volume on that repays the costs. */
function modelFigures(spec: Spec, metric: MetricView, goal: GoalKey, facts: Facts | undefined): readonly FigureDraft[] {
  if (metric.node.fields.definition?.value !== 'economics') return [];
  const worth = modelWorthOf(spec, facts, metric.id, goal);
  if (worth === undefined) return [];
  const title = { kind: 'models', label: `What the model brings at its ${goal}s` } as const;
  if (worth.kind === 'undefined')
    return [{ kind: 'models', make: () => trace({ ...title, formula: 2 }, worth, new Map()) }];
  const { formula, places, saved, volume } = worth.value;
  const leastVolume = { kind: 'break-even-volume', label: 'Break-even volume', formula: 8 } as const;
  return [
    { kind: 'models', make: () => trace({ ...title, formula }, saved(), places) },
    {
      kind: 'break-even-volume',
      make: () =>
        trace(
          leastVolume,
          volume((currency, at) => volumeCostsOf(spec, currency, at)),
          places,
        ),
    },
  ];
}

/** What is needed, apart by what grows with the predictions: at another volume that part is another one. */
function volumeCostsOf(spec: Spec, currency: string, volume: Decimal): Known<VolumeCosts> {
  const money = neededMoneyIn(spec, currency);
  if (money.kind === 'undefined') return money;
  const needed = money.value.amount;
  const perUse = perUseMoneyOf(spec);
  if (perUse.eq(0) || volume.lte(0)) return known({ fixed: needed, perPrediction: zero });
  const home = investmentOf(spec);
  if (home.kind === 'undefined') return home;
  const converted = exchange(spec, perUse, home.value.currency, currency);
  if (converted.kind === 'undefined') return converted;
  const { amount } = converted.value;
  return known({ fixed: needed.minus(amount), perPrediction: toDecimal(over(amount, volume)) });
}
