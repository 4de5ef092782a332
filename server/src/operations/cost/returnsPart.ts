/** What the project returns: at its goals, and as measured; against each baseline; and what one answer costs. */
import type { Costs } from '../../../../schemas/costPanel.ts';
import type { Figure as ShownFigure } from '../../../../schemas/overview.ts';
import { computeCostPerErrorAvoided } from '../../cost/unitCosts.ts';
import {
  againstId,
  againstPolicy,
  baselinePolicy,
  isAgainstNothing,
  operatingGoalsOf,
  pointAt,
  volumeOf,
} from '../../rules/economicsView.ts';
import { investmentOf, neededValueOf } from '../../rules/ledgerView.ts';
import { goalOf, labelOfModel, metricsOfKind } from '../../rules/metricView.ts';
import type { MetricView } from '../../rules/metricView.ts';
import { binaryWorldOf } from '../../rules/money/binaryGoal.ts';
import { goalFiguresOf, moneyFiguresOf } from '../../rules/money/goalEconomics.ts';
import { exchange, exchangePerYear } from '../../rules/money/exchange.ts';
import type { Exchanged } from '../../rules/money/exchange.ts';
import { lastMeasurementOf } from '../../rules/money/measuredGoal.ts';
import { errorWorldOf, isMeanError } from '../../rules/money/regressionGoal.ts';
import { statedPlaces, trace } from '../../rules/money/tracedFigure.ts';
import type { TracedInput } from '../../rules/money/tracedFigure.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { findAccuracy, findAgainstValue } from '../../spec/economics.ts';
import type { Policy } from '../../spec/economics.ts';
import type { FormulaNumber } from '../../spec/economicsFormulas.ts';
import { readMoneyPerYear, readShare } from '../../spec/economicsInputs.ts';
import {
  computeCostPerCorrect,
  computeCostPerFound,
  computeCostPerPrediction,
  computeDelayCost,
  computeDiscountedPayback,
  computeInternalRate,
  computeNetPresentValue,
  computePayback,
} from '../../spec/economicsInvestment.ts';
import type { AnswerCosts, Investment } from '../../spec/economicsInvestment.ts';
import { figure } from '../../spec/figure.ts';
import type { Figure } from '../../spec/figure.ts';
import { figureInPercent } from '../../spec/figureInPercent.ts';
import { known, undefinedBecause } from '../../spec/known.ts';
import type { Known } from '../../spec/known.ts';
import { convertQuantity } from '../../spec/quantityArithmetic.ts';
import { minus, times, toDecimal } from '../../spec/rational.ts';
import type { Place } from '../../yaml/place.ts';
import { tracedView } from '../overview/tracedView.ts';
import type { CostContext } from './costContext.ts';

/** A quality that the project may reach. */
export interface Standing {
  /** Money per year against the baseline that `economics.against` names. */
  readonly saved: Known<Decimal>;
  /** Where what is saved is stated. */
  readonly place?: Place;
  /** Rates through which it came into the currency of the costs. */
  readonly rates: readonly TracedInput[];
  /** How the model decides; undefined for tasks other than two classes. */
  readonly policy: Known<Policy>;
}

type Column = 'atTarget' | 'atLimit' | 'measured';

export type Standings = Readonly<Record<Column, Standing>>;

export function standingsOf(context: CostContext): Standings {
  return {
    atTarget: goalStanding(context, 'target'),
    atLimit: goalStanding(context, 'limit'),
    measured: measuredStanding(context),
  };
}

/**
 * The metric of a model whose goals are money: recall beside precision, else accuracy, else a mean error.
 *
 * @returns undefined when no metric has a price
 */
function pricedMetricOf({ spec, facts }: CostContext): MetricView | undefined {
  const [goals] = operatingGoalsOf(spec);
  const model = metricsOfKind(spec, 'model');
  const errors = model.filter((metric) => isMeanError(metric));
  return (
    goals?.recall ??
    model.find(({ name }) => name?.name === 'accuracy') ??
    errors.find((metric) => errorWorldOf(spec, metric, facts).kind === 'known') ??
    errors[0]
  );
}

function goalStanding(context: CostContext, goal: 'target' | 'limit'): Standing {
  const { spec, facts, currency } = context;
  const [goals] = operatingGoalsOf(spec);
  const point = goals === undefined ? undefined : pointAt(goals, goal);
  const policy: Known<Policy> =
    point === undefined
      ? undefinedBecause('no model has goals for both recall and precision')
      : point.kind === 'undefined'
        ? point
        : known({ kind: 'point', ...point.value });
  for (const metric of metricsOfKind(spec, 'business')) {
    const node = goalOf(metric, goal);
    const money = node === undefined ? undefined : exchangePerYear(spec, goal, node.quantity, currency);
    if (money?.kind === 'known' && metric.direction === 'maximize')
      return { ...savedFrom(money), policy, ...(node === undefined ? {} : { place: node.place }) };
  }
  const metric = pricedMetricOf(context);
  const value = metric === undefined ? undefined : moneyFiguresOf(spec, metric, goal, new Set(['value']), facts)[0];
  const result = value?.result;
  if (result === undefined) return { ...savedFrom(undefinedBecause('no goal is money per year')), policy };
  if (result.kind === 'undefined') return { ...savedFrom(result), policy };
  return { ...savedFrom(exchangePerYear(spec, 'value', result.value.quantity, currency)), policy };
}

function savedFrom(money: Known<Exchanged>): Pick<Standing, 'saved' | 'rates'> {
  return money.kind === 'undefined'
    ? { saved: money, rates: [] }
    : { saved: known(money.value.amount), rates: money.value.inputs };
}

function measuredStanding(context: CostContext): Standing {
  const { spec, facts, currency } = context;
  const [goals] = operatingGoalsOf(spec);
  const metric = pricedMetricOf(context);
  const none = undefinedBecause('no run has measured it');
  const measured =
    metric === undefined
      ? undefined
      : goalFiguresOf(spec, facts, metric, 'target', new Set(['measured-value']))[0]?.result;
  const money = savedFrom(
    measured === undefined
      ? none
      : measured.kind === 'undefined'
        ? measured
        : exchangePerYear(spec, 'value', measured.value.quantity, currency),
  );
  const { saved } = money;
  if (goals === undefined) {
    return { ...money, policy: undefinedBecause('the model does not decide between two classes') };
  }
  const shareOf = (name: 'recall' | 'precision'): Known<Decimal> => {
    const fact = lastMeasurementOf(goals[name], facts);
    const quantity = fact.state === 'known' ? fact.value?.quantity : undefined;
    return quantity === undefined ? none : readShare(name, quantity);
  };
  const [recall, precision] = [shareOf('recall'), shareOf('precision')];
  const policy: Known<Policy> =
    saved.kind === 'undefined'
      ? saved
      : recall.kind === 'undefined'
        ? recall
        : precision.kind === 'undefined'
          ? precision
          : known({ kind: 'point', recall: recall.value, precision: precision.value });
  return { ...money, policy };
}

/** What the project saves per year against another baseline: the difference of the two baselines is added. */
function savedAgainst({ spec, currency }: CostContext, saved: Decimal, baseline: string | undefined): Known<Decimal> {
  if (baseline === undefined) return known(saved);
  const [goals] = operatingGoalsOf(spec);
  const node = spec.fields.baseline?.entries.get(baseline);
  const world = binaryWorldOf(spec);
  if (world.kind === 'undefined') return world;
  if (node === undefined || goals === undefined) return undefinedBecause('its answers have no value');
  const positive = labelOfModel(spec, goals.modelId)?.fields.positive?.text;
  const own = againstPolicy(spec, positive);
  if (own.kind === 'undefined') return own;
  const other = baselinePolicy(node, positive);
  if (other.kind === 'undefined') return other;
  const [mine, theirs] = [own.value, other.value].map((policy) => findAgainstValue(world.value.binary, policy));
  if (mine?.kind !== 'known') return mine ?? undefinedBecause('the baseline has no value');
  if (theirs?.kind !== 'known') return theirs ?? undefinedBecause('the baseline has no value');
  const more = toDecimal(times(world.value.volume, minus(mine.value, theirs.value)));
  const converted = exchange(spec, more, world.value.binary.values.currency, currency);
  return converted.kind === 'undefined' ? converted : known(saved.plus(converted.value.amount));
}

type ReturnRow = Costs['returns'][number];

interface Row {
  readonly id: string;
  readonly label: string;
  readonly formula: FormulaNumber;
  readonly compute: (standing: Standing) => Figure;
}

export function returnsPart(context: CostContext, standings: Standings): Pick<Costs, 'returns' | 'breakEven'> {
  const { spec, locations } = context;
  const places = statedPlaces(spec);
  const shown = ({ formula, compute, label }: Row, standing: Standing): ShownFigure =>
    tracedView(
      trace(
        { kind: 'value', label, formula },
        compute(standing),
        standing.place === undefined ? places : new Map([...places, ['saved', standing.place]]),
        standing.rates,
      ),
      locations,
    );
  const rows = rowsOf(context);
  return {
    returns: rows.map((row): ReturnRow => ({
      id: row.id,
      label: row.label,
      atTarget: shown(row, standings.atTarget),
      atLimit: shown(row, standings.atLimit),
      measured: shown(row, standings.measured),
    })),
    breakEven: breakEvenOf(context),
  };
}

function rowsOf(context: CostContext): readonly Row[] {
  const { spec, currency } = context;
  const investment = investmentOf(spec);
  const onMoney =
    (baseline: string | undefined, compute: (investment: Investment, saved: Decimal) => Figure) =>
    ({ saved }: Standing): Figure => {
      if (investment.kind === 'undefined') return investment;
      if (saved.kind === 'undefined') return saved;
      const against = savedAgainst(context, saved.value, baseline);
      return against.kind === 'undefined' ? against : compute(investment.value, against.value);
    };
  const stated = isAgainstNothing(spec) ? 'nothing' : againstId(spec);
  const others = [...(spec.fields.baseline?.entries.keys() ?? [])].filter((id) => id !== stated);
  return [
    {
      id: 'saved',
      label: `Saved per year against ${stated}`,
      formula: 2,
      compute: ({ saved }) => (saved.kind === 'undefined' ? saved : figure(saved.value, `${currency}/year`, 2, [])),
    },
    {
      id: 'net-present-value',
      label: `Net present value against ${stated}`,
      formula: 12,
      compute: onMoney(undefined, computeNetPresentValue),
    },
    ...others.map((id): Row => ({
      id: `net-present-value/${id}`,
      label: `Net present value against ${id}`,
      formula: 12,
      compute: onMoney(id, computeNetPresentValue),
    })),
    { id: 'payback', label: 'Payback', formula: 13, compute: onMoney(undefined, computePayback) },
    {
      id: 'discounted-payback',
      label: 'Payback with interest',
      formula: 13,
      compute: onMoney(undefined, computeDiscountedPayback),
    },
    {
      id: 'internal-rate',
      label: 'Internal rate of return',
      formula: 13,
      compute: onMoney(undefined, (...given) => figureInPercent(computeInternalRate(...given))),
    },
    { id: 'delay', label: 'Cost of a week of delay', formula: 14, compute: onMoney(undefined, delayOf(context)) },
    ...unitRows(context),
  ];
}

function delayOf({ spec, currency }: CostContext) {
  return (investment: Investment, saved: Decimal): Figure => {
    const burn = spec.fields.schedule?.fields.burn_rate;
    if (burn === undefined) return undefinedBecause('no burn rate is stated');
    const { of } = burn.quantity.dimension;
    const stated = of.kind === 'money' ? of.currency : currency;
    const perWeek = convertQuantity(burn.quantity, `${stated}/week`);
    if (perWeek.kind === 'undefined') return perWeek;
    const converted = exchange(spec, perWeek.value.amount, stated, currency);
    return converted.kind === 'undefined' ? converted : computeDelayCost(investment, saved, converted.value.amount);
  };
}

/** Formulas 15 and 28: what one answer costs when the project just repays what it costs. */
function unitRows(context: CostContext): readonly Row[] {
  const { spec } = context;
  const answers = answerCostsOf(context);
  const [goals] = operatingGoalsOf(spec);
  const world = binaryWorldOf(spec);
  const onPolicy =
    (compute: (costs: AnswerCosts, policy: Policy, prevalence: Decimal) => Figure) =>
    ({ policy }: Standing): Figure => {
      if (answers.kind === 'undefined') return answers;
      if (policy.kind === 'undefined') return policy;
      return world.kind === 'undefined' ? world : compute(answers.value, policy.value, world.value.binary.prevalence);
    };
  return [
    {
      id: 'cost-per-prediction',
      label: 'Cost per prediction',
      formula: 15,
      compute: () => (answers.kind === 'undefined' ? answers : computeCostPerPrediction(answers.value)),
    },
    {
      id: 'cost-per-correct',
      label: 'Cost per correct prediction',
      formula: 15,
      compute: onPolicy((costs, policy, prevalence) => {
        const accuracy = findAccuracy(policy, prevalence);
        return accuracy.kind === 'undefined' ? accuracy : computeCostPerCorrect(costs, accuracy.value);
      }),
    },
    {
      id: 'cost-per-found',
      label: 'Cost per case found',
      formula: 15,
      compute: onPolicy((costs, policy, prevalence) =>
        policy.kind === 'point'
          ? computeCostPerFound(costs, prevalence, policy.recall)
          : undefinedBecause('recall is not known'),
      ),
    },
    {
      id: 'cost-per-error-avoided',
      label: 'Cost per error avoided',
      formula: 28,
      compute: onPolicy((costs, policy) => {
        const own = againstPolicy(spec, labelOfModel(spec, goals?.modelId)?.fields.positive?.text);
        if (own.kind === 'undefined') return own;
        if (own.value === 'none') return undefinedBecause('the project is compared with nothing');
        return world.kind === 'undefined'
          ? world
          : computeCostPerErrorAvoided(costs, world.value.binary, policy, own.value);
      }),
    },
  ];
}

function answerCostsOf({ spec, currency }: CostContext): Known<AnswerCosts> {
  const needed = neededValueOf(spec);
  if (needed.kind === 'undefined') return needed;
  const volume = volumeOf(spec);
  if (volume.kind === 'undefined') return volume;
  const perYear = readMoneyPerYear('needed', needed.value, currency);
  return perYear.kind === 'undefined' ? perYear : known({ needed: perYear.value, currency, volume: volume.value });
}

/** From where on the project pays. */
function breakEvenOf(context: CostContext): Costs['breakEven'] {
  const { spec, facts, locations } = context;
  const [goals] = operatingGoalsOf(spec);
  const business = metricsOfKind(spec, 'business');
  const rows = [
    ...business.flatMap((metric) =>
      goalFiguresOf(spec, facts, metric, 'target', new Set(['break-even', 'break-even-volume'])),
    ),
    ...(goals === undefined
      ? []
      : [goals.recall, goals.precision].flatMap((metric) =>
          goalFiguresOf(spec, facts, metric, 'target', new Set(['break-even', 'point', 'alert'])).map((one) => ({
            ...one,
            label:
              one.kind === 'point' ? one.label.replace('One more point', `One more point of ${metric.id}`) : one.label,
          })),
        )),
  ];
  const seen = new Set<string>();
  return rows.flatMap((row) => {
    if (seen.has(row.label)) return [];
    seen.add(row.label);
    return [{ label: row.label, figure: tracedView(row, locations) }];
  });
}
