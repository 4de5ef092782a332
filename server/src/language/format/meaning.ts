/** What a file says, apart from blanks: what formatting must not change. */
import { readQuantity } from '../../spec/quantity.ts';
import type { FormatSource } from './formatSource.ts';
import type { YamlEntry, YamlNode } from '../../yaml/nodes.ts';
import { commentsOf } from '../comments.ts';

/** Equal for two files exactly when keys, values, styles, order and comments are; quantities count in one spelling. */
export function meaningOf(file: Omit<FormatSource, 'readAgain'>): string {
  const quantities = new Map<YamlNode, string>();
  for (const node of file.scalars) {
    if (node.kind !== 'quantity') continue;
    const reading = readQuantity(node.text);
    if (reading.kind === 'quantity') quantities.set(node.yaml, reading.spacing?.corrected ?? node.text);
  }
  const numbers = new Map<YamlNode, number>();
  const parts: unknown[] = [];
  const addEntry = ({ key, value }: YamlEntry): void => {
    parts.push(key);
    add(value);
  };
  const add = (node: YamlNode | undefined): void => {
    if (node === undefined) {
      parts.push(null);
      return;
    }
    // What aliases share is written out once, so that it cannot multiply.
    const known = numbers.get(node);
    if (known !== undefined) {
      parts.push(known);
      return;
    }
    numbers.set(node, numbers.size);
    switch (node.kind) {
      case 'scalar':
        parts.push([node.style, quantities.get(node) ?? node.text]);
        return;
      case 'map':
        parts.push(['map', node.flow, node.entries.length]);
        node.entries.forEach(addEntry);
        return;
      case 'list':
        parts.push(['list', node.flow, node.items.length]);
        node.items.forEach(add);
    }
  };
  file.yaml.entries.forEach(addEntry);
  const comments = commentsOf(file.yaml).map(({ start, end, isAlone }) => [file.yaml.text.slice(start, end), isAlone]);
  return JSON.stringify([parts, comments]);
}
