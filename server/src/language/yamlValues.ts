/** Single values out of a YAML tree, by their keys, for places whose types are not known or that are half typed. */
import { entryOf } from '../yaml/nodes.ts';
import type { YamlNode } from '../yaml/nodes.ts';

/** The node below some keys; undefined where one of them is missing. */
export function nodeBelow(node: YamlNode | undefined, ...keys: readonly string[]): YamlNode | undefined {
  return keys.reduce<YamlNode | undefined>(
    (current, key) => (current?.kind === 'map' ? entryOf(current, key)?.value : undefined),
    node,
  );
}

/** The text of the scalar below some keys; undefined for anything else. */
export function textBelow(node: YamlNode | undefined, ...keys: readonly string[]): string | undefined {
  const below = nodeBelow(node, ...keys);
  return below?.kind === 'scalar' ? below.text : undefined;
}

/** The texts of the scalars of a list; empty for anything else. */
export function textsOf(node: YamlNode | undefined): readonly string[] {
  return node?.kind === 'list' ? node.items.flatMap((item) => (item.kind === 'scalar' ? [item.text] : [])) : [];
}
