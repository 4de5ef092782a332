/** Rules about quantities: numbers with units, as written and as expected. */
import { describeDimension, findMismatch, isSameDimension } from '../spec/dimension.ts';
import { compareQuantities } from '../spec/quantityArithmetic.ts';
import { readQuantityRange } from '../spec/quantityRange.ts';
import { shorten } from '../spec/words.ts';
import { perQuantity, rangesOf } from './quantity/quantityNodes.ts';
import { findOutOfRange } from './quantity/outOfRange.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { problemsOf } from './spec.ts';

/** Where a value lies outside the two that it should lie between. */
function* disorderedRanges({ spec }: RuleContext): Generator<Finding> {
  for (const { low, likely, high } of rangesOf(spec)) {
    const reading = readQuantityRange(low.quantity, likely.quantity, high.quantity);
    if (reading.kind !== 'disordered') continue;
    const place = reading.which === 'low' ? low.place : high.place;
    yield { place, message: `${reading.because}: write low, likely and high in rising order.` };
  }
  for (const check of spec.fields.monitoring?.fields.checks?.entries.values() ?? []) {
    const [low, high] = check.fields.between?.items ?? [];
    if (low === undefined || high === undefined) continue;
    const order = compareQuantities(low.quantity, high.quantity);
    if (order.kind !== 'known' || order.value <= 0) continue;
    yield { place: high.place, message: `${high.text} is below ${low.text}: write the lower bound first.` };
  }
}

const findMismatches = perQuantity((node) => {
  const expected = findMismatch(node.quantity.dimension, node.expects);
  if (expected === undefined) return [];
  const key = node.path.findLast((step) => typeof step === 'string') ?? 'this';
  const message = `\`${shorten(node.text)}\` is ${describeDimension(node.quantity.dimension)}, and \`${shorten(key)}\` takes ${expected}.`;
  return [{ node, finding: { place: node.place, message } }];
});

function* wrongDimensions({ spec, project }: RuleContext): Generator<Finding> {
  const mismatches = findMismatches(project);
  yield* mismatches.map(({ finding }) => finding);
  const wrong = new Set(mismatches.map(({ node }) => node));
  for (const { low, likely, high } of rangesOf(spec)) {
    const reading = readQuantityRange(low.quantity, likely.quantity, high.quantity);
    if (reading.kind !== 'mismatched' || [low, likely, high].some((node) => wrong.has(node))) continue;
    const odd = isSameDimension(low.quantity.dimension, likely.quantity.dimension) ? high : low;
    yield { place: odd.place, message: `Low, likely and high cannot be compared, because ${reading.because}.` };
  }
}

export const quantityRules: readonly Rule[] = [
  {
    id: 'quantity/decimal-comma',
    severity: 'E/E/E',
    waits: 'behind',
    finds: 'a decimal comma, or separators between thousands',
    why: '`0,98` is text to YAML, and `1,000` is one in some countries and a thousand in others. Write a decimal point and no separators.',
    hasFix: true,
    check: (context) => problemsOf(context, 'quantity/decimal-comma'),
  },
  {
    id: 'quantity/unknown-unit',
    severity: 'E/E/E',
    waits: 'behind',
    finds: 'a unit that is not in the list',
    why: 'Units come from a closed list, with case that carries meaning (`MB` and `MiB`, `mW` and `MW`), so that a typo is found instead of being read as another unit.',
    hasFix: true,
    check: (context) => problemsOf(context, 'quantity/unknown-unit'),
  },
  {
    id: 'quantity/wrong-dimension',
    severity: 'E/E/E',
    waits: 'behind',
    finds: 'a quantity that measures something else than its key',
    why: 'A time where memory belongs, or money without a period where money per period belongs, compares nothing. Write the unit that the key takes.',
    check: (context) => wrongDimensions(context),
  },
  {
    id: 'quantity/out-of-range',
    severity: 'E/E/E',
    waits: 'behind',
    finds: 'a quantity that cannot occur, such as 70 for a ratio or a negative duration',
    why: 'A recall of 70 is a recall of 70 %, written without its unit. Values that nothing can have are slips, and every comparison with them is wrong.',
    hasFix: true,
    *check(context) {
      yield* problemsOf(context, 'quantity/out-of-range');
      yield* findOutOfRange(context);
    },
  },
  {
    id: 'quantity/range-order',
    severity: 'E/E/E',
    waits: 'behind',
    finds: 'an estimate whose low, likely and high are not in rising order',
    why: 'Mean and spread of an estimate follow from its three values, and are nonsense when two of them are swapped.',
    check: (context) => disorderedRanges(context),
  },
  {
    id: 'quantity/not-a-number',
    severity: 'E/E/E',
    waits: 'behind',
    finds: 'a quantity that does not begin with a number',
    why: 'A quantity is a decimal number and a unit. Hexadecimal, octal, infinite and approximate numbers are refused, although YAML may read some of them. What is uncertain is a map of `low`, `likely` and `high`.',
    hasFix: true,
    check: (context) => problemsOf(context, 'quantity/not-a-number'),
  },
  {
    id: 'quantity/spacing',
    severity: 'W/W/W',
    waits: 'behind',
    finds: 'a missing space between number and unit',
    why: 'One spelling makes specs searchable. The quantity is read as if the space were there.',
    hasFix: true,
    check: (context) => problemsOf(context, 'quantity/spacing'),
  },
];
