/** Quantities that nothing can have: by what their key measures, and by the metric that they are a goal of. */
import type { Dimension } from '../../../../schemas/scalars.ts';
import { findMetricName } from '../../../../schemas/metricNames.ts';
import { decimal } from '../../spec/decimal.ts';
import { findMismatch } from '../../spec/dimension.ts';
import { replaceText } from '../../spec/edits.ts';
import type { Fix } from '../../spec/edits.ts';
import type { QuantityNode } from '../../spec/located.ts';
import { compare } from '../../spec/rational.ts';
import { shorten } from '../../spec/words.ts';
import { metricsOf } from '../metricView.ts';
import type { Finding, RuleContext } from '../rule.ts';
import type { Quantity } from '../../spec/quantity.ts';
import { oncePer } from '../oncePer.ts';
import { perQuantity } from './quantityNodes.ts';

/** Bounds in base units; undefined where there is none. */
interface Bounds {
  readonly least: number | undefined;
  readonly most: number | undefined;
  /** What is bounded, as the subject of a sentence. */
  readonly subject: string;
}

/** Ratios that may be more than the whole, or have another range than from 0 to 1. */
const otherRatios: Readonly<Record<string, Pick<Bounds, 'least' | 'most'>>> = {
  rate: { least: 0, most: undefined },
  review: { least: 0, most: undefined },
  rework: { least: 0, most: undefined },
};

function boundsOf(node: QuantityNode): Bounds | undefined {
  const key = node.path.findLast((step) => typeof step === 'string') ?? 'this';
  const subject = `\`${shorten(key)}\``;
  const isOfCurrency = node.path[0] === 'costs' && node.path[1] === 'rates';
  switch (node.expects) {
    case 'ratio': {
      // Only the rate of a currency may be above 1; that of new labels is a share.
      const other = key !== 'rate' || isOfCurrency ? otherRatios[key] : undefined;
      // Agreement beyond chance is negative when people agree less than by chance.
      const least = node.path.includes('agreement') ? -1 : 0;
      return { least, most: 1, ...other, subject };
    }
    case 'difference':
    case 'money/work':
    case 'work':
    case 'time':
    case 'data':
    case 'power':
    case 'energy':
    case 'temperature':
    case 'mass':
    case 'count':
    case 'count/period':
    case 'count/second':
      return { least: 0, most: undefined, subject };
    case 'any':
    case 'money':
    case 'money/period':
    case 'money/unit':
    case 'cost':
      return undefined;
  }
}

/** Goals of metrics with the range of their metric. */
function* goalBounds({ spec }: RuleContext): Generator<readonly [QuantityNode, Bounds, Dimension]> {
  for (const { node, name } of metricsOf(spec)) {
    if (name === undefined) continue;
    const bounds = { least: name.least, most: name.most, subject: `\`${name.name}\`` };
    const slices = [...(node.fields.slices?.entries.values() ?? [])];
    for (const { fields } of [node, ...slices]) {
      for (const goal of [fields.target, fields.limit]) if (goal !== undefined) yield [goal, bounds, name.dimension];
    }
  }
  for (const baseline of spec.fields.baseline?.entries.values() ?? []) {
    for (const [metric, value] of baseline.fields.metrics?.entries ?? []) {
      const name = findMetricName(metric);
      if (name === undefined) continue;
      yield [value, { least: name.least, most: name.most, subject: `\`${metric}\`` }, name.dimension];
    }
  }
}

const findBeyondKeys = perQuantity((node) => {
  const bounds = boundsOf(node);
  return bounds === undefined ? [] : [...judge(node, bounds, node.expects)];
});

export function* findOutOfRange(context: RuleContext): Generator<Finding> {
  yield* findBeyondKeys(context.project);
  for (const [goal, bounds, dimension] of goalBounds(context)) yield* judge(goal, bounds, dimension);
}

/** A quantity stands for its text as long as the file is open, so this is asked for again at each keystroke. */
const approximate = oncePer((quantity: Quantity) => quantity.value.toNumber());

/** Whether a value is so far inside its bounds that rounding cannot matter; most are, and exact comparison is slow. */
function isClearlyWithin(value: number, least: number | undefined, most: number | undefined): boolean {
  const margin = 1e-9 * Math.max(1, Math.abs(value));
  return (least === undefined || value > least + margin) && (most === undefined || value < most - margin);
}

function* judge(node: QuantityNode, { least, most, subject }: Bounds, dimension: Dimension): Generator<Finding> {
  const { quantity } = node;
  if (isClearlyWithin(approximate(quantity), least, most)) return;
  // Another dimension is another finding.
  if (findMismatch(quantity.dimension, dimension) !== undefined) return;
  const isLow = least !== undefined && compare(quantity.exact, decimal(least)) < 0;
  const isHigh = most !== undefined && compare(quantity.exact, decimal(most)) > 0;
  if (!isLow && !isHigh) return;
  const percent = isHigh && most === 1 ? asPercent(node) : undefined;
  const bound = isLow
    ? least === 0
      ? 'negative'
      : `below ${least}`
    : `above ${most === 1 ? '1, which is 100 %' : most}`;
  yield {
    place: node.place,
    message: `\`${shorten(node.text)}\` is out of range, because ${subject} is never ${bound}${percent === undefined ? '.' : `: did you mean \`${percent}\`?`}`,
    fixes: percent === undefined ? [] : [percentFix(node, percent)],
  };
}

/** A bare number from 2 to 100 is most likely a number of percent. */
function asPercent({ quantity }: QuantityNode): string | undefined {
  const isBare = quantity.unit.text === '' && quantity.amount.gte(decimal(2)) && quantity.amount.lte(decimal(100));
  return isBare ? `${quantity.amount.toFixed()} %` : undefined;
}

function percentFix({ place }: QuantityNode, percent: string): Fix {
  return { title: `Change to \`${percent}\``, changes: [replaceText(place, percent)], isPreferred: true };
}
