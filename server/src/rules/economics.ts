/** Rules about `economics`: complete, with plausible signs, worth a model, and true to the data. */
import { decimal } from '../spec/decimal.ts';
import { findTrivialWinner } from '../spec/economics.ts';
import { readShare } from '../spec/economicsInputs.ts';
import { insertKey } from '../spec/edits.ts';
import type { QuantityNode } from '../spec/located.ts';
import { lacks } from '../spec/located.ts';
import { compareQuantities } from '../spec/quantityArithmetic.ts';
import { formatQuantity } from '../spec/quantityFormat.ts';
import { makeQuantity } from '../spec/quantity.ts';
import { bareUnit } from '../spec/units.ts';
import { counted, listOf } from '../spec/words.ts';
import { computeWilsonInterval } from '../statistics/proportion.ts';
import {
  alertCapOf,
  binaryCaseOf,
  flatValueOf,
  operatingGoalsOf,
  pointAt,
  prevalenceOf,
  volumeOf,
} from './economicsView.ts';
import { joinInsertions } from './fillKey.ts';
import { percent } from './goalWords.ts';
import { findErrorsWithoutMoney } from './money/errorsWithoutMoney.ts';
import { findRuleWithoutRates } from './money/ruleWithoutRates.ts';
import { countsOf } from './metricSampling.ts';
import { metricsOfKind, taskOfModel } from './metricView.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

type Spec = RuleContext['spec'];

/** Keys that the formulas need, as far as the project's tasks call for them. */
function neededKeys(spec: Spec): readonly ('volume' | 'prevalence' | 'horizon')[] {
  const tasks = [...(spec.fields.models?.entries.keys() ?? [])].map((id) => taskOfModel(spec, id));
  const isBinary = tasks.includes('binary-classification') || flatValueOf(spec, 'fn') !== undefined;
  const isInvestment = (spec.fields.costs?.fields.items?.entries.size ?? 0) > 0;
  return ['volume', ...(isBinary ? (['prevalence'] as const) : []), ...(isInvestment ? (['horizon'] as const) : [])];
}

function* findIncomplete(context: RuleContext): Generator<Finding> {
  const { spec } = context;
  if (spec.unreadable.has('economics')) return;
  const { economics } = spec.fields;
  if (economics === undefined) {
    yield* findAbsentEconomics(spec);
    return;
  }
  const missing = neededKeys(spec).filter((key) => lacks(economics, key));
  if (missing.length === 0) {
    yield* findErrorsWithoutMoney(context);
    yield* findRuleWithoutRates(context);
    return;
  }
  const absent = missing.filter((key) => !economics.empty.has(key));
  const [firstEmpty] = missing.flatMap((key) => economics.empty.get(key) ?? []);
  const what = listOf(missing);
  if (absent.length === 0 && firstEmpty !== undefined) {
    yield {
      place: firstEmpty,
      message: `${what} of \`economics\` ${missing.length === 1 ? 'has' : 'have'} no value, and no break-even can be computed.`,
    };
    return;
  }
  yield {
    place: economics.keyPlace ?? economics.place,
    message: `\`economics\` does not state ${what}: no break-even can be computed.`,
    fixes: [
      {
        title: `Add ${listOf(absent)}`,
        changes: joinInsertions(absent.map((key) => insertKey(economics.yaml, key, ''))),
        isPreferred: true,
      },
    ],
  };
}

/** A section without a value, or a business metric that is computed from a section that is not there. */
function* findAbsentEconomics(spec: Spec): Generator<Finding> {
  const empty = spec.empty.get('economics');
  if (empty !== undefined) {
    yield {
      place: empty,
      message: '`economics` has no value: state the volume, the prevalence and the value of each outcome.',
    };
    return;
  }
  for (const { id, node } of metricsOfKind(spec, 'business')) {
    const { definition } = node.fields;
    if (definition?.value !== 'economics') continue;
    yield {
      place: definition.place,
      message: `\`${id}\` is computed from \`economics\`, and the spec has no such section.`,
    };
  }
}

/** Right answers beside the error that they avoid. */
const outcomePairs = [
  ['tp', 'fn', 'finding a case', 'missing it'],
  ['tn', 'fp', 'staying silent rightly', 'a false alarm'],
  ['correct', 'wrong', 'a right answer', 'a wrong one'],
] as const;

function* findOddSigns({ spec }: RuleContext): Generator<Finding> {
  for (const [right, error, rightWords, errorWords] of outcomePairs) {
    const better = flatValueOf(spec, right);
    const worse = flatValueOf(spec, error);
    if (better === undefined || worse === undefined) continue;
    const order = compareQuantities(better.quantity, worse.quantity);
    if (order.kind === 'undefined' || order.value >= 0) continue;
    yield {
      place: better.place,
      message: `By these values ${rightWords} (${better.text}) is worth less than ${errorWords} (${worse.text}): costs are negative.`,
      related: [{ place: worse.place, message: `The value of \`${error}\` is ${worse.text}.` }],
    };
  }
}

function* findNeedlessModels({ spec }: RuleContext): Generator<Finding> {
  const binary = binaryCaseOf(spec);
  const value = spec.fields.economics?.fields.value;
  if (binary.kind === 'undefined' || value === undefined) return;
  const volume = volumeOf(spec);
  const cap = alertCapOf(spec);
  const capacity =
    volume.kind === 'known' && cap !== undefined
      ? { volume: volume.value, alertsPerYear: cap.perDay.times(365) }
      : undefined;
  for (const goals of operatingGoalsOf(spec)) {
    const point = pointAt(goals, 'target');
    if (point.kind === 'undefined') continue;
    const winner = findTrivialWinner(binary.value, { kind: 'point', ...point.value }, capacity);
    if (winner.kind === 'undefined' || winner.value === undefined) continue;
    const { policy, value: worth, modelValue } = winner.value;
    if (worth.kind === 'undefined' || modelValue.kind === 'undefined') continue;
    const answer = policy === 'always-yes' ? 'Always raising an alert' : 'Never raising an alert';
    yield {
      place: value.keyPlace ?? value.place,
      message: `${answer} is worth ${formatQuantity(worth.value)}, and the targets of \`${goals.modelId}\` (recall ${point.value.recall.toFixed()}, precision ${point.value.precision.toFixed()}) ${formatQuantity(modelValue.value)}: no model is needed.`,
      related: [goals.recall, goals.precision].flatMap(({ id, node: { fields } }) =>
        fields.target === undefined ? [] : [{ place: fields.target.place, message: `The target of \`${id}\`.` }],
      ),
    };
  }
}

function* findOtherPrevalence(context: RuleContext): Generator<Finding> {
  const { spec } = context;
  const node = prevalenceOf(spec);
  const declared = readShare('prevalence', node?.quantity);
  const splitId = measuredSplit(spec);
  if (node === undefined || declared.kind === 'undefined' || splitId === undefined) return;
  const counts = countsOf(context, splitId);
  if (counts?.positives === undefined || counts.positives > counts.rows) return;
  const interval = computeWilsonInterval(counts.positives, counts.rows, 0.95);
  if (interval.kind === 'undefined') return;
  const share = declared.value.toNumber();
  const rounding = halfOfLastDigit(node);
  if (share >= interval.low - rounding && share <= interval.high + rounding) return;
  const measured = percent(makeQuantity(decimal(counts.positives / counts.rows), bareUnit), 4);
  const [low, high] = [interval.low, interval.high].map((end) => percent(makeQuantity(decimal(end), bareUnit), 4));
  yield {
    place: node.place,
    message: `The declared prevalence is ${node.text}, and \`${splitId}\` has ${measured} (${low ?? ''} to ${high ?? ''} at 95 %, ${counted(counts.rows, 'row')}): money is computed for another world.`,
    related: relatedEvidence(spec, splitId),
  };
}

/** The split that the declared prevalence names as its evidence, else the one that a model learned. */
function measuredSplit(spec: Spec): string | undefined {
  const prevalence = spec.fields.economics?.fields.prevalence;
  if (prevalence?.kind === 'object' && !lacks(prevalence, 'evidence')) {
    const evidence = prevalence.fields.evidence?.value;
    return evidence?.startsWith('split:') === true ? evidence.slice('split:'.length) : undefined;
  }
  for (const { fields } of spec.fields.models?.entries.values() ?? []) {
    if (fields.task?.value === 'binary-classification' && fields.trained_on !== undefined) return fields.trained_on.id;
  }
  return undefined;
}

function relatedEvidence(spec: Spec, splitId: string) {
  const split = spec.fields.splits?.entries.get(splitId);
  return split?.keyPlace === undefined ? [] : [{ place: split.keyPlace, message: `\`${splitId}\` is cut here.` }];
}

/** What rounding may have moved: half a unit of the last digit that is written. */
function halfOfLastDigit({ quantity }: QuantityNode): number {
  const [number = ''] = quantity.text.split(' ');
  const digits = /\.(\d+)/.exec(number)?.[1]?.length ?? 0;
  const step = 10 ** -digits / 2;
  return quantity.unit.text === '%' ? step / 100 : step;
}

export const economicsRules: readonly Rule[] = [
  {
    id: 'economics/incomplete',
    severity: 'I/W/W',
    waits: 'project',
    finds:
      'economics without volume, prevalence or, beside costs, a horizon, of errors that nothing tells apart by side, or compared with a rule whose rates nobody states',
    why: 'Value per year needs the number of decisions, precision and recall become money only with the share of the positive class, and a net present value needs to know for how long.',
    hasFix: true,
    check: findIncomplete,
  },
  {
    id: 'economics/value-sign',
    severity: 'E/E/E',
    finds: 'a right answer that is worth less than the error it avoids',
    why: 'Values are money that comes in, so costs are negative. With the signs mixed up, every formula recommends the opposite.',
    check: findOddSigns,
  },
  {
    id: 'economics/trivial-policy-wins',
    severity: 'W/E/E',
    waits: 'project',
    finds: 'targets that are worth no more than always or never raising an alert',
    why: 'When treating everyone alike is as good as the model at its best, no model is needed. Always raising an alert counts only where people can act on all of them.',
    check: findNeedlessModels,
  },
  {
    id: 'economics/prevalence-differs',
    severity: 'I/W/W',
    finds: 'a declared prevalence that the data contradicts',
    why: 'The share of the positive class moves precision, alerts and money. Beyond sampling error and rounding, either the data was drawn otherwise than production, or the number is out of date.',
    check: findOtherPrevalence,
  },
];
