/** Rules about the order of events: goals before experiments, and approvals of the goals as they stand. */
import type { RevisionFact } from '../../../schemas/facts.ts';
import { describeGoalMove } from '../review/compareGoals.ts';
import { quoted } from '../review/words.ts';
import type { AnyNode } from '../spec/located.ts';
import { listOf } from '../spec/words.ts';
import { goalChangesSince } from './revisionView.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

function* findEarlyRuns({ project, spec, facts, know }: RuleContext): Generator<Finding> {
  const place = spec.fields.metrics?.keyPlace ?? project.files[0]?.yaml.entries[0]?.keyPlace;
  const history = know(facts.history());
  // The first commit of a history that was cut off may be any later one.
  if (place === undefined || history?.firstSpecCommit === undefined || history.isShallow) return;
  const { at, revision } = history.firstSpecCommit;
  const [first] = (know(facts.runs()) ?? []).toSorted((left, right) => Date.parse(left.at) - Date.parse(right.at));
  if (first === undefined || !(Date.parse(first.at) < Date.parse(at))) return;
  yield {
    place,
    message: `The run ${quoted(first.id)} of ${day(first.at)} is older than the first commit of the spec, ${revision.slice(0, 7)} of ${day(at)}, so these goals may have been fitted to results: say in each \`justification\` where the goal comes from.`,
  };
}

function day(at: string): string {
  return at.slice(0, 10);
}

interface Approved {
  readonly role: string;
  readonly place: AnyNode['place'];
}

function* findStaleApprovals({ project, spec, facts, know }: RuleContext): Generator<Finding> {
  // A copy without a history has no revision that was approved: there is nothing to compare with, which is known.
  const history = facts.history();
  if (history.state === 'known' && history.value.head === undefined) return;
  const byRevision = new Map<string, Approved[]>();
  for (const [role, { fields }] of spec.fields.approvals?.entries ?? []) {
    if (fields.status?.value !== 'approved' || fields.revision === undefined) continue;
    const { text, place } = fields.revision;
    byRevision.set(text, [...(byRevision.get(text) ?? []), { role, place }]);
  }
  for (const [text, approved] of byRevision) {
    const revision = know(facts.revision(text));
    const [first, ...others] = approved;
    const changed = revision === undefined ? [] : describeChanges(revision, project);
    if (first === undefined || changed.length === 0) continue;
    const roles = listOf(approved.map(({ role }) => role));
    const more = changed.length === 1 ? '' : `, and ${changed.length - 1} more goals changed`;
    yield {
      place: first.place,
      message: `${roles} approved ${quoted(text)}, and since then ${lowerFirst(changed[0] ?? '')}${more}: ask again for the goals of today.`,
      related: others.map(({ role, place }) => ({ place, message: `\`${role}\` approved the same revision.` })),
    };
  }
}

/** Targets and limits that are not those of a revision, each as a sentence without its full stop. */
function describeChanges(revision: RevisionFact, project: RuleContext['project']): readonly string[] {
  const changes = goalChangesSince(revision, project);
  const moves = (changes?.moves ?? []).filter(({ field }) => field !== 'tolerance');
  return [
    ...moves.map((move) => describeGoalMove(move).sentence.replace(/\.$/, '')),
    ...(changes?.dropped ?? []).map(({ id }) => `the metric ${quoted(id)} was dropped`),
  ];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

export const govHistoryRules: readonly Rule[] = [
  {
    id: 'gov/experiments-before-metrics',
    severity: 'I/W/W',
    finds: 'a run that is older than the first commit of the spec',
    why: 'Goals that are written down after the first results tend to be what was reached. Metrics first, then experiments; and where it happened the other way round, the justification of each goal must not be the run.',
    check: findEarlyRuns,
  },
  {
    id: 'gov/approval-stale',
    severity: 'I/W/W',
    waits: 'project',
    finds: 'an approval of a revision whose targets or limits are not those of today',
    why: 'Who has agreed to a recall of 0.65 has not agreed to 0.60. An approval names the commit that was read; once a goal changes, the role is asked again.',
    check: findStaleApprovals,
  },
];
