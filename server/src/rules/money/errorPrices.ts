/** What errors of a regression cost: prices of mean errors, and what the baseline loses by its own. */
import type { Facts, RunErrorsFact, RunFact } from '../../../../schemas/facts.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import { decimal, zero } from '../../spec/decimal.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { readErrorValues } from '../../spec/economicsInputs.ts';
import { computeBestQuantile } from '../../spec/economicsTasks.ts';
import type { ErrorPrice, ErrorRival, ErrorValues } from '../../spec/economicsTasks.ts';
import { inputWords } from '../../spec/figure.ts';
import { known, undefinedBecause } from '../../spec/known.ts';
import type { Known } from '../../spec/known.ts';
import type { ObjectNode, QuantityNode } from '../../spec/located.ts';
import type { Quantity } from '../../spec/quantity.ts';
import { convertQuantity } from '../../spec/quantityArithmetic.ts';
import { plus, times } from '../../spec/rational.ts';
import { againstBaseline, isAgainstNothing, lackOfBaseline } from '../economicsView.ts';
import { goalOf, metricsOfKind } from '../metricView.ts';
import type { MetricView } from '../metricView.ts';

type Spec = ObjectNode<SpecShape>;

/** Money per unit of an error; undefined when it is missing or computed per row. */
export function errorValueNodes(spec: Spec): Readonly<Record<'over' | 'under', QuantityNode | undefined>> {
  const value = spec.fields.economics?.fields.value?.fields;
  const [high, low] = [value?.over, value?.under];
  return {
    over: high?.kind === 'quantity' ? high : undefined,
    under: low?.kind === 'quantity' ? low : undefined,
  };
}

/** Quantiles are shown with six digits. */
const quantileStep = '1e-6';

/** Measures that are in the unit of the label. */
const inLabelUnit: ReadonlySet<string> = new Set(['mae', 'rmse', 'medae', 'max-error', 'pinball']);

/**
 * The unit in which the numbers of a model count, as goals of its errors state it.
 *
 * @param perUnit what the values are per, such as `h` of `-60 USD/h`: the unit where no goal says another one of the kind
 */
export function labelUnitOf(spec: Spec, modelId: string | undefined, perUnit: string): string {
  for (const metric of metricsOfKind(spec, 'model')) {
    if (metric.node.fields.model?.id !== modelId || !inLabelUnit.has(metric.name?.name ?? '')) continue;
    const goal = goalOf(metric, 'target') ?? goalOf(metric, 'limit');
    const { text } = goal?.quantity.unit ?? { text: '' };
    if (goal !== undefined && text !== '' && perUnit !== '' && convertQuantity(goal.quantity, perUnit).kind === 'known')
      return text;
  }
  return perUnit;
}

/** Values of errors in the unit of the label of a model. */
export function errorValuesOf(spec: Spec, modelId: string | undefined): Known<ErrorValues> {
  const { over: high, under } = errorValueNodes(spec);
  const per = (high ?? under)?.quantity.unit.per?.symbol ?? '';
  return readErrorValues({ over: high?.quantity, under: under?.quantity }, labelUnitOf(spec, modelId, per));
}

/** A mean error as a goal or a baseline states it, in the unit of the label; a bare number is in that unit. */
export function readMeanError(name: string, quantity: Quantity | undefined, { unit }: ErrorValues): Known<Decimal> {
  if (quantity === undefined) return undefinedBecause(`${name} is not stated`);
  if (quantity.unit.text === '' || unit === '') return known(quantity.amount);
  const converted = convertQuantity(quantity, unit);
  return converted.kind === 'known' ? known(converted.value.amount) : undefinedBecause(`${name}: ${converted.because}`);
}

/** The newest run that says how far the answers of a model are off on each side of the truth. */
export function errorRunOf(facts: Facts | undefined, metric: MetricView): RunFact | undefined {
  const fact = facts?.runs('plumbline');
  const { model, split } = metric.node.fields;
  if (fact?.state !== 'known' || model === undefined || split === undefined) return undefined;
  return fact.value.find((run) => run.errors !== undefined && run.model === model.id && run.split === split.id);
}

/**
 * What one unit of a mean error brings.
 *
 * @param run that tells how errors divide between both sides, which a mean of both does not
 * @returns undefined because both sides cost differently, and the metric does not tell them apart
 */
export function errorPriceOf(metric: MetricView, values: ErrorValues, run: RunFact | undefined): Known<ErrorPrice> {
  const { over: high, under } = values;
  const isSame = high.eq(under);
  if (metric.name?.name === 'pinball') {
    const { quantile } = metric.node.fields;
    const best = computeBestQuantile(values);
    if (best.kind === 'undefined') return best;
    const wanted = best.value.amount;
    return quantile !== undefined && wanted.minus(quantile.value).abs().lte(quantileStep)
      ? known({ values, perUnit: high.plus(under), inputs: [] })
      : undefinedBecause(`its \`quantile\` weighs the two sides otherwise than their values do, at ${shown(wanted)}`);
  }
  if (isSame) return known({ values, perUnit: high, inputs: [] });
  const errors = run?.errors;
  const share = errors === undefined ? undefined : shareTooHigh(errors);
  if (share !== undefined) {
    const low = decimal(1).minus(share);
    return known({
      values,
      perUnit: plus(times(high, share), times(under, low)),
      inputs: [inputWords('share of errors too high', share), `as in run:${run?.id ?? ''}`],
    });
  }
  return undefinedBecause(
    `errors on both sides cost differently and ${metric.name?.name ?? 'it'} adds them up: ${wayToPrice(values)}`,
  );
}

/** What tells the sides of an error apart. */
function wayToPrice(values: ErrorValues): string {
  const best = computeBestQuantile(values);
  const other = best.kind === 'known' ? `, or state \`pinball\` with \`quantile: ${shown(best.value.amount)}\`` : '';
  return `evaluate the model once${other}`;
}

function shown(quantile: Decimal): string {
  return quantile.round(6).toFixed();
}

/** The part of the mean error that answers which are too high make; undefined without any error. */
function shareTooHigh({ tooHigh, tooLow }: RunErrorsFact): Decimal | undefined {
  return tooHigh + tooLow > 0
    ? decimal(tooHigh)
        .div(decimal(tooHigh).plus(decimal(tooLow)))
        .round(6)
    : undefined;
}

/** What the policy earns by its errors whose value is subtracted: as it was run on the rows, else as it is stated. */
export function errorRivalOf(
  spec: Spec,
  modelId: string | undefined,
  values: ErrorValues,
  run: RunFact | undefined,
): Known<ErrorRival> {
  if (isAgainstNothing(spec)) return known({ value: zero, inputs: ['against none'] });
  const baseline = againstBaseline(spec);
  if (baseline === undefined) return undefinedBecause(lackOfBaseline(spec));
  const { id, node } = baseline;
  const { rule, metrics } = node.fields;
  const measured = run?.errors?.rule;
  if (rule !== undefined && measured?.text === rule.text) {
    const [tooHigh, tooLow] = [decimal(measured.tooHigh), decimal(measured.tooLow)];
    return known({
      value: values.over.times(tooHigh).plus(values.under.times(tooLow)),
      inputs: [
        inputWords('against mean of answers too high', tooHigh, values.unit),
        inputWords('against mean of answers too low', tooLow, values.unit),
      ],
    });
  }
  const best = computeBestQuantile(values);
  const pinball = best.kind === 'known' && weighsLike(spec, modelId, best.value.amount) ? 'pinball' : undefined;
  const key = metrics?.entries.has(pinball ?? '') === true ? 'pinball' : 'mae';
  const stated = metrics?.entries.get(key);
  if (stated !== undefined && (key === 'pinball' || values.over.eq(values.under))) {
    const error = readMeanError(`${key} of the baseline ${id}`, stated.quantity, values);
    if (error.kind === 'undefined') return error;
    const perUnit = key === 'pinball' ? values.over.plus(values.under) : values.over;
    return known({
      value: perUnit.times(error.value),
      inputs: [inputWords(`against ${key}`, error.value, values.unit)],
    });
  }
  if (rule !== undefined)
    return undefinedBecause(`no run has measured the rule of the baseline ${id}: evaluate the model`);
  if (values.over.eq(values.under)) return undefinedBecause(`the baseline ${id} states no mae`);
  const quantile = best.kind === 'known' ? shown(best.value.amount) : '';
  return undefinedBecause(
    `errors on both sides cost differently, and the baseline ${id} does not tell them apart: give it a \`rule\` that answers a number${quantile === '' ? '' : `, or the \`pinball\` at ${quantile} beside a metric of that \`quantile\``}`,
  );
}

/** Whether the spec has a pinball loss of the model at a quantile, by which the one of a baseline is meant. */
function weighsLike(spec: Spec, modelId: string | undefined, best: Decimal): boolean {
  return metricsOfKind(spec, 'model').some(({ name, node: { fields } }) => {
    if (name?.name !== 'pinball' || fields.model?.id !== modelId || fields.quantile === undefined) return false;
    return best.minus(fields.quantile.value).abs().lte(quantileStep);
  });
}
