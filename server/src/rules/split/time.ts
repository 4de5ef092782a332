/** The rules about the order of splits in time: tomorrow is not known today. */
import { findTimeInterval } from '../../spec/conditions.ts';
import type { Expression } from '../../spec/expression.ts';
import { replaceText } from '../../spec/edits.ts';
import type { Fix } from '../../spec/edits.ts';
import { expandDerived } from '../../spec/expressionPrint.ts';
import { formatInstant, millisecondsPerDay, parseInstant, parsePeriod } from '../../spec/instant.ts';
import { decimal } from '../../spec/decimal.ts';
import type { QuantityNode } from '../../spec/located.ts';
import { compare, over, toRational } from '../../spec/rational.ts';
import { counted } from '../../spec/words.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { derivationsOf } from '../sources.ts';
import type { Cut, SourceCuts } from './cutView.ts';
import { oncePerPair } from '../oncePer.ts';
import { cutPlace, cutsBySource, isReadable, pairsOf } from './cutView.ts';
import { createOverlapFinder } from './overlap.ts';

/** First and last moment of a split. */
interface Span {
  /** Undefined when it may begin at any time. */
  readonly from: number | undefined;
  /** First moment after it, or its last one when that was measured; undefined when it may end at any time. */
  readonly to: number | undefined;
}

/** The moments of a split by its text; undefined when its text says nothing about time. */
const declaredSpan = oncePerPair(({ condition }: Cut, { time, source }: SourceCuts): Span | undefined => {
  if (condition === undefined || time === undefined) return undefined;
  const column: Expression = { kind: 'column', name: time, start: 0, end: 0 };
  const expanded = expandDerived(column, derivationsOf(source.node));
  if (expanded?.kind !== 'column') return undefined;
  const interval = findTimeInterval(condition, expanded.name);
  return interval.kind === 'known' ? { from: interval.value.from, to: interval.value.to } : undefined;
});

/** The first moments and last moments as counted on the data; undefined where they are not known. */
function measuredSpan({ facts }: RuleContext, { id }: Cut): Span | undefined {
  const fact = facts.split(id);
  if (fact.state !== 'known') return undefined;
  return { from: instantOf(fact.value.first), to: instantOf(fact.value.last) };
}

function instantOf(iso: string | undefined): number | undefined {
  if (iso === undefined) return undefined;
  return parseInstant(iso.replace('T', ' ').replace(/(?:Z|\+00:00)$/, ''));
}

/** Pairs of a training split and one that is to come after it. */
function* laterPairs({ cuts }: SourceCuts, roles: ReadonlySet<string>): Generator<readonly [train: Cut, later: Cut]> {
  for (const [left, right] of pairsOf(cuts)) {
    if (left.role === 'train' && right.role !== undefined && roles.has(right.role)) yield [left, right];
    if (right.role === 'train' && left.role !== undefined && roles.has(left.role)) yield [right, left];
  }
}

const judged: ReadonlySet<string> = new Set(['validation', 'test', 'calibration']);
const tested: ReadonlySet<string> = new Set(['test']);

/** Choices may be made on rows drawn out of the training period; the test may not. */
function isDrawnForChoices({ role, node }: Cut): boolean {
  return role !== 'test' && node.fields.fraction !== undefined;
}

function* timeLeaks(context: RuleContext, cuts: SourceCuts): Generator<Finding> {
  if (cuts.time === undefined) return;
  const findShared = createOverlapFinder(context, cuts);
  for (const [train, later] of laterPairs(cuts, judged)) {
    if (isDrawnForChoices(later) || !isReadable(train) || !isReadable(later)) continue;
    // Rows in both are another finding, with the same cure.
    if (findShared(train, later).verdict === 'overlapping') continue;
    const end = declaredSpan(train, cuts)?.to ?? measuredSpan(context, train)?.to;
    const start = declaredSpan(later, cuts)?.from ?? measuredSpan(context, later)?.from;
    if (end === undefined) context.know(context.facts.split(train.id));
    if (start === undefined) context.know(context.facts.split(later.id));
    if (end === undefined || start === undefined || start >= end) continue;
    yield {
      place: cutPlace(later),
      message: `\`${later.id}\` starts at ${formatInstant(start)}, before \`${train.id}\` ends at ${formatInstant(end)}: the model would know the future of what it is judged on, so cut by time.`,
      related: [{ place: cutPlace(train), message: `\`${train.id}\` is cut here.` }],
      fixes: laterStart(later, end),
    };
  }
}

/** Moves the start of a period to the end of training. */
function laterStart({ node }: Cut, end: number): readonly Fix[] {
  const { period } = node.fields;
  const days = period === undefined ? undefined : parsePeriod(period.text);
  const first = Math.ceil(end / millisecondsPerDay) * millisecondsPerDay;
  if (period === undefined || days === undefined || first >= days.to) return [];
  const [, last = ''] = period.text.split('/');
  const text = `${formatInstant(first)}/${last}`;
  return [{ title: `Start on ${formatInstant(first)}`, changes: [replaceText(period.place, text)], isPreferred: true }];
}

function* missingEmbargoes(context: RuleContext, cuts: SourceCuts): Generator<Finding> {
  const delay = longestDelay(context, cuts);
  if (delay === undefined) return;
  const delayMs = over(toRational(delay.quantity.exact), decimal('0.001'));
  for (const [train, test] of laterPairs(cuts, tested)) {
    const end = declaredSpan(train, cuts)?.to;
    const start = declaredSpan(test, cuts)?.from;
    if (end === undefined || start === undefined || start < end) continue;
    const gap = start - end;
    if (compare(decimal(gap), delayMs) >= 0) continue;
    const days = Number((gap / millisecondsPerDay).toFixed(2));
    yield {
      place: cutPlace(test),
      message: `Labels arrive after ${delay.quantity.text}, and \`${test.id}\` starts ${counted(days, 'day')} after \`${train.id}\` ends: the last training labels would not be there yet, so leave a gap.`,
      related: [
        { place: delay.place, message: 'The delay of labels is declared here.' },
        { place: cutPlace(train), message: `\`${train.id}\` is cut here.` },
      ],
    };
  }
}

function longestDelay({ spec }: RuleContext, { source }: SourceCuts): QuantityNode | undefined {
  let longest: QuantityNode | undefined;
  for (const { fields } of spec.fields.labels?.entries.values() ?? []) {
    const delay = fields.of?.id === source.id ? fields.new_data?.fields.delay : undefined;
    if (delay === undefined || delay.quantity.dimension.of.kind !== 'time') continue;
    if (longest === undefined || compare(delay.quantity.exact, longest.quantity.exact) > 0) longest = delay;
  }
  return longest;
}

/** How a test split differs from the rows of production in kind. */
function* unlikeProduction(cuts: SourceCuts): Generator<Finding> {
  const production = cuts.cuts.find(({ role }) => role === 'production');
  if (production === undefined) return;
  const isProductionByTime = isCutByTime(production, cuts.time);
  for (const test of cuts.cuts) {
    if (test.role !== 'test') continue;
    const only = [...test.columns].find((column) => column !== cuts.time && !production.columns.has(column));
    const isRandom = test.node.fields.fraction !== undefined && !isCutByTime(test, cuts.time);
    const difference =
      only !== undefined
        ? `is cut by \`${only}\` and \`${production.id}\` is not`
        : isRandom && isProductionByTime
          ? `is drawn at random and \`${production.id}\` comes later in time`
          : undefined;
    if (difference === undefined) continue;
    yield {
      place: cutPlace(test),
      message: `\`${test.id}\` ${difference}, so it says little about what comes: cut the two alike.`,
      related: [{ place: cutPlace(production), message: `\`${production.id}\` is cut here.` }],
    };
  }
}

function isCutByTime({ node, columns }: Cut, time: string | undefined): boolean {
  return node.fields.period !== undefined || (time !== undefined && columns.has(time));
}

export const splitTimeRules: readonly Rule[] = [
  {
    id: 'split/time-leak',
    severity: 'E/E/E',
    finds: 'a split for judging that starts before training ends',
    why: 'Tomorrow is not known today: a model that has learned from later rows uses what nobody will know when it answers. Cut by time, training first.',
    hasFix: true,
    *check(context) {
      for (const cuts of cutsBySource(context)) yield* timeLeaks(context, cuts);
    },
  },
  {
    id: 'split/no-embargo',
    severity: 'I/W/W',
    finds: 'a gap between training and test that is shorter than the delay of labels',
    why: 'On the day on which the model would be trained, labels of the last days are not there yet. Without the gap it is judged with labels that it could not have had.',
    *check(context) {
      for (const cuts of cutsBySource(context)) yield* missingEmbargoes(context, cuts);
    },
  },
  {
    id: 'split/not-representative',
    severity: 'I/W/W',
    finds: 'a test split that is cut otherwise than production',
    why: 'The estimate must meet the future: a test on evenings alone, or on days drawn at random, promises what production does not keep.',
    *check(context) {
      for (const cuts of cutsBySource(context)) yield* unlikeProduction(cuts);
    },
  },
];
