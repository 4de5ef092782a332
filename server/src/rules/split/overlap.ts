/** The rule about rows that lie in two splits. */
import type { Overlap } from '../../spec/conditions.ts';
import { one } from '../../spec/decimal.ts';
import { compare, plus } from '../../spec/rational.ts';
import { printExpression } from '../../spec/expressionPrint.ts';
import { counted } from '../../spec/words.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import type { Cut, SourceCuts } from './cutView.ts';
import { compareConditionsOnce, cutFixes, cutPlace, cutsBySource, isReadable, isWhole, pairsOf } from './cutView.ts';

/** Splits of one role may share rows: a second test split may be a part of the first. */
export function mayShareRows(left: Cut, right: Cut): boolean {
  return left.role !== undefined && left.role === right.role;
}

/** Whether two splits share rows, as far as their text says. */
function compareCuts(left: Cut, right: Cut): Overlap {
  if (!isReadable(left) || !isReadable(right)) return 'unknown';
  if (isWhole(left) || isWhole(right)) return 'overlapping';
  const byCondition =
    left.condition === undefined || right.condition === undefined
      ? undefined
      : compareConditionsOnce(left.condition, right.condition);
  if (byCondition === 'disjoint') return 'disjoint';
  const { path: leftPath, fraction: leftFraction } = left.node.fields;
  const { path: rightPath, fraction: rightFraction } = right.node.fields;
  if (leftPath !== undefined && rightPath !== undefined && areApart(leftPath.text, rightPath.text)) return 'disjoint';
  if (leftFraction !== undefined || rightFraction !== undefined) {
    // Fractions of one base and seed are cut in file order; that they fit is another finding.
    if (leftFraction === undefined || rightFraction === undefined) return 'unknown';
    const isOneCut = baseOf(left) === baseOf(right) && left.node.fields.seed?.value === right.node.fields.seed?.value;
    return isOneCut ? 'disjoint' : 'unknown';
  }
  if (leftPath?.text !== rightPath?.text) return 'unknown';
  if (byCondition !== undefined) return byCondition;
  // Without conditions the same files are the same rows.
  const areWhole = left.condition === undefined && right.condition === undefined && !hasCondition(left, right);
  return leftPath !== undefined && areWhole ? 'overlapping' : 'unknown';
}

/** Whether no path can match both patterns: what stands before their wildcards differs. */
function areApart(left: string, right: string): boolean {
  const [leftStart, rightStart] = [left, right].map((pattern) => /^[^*?[{]*/.exec(pattern)?.[0] ?? '');
  if (leftStart === undefined || rightStart === undefined) return false;
  return !leftStart.startsWith(rightStart) && !rightStart.startsWith(leftStart);
}

function hasCondition(...cuts: readonly Cut[]): boolean {
  return cuts.some(({ node }) => node.fields.where !== undefined || node.fields.period !== undefined);
}

/** What a fraction is a fraction of; equal for splits that are cut out of the same rows. */
export function baseOf({ node, condition }: Cut): string {
  const rows = condition === undefined ? (node.fields.period?.text ?? '') : printExpression(condition);
  return JSON.stringify([node.fields.of?.id, node.fields.path?.text, rows]);
}

/** Rows that two splits share: counted ones where the data was counted, else what their text says. */
interface SharedRows {
  readonly verdict: Overlap;
  /** Undefined while nobody has counted. */
  readonly rows: number | undefined;
}

/** Makes a function that tells which rows two splits of a source share; it asks for no fact. */
export function createOverlapFinder(
  { facts }: RuleContext,
  { source }: SourceCuts,
): (left: Cut, right: Cut) => SharedRows {
  const fact = facts.overlaps(source.id);
  if (fact.state !== 'known') return (left, right) => ({ verdict: compareCuts(left, right), rows: undefined });
  const counts = new Map(fact.value.map(({ left, right, rows }) => [pairKey(left, right), rows]));
  return (left, right) => {
    // A split whose condition is not written yet was counted without it.
    if (!isReadable(left) || !isReadable(right)) return { verdict: 'unknown', rows: undefined };
    const rows = counts.get(pairKey(left.id, right.id)) ?? 0;
    return { verdict: rows > 0 ? 'overlapping' : 'disjoint', rows };
  };
}

export function pairKey(left: string, right: string): string {
  return JSON.stringify([left, right].toSorted());
}

function* overlapsOf(context: RuleContext, cuts: SourceCuts): Generator<Finding> {
  const findShared = createOverlapFinder(context, cuts);
  for (const [left, right] of pairsOf(cuts.cuts)) {
    if (mayShareRows(left, right)) continue;
    const { verdict, rows } = findShared(left, right);
    if (verdict === 'unknown') context.know(context.facts.overlaps(cuts.source.id));
    if (verdict !== 'overlapping') continue;
    const whole = isWhole(right) ? right : isWhole(left) ? left : undefined;
    if (whole !== undefined) {
      yield wholeFinding(whole, whole === right ? left : right, cuts);
      continue;
    }
    const amount = rows === undefined ? 'rows' : counted(rows, 'row');
    yield {
      place: cutPlace(right),
      message: `\`${right.id}\` and \`${left.id}\` share ${amount}: cut them apart, or what is measured on one says nothing about new rows.`,
      related: [{ place: cutPlace(left), message: `\`${left.id}\` is cut here.` }],
    };
  }
}

/** A split that nothing cuts beside another one of the same rows: mostly one that is being written. */
function wholeFinding(whole: Cut, other: Cut, { source }: SourceCuts): Finding {
  return {
    place: whole.keyPlace,
    message: `Nothing cuts \`${whole.id}\`, so it is all rows of \`${source.id}\`, and those of \`${other.id}\` are among them: say which ones it takes.`,
    related: [{ place: cutPlace(other), message: `\`${other.id}\` is cut here.` }],
    fixes: cutFixes(whole),
  };
}

/** Fractions of the same rows that are more than the whole. */
function* excessFractions({ cuts }: SourceCuts): Generator<Finding> {
  const fractions = cuts.filter((cut) => isReadable(cut) && cut.node.fields.fraction !== undefined);
  const groups = Map.groupBy(fractions, (cut) => `${baseOf(cut)} ${cut.node.fields.seed?.value ?? ''}`);
  for (const group of groups.values()) {
    const parts = group.flatMap((cut) => {
      const { fraction } = cut.node.fields;
      return fraction === undefined ? [] : [{ cut, fraction }];
    });
    const [first, ...rest] = parts;
    const last = rest.at(-1);
    if (first === undefined || last === undefined) continue;
    const sum = plus(first.fraction.quantity.exact, ...rest.map(({ fraction }) => fraction.quantity.exact));
    if (compare(sum, one) <= 0) continue;
    yield {
      place: last.fraction.place,
      message: `The fractions ${parts.map(({ cut, fraction }) => `\`${cut.id}: ${fraction.text}\``).join(', ')} of the same rows are more than 100 % together, so splits share rows.`,
      related: parts
        .slice(0, -1)
        .map(({ cut, fraction }) => ({ place: fraction.place, message: `\`${cut.id}\` takes ${fraction.text}.` })),
    };
  }
}

export const splitOverlapRules: readonly Rule[] = [
  {
    id: 'split/overlap',
    severity: 'E/E/E',
    finds: 'two splits that share rows',
    why: 'A model that is judged on rows it has learned knows the answers: the estimate says nothing about new rows. Splits of one role, such as a test split and a part of it, may share rows.',
    hasFix: true,
    *check(context) {
      for (const cuts of cutsBySource(context)) {
        yield* overlapsOf(context, cuts);
        yield* excessFractions(cuts);
      }
    },
  },
];
