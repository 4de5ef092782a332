/** Business metrics that are a formula over other metrics. */
import type { EvaluatedValue, EvaluationResult } from '../../../../schemas/evaluationJob.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import { goalOf, metricsOfKind } from '../../rules/metricView.ts';
import type { MetricView } from '../../rules/metricView.ts';
import { quantityOf } from '../../rules/money/measuredGoal.ts';
import { columnsOf, parseExpression } from '../../spec/expression.ts';
import type { Expression } from '../../spec/expression.ts';
import { evaluateExpression } from '../../spec/expressionEvaluate.ts';
import type { ObjectNode } from '../../spec/located.ts';
import type { AskedPlan } from './evaluationPlan.ts';
import { judgeValue, unitOf } from './judgeValues.ts';
import type { JudgedBusiness } from './judgeValues.ts';

type Spec = ObjectNode<SpecShape>;

const formulaPrefix = /^expr:\s*/;

interface Measured {
  readonly value: EvaluatedValue;
  readonly unit: string;
}

/**
 * Values of `definition: "expr: …"` whose metrics were measured here, in the order of the spec; a formula may use those
 * before it.
 *
 * Each id stands for its number in the unit of its own goals, such as MUSD/year, and the result is in that of the
 * formula's.
 */
export function computeFormulas(
  spec: Spec,
  plan: AskedPlan,
  result: EvaluationResult,
  money: readonly JudgedBusiness[],
): readonly JudgedBusiness[] {
  const measured = new Map<string, Measured>([
    ...plan.metrics.flatMap((metric): [string, Measured][] => {
      const own = result.metrics.find(({ id }) => id === metric.id);
      return own === undefined ? [] : [[metric.id, inGoalUnit(metric, { value: own.value, unit: unitOf(metric) })]];
    }),
    ...money.flatMap(({ judged, unit }): [string, Measured][] => {
      const metric = metricsOfKind(spec, 'business').find(({ id }) => id === judged.id);
      return metric === undefined ? [] : [[judged.id, inGoalUnit(metric, { value: judged.value, unit })]];
    }),
  ]);
  return metricsOfKind(spec, 'business').flatMap((metric): JudgedBusiness[] => {
    const formula = formulaOf(metric);
    if (formula === undefined) return [];
    const used = columnsOf(formula).map(({ name }) => name);
    if (!used.some((id) => measured.has(id))) return [];
    const goals = { target: goalOf(metric, 'target'), limit: goalOf(metric, 'limit') };
    const unit = (goals.target ?? goals.limit)?.quantity.unit.text ?? '';
    const value = evaluateFormula(formula, used, measured);
    measured.set(metric.id, { value, unit });
    return [{ judged: { id: metric.id, ...judgeValue(metric, value, unit, goals) }, unit }];
  });
}

/** The formula of a business metric; undefined when it is defined otherwise, or cannot be read. */
function formulaOf({ node }: MetricView): Expression | undefined {
  const text = node.fields.definition?.text ?? '';
  const prefix = formulaPrefix.exec(text)?.[0];
  if (prefix === undefined) return undefined;
  const reading = parseExpression(text.slice(prefix.length));
  return reading.kind === 'expression' ? reading.root : undefined;
}

/** A value as its own goals are written: 1.17 of MUSD/year, 58 of %. */
function inGoalUnit(metric: MetricView, { value, unit }: Measured): Measured {
  const goal = (goalOf(metric, 'target') ?? goalOf(metric, 'limit'))?.quantity;
  if (value.state === 'undefined' || goal === undefined) return { value, unit };
  const convert = (number: number): number => {
    const quantity = quantityOf(number, { value: number, unit }, goal);
    return quantity === undefined ? NaN : Number(quantity.amount.toString());
  };
  const { interval } = value;
  return {
    unit: goal.unit.text,
    value: {
      ...value,
      value: convert(value.value),
      ...(interval === undefined
        ? {}
        : { interval: { ...interval, low: convert(interval.low), high: convert(interval.high) } }),
    },
  };
}

function evaluateFormula(
  formula: Expression,
  used: readonly string[],
  measured: ReadonlyMap<string, Measured>,
): EvaluatedValue {
  const row: Record<string, number> = {};
  for (const id of used) {
    const value = measured.get(id)?.value;
    if (value === undefined) return { state: 'undefined', because: `${id} was not measured in this evaluation` };
    if (value.state === 'undefined')
      return { state: 'undefined', because: `${id} is undefined because ${value.because}` };
    row[id] = value.value;
  }
  const at = (values: Readonly<Record<string, number>>): number | string => {
    const evaluation = evaluateExpression(formula, values);
    if (evaluation.kind === 'problem') return evaluation.message.replace(/\.$/, '');
    if (typeof evaluation.value === 'number' && Number.isFinite(evaluation.value)) return evaluation.value;
    return evaluation.value === null ? 'the formula divides by zero' : 'the formula gives no number';
  };
  const value = at(row);
  if (typeof value === 'string') return { state: 'undefined', because: value };
  const n = Math.min(...used.map((id) => knownOf(measured, id)?.n ?? Infinity));
  const unsure = [...new Set(used)].filter((id) => knownOf(measured, id)?.interval !== undefined);
  const [only] = unsure;
  const interval = only === undefined ? undefined : knownOf(measured, only)?.interval;
  // Of two values that were measured on the same rows it is not known how they vary together.
  if (only === undefined || interval === undefined || unsure.length > 1 || !isLinear(formula)) {
    return { state: 'known', value, n };
  }
  const ends = [interval.low, interval.high].map((end) => at({ ...row, [only]: end }));
  const numbers = ends.filter((end) => typeof end === 'number');
  if (numbers.length < 2) return { state: 'known', value, n };
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  return { state: 'known', value, n, interval: { ...interval, low, high } };
}

function knownOf(measured: ReadonlyMap<string, Measured>, id: string) {
  const value = measured.get(id)?.value;
  return value?.state === 'known' ? value : undefined;
}

/** Whether a formula is a straight line in whichever metric varies: its ends are then those of the interval. */
function isLinear(formula: Expression): boolean {
  switch (formula.kind) {
    case 'number':
    case 'column':
      return true;
    case 'negative':
      return isLinear(formula.operand);
    case 'arithmetic': {
      const { operator, left, right } = formula;
      if (operator === '+' || operator === '-') return isLinear(left) && isLinear(right);
      const isDivided = operator === '/';
      if (columnsOf(right).length === 0) return isLinear(left);
      return !isDivided && columnsOf(left).length === 0 && isLinear(right);
    }
    default:
      return false;
  }
}
