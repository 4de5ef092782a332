/** Rules about what the costs bring: something to compare with, revenue, a return, evidence before platforms. */
import { decimal } from '../spec/decimal.ts';
import { computeNetPresentValue } from '../spec/economicsInvestment.ts';
import { lacks, stateOf } from '../spec/located.ts';
import { formatMoney, formatNumber, formatQuantity } from '../spec/quantityFormat.ts';
import { shorten } from '../spec/words.ts';
import { itemsOf, importsOf, summaryOf } from './costView.ts';
import { againstBaseline, amountIn } from './economicsView.ts';
import { goalOf, metricsOfKind } from './metricView.ts';
import type { MetricView } from './metricView.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { savedGoalsOf } from './savedGoals.ts';
import { phaseOf } from './severity.ts';

function* findNoStatusQuo({ spec }: RuleContext): Generator<Finding> {
  const { economics, baseline } = spec.fields;
  if (economics === undefined || stateOf(economics, 'against') === 'unreadable') return;
  // Without any baseline, that is the finding; so is an id that does not exist.
  if (baseline === undefined || baseline.unreadable.size > 0) return;
  const { against } = economics.fields;
  if (against?.isWord === true) return;
  const compared = againstBaseline(spec);
  const place = against?.place ?? economics.empty.get('against') ?? economics.keyPlace ?? economics.place;
  if (compared === undefined) {
    if (against !== undefined || baseline.empty.has('status_quo')) return;
    yield {
      place,
      message:
        'Savings are counted against `status_quo`, and no such baseline is stated: add what today’s way of working costs and reaches, or name another under `against`.',
    };
    return;
  }
  const { id, node } = compared;
  if (!lacks(node, 'cost') || !lacks(node, 'metrics') || !lacks(node, 'matrix')) return;
  // What it reaches is measured with each evaluation of a regression; before one, economics/incomplete says so.
  if (!lacks(node, 'rule') && hasErrorValues(spec)) return;
  yield {
    place: against?.place ?? node.keyPlace ?? node.place,
    message: `Savings are counted against \`${shorten(id)}\`, which states neither a cost nor what it reaches: add \`cost\` or \`metrics\` to it.`,
  };
}

function hasErrorValues(spec: RuleContext['spec']): boolean {
  const { over, under } = spec.fields.economics?.fields.value?.fields ?? {};
  return over !== undefined && under !== undefined;
}

function* findNoRevenue({ spec }: RuleContext): Generator<Finding> {
  const { costs, economics } = spec.fields;
  const lever = economics?.fields.lever;
  if (costs === undefined || lever?.value !== 'top-line' || !lacks(costs, 'revenue')) return;
  yield {
    place: costs.empty.get('revenue') ?? lever.place,
    message:
      'The product is to raise revenue, and nothing says how much it brings: add `revenue` to `costs`, so that there is a return to compare with.',
  };
}

function* findNegativeReturns({ spec }: RuleContext): Generator<Finding> {
  for (const { metricId, target, perYear, investment } of savedGoalsOf(spec)) {
    const net = computeNetPresentValue(investment, perYear);
    if (net.kind === 'undefined' || net.value.value.gte(0)) continue;
    const { currency, oneOff, running, horizon, discountRate } = investment;
    yield {
      place: target.place,
      message: `Even at its target, \`${metricId}\` leaves ${formatQuantity(net.value)} after ${formatNumber(horizon)} years at ${formatNumber(discountRate.times(100))} %: it costs ${formatMoney(oneOff, currency)} once and ${formatMoney(running, currency, 'year')}, so spend less, aim higher, or stop.`,
    };
  }
}

/** Whether the newest value of a metric holds its limit; undefined while nothing is known of it. */
function holdsLimit({ facts, know }: RuleContext, metric: MetricView): boolean | undefined {
  const measurements = know(facts.measurements(metric.id));
  if (measurements === undefined) return undefined;
  const limit = goalOf(metric, 'limit')?.quantity;
  const [newest] = measurements;
  if (newest === undefined || limit === undefined || metric.direction === undefined) return false;
  const bound = amountIn(limit, newest.measured.unit);
  if (bound === undefined || !Number.isFinite(newest.measured.value)) return false;
  const value = decimal(newest.measured.value);
  return metric.direction === 'maximize' ? value.gte(bound) : value.lte(bound);
}

function* findEarlyPlatforms(context: RuleContext): Generator<Finding> {
  const { spec, project, facts, know } = context;
  const platforms = itemsOf(spec).filter(({ id, category }) => {
    const price = summaryOf(spec, id)?.price;
    return category === 'infra' && price?.kind === 'known' && price.value.amount.mean.gt(0);
  });
  const metrics = metricsOfKind(spec, 'model');
  if (platforms.length === 0 || metrics.length === 0) return;
  // Beyond a proof of concept a plan names its platform as it should: then only what was spent counts.
  if (phaseOf(project) !== 'poc') {
    const imports = [...importsOf(spec, (id) => facts.actuals(id), know).values()];
    const isSpent = imports.some(({ sums }) =>
      sums.some(({ category, amount }) => category === 'infra' && amount !== undefined && decimal(amount).gt(0)),
    );
    if (!isSpent) return;
  }
  for (const metric of metrics) if (holdsLimit(context, metric) !== false) return;
  for (const { id, keyPlace } of platforms) {
    yield {
      place: keyPlace,
      message: `\`${shorten(id)}\` is paid for before any run holds a limit: show first that a model can, then buy what runs it.`,
    };
  }
}

export const costReturnRules: readonly Rule[] = [
  {
    id: 'cost/no-status-quo',
    severity: 'I/W/W',
    waits: 'project',
    finds: 'savings that are counted against a policy with neither a cost nor values',
    why: 'A return needs something to be compared with. State what today’s way of working costs and how often it is right; `against: none` says that there is truly nothing before.',
    check: findNoStatusQuo,
  },
  {
    id: 'cost/no-revenue-link',
    severity: 'I/W/W',
    waits: 'project',
    finds: 'a product that is to raise revenue, without its revenue',
    why: 'Without what customers pay there is no return, only costs. An estimate with its source is enough to begin with.',
    check: findNoRevenue,
  },
  {
    id: 'cost/mlops-before-evidence',
    severity: 'I/I/I',
    finds: 'a platform that is paid for before any run holds a limit',
    why: 'Most platforms are built for models that never came. Evidence that a model can hold its limits is cheap beside them, and decides whether they are needed. In a proof of concept the plan counts, later what was spent.',
    check: findEarlyPlatforms,
  },
  {
    id: 'cost/negative-npv',
    severity: 'W/W/E',
    waits: 'project',
    finds: 'a project that loses money although it reaches its target',
    why: 'Net present value counts what comes back each year, less what running costs, at the discount rate, against what was spent at first. Below 0, the money is better spent elsewhere.',
    check: findNegativeReturns,
  },
];
