/** What a column allows, against what it allowed: lengths, ends, forms. */
import type { ContractColumn } from '../spec/contractFile.ts';
import type { AnyNode } from '../spec/located.ts';
import { childOf, isSame, textOf } from '../spec/nodeDifferences.ts';

export interface OptionChange {
  readonly key: string;
  readonly level: 'major' | 'minor';
  readonly weight: 'loosened' | 'tightened';
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Where it stands now; undefined when it is gone. */
  readonly node: AnyNode | undefined;
}

/** Options whose larger number lets more values pass, and those whose smaller number does. */
const upper: ReadonlySet<string> = new Set('maximum exclusiveMaximum maxLength maxItems maxProperties'.split(' '));
const lower: ReadonlySet<string> = new Set('minimum exclusiveMinimum minLength minItems minProperties'.split(' '));

/** Options of the logical type that differ: what lets more pass, or another form, breaks a reader. */
export function* compareTypeOptions(before: ContractColumn, after: ContractColumn): Generator<OptionChange> {
  if (before.unreadable.has('logicalTypeOptions') || after.unreadable.has('logicalTypeOptions')) return;
  const [then, now] = [before.fields.logicalTypeOptions, after.fields.logicalTypeOptions];
  const keys = new Set([...(then?.yaml.entries ?? []), ...(now?.yaml.entries ?? [])].map(({ key }) => key));
  for (const key of keys) {
    if (then?.unreadable.has(key) === true || now?.unreadable.has(key) === true) continue;
    const left = then === undefined ? undefined : childOf(then, key);
    const right = now === undefined ? undefined : childOf(now, key);
    if (left === right || (left !== undefined && right !== undefined && isSame(left, right))) continue;
    const isTighter = left === undefined || (right !== undefined && isTightened(key, textOf(left), textOf(right)));
    yield {
      key,
      level: isTighter ? 'minor' : 'major',
      weight: isTighter ? 'tightened' : 'loosened',
      from: left === undefined ? undefined : textOf(left),
      to: right === undefined ? undefined : textOf(right),
      node: right,
    };
  }
}

function isTightened(key: string, from: string, to: string): boolean {
  const [old, now] = [Number(from), Number(to)];
  if (Number.isNaN(old) || Number.isNaN(now)) return false;
  return upper.has(key) ? now < old : lower.has(key) && now > old;
}
