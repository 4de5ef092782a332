/** A project against its base: everything that loosens, tightens or changes what it promises. */
import type { SectionName } from '../../../schemas/spec.ts';
import type { Project } from '../spec/project.ts';
import { isWhole } from '../spec/specFile.ts';
import type { Change, ChangeKind, FilePlace, Place, ReviewViews, SpecChange } from './change.ts';
import { describeGoalMove, findGoalMoves, findLostGoals } from './compareGoals.ts';
import { compareDefinition, compareMetricList, pairMetrics } from './compareMetrics.ts';
import { compareSeverities, compareSuppressions } from './compareSilence.ts';
import { childOf, differences } from '../spec/nodeDifferences.ts';
import { compareChangeLog, entryFor, loggedDrop, loggedMove, reasonOf } from './statedReasons.ts';
import { describeDifference } from './weighDifference.ts';

/** Sections that are compared key by key, and what their changes are about. */
const sections: readonly (readonly [SectionName, ChangeKind])[] = [
  ['phase', 'phase'],
  ['affects', 'phase'],
  ['owner', 'owner'],
  ['team', 'owner'],
  ['approvals', 'owner'],
  ['baseline', 'baseline'],
  ['economics', 'economics'],
  ['constraints', 'constraint'],
  ['data', 'data'],
  ['splits', 'split'],
  ['labels', 'label'],
  ['models', 'model'],
  ['monitoring', 'monitoring'],
  ['deployment', 'deployment'],
  ['pipeline', 'pipeline'],
  ['schedule', 'schedule'],
];

/** Keys inside them that say nothing about what is promised. */
const ignored: ReadonlySet<string> = new Set(['description', 'note', 'tool', 'size']);

/**
 * Why two projects cannot be compared, as the end of "not compared because …"; undefined when they can.
 * A file that cannot be read could hold anything, so nothing is told of what it seems to lack.
 */
export function refuseComparison(before: Project, after: Project): string | undefined {
  for (const [project, when] of [
    [before, 'the base'],
    [after, 'the spec of today'],
  ] as const) {
    if (project.files.some(({ hasUnknownVersion }) => hasUnknownVersion)) {
      return `${when} is written in another version of the language`;
    }
    if (!project.files.every(isWhole)) {
      return `a file of ${when} is no YAML that can be read`;
    }
  }
  return undefined;
}

/** Everything that differs, goals first, then in the order of the spec; the same two projects give the same list. */
export function compareProjects(before: Project, after: Project, views: ReviewViews): readonly Change[] {
  const at = { base: locator(before), current: locator(after) };
  const located = (change: SpecChange): Change => ({
    ...change,
    base: at.base(change.base),
    current: at.current(change.current),
    money: change.money,
    stated: change.stated,
    level: undefined,
  });
  return [
    ...[...specChanges(before, after, views)].map(located),
    ...[...compareSuppressions(before, after)].map(({ rule, ...silence }): Change => {
      const nothing = { from: undefined, to: undefined, money: undefined, level: undefined };
      return { kind: 'rule', subject: `rules.${rule}`, ...nothing, ...silence };
    }),
  ];
}

function* specChanges(before: Project, after: Project, views: ReviewViews): Generator<SpecChange> {
  const specs = { before: before.spec, after: after.spec };
  const metrics = pairMetrics(before, after);
  for (const pair of metrics.pairs) {
    for (const move of findGoalMoves(pair, specs, views)) {
      const stated = reasonOf(entryFor(before.spec, after.spec, loggedMove(move)));
      yield { ...describeGoalMove(move), money: views.moneyOfGoal(after.spec, move), stated };
    }
    yield* findLostGoals(pair);
  }
  for (const change of compareMetricList(metrics, after.spec)) {
    const isDrop = change.to === undefined && change.from !== undefined;
    const entry = isDrop ? entryFor(before.spec, after.spec, loggedDrop(change.from)) : undefined;
    yield { ...change, stated: reasonOf(entry) };
  }
  for (const pair of metrics.pairs) yield* compareDefinition(pair);
  for (const [section, kind] of sections) yield* compareSection(before, after, section, kind, views);
  yield* compareBudget(before, after);
  yield* compareSeverities(before, after, views);
  yield* compareChangeLog(before.spec, after.spec);
}

function* compareSection(
  before: Project,
  after: Project,
  section: SectionName,
  kind: ChangeKind,
  views: ReviewViews,
): Generator<SpecChange> {
  if (before.spec.unreadable.has(section) || after.spec.unreadable.has(section)) return;
  const paid = new Set<string>();
  for (const difference of differences(childOf(before.spec, section), childOf(after.spec, section), [section])) {
    if (ignored.has(difference.path.at(-1) ?? '')) continue;
    const change = describeDifference(kind, difference);
    const part = section === 'economics' ? economicPart(difference.path[1]) : undefined;
    // A part that differs in several places changes the money once.
    if (part === undefined || paid.has(part)) yield change;
    else yield { ...change, money: views.moneyOfEconomics(before.spec, after.spec, part) };
    if (part !== undefined) paid.add(part);
  }
}

function economicPart(key: string | undefined): 'volume' | 'prevalence' | 'value' | undefined {
  return key === 'volume' || key === 'prevalence' || key === 'value' ? key : undefined;
}

function* compareBudget(before: Project, after: Project): Generator<SpecChange> {
  const [then, now] = [before.spec.fields.costs, after.spec.fields.costs];
  if (then === undefined || now === undefined || now.unreadable.has('budget')) return;
  for (const difference of differences(then.fields.budget, now.fields.budget, ['costs', 'budget'])) {
    yield describeDifference('cost', difference);
  }
}

function locator(project: Project): (place: Place | undefined) => FilePlace | undefined {
  return (place) => {
    const at = place === undefined ? undefined : project.locate(place);
    return at === undefined ? undefined : { uri: at.file.uri, start: at.start, end: at.end };
  };
}
