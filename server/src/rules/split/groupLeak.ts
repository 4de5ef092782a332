/** The rule about groups, such as patients, that must stay apart and lie in two splits. */
import type { SharedGroupsFact } from '../../../../schemas/facts.ts';
import { replaceText } from '../../spec/edits.ts';
import type { Fix } from '../../spec/edits.ts';
import { counted, listOf, shorten } from '../../spec/words.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { groupColumn } from '../sources.ts';
import type { SourceNode } from '../sources.ts';
import { cutPlace, cutsBySource, isReadable, pairsOf } from './cutView.ts';
import type { Cut, SourceCuts } from './cutView.ts';
import { baseOf, mayShareRows, pairKey } from './overlap.ts';

/** The groups of a source that must stay apart. */
interface Grouping {
  readonly column: string;
  /** What the spec says of them; undefined when they must stay apart because it says nothing. */
  readonly written: NonNullable<ReturnType<typeof acrossSplitsOf>> | undefined;
}

function acrossSplitsOf(source: SourceNode) {
  const group = source.fields.roles?.fields.group;
  return group?.kind === 'object' ? group.fields.across_splits : undefined;
}

function groupingOf(source: SourceNode): Grouping | undefined {
  const column = groupColumn(source);
  const written = acrossSplitsOf(source);
  return column === undefined || written?.value === 'shared' ? undefined : { column, written };
}

/** Whether a split takes all rows of a time, so that a group that comes again is in the next split, too. */
function isCutByTime({ node, columns }: Cut, { column }: Grouping, time: string | undefined): boolean {
  if (node.fields.fraction !== undefined || node.fields.path !== undefined || columns.has(column)) return false;
  return time !== undefined && (node.fields.period !== undefined || columns.has(time));
}

/** Whether two splits are consecutive shares of the same rows, which keep groups whole. */
function areOneCut(left: Cut, right: Cut): boolean {
  const areFractions = left.node.fields.fraction !== undefined && right.node.fields.fraction !== undefined;
  return (
    areFractions && baseOf(left) === baseOf(right) && left.node.fields.seed?.value === right.node.fields.seed?.value
  );
}

/** Pairs of splits that no group may lie in. Where nothing is said, splits that are cut by time may share groups. */
function pairsToKeepApart({ cuts, time }: SourceCuts, grouping: Grouping): readonly (readonly [Cut, Cut])[] {
  return [...pairsOf(cuts.filter((cut) => isReadable(cut) && cut.role !== 'production'))].filter(([left, right]) => {
    if (mayShareRows(left, right) || areOneCut(left, right)) return false;
    return grouping.written !== undefined || ![left, right].every((cut) => isCutByTime(cut, grouping, time));
  });
}

function* groupLeaks(context: RuleContext, cuts: SourceCuts): Generator<Finding> {
  const grouping = groupingOf(cuts.source.node);
  if (grouping === undefined) return;
  const pairs = pairsToKeepApart(cuts, grouping);
  if (pairs.length === 0) return;
  const fact = context.facts.sharedGroups(cuts.source.id);
  if (fact.state === 'known') {
    yield* countedLeaks(pairs, fact.value, grouping);
    return;
  }
  const likely = [...likelyLeaks(pairs, grouping, cuts.time)];
  if (likely.length === 0) context.know(fact);
  yield* likely;
}

/** Groups that were found in two splits. */
function* countedLeaks(
  pairs: readonly (readonly [Cut, Cut])[],
  shared: readonly SharedGroupsFact[],
  grouping: Grouping,
): Generator<Finding> {
  const byPair = new Map(shared.map((fact) => [pairKey(fact.left, fact.right), fact]));
  const column = shorten(grouping.column);
  for (const [left, right] of pairs) {
    const found = byPair.get(pairKey(left.id, right.id));
    if (found === undefined || found.groups === 0) continue;
    const shown = found.examples.map(shorten);
    const examples = shown.length === 0 ? '' : ` (${shown.length < found.groups ? 'such as ' : ''}${listOf(shown)})`;
    yield {
      place: cutPlace(right),
      message: `${counted(found.groups, 'group')} of \`${column}\`${examples} ${found.groups === 1 ? 'lies' : 'lie'} in both \`${left.id}\` and \`${right.id}\`, and must stay \`apart\`: cut by \`fraction\`, or name the groups in \`where\`.`,
      related: [{ place: cutPlace(left), message: `\`${left.id}\` is cut here.` }, ...reasonOf(grouping)],
      fixes: allowSharing(grouping),
    };
  }
}

/** Splits that are cut by time, where a group comes again, while nobody has counted. */
function* likelyLeaks(
  pairs: readonly (readonly [Cut, Cut])[],
  grouping: Grouping,
  time: string | undefined,
): Generator<Finding> {
  const column = shorten(grouping.column);
  const told = new Set<Cut>();
  for (const [left, right] of pairs) {
    if (![left, right].every((cut) => isCutByTime(cut, grouping, time))) continue;
    const [train, other] = left.role === 'train' ? [left, right] : [right, left];
    if (train.role !== 'train' || other.role === undefined || told.has(other)) continue;
    told.add(other);
    yield {
      place: cutPlace(other),
      message: `\`${other.id}\` and \`${train.id}\` are cut by time, so one \`${column}\` may lie in both, and it must stay \`apart\`: cut by \`fraction\`, or name the groups in \`where\`.`,
      related: reasonOf(grouping),
      fixes: allowSharing(grouping),
    };
  }
}

function reasonOf({ column, written }: Grouping): NonNullable<Finding['related']> {
  return written === undefined
    ? []
    : [{ place: written.place, message: `Each \`${shorten(column)}\` must stay in one split.` }];
}

/** The change that lets groups lie in several splits; none where the spec does not say the opposite. */
function allowSharing({ column, written }: Grouping): readonly Fix[] {
  if (written === undefined) return [];
  const title = `Allow the same \`${column}\` in several splits`;
  return [{ title, changes: [replaceText(written.place, 'shared')] }];
}

export const splitGroupRules: readonly Rule[] = [
  {
    id: 'split/group-leak',
    severity: 'W/E/E',
    finds: 'groups that must stay apart and lie in two splits, counted on the data where it can be read',
    why: 'Rows of one patient, device or user resemble each other: a model that has seen some of them recognises the rest, and new patients are not like that. Cut by `fraction`, which keeps groups whole, or say that production sees the same groups again.',
    hasFix: true,
    *check(context) {
      for (const cuts of cutsBySource(context)) yield* groupLeaks(context, cuts);
    },
  },
];
