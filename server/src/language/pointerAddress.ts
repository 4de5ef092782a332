/** The line of a JSON or YAML file to which a pointer leads. */
import { valueAtPointer } from '../stores/pointer.ts';
import type { YamlNode } from '../yaml/nodes.ts';
import { parseYamlOnce, topLevelMap } from '../yaml/yamlFile.ts';
import type { LanguageFiles } from './languageFiles.ts';

/** Larger files open at their beginning: a file of metrics is a few kilobytes. */
const mostBytes = 1_000_000;

/**
 * @param pointer a JSON Pointer, or keys joined by dots
 * @returns the address with line and column of the value; undefined when nothing is there, or the file cannot be read
 */
export async function pointerAddress(files: LanguageFiles, uri: string, pointer: string): Promise<string | undefined> {
  if (pointer === '' || !/\.(?:json|ya?ml|lock)$/i.test(uri)) return undefined;
  const content = await files.readFile(uri, mostBytes);
  if (content.kind !== 'content') return undefined;
  const yaml = parseYamlOnce(content.text);
  const found = valueAtPointer<YamlNode>(topLevelMap(yaml), pointer, childOf);
  const span = found === undefined ? undefined : yaml.rangeOf(found.place);
  if (span === undefined) return undefined;
  const before = content.text.slice(0, span.start).split('\n');
  return `${uri}#L${before.length},${(before.at(-1) ?? '').length + 1}`;
}

function childOf(node: YamlNode | undefined, key: string): YamlNode | undefined {
  if (node?.kind === 'map') return node.entries.find((entry) => entry.key === key)?.value;
  return node?.kind === 'list' && /^\d{1,9}$/.test(key) ? node.items[Number(key)] : undefined;
}
