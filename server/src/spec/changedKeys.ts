/** Keys that differ between two versions of a project, also those that the language does not know. */
import { entryOf } from '../yaml/nodes.ts';
import type { YamlMap, YamlNode } from '../yaml/nodes.ts';
import type { AnyNode } from './located.ts';
import { childOf, differences } from './nodeDifferences.ts';
import type { Project } from './project.ts';

/** Nodes that are looked at: aliases can make a short text as large as anybody likes. */
const mostNodes = 200_000;

/**
 * The keys whose values differ in meaning, known to the language or not.
 *
 * @returns paths such as `metrics.recall.description`, in the order of the spec of today, then of the base; empty where
 *   only comments, layout, spelling or the file in which something stands differ
 */
export function changedKeys(before: Project, after: Project): readonly string[] {
  const read = [...differences(before.spec, after.spec)].map(({ path }) => path);
  // Known to the language: it says whether `0.7` and `0.70` differ.
  const differs = (path: readonly string[]): boolean =>
    isKnown(before.spec, path) || isKnown(after.spec, path) ? read.some((other) => isOnOnePath(path, other)) : true;
  const budget = { nodes: mostNodes };
  return [...changedPaths(wholeMap(before), wholeMap(after), [], budget)].filter(differs).map((path) => path.join('.'));
}

type Budget = { nodes: number };

function* changedPaths(
  before: YamlNode | undefined,
  after: YamlNode | undefined,
  path: readonly string[],
  budget: Budget,
): Generator<readonly string[]> {
  if (before?.kind !== 'map' || after?.kind !== 'map') {
    if (!isSame(before, after, budget)) yield path;
    return;
  }
  for (const key of new Set([...after.entries, ...before.entries].map((entry) => entry.key))) {
    if (--budget.nodes < 0) return;
    const [then, now] = [entryOf(before, key), entryOf(after, key)];
    if (then === undefined || now === undefined) yield [...path, key];
    else yield* changedPaths(then.value, now.value, [...path, key], budget);
  }
}

function isSame(left: YamlNode | undefined, right: YamlNode | undefined, budget: Budget): boolean {
  if (--budget.nodes < 0 || left === right) return true;
  if (left?.kind === 'scalar' && right?.kind === 'scalar') return left.text === right.text;
  if (left?.kind === 'list' && right?.kind === 'list') {
    const { items } = right;
    return left.items.length === items.length && left.items.every((item, index) => isSame(item, items[index], budget));
  }
  if (left?.kind !== 'map' || right?.kind !== 'map') return false;
  return changedPaths(left, right, [], budget).next().done === true;
}

/** All files of a project as one map; what two files say of one section stands in one, as parts do. */
function wholeMap({ files }: Project): YamlMap | undefined {
  const sections = new Map<string, YamlMap['entries'][number]>();
  for (const entry of files.flatMap(({ yaml }) => yaml.entries)) {
    const { value } = sections.get(entry.key) ?? {};
    const isPart = value?.kind === 'map' && entry.value?.kind === 'map';
    sections.set(
      entry.key,
      isPart ? { ...entry, value: { ...value, entries: [...value.entries, ...entry.value.entries] } } : entry,
    );
  }
  const [first] = sections.values();
  return first && { kind: 'map', flow: false, place: first.place, entries: [...sections.values()] };
}

function isKnown(spec: AnyNode, path: readonly string[]): boolean {
  let node: AnyNode | undefined = spec;
  for (const key of path) node = node && childOf(node, key);
  return node !== undefined;
}

function isOnOnePath(left: readonly string[], right: readonly string[]): boolean {
  return left.slice(0, right.length).every((key, index) => key === right[index]);
}
