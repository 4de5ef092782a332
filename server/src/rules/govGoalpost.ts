/** The rule about goals that became easier without a word, and the entry of the change log that it offers. */
import type { RevisionFact } from '../../../schemas/facts.ts';
import type { GoalMove } from '../review/change.ts';
import { subjectOf } from '../review/compareGoals.ts';
import { entryFor, loggedDrop, loggedMove } from '../review/statedReasons.ts';
import type { Logged } from '../review/statedReasons.ts';
import { fromTo, quoted } from '../review/words.ts';
import { insertItem, insertKey, scalarText } from '../spec/edits.ts';
import type { Fix } from '../spec/edits.ts';
import type { QuantityNode } from '../spec/located.ts';
import { scaleQuantity } from '../spec/quantityArithmetic.ts';
import { formatQuantity } from '../spec/quantityFormat.ts';
import { decimal, zero } from '../spec/decimal.ts';
import { fillKey } from './fillKey.ts';
import { goalViews } from './goalMoney.ts';
import { goalChangesSince, projectAt, shortRevision } from './revisionView.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

/** Enough to recognise an amount, few enough to read it. */
const moneyDigits = 4;

function* findMovedGoals(context: RuleContext): Generator<Finding> {
  const { project, spec, facts, know } = context;
  // While the log cannot be read, it may explain everything.
  // Without any commit there is no base, and nothing moved.
  if (spec.unreadable.has('changes') || know(facts.history())?.head === undefined) return;
  const base = know(facts.base());
  const before = base === undefined ? undefined : projectAt(base);
  const changes = base === undefined ? undefined : goalChangesSince(base, project);
  if (base === undefined || before === undefined || changes === undefined) return;
  for (const move of changes.moves) {
    // A metric that has no goal at all is the finding of other rules.
    const isMissing = move.to === undefined && move.slice === undefined;
    if (move.weight !== 'loosened' || isMissing || move.field === 'tolerance') continue;
    const logged = loggedMove(move);
    if (entryFor(before.spec, spec, logged) !== undefined) continue;
    yield {
      place: move.current,
      message: `${describeMove(move, base)}${moneyOf(context, move)}, and \`changes\` does not say why: add an entry with the reason.`,
      fixes: addEntry(context, logged, move.pair.id, move.from),
    };
  }
  for (const { id, node } of changes.dropped) {
    const logged = loggedDrop(id);
    const place = spec.fields.metrics?.keyPlace ?? project.files[0]?.yaml.entries[0]?.keyPlace;
    if (place === undefined || entryFor(before.spec, spec, logged) !== undefined) continue;
    const { limit } = node.fields;
    const worth = limit === undefined ? '' : `, whose limit was ${limit.text},`;
    yield {
      place,
      message: `The metric ${quoted(id)}${worth} was dropped since ${shortRevision(base)}, and \`changes\` does not say why: add an entry with the reason.`,
      fixes: addEntry(context, logged, id, undefined),
    };
  }
}

function describeMove(move: GoalMove, base: RevisionFact): string {
  const subject = subjectOf(move);
  const began = `${subject.charAt(0).toUpperCase()}${subject.slice(1)}`;
  const since = `since ${shortRevision(base)}`;
  return move.field === 'dropped' || move.to === undefined
    ? `${began} was dropped ${since}`
    : `${began} was loosened ${fromTo(move.from?.text, move.to.text).replaceAll('`', '')} ${since}`;
}

/** ", which gives up 221 kUSD/year at the limits"; nothing when no formula can say. */
function moneyOf({ spec, facts }: RuleContext, move: GoalMove): string {
  const money = goalViews(facts).moneyOfGoal(spec, move);
  if (money?.kind !== 'known' || money.value.value.gte(zero)) return '';
  return `, which gives up ${formatQuantity(scaleQuantity(money.value, decimal(-1)), moneyDigits)} at the ${move.field}s`;
}

/** An entry with everything that is known; who decided it, and why, is for people to say. */
function addEntry(
  { spec, facts }: RuleContext,
  { slice, field, to }: Logged,
  metricId: string,
  from: QuantityNode | undefined,
): readonly Fix[] {
  const isDrop = field === 'dropped' || to === undefined;
  const keys = [
    `date: ${facts.today}`,
    `metric: ${scalarText(metricId)}`,
    ...(slice === undefined ? [] : [`slice: ${scalarText(slice)}`]),
    `field: ${isDrop ? 'dropped' : field}`,
    ...(isDrop || from === undefined ? [] : [`from: ${from.quantity.text}`, `to: ${to.quantity.text}`]),
    'by: ',
    'reason: ',
  ];
  const entry = `{${keys.join(', ')}}`;
  const list = spec.fields.changes?.yaml;
  const change =
    list?.kind === 'list'
      ? insertItem(list, entry)
      : spec.empty.has('changes')
        ? fillKey(spec, 'changes', `[${entry}]`)
        : insertKey(spec.yaml, 'changes', `\n  - ${entry}`);
  return [{ title: 'Add an entry to `changes`', changes: [change], isPreferred: true }];
}

export const goalpostRule: Rule = {
  id: 'gov/goalpost-moved',
  severity: 'I/W/E',
  waits: 'project',
  finds:
    'a target or limit that was loosened since the base, or a metric that was dropped, without an entry in `changes`',
  why: 'Goals may move, silently they may not. Whoever accepts less should say so, with the reason, where everyone reads it. The base is the commit where the branch left the default branch, and the last commit on that branch; `plumbline check --base` names another. The quick fix adds the entry and leaves person and reason to you.',
  hasFix: true,
  check: findMovedGoals,
};
