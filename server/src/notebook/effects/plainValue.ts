/** From YAML nodes to plain values, for a schema to look at. */
import type { YamlNode } from '../../yaml/nodes.ts';

/** Numbers, booleans and null are those of YAML's core schema; of repeated keys the last one counts. */
export function plainValue(node: YamlNode | undefined): unknown {
  if (node === undefined) return null;
  switch (node.kind) {
    case 'map':
      return Object.fromEntries(node.entries.map((entry) => [entry.key, plainValue(entry.value)]));
    case 'list':
      return node.items.map(plainValue);
    case 'scalar':
      return node.style === 'plain' ? plainScalar(node.text) : node.text;
  }
}

function plainScalar(text: string): string | number | boolean | null {
  if (/^(?:true|True|TRUE)$/u.test(text)) return true;
  if (/^(?:false|False|FALSE)$/u.test(text)) return false;
  if (/^(?:~|null|Null|NULL|)$/u.test(text)) return null;
  return /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/u.test(text) ? Number(text) : text;
}
