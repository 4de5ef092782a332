/** Everything that the sliders of the Cost panel need: the page computes while one is moved. */
import type { Costs } from '../../../../schemas/costPanel.ts';
import type { Operating } from '../../../../schemas/evaluationPanel.ts';
import type { RunRecord } from '../../../../schemas/run.ts';
import { isPerUse } from '../../cost/ledgerItem.ts';
import { againstId, againstPolicy, operatingGoalsOf, prevalenceOf } from '../../rules/economicsView.ts';
import { labelOfModel } from '../../rules/metricView.ts';
import { exchange } from '../../rules/money/exchange.ts';
import { binaryWorldOf } from '../../rules/money/binaryGoal.ts';
import { one } from '../../spec/decimal.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { findPolicyShares } from '../../spec/economics.ts';
import type { Policy } from '../../spec/economics.ts';
import { known, undefinedBecause } from '../../spec/known.ts';
import type { Known } from '../../spec/known.ts';
import { over, toDecimal } from '../../spec/rational.ts';
import { operatingOf } from '../evaluate/operatingView.ts';
import { annuityOf, numberOf } from './costContext.ts';
import type { CostContext } from './costContext.ts';
import { addedAmounts } from './ledgerPart.ts';
import type { ThresholdGain } from './leversPart.ts';
import type { Standings } from './returnsPart.ts';

type WhatIfPart = Costs['whatIf'];
type Point = { readonly found: number; readonly raised: number };

/** @param newest record of the newest run of the model that has goals */
export function whatIfPart(context: CostContext, standings: Standings, newest: RunRecord | undefined): WhatIfPart {
  const { spec, locations, currency } = context;
  const unknown = (because: string): WhatIfPart => ({ state: 'unknown', because });
  const annuity = annuityOf(context);
  if (annuity.kind === 'undefined') return unknown(annuity.because);
  const world = binaryWorldOf(spec);
  if (world.kind === 'undefined') return unknown(world.because);
  const { binary, volume } = world.value;
  const worth = exchange(spec, one, binary.values.currency, currency);
  if (worth.kind === 'undefined') return unknown(worth.because);
  const valueOf = (amount: Decimal): number => numberOf(amount.times(worth.value.amount));
  const [goals] = operatingGoalsOf(spec);
  const isMeasured = standings.measured.policy.kind === 'known';
  const policy = isMeasured ? standings.measured.policy : standings.atTarget.policy;
  if (policy.kind === 'undefined') return unknown(policy.because);
  const point = ratesOf(policy.value, context);
  if (point.kind === 'undefined') return unknown(point.because);
  const against = againstPolicy(spec, labelOfModel(spec, goals?.modelId)?.fields.positive?.text);
  if (against.kind === 'undefined') return unknown(against.because);
  const rates = against.value === 'none' ? undefined : ratesOf(against.value, context);
  if (rates?.kind === 'undefined') return unknown(rates.because);
  const operating = newest === undefined ? undefined : operatingOf(context.project, newest, locations);
  const threshold = thresholdOf(operating, newest);
  const sourceOf = (node: { readonly place: Parameters<typeof locations.of>[0] } | undefined) =>
    node === undefined ? undefined : locations.of(node.place);
  const sources = {
    volume: sourceOf(spec.fields.economics?.fields.volume),
    prevalence: sourceOf(prevalenceOf(spec)),
    threshold: operating?.current?.definedAt,
    items: sourceOf(spec.fields.costs?.fields.items),
  };
  return {
    state: 'known',
    annuity: numberOf(annuity.value),
    volume: numberOf(volume),
    prevalence: numberOf(binary.prevalence),
    values: {
      tp: valueOf(binary.values.tp),
      fp: valueOf(binary.values.fp),
      fn: valueOf(binary.values.fn),
      tn: valueOf(binary.values.tn),
    },
    against: rates === undefined ? null : { label: againstId(spec), ...rates.value },
    point: { ...point.value, label: isMeasured ? 'as the newest run measured it' : 'at the targets' },
    ...(threshold === undefined ? {} : { threshold }),
    costs: splitCosts(context),
    sources: Object.fromEntries(Object.entries(sources).filter(([, source]) => source !== undefined)),
  };
}

/** Recall and false-positive rate, which stay as they are when the prevalence moves; precision does not. */
function ratesOf(policy: Policy, { spec }: CostContext): Known<Point> {
  const world = binaryWorldOf(spec);
  if (world.kind === 'undefined') return world;
  const { prevalence } = world.value.binary;
  const shares = findPolicyShares(policy, prevalence);
  if (shares.kind === 'undefined') return shares;
  const raised = toDecimal(over(shares.value.falseAlarms, one.minus(prevalence)));
  const found = toDecimal(shares.value.found);
  return raised.gt(1)
    ? undefinedBecause('there are more false alarms than negatives')
    : known({ found: numberOf(found), raised: numberOf(raised) });
}

type Threshold = NonNullable<Extract<WhatIfPart, { state: 'known' }>['threshold']>;

/** Points of a curve that somebody can tell apart on a slider. */
const mostPoints = 400;

function thresholdOf(operating: Operating | undefined, newest: RunRecord | undefined): Threshold | undefined {
  const model = newest?.model?.id;
  if (operating?.current === undefined || model === undefined) return undefined;
  const { positives, negatives } = operating;
  if (positives === 0 || negatives === 0 || operating.points.length < 2) return undefined;
  const step = Math.max(1, Math.ceil(operating.points.length / mostPoints));
  return {
    model,
    stated: operating.current.threshold,
    points: operating.points
      .filter((_, index) => index % step === 0 || index === operating.points.length - 1)
      .map(({ threshold, truePositives, falsePositives }) => ({
        threshold,
        found: truePositives / positives,
        raised: falsePositives / negatives,
      })),
  };
}

function splitCosts(context: CostContext): Extract<WhatIfPart, { state: 'known' }>['costs'] {
  const costs = { onceWork: 0, oncePrice: 0, yearlyWork: 0, yearlyPrice: 0, yearlyUse: 0 };
  for (const { item, when, amount } of addedAmounts(context)) {
    const isWork = item.basis.kind === 'work' || item.basis.kind === 'labelling';
    const value = numberOf(amount.mean);
    if (when === 'once') costs[isWork ? 'onceWork' : 'oncePrice'] += value;
    else if (isPerUse(item.basis)) costs.yearlyUse += value;
    else costs[isWork ? 'yearlyWork' : 'yearlyPrice'] += value;
  }
  return costs;
}

/** The threshold of the newest run with the most money, when it brings more than the one in the spec. */
export function thresholdGainOf(whatIf: WhatIfPart): ThresholdGain | undefined {
  if (whatIf.state === 'unknown' || whatIf.threshold === undefined) return undefined;
  const { values, prevalence, volume, sources } = whatIf;
  const { points, stated, model } = whatIf.threshold;
  const valueOf = ({ found, raised }: Point): number =>
    volume *
    (prevalence * (found * values.tp + (1 - found) * values.fn) +
      (1 - prevalence) * (raised * values.fp + (1 - raised) * values.tn));
  const nearest = points.reduce((left, right) =>
    Math.abs(right.threshold - stated) < Math.abs(left.threshold - stated) ? right : left,
  );
  const best = points.reduce((left, right) => (valueOf(right) > valueOf(left) ? right : left));
  const perYear = valueOf(best) - valueOf(nearest);
  return perYear > 0 ? { model, from: stated, to: best.threshold, perYear, source: sources.threshold } : undefined;
}
