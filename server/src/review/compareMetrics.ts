/** Metrics that were dropped, renamed or added, and metrics that are computed in another way than before. */
import type { AnyNode } from '../spec/located.ts';
import type { Project } from '../spec/project.ts';
import type { MetricNode, MetricPair, Spec, SpecChange } from './change.ts';
import { differences, textOf } from '../spec/nodeDifferences.ts';
import type { Difference } from '../spec/nodeDifferences.ts';
import { describeDifference } from './weighDifference.ts';
import { quoted } from './words.ts';

export interface MetricPairs {
  readonly pairs: readonly MetricPair[];
  readonly dropped: readonly { readonly id: string; readonly node: MetricNode }[];
  readonly added: readonly { readonly id: string; readonly node: MetricNode }[];
}

/** Keys that say what a metric aims for, whose it is and what for, rather than what it is. */
const notDefinition: ReadonlySet<string> = new Set(
  'target limit tolerance slices justification owner direction drives lever source renamed_from'.split(' '),
);

/**
 * Finds each metric of the base in the spec of today: by its id, else by the id that it says to have had, else, when it
 * is defined alike under another id, by its definition. A metric that cannot be read today is neither dropped nor paired.
 */
export function pairMetrics(before: Project, after: Project): MetricPairs {
  const [then, now] = [before.spec.fields.metrics?.entries, after.spec.fields.metrics];
  if (then === undefined || !after.knowsAll('metric')) return { pairs: [], dropped: [], added: [] };
  const pairs: MetricPair[] = [];
  const gone = new Map<string, MetricNode>();
  for (const [id, node] of then) {
    const same = now?.entries.get(id);
    if (same !== undefined) pairs.push({ oldId: id, id, before: node, after: same });
    else if (after.entity('metric', id) === undefined) gone.set(id, node);
  }
  const fresh = new Map([...(now?.entries ?? [])].filter(([id]) => before.entity('metric', id) === undefined));
  for (const [id, node] of fresh) {
    const former = node.fields.renamed_from?.items.find(({ text }) => gone.has(text))?.text;
    const old = former === undefined ? undefined : gone.get(former);
    if (former === undefined || old === undefined) continue;
    pairs.push({ oldId: former, id, before: old, after: node });
    gone.delete(former);
    fresh.delete(id);
  }
  const freshByDefinition = Map.groupBy(fresh, ([, node]) => definitionOf(node));
  const goneByDefinition = Map.groupBy(gone, ([, node]) => definitionOf(node));
  for (const [definition, [old, ...otherOld]] of goneByDefinition) {
    const [found, ...others] = freshByDefinition.get(definition) ?? [];
    // Two of a kind would make it a guess which became which.
    if (old === undefined || found === undefined || others.length > 0 || otherOld.length > 0) continue;
    pairs.push({ oldId: old[0], id: found[0], before: old[1], after: found[1] });
    gone.delete(old[0]);
    fresh.delete(found[0]);
  }
  const listed = (metrics: ReadonlyMap<string, MetricNode>) => [...metrics].map(([id, node]) => ({ id, node }));
  return { pairs, dropped: listed(gone), added: listed(fresh) };
}

/** Equal for two metrics that are the same figure. */
export function definitionOf(node: MetricNode): string {
  const fields: Readonly<Record<string, AnyNode | undefined>> = node.fields;
  return Object.entries(fields)
    .filter(([key]) => !notDefinition.has(key))
    .map(([key, child]) => `${key}: ${child === undefined ? '' : textOf(child)}`)
    .toSorted()
    .join('\n');
}

/** Metrics that came, went or changed their id. */
export function* compareMetricList({ pairs, dropped, added }: MetricPairs, after: Spec): Generator<SpecChange> {
  for (const { id, node } of dropped) {
    const limit = node.fields.limit;
    yield {
      kind: 'metric',
      weight: 'loosened',
      subject: `metrics.${id}`,
      sentence: `The metric ${quoted(id)} was dropped${limit === undefined ? '' : `, whose limit was ${quoted(limit.text)}`}.`,
      from: id,
      to: undefined,
      base: node.keyPlace ?? node.place,
      current: after.fields.metrics?.keyPlace,
    };
  }
  for (const { oldId, id, before, after: node } of pairs) {
    if (oldId === id) continue;
    yield {
      kind: 'metric',
      weight: 'neutral',
      subject: `metrics.${id}`,
      sentence: `The metric ${quoted(oldId)} was renamed to ${quoted(id)}.`,
      from: oldId,
      to: id,
      base: before.keyPlace ?? before.place,
      current: node.keyPlace ?? node.place,
    };
  }
  for (const { id, node } of added) {
    yield {
      kind: 'metric',
      weight: 'tightened',
      subject: `metrics.${id}`,
      sentence: `The metric ${quoted(id)} is new.`,
      from: undefined,
      to: id,
      base: undefined,
      current: node.keyPlace ?? node.place,
    };
  }
}

/** What else differs in a metric that both have: its definition, its owner, the cut of its slices. */
export function* compareDefinition({ id, before, after }: MetricPair): Generator<SpecChange> {
  for (const difference of differences(before, after)) {
    if (isToldAsGoal(difference)) continue;
    yield describeDifference('definition', { ...difference, path: ['metrics', id, ...difference.path] });
  }
}

/** Goals, slices that are gone and the goals of slices are told by `compareGoals`; why a goal is this is not reviewed. */
function isToldAsGoal({ path: [key = '', , part], after }: Difference): boolean {
  if (key === 'slices') return part === undefined ? after === undefined : goalKeys.has(part);
  return goalKeys.has(key) || key === 'justification';
}

const goalKeys: ReadonlySet<string> = new Set(['target', 'limit', 'tolerance']);
