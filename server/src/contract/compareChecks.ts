/** Quality checks of a contract against those of its base: which promise less than they did. */
import type { ContractCheck } from '../spec/contractFile.ts';
import type { AnyNode } from '../spec/located.ts';
import { childOf, textOf } from '../spec/nodeDifferences.ts';
import { comparisonOf, kindOfCheck, metricOfCheck } from './qualityCheck.ts';
import type { Comparison } from './qualityCheck.ts';

/** A check that differs. */
export interface CheckChange {
  readonly kind: 'dropped' | 'added' | 'loosened' | 'tightened' | 'rewritten' | 'described';
  readonly name: string;
  readonly before: ContractCheck | undefined;
  readonly after: ContractCheck | undefined;
  /** The comparisons, as they read; undefined where there is none. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** Keys that say something about a check, and nothing of what must hold. */
const descriptive: ReadonlySet<string> = new Set(
  'id name description severity businessImpact scheduler schedule tags customProperties authoritativeDefinitions dimension method'.split(
    ' ',
  ),
);

/** Compares checks of one column or object; they are the same by id, by name, or by what they count. */
export function* compareChecks(
  before: readonly ContractCheck[],
  after: readonly ContractCheck[],
): Generator<CheckChange> {
  const now = new Map(after.map((check) => [identityOf(check), check]));
  const then = new Map(before.map((check) => [identityOf(check), check]));
  for (const [identity, check] of then) {
    const other = now.get(identity);
    const name = nameOf(check);
    const from = comparisonText(check);
    if (other === undefined) {
      yield { kind: 'dropped', name, before: check, after: undefined, from, to: undefined };
      continue;
    }
    const kind = weigh(check, other);
    if (kind !== undefined) yield { kind, name, before: check, after: other, from, to: comparisonText(other) };
  }
  for (const [identity, check] of now) {
    if (then.has(identity)) continue;
    const to = comparisonText(check);
    yield { kind: 'added', name: nameOf(check), before: undefined, after: check, from: undefined, to };
  }
}

function identityOf(check: ContractCheck): string {
  const own = check.fields.id?.text ?? check.fields.name?.text;
  if (own !== undefined) return `name ${own}`;
  const metric = metricOfCheck(check) ?? check.fields.rule?.text ?? check.fields.query?.text;
  return `${kindOfCheck(check)} ${metric ?? check.fields.description?.text ?? ''}`;
}

function nameOf({ fields }: ContractCheck): string {
  return (fields.name ?? fields.id ?? fields.metric ?? fields.rule ?? fields.description)?.text ?? 'check';
}

/** @returns undefined when the two are the same */
function weigh(before: ContractCheck, after: ContractCheck): CheckChange['kind'] | undefined {
  if (contentOf(before) === contentOf(after)) {
    return pairsOf(before, () => true) === pairsOf(after, () => true) ? undefined : 'described';
  }
  const [old, now] = [comparisonOf(before), comparisonOf(after)];
  if (old !== undefined && now !== undefined && withoutComparison(before) === withoutComparison(after)) {
    return weighComparisons(old, now);
  }
  if (old !== undefined && now === undefined) return 'loosened';
  return old === undefined && now !== undefined ? 'tightened' : 'rewritten';
}

function contentOf(check: ContractCheck): string {
  return pairsOf(check, (key) => !descriptive.has(key));
}

function withoutComparison(check: ContractCheck): string {
  return pairsOf(check, (key) => !descriptive.has(key) && !/^must(?:Not)?Be/.test(key));
}

function pairsOf(check: ContractCheck, isWanted: (key: string) => boolean): string {
  // The unit that holds when none is stated, and the kind that the keys imply.
  const standing = new Map([
    ['unit', 'rows'],
    ['type', kindOfCheck(check)],
  ]);
  for (const { key } of check.yaml.entries) {
    const child: AnyNode | undefined = childOf(check, key);
    if (child !== undefined) standing.set(key === 'rule' ? 'metric' : key, textOf(child));
  }
  return [...standing]
    .filter(([key]) => isWanted(key))
    .map(([key, text]) => `${key}: ${text}`)
    .toSorted()
    .join('\n');
}

/** Numbers that a comparison accepts, as one stretch; undefined for a comparison that leaves a hole. */
interface Stretch {
  readonly low: number;
  readonly isLowIn: boolean;
  readonly high: number;
  readonly isHighIn: boolean;
}

function stretchOf(comparison: Comparison): Stretch | undefined {
  const open = { low: -Infinity, isLowIn: false, high: Infinity, isHighIn: false };
  switch (comparison.operator) {
    case 'mustBe':
      return { low: comparison.value, isLowIn: true, high: comparison.value, isHighIn: true };
    case 'mustBeGreaterThan':
      return { ...open, low: comparison.value };
    case 'mustBeGreaterOrEqualTo':
      return { ...open, low: comparison.value, isLowIn: true };
    case 'mustBeLessThan':
      return { ...open, high: comparison.value };
    case 'mustBeLessOrEqualTo':
      return { ...open, high: comparison.value, isHighIn: true };
    case 'mustBeBetween':
      return { low: comparison.low, isLowIn: true, high: comparison.high, isHighIn: true };
    case 'mustNotBe':
    case 'mustNotBeBetween':
      return undefined;
  }
}

function weighComparisons(before: Comparison, after: Comparison): 'loosened' | 'tightened' | 'rewritten' {
  const [old, now] = [stretchOf(before), stretchOf(after)];
  if (old === undefined || now === undefined) return 'rewritten';
  if (contains(old, now)) return 'tightened';
  // What accepts anything that was refused before promises less.
  return 'loosened';
}

function contains(outer: Stretch, inner: Stretch): boolean {
  const isLowIn = outer.low < inner.low || (outer.low === inner.low && (outer.isLowIn || !inner.isLowIn));
  const isHighIn = outer.high > inner.high || (outer.high === inner.high && (outer.isHighIn || !inner.isHighIn));
  return isLowIn && isHighIn;
}

function comparisonText(check: ContractCheck): string | undefined {
  const comparison = comparisonOf(check);
  if (comparison === undefined) return undefined;
  const { operator } = comparison;
  const value = 'value' in comparison ? `${comparison.value}` : `[${comparison.low}, ${comparison.high}]`;
  return `${operator}: ${value}`;
}
