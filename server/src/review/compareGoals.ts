/** Goals that moved: targets, limits and tolerances of metrics and of their slices, judged by their direction. */
import type { QuantityNode } from '../spec/located.ts';
import { stateOf } from '../spec/located.ts';
import type { ObjectNode } from '../spec/located.ts';
import { compareQuantities } from '../spec/quantityArithmetic.ts';
import type { ChangeWeight, GoalMove, MetricPair, ReviewViews, Spec, SpecChange } from './change.ts';
import { fromTo, quoted } from './words.ts';

/** Every goal of a metric that is not what it was; values that cannot be read are told by `findLostGoals`. */
export function* findGoalMoves(
  pair: MetricPair,
  { before, after }: { readonly before: Spec; readonly after: Spec },
  { directionOf }: Pick<ReviewViews, 'directionOf'>,
): Generator<GoalMove> {
  const direction = directionOf(after, pair.id);
  // Which of two values is looser has no answer once the direction itself was turned.
  const isTurned = direction === undefined || directionOf(before, pair.oldId) !== direction;
  const looser = isTurned ? undefined : direction === 'maximize' ? -1 : 1;
  yield* movesOf(pair, undefined, pair.before, pair.after, ['target', 'limit'], looser);
  yield* movesOf(pair, undefined, pair.before, pair.after, ['tolerance'], 1);
  const slices = pair.after.fields.slices;
  if (pair.after.unreadable.has('slices')) return;
  for (const [slice, node] of pair.before.fields.slices?.entries ?? []) {
    const now = slices?.entries.get(slice);
    if (now !== undefined) yield* movesOf(pair, slice, node, now, ['target', 'limit'], looser);
    else if (slices?.unreadable.has(slice) !== true) {
      yield {
        pair,
        field: 'dropped',
        slice,
        from: node.fields.limit,
        to: undefined,
        weight: 'loosened',
        base: node.keyPlace ?? node.place,
        current: slices?.keyPlace ?? pair.after.keyPlace ?? pair.after.place,
      };
    }
  }
}

type GoalKey = 'target' | 'limit' | 'tolerance';
type GoalHolder = ObjectNode<object> & { readonly fields: { readonly [Key in GoalKey]?: QuantityNode } };

function* movesOf(
  pair: MetricPair,
  slice: string | undefined,
  before: GoalHolder,
  after: GoalHolder,
  keys: readonly GoalKey[],
  looser: -1 | 1 | undefined,
): Generator<GoalMove> {
  for (const field of keys) {
    if (isUnreadable(before, field) || isUnreadable(after, field)) continue;
    const [from, to] = [before.fields[field], after.fields[field]];
    const weight = weigh(from, to, looser);
    if (weight === undefined) continue;
    const missing = after.empty.get(field) ?? after.keyPlace ?? after.place;
    const base = from?.place ?? before.keyPlace ?? before.place;
    yield { pair, field, slice, from, to, weight, base, current: to?.place ?? missing };
  }
}

function isUnreadable(holder: GoalHolder, key: GoalKey): boolean {
  const states: ObjectNode<Partial<Record<GoalKey, unknown>>> = holder;
  return stateOf(states, key) === 'unreadable';
}

/** @returns undefined when the two are the same */
function weigh(
  from: QuantityNode | undefined,
  to: QuantityNode | undefined,
  looser: -1 | 1 | undefined,
): ChangeWeight | undefined {
  if (from === undefined) return to === undefined ? undefined : 'tightened';
  if (to === undefined) return 'loosened';
  const order = compareQuantities(to.quantity, from.quantity);
  if (order.kind === 'undefined') return 'neutral';
  if (order.value === 0) return undefined;
  if (looser === undefined) return 'neutral';
  return order.value === looser ? 'loosened' : 'tightened';
}

/** Goals that stood and can no longer be read: until that is repaired, nothing is held to them. */
export function* findLostGoals({ id, before, after }: MetricPair): Generator<SpecChange> {
  yield* lostIn(before, after, ['target', 'limit', 'tolerance'], ['metrics', id], quoted(id));
  for (const [slice, node] of before.fields.slices?.entries ?? []) {
    const now = after.fields.slices?.entries.get(slice);
    if (now === undefined) continue;
    const owner = `slice ${quoted(slice)} of ${quoted(id)}`;
    yield* lostIn(node, now, ['target', 'limit'], ['metrics', id, 'slices', slice], owner);
  }
}

function* lostIn(
  before: GoalHolder,
  after: GoalHolder,
  keys: readonly GoalKey[],
  path: readonly string[],
  owner: string,
): Generator<SpecChange> {
  for (const key of keys) {
    const from = before.fields[key];
    if (from === undefined || !isUnreadable(after, key)) continue;
    yield {
      kind: 'goal',
      weight: 'loosened',
      subject: [...path, key].join('.'),
      sentence: `The ${key} of ${owner} can no longer be read, and was ${quoted(from.text)}.`,
      from: from.text,
      to: undefined,
      base: from.place,
      current: after.yaml.entries.findLast((entry) => entry.key === key)?.keyPlace ?? after.place,
    };
  }
}

const verbs: Readonly<Record<ChangeWeight, string>> = {
  loosened: 'was loosened',
  tightened: 'was tightened',
  neutral: 'was changed',
};

/** "the limit of `recall`", "the limit of slice `evening` of `recall`". */
export function subjectOf({ field, slice, pair: { id } }: GoalMove): string {
  const owner = slice === undefined ? quoted(id) : `slice ${quoted(slice)} of ${quoted(id)}`;
  return field === 'dropped' ? owner : `the ${field} of ${owner}`;
}

/** A moved goal as a change, without its money and reason. */
export function describeGoalMove(move: GoalMove): SpecChange {
  const { field, slice, from, to, weight, pair } = move;
  const subject = subjectOf(move);
  const began = `${subject.charAt(0).toUpperCase()}${subject.slice(1)}`;
  const inWords =
    field === 'dropped'
      ? `${began} was dropped${from === undefined ? '' : `, whose limit was ${quoted(from.text)}`}`
      : from === undefined
        ? `${began} is new: ${quoted(to?.text ?? '')}`
        : to === undefined
          ? `${began}, ${quoted(from.text)}, was removed`
          : `${began} ${verbs[weight]} ${fromTo(from.text, to.text)}`;
  const path = ['metrics', pair.id, ...(slice === undefined ? [] : ['slices', slice])];
  return {
    kind: 'goal',
    weight,
    subject: [...path, ...(field === 'dropped' ? [] : [field])].join('.'),
    sentence: `${inWords}.`,
    from: from?.text,
    to: to?.text,
    base: move.base,
    current: move.current,
  };
}
