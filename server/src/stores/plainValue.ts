/** JSON and YAML files of other tools as plain values: metrics, parameters, lock files. */
import type { YamlNode, YamlScalar } from '../yaml/nodes.ts';
import { parseYamlOnce } from '../yaml/yamlFile.ts';

/** A value as JSON has them; numbers may be NaN or infinite, which YAML and Python's JSON can write. */
export type PlainValue = null | boolean | number | string | readonly PlainValue[] | PlainMap;
/** Without a prototype's keys: every key was written. */
export type PlainMap = ReadonlyMap<string, PlainValue>;

export type PlainReading =
  | { readonly kind: 'value'; readonly value: PlainValue }
  /** `because` ends "cannot be read because …", without a full stop. */
  | { readonly kind: 'problem'; readonly because: string };

/**
 * Reads a file by its text alone: JSON is read as JSON when it is that, everything else as YAML, whose flow style also
 * covers the `NaN` and `Infinity` that Python writes. Never throws.
 *
 * @param isWanted by a key at the top level: what nobody wants may be left out, and may be broken
 */
export function readPlain(text: string, isWanted?: (key: string) => boolean): PlainReading {
  if (/^\s*[[{]/.test(text)) {
    try {
      return { kind: 'value', value: fromJson(JSON.parse(text)) };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return readYaml(text, isWanted);
}

function readYaml(text: string, isWanted?: (key: string) => boolean): PlainReading {
  const yaml = parseYamlOnce(text, isWanted);
  const [problem] = yaml.problems.filter(({ code }) => code === 'syntax' || code === 'alias-limit');
  if (problem !== undefined) return { kind: 'problem', because: 'it is neither JSON nor YAML' };
  const map = new Map<string, PlainValue>();
  for (const { key, value } of yaml.entries) map.set(key, value === undefined ? null : fromNode(value, 0));
  return { kind: 'value', value: map };
}

/** Depth beyond which values are dropped: no metrics file is nested so deeply. */
const depthLimit = 100;

function fromJson(value: unknown, depth = 0): PlainValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') {
    return value;
  }
  if (depth >= depthLimit) return null;
  if (Array.isArray(value)) return value.map((item: unknown) => fromJson(item, depth + 1));
  if (typeof value !== 'object') return null;
  return new Map(Object.entries(value).map(([key, item]) => [key, fromJson(item, depth + 1)]));
}

function fromNode(node: YamlNode, depth: number): PlainValue {
  if (depth >= depthLimit) return null;
  switch (node.kind) {
    case 'scalar':
      return fromScalar(node);
    case 'list':
      return node.items.map((item) => fromNode(item, depth + 1));
    case 'map':
      return new Map(
        node.entries.map(({ key, value }) => [key, value === undefined ? null : fromNode(value, depth + 1)]),
      );
  }
}

/** Plain scalars by the core schema of YAML 1.2, and the words of Python's JSON. */
function fromScalar({ text, style }: YamlScalar): PlainValue {
  if (style !== 'plain') return text;
  switch (text) {
    case '':
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return null;
    case 'true':
    case 'True':
    case 'TRUE':
      return true;
    case 'false':
    case 'False':
    case 'FALSE':
      return false;
    case 'NaN':
    case '.nan':
    case '.NaN':
    case '.NAN':
      return Number.NaN;
    case 'Infinity':
    case '.inf':
    case '+.inf':
      return Number.POSITIVE_INFINITY;
    case '-Infinity':
    case '-.inf':
      return Number.NEGATIVE_INFINITY;
    default:
      return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : text;
  }
}

export function isMap(value: PlainValue | undefined): value is PlainMap {
  return value instanceof Map;
}

export function isList(value: PlainValue | undefined): value is readonly PlainValue[] {
  return Array.isArray(value);
}

/** The text at a key; undefined for anything else. */
export function textAt(map: PlainMap, key: string): string | undefined {
  const value = map.get(key);
  return typeof value === 'string' ? value : undefined;
}

/** The finite number at a key; undefined for anything else. */
export function numberAt(map: PlainMap, key: string): number | undefined {
  const value = map.get(key);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
