/** The keys of a spec that have no value yet. */
import { createSpecFileReader } from '../../spec/specFile.ts';
import type { YamlEntry, YamlNode } from '../../yaml/nodes.ts';

/** @returns keys from the top, joined by dots, in the order of the file */
export function findBlanks(specUri: string, text: string): readonly string[] {
  const { entries } = createSpecFileReader(specUri).read(text).yaml;
  return entries.flatMap((entry) => blanksBelow(entry, ''));
}

function blanksBelow({ key, value }: YamlEntry, above: string): readonly string[] {
  const path = above === '' ? key : `${above}.${key}`;
  if (value === undefined || isEmpty(value)) return [path];
  return value.kind === 'map' ? value.entries.flatMap((entry) => blanksBelow(entry, path)) : [];
}

function isEmpty(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.text === '';
}
