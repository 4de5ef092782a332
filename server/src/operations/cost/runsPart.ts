/** What recorded runs say about money: which one is cheapest and good enough, and what more labels would bring. */
import type { Costs } from '../../../../schemas/costPanel.ts';
import type { RunFact } from '../../../../schemas/facts.ts';
import type { SourceLocation } from '../../../../schemas/sourceLocation.ts';
import { computeLabellingBudget, computeLabelsNeeded, fitLearningCurve } from '../../cost/learningCurve.ts';
import { operatingGoalsOf } from '../../rules/economicsView.ts';
import { neededValueOf } from '../../rules/ledgerView.ts';
import { goalOf, metricsOf, metricsOfKind } from '../../rules/metricView.ts';
import type { MetricView } from '../../rules/metricView.ts';
import { savedAtPoint } from '../../rules/money/binaryGoal.ts';
import { classValueAt } from '../../rules/money/classGoal.ts';
import { judge, quantityOf } from '../../rules/money/measuredGoal.ts';
import { trace } from '../../rules/money/tracedFigure.ts';
import { decimal, one } from '../../spec/decimal.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { exchangePerYear } from '../../rules/money/exchange.ts';
import { readSeconds, readShare } from '../../spec/economicsInputs.ts';
import { formatMoney, formatNumber, formatQuantity } from '../../spec/quantityFormat.ts';
import { tracedView } from '../overview/tracedView.ts';
import { bytesText } from '../overview/words.ts';
import { numberOf } from './costContext.ts';
import type { CostContext } from './costContext.ts';
import { addedAmounts, totalOf } from './ledgerPart.ts';

type Frontier = Costs['frontier'];

/** Runs on the plane: more cannot be told apart. */
const mostRuns = 200;

export function frontierPart(context: CostContext): Frontier {
  const { facts } = context;
  const known = facts.runs();
  if (known.state !== 'known') {
    return {
      state: 'unknown',
      because: known.state === 'pending' ? 'the runs are being read' : known.because,
    };
  }
  if (known.value.length === 0) {
    return {
      state: 'unknown',
      because: 'no run of this project was recorded yet',
      next: 'Run `plumbline evaluate`, which writes a record for each model.',
    };
  }
  const runs = known.value.slice(0, mostRuns);
  const measure = costMeasureOf(context, runs);
  const valued = runs.flatMap((run) => {
    const value = valueOfRun(context, run);
    const cost = measure?.costOf(run);
    return value === undefined || cost === undefined ? [] : [{ run, value, cost }];
  });
  if (measure === undefined || valued.length === 0) {
    return {
      state: 'unknown',
      because:
        measure === undefined
          ? 'no run says how long an answer takes or how large its model is'
          : 'no run has measured what its answers are worth',
      next: 'Run `plumbline evaluate` with metrics for which `economics` states values.',
    };
  }
  const lines = linesOf(context);
  const floor = lines.find(({ label }) => label === 'limit')?.value;
  const rated = valued.map(({ run, value, cost }) => ({
    run,
    value: numberOf(value),
    cost: cost.value,
    costText: cost.text,
    passes: holdsLimits(context, run) && (floor === undefined || numberOf(value) >= floor),
  }));
  const cheapest = rated
    .filter(({ passes }) => passes)
    .toSorted((left, right) => left.cost - right.cost || right.value - left.value)[0];
  return {
    state: 'known',
    quality: 'Value per year',
    cost: measure.label,
    lines,
    runs: rated.map(({ run, value, cost, costText, passes }) => ({
      id: run.id,
      model: run.model ?? 'a model without a name',
      at: run.at,
      cost,
      costText,
      value,
      valueText: formatMoney(decimal(value), context.currency, 'year'),
      passes,
      isBest: !rated.some(
        (other) => other.cost <= cost && other.value >= value && (other.cost < cost || other.value > value),
      ),
      isCheapestPassing: cheapest?.run === run,
      ...(run.uri === undefined ? {} : { file: fileOf(run.uri, run.id) }),
    })),
  };
}

function fileOf(uri: string, id: string): SourceLocation {
  const start = { line: 0, character: 0 };
  return { uri, range: { start, end: start }, label: id };
}

interface CostMeasure {
  readonly label: string;
  readonly costOf: (run: RunFact) => { readonly value: number; readonly text: string } | undefined;
}

/**
 * What running a model costs: the planned money for inference, in the proportion of the time for an answer to that of
 * the newest run; where no run measured a time, the size of the model.
 */
function costMeasureOf(context: CostContext, runs: readonly RunFact[]): CostMeasure | undefined {
  const latency = metricsOfKind(context.spec, 'infrastructure').find(({ name }) => name?.name === 'latency');
  const secondsOf = (run: RunFact): number | undefined => {
    const measured = latency === undefined ? undefined : run.values[latency.id];
    const quantity = measured === undefined ? undefined : quantityOf(measured.value, measured, undefined);
    const seconds = readSeconds('latency', quantity);
    return seconds.kind === 'known' && seconds.value.gt(0) ? numberOf(seconds.value) : undefined;
  };
  const timed = runs.filter((run) => secondsOf(run) !== undefined);
  const [newest] = timed;
  const inference = numberOf(
    totalOf(addedAmounts(context).filter(({ item, when }) => item.category === 'inference' && when === 'yearly')),
  );
  if (newest !== undefined && timed.length > 1 && inference > 0) {
    const base = secondsOf(newest) ?? 1;
    return {
      label: 'Inference per year, by time for an answer',
      costOf: (run) => {
        const seconds = secondsOf(run);
        if (seconds === undefined) return undefined;
        const value = (inference * seconds) / base;
        return { value, text: formatMoney(decimal(Math.round(value)), context.currency, 'year') };
      },
    };
  }
  if (!runs.some(({ modelFile }) => modelFile?.sizeBytes !== undefined)) return undefined;
  return {
    label: 'Size of the model',
    costOf: ({ modelFile }) =>
      modelFile?.sizeBytes === undefined
        ? undefined
        : { value: modelFile.sizeBytes, text: bytesText(modelFile.sizeBytes) },
  };
}

function shareIn(run: RunFact, metric: MetricView): Decimal | undefined {
  const measured = run.values[metric.id];
  const quantity = measured === undefined ? undefined : quantityOf(measured.value, measured, undefined);
  const share = readShare(metric.id, quantity);
  return share.kind === 'known' ? share.value : undefined;
}

/** What the answers of a run are worth per year; undefined when it did not measure that. */
function valueOfRun({ spec, currency }: CostContext, run: RunFact): Decimal | undefined {
  const goals = operatingGoalsOf(spec).find(({ modelId }) => run.model === undefined || modelId === run.model);
  const [first] = operatingGoalsOf(spec);
  const pair = goals ?? first;
  if (pair !== undefined) {
    const [recall, precision] = [shareIn(run, pair.recall), shareIn(run, pair.precision)];
    if (recall === undefined || precision === undefined) return undefined;
    const saved = savedAtPoint(spec, pair, { recall, precision });
    return saved.kind === 'known' ? moneyIn(spec, saved.value, currency) : undefined;
  }
  const accuracy = metricsOfKind(spec, 'model').find(({ name }) => name?.name === 'accuracy');
  const share = accuracy === undefined ? undefined : shareIn(run, accuracy);
  const value = share === undefined ? undefined : classValueAt(spec, share);
  return value?.kind === 'known' ? moneyIn(spec, value.value, currency) : undefined;
}

function moneyIn(
  spec: CostContext['spec'],
  quantity: Parameters<typeof exchangePerYear>[2],
  currency: string,
): Decimal | undefined {
  const money = exchangePerYear(spec, 'value', quantity, currency);
  return money.kind === 'known' ? money.value.amount : undefined;
}

function holdsLimits({ spec }: CostContext, run: RunFact): boolean {
  return metricsOf(spec).every((metric) => {
    const measured = run.values[metric.id];
    const limit = goalOf(metric, 'limit');
    if (measured === undefined || limit === undefined) return true;
    const quantity = quantityOf(measured.value, measured, limit.quantity);
    return quantity === undefined || judge(metric, quantity) !== 'limit-missed';
  });
}

function linesOf({ spec, currency, locations }: CostContext): Extract<Frontier, { state: 'known' }>['lines'] {
  const business = metricsOfKind(spec, 'business').find((metric) => {
    const target = goalOf(metric, 'target') ?? goalOf(metric, 'limit');
    return target !== undefined && exchangePerYear(spec, 'goal', target.quantity, currency).kind === 'known';
  });
  const goals = (['target', 'limit'] as const).flatMap((label) => {
    const node = business === undefined ? undefined : goalOf(business, label);
    const money = node === undefined ? undefined : moneyIn(spec, node.quantity, currency);
    return node === undefined || money === undefined
      ? []
      : [{ label, value: numberOf(money), text: node.text, source: locations.of(node.place) }];
  });
  const needed = neededValueOf(spec);
  const money = needed.kind === 'known' ? moneyIn(spec, needed.value, currency) : undefined;
  return needed.kind === 'undefined' || money === undefined
    ? goals
    : [...goals, { label: 'break-even', value: numberOf(money), text: formatQuantity(needed.value) }];
}

/** Parameters by which a run says on how many labels it was trained. */
const labelParams = ['labels', 'train_labels', 'train_rows', 'training_rows', 'n_train', 'train_size'] as const;

/** How many more labels the first model metric with a target needs, by the runs on different numbers of them. */
export function labelsPart(context: CostContext): Costs['labels'] {
  const { spec, facts, locations, currency } = context;
  const known = facts.runs();
  if (known.state !== 'known') {
    return { state: 'unknown', because: known.state === 'pending' ? 'the runs are being read' : known.because };
  }
  const metric = metricsOfKind(spec, 'model').find(
    (candidate) => candidate.direction === 'maximize' && goalOf(candidate, 'target') !== undefined,
  );
  const target = metric === undefined ? undefined : readShare('target', goalOf(metric, 'target')?.quantity);
  if (metric === undefined || target?.kind !== 'known') {
    return { state: 'unknown', because: 'no model metric has a target that is a share' };
  }
  const points = known.value.flatMap((run) => {
    const labels = Number(labelParams.map((name) => run.params[name]).find((text) => text !== undefined) ?? NaN);
    const value = shareIn(run, metric);
    return labels > 0 && value !== undefined ? [{ labels, error: numberOf(one.minus(value)) }] : [];
  });
  const curve = fitLearningCurve(points);
  if (curve.kind === 'undefined') {
    return {
      state: 'unknown',
      because: curve.because,
      next: `Record runs with the parameter ${labelParams[0]}, the number of labels that each was trained on.`,
    };
  }
  const most = Math.max(...points.map(({ labels }) => labels));
  const needed = computeLabelsNeeded(curve.value, numberOf(one.minus(target.value)), most);
  const price = pricePerLabel(context);
  const budget =
    price === undefined
      ? ({ kind: 'undefined', because: 'no item of the plan says what a label costs' } as const)
      : computeLabellingBudget(needed, most, { amount: price, currency });
  const places = new Map<string, never>();
  const title = { kind: 'value', label: 'Labels', formula: 29 } as const;
  const { scale, slope, determination } = curve.value;
  return {
    state: 'known',
    needed: tracedView(trace(title, needed, places), locations),
    budget: tracedView(trace(title, budget, places), locations),
    curve: `1 − ${metric.id} = ${formatNumber(decimal(scale.toPrecision(6)))}·labels^−${formatNumber(decimal(slope.toPrecision(6)))} through ${curve.value.points} runs, which explains ${formatNumber(decimal(determination.toFixed(6)).times(100), 2)} % of the spread`,
  };
}

/** Money per usable label, by the first labelling item with a price (formula 16). */
function pricePerLabel(context: CostContext): Decimal | undefined {
  for (const { item, amount } of addedAmounts(context)) {
    if (item.basis.kind !== 'labelling' || item.basis.items.kind !== 'point') continue;
    const items = item.basis.items.quantity.value;
    const usable = context.spec.fields.costs?.fields.items?.entries.get(item.id)?.fields.usable?.quantity.value ?? one;
    if (items.gt(0) && usable.gt(0)) return amount.mean.div(items.times(usable));
  }
  return undefined;
}
