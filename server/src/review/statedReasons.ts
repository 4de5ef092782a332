/** The reasons that the change log `changes` gives for moved goals. */
import type { ChangeShape } from '../../../schemas/spec/governance.ts';
import type { AnyNode, ListNode, ObjectNode } from '../spec/located.ts';
import { compareQuantities } from '../spec/quantityArithmetic.ts';
import type { GoalMove, Spec, SpecChange, StatedReason } from './change.ts';
import { isSame, textOf } from '../spec/nodeDifferences.ts';
import { quoted } from './words.ts';

type Entry = ObjectNode<ChangeShape>;

/** What an entry of the change log must speak of. */
export interface Logged {
  /** The id that the metric had, and the one that it has. */
  readonly ids: readonly string[];
  readonly slice: string | undefined;
  readonly field: GoalMove['field'];
  /** The value of today; undefined for something dropped. */
  readonly to: GoalMove['to'];
}

export function loggedMove({ pair: { oldId, id }, slice, field, to }: GoalMove): Logged {
  return { ids: [oldId, id], slice, field, to };
}

export function loggedDrop(id: string): Logged {
  return { ids: [id], slice: undefined, field: 'dropped', to: undefined };
}

/**
 * The newest entry since the base that explains a move: same metric, slice and field, and the value of today. What an
 * entry does not let read is taken to fit.
 *
 * @param before the spec of the base, whose entries explain older moves
 */
export function entryFor(before: Spec, after: Spec, logged: Logged): Entry | undefined {
  const older = entriesOf(before);
  return entriesOf(after)
    .filter((entry) => !older.some((old) => isSame(old, entry)))
    .findLast((entry) => speaksOf(entry, logged));
}

function speaksOf({ fields, unreadable, empty }: Entry, { ids, slice, field, to }: Logged): boolean {
  const isOpen = (key: keyof ChangeShape): boolean => unreadable.has(key) || empty.has(key);
  if (fields.metric === undefined ? !isOpen('metric') : !ids.includes(fields.metric.id)) return false;
  if (fields.field === undefined ? !isOpen('field') : fields.field.value !== field) return false;
  if (fields.slice?.text !== slice && !isOpen('slice')) return false;
  if (to === undefined || fields.to === undefined) return true;
  const order = compareQuantities(fields.to.quantity, to.quantity);
  return order.kind === 'known' ? order.value === 0 : true;
}

/** The reason of an entry; undefined when it has none that can be read. */
export function reasonOf(entry: Entry | undefined): StatedReason | undefined {
  const reason = entry?.fields.reason?.text.trim() ?? '';
  return entry === undefined || reason === '' ? undefined : { by: personOf(entry.fields.by), reason };
}

function personOf(person: Entry['fields']['by']): string | undefined {
  if (person === undefined) return undefined;
  return person.kind === 'object' ? (person.fields.name?.text ?? person.fields.email?.text) : person.text;
}

function entriesOf(spec: Spec): readonly Entry[] {
  const list: ListNode<ChangeShape> | undefined = spec.fields.changes;
  return list?.items ?? [];
}

/** Entries of the base that are gone or were rewritten: the log is only added to. */
export function* compareChangeLog(before: Spec, after: Spec): Generator<SpecChange> {
  if (after.unreadable.has('changes')) return;
  const now = entriesOf(after);
  for (const [index, entry] of entriesOf(before).entries()) {
    if (now.some((other) => isSame(entry, other))) continue;
    const metric: AnyNode | undefined = entry.fields.metric;
    const about = metric === undefined ? '' : ` about ${quoted(textOf(metric))}`;
    yield {
      kind: 'change-log',
      weight: 'loosened',
      subject: `changes.${index}`,
      sentence: `An entry of \`changes\`${about} was removed or rewritten, and the log is only added to.`,
      from: undefined,
      to: undefined,
      base: entry.place,
      current: after.fields.changes?.keyPlace,
    };
  }
}
