/** Literals of Python as values of configuration. */
import { namedChildren, partOf, textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../../syntax/pythonTree.ts';
import type { ConfigurationLiteral } from '../plan.ts';

export interface ReadLiteral {
  readonly value: ConfigurationLiteral;
  /** The value in JSON, with whole numbers and others told apart as Python does. */
  readonly json: string;
  readonly sequence: 'list' | 'tuple' | undefined;
}

type Scalar = string | number | boolean | null;

/** @returns undefined for what is no literal, holds values of names, or has no form in JSON, such as bytes and sets */
export function readLiteral(tree: PythonTree, node: PythonNode): ReadLiteral | undefined {
  if (node.hasError) return undefined;
  if (node.type === 'parenthesized_expression') {
    const inner = namedChildren(node)[0];
    return inner === undefined ? undefined : readLiteral(tree, inner);
  }
  if (node.type !== 'list' && node.type !== 'tuple') {
    const scalar = readScalar(tree, node);
    return scalar === undefined ? undefined : { ...scalar, sequence: undefined };
  }
  const items = namedChildren(node).map((child) => readScalar(tree, child));
  const known = items.filter((item) => item !== undefined);
  if (known.length !== items.length) return undefined;
  return {
    value: known.map(({ value }) => value),
    json: `[${known.map(({ json }) => json).join(', ')}]`,
    sequence: node.type,
  };
}

interface ReadScalar {
  readonly value: Scalar;
  readonly json: string;
}

function readScalar(tree: PythonTree, node: PythonNode): ReadScalar | undefined {
  switch (node.type) {
    case 'true':
    case 'false':
      return { value: node.type === 'true', json: node.type };
    case 'none':
      return { value: null, json: 'null' };
    case 'integer':
    case 'float':
      return readNumber(textOf(tree, node));
    case 'unary_operator': {
      const operand = partOf(node, 'argument');
      const isMinus = textOf(tree, node).startsWith('-');
      const number = operand === undefined || !isMinus ? undefined : readScalar(tree, operand);
      if (typeof number?.value !== 'number' || number.json.startsWith('-')) return undefined;
      return { value: -number.value, json: `-${number.json}` };
    }
    case 'string':
    case 'concatenated_string': {
      const value = readText(tree, node);
      return value === undefined ? undefined : { value, json: JSON.stringify(value) };
    }
    default:
      return undefined;
  }
}

/** Digits stay as they are written, since numbers of JavaScript are not exact for every whole number. */
function readNumber(written: string): ReadScalar | undefined {
  const text = written.replaceAll('_', '').toLowerCase();
  const whole = /^0[xob]/.test(text) ? BigInt(text).toString() : text;
  const groups = /^(?<whole>\d*)(?<dot>\.(?<fraction>\d*))?(?<exponent>e[+-]?\d+)?$/.exec(whole)?.groups;
  const value = Number(whole);
  if (groups === undefined || !Number.isFinite(value)) return undefined;
  const digits = (groups['whole'] ?? '').replace(/^0+(?=\d)/, '') || '0';
  const fraction = groups['dot'] === undefined ? '' : `.${groups['fraction'] === '' ? '0' : groups['fraction']}`;
  return { value, json: `${digits}${fraction}${groups['exponent'] ?? ''}` };
}

/** The text of a string; undefined for formatted strings and bytes. */
function readText(tree: PythonTree, node: PythonNode): string | undefined {
  if (node.type === 'concatenated_string') {
    const parts = namedChildren(node).map((part) => readText(tree, part));
    return parts.includes(undefined) ? undefined : parts.join('');
  }
  const open = node.children.find(({ type }) => type === 'string_start');
  const close = node.children.find(({ type }) => type === 'string_end');
  if (node.type !== 'string' || open === undefined || close === undefined) return undefined;
  const prefix = textOf(tree, open).toLowerCase();
  if (/[bft]/.test(prefix.replace(/["']/g, ''))) return undefined;
  const content = tree.text.slice(open.end, close.start);
  return prefix.startsWith('r') ? content : unescapeText(content);
}

const escapes: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** @source Python 3.14, "Escape sequences"; names of characters are not known here */
function unescapeText(content: string): string | undefined {
  if (content.includes('\\N{')) return undefined;
  return content.replace(
    /\\(?:x(?<two>[\da-fA-F]{2})|u(?<four>[\da-fA-F]{4})|U(?<eight>[\da-fA-F]{8})|(?<octal>[0-7]{1,3})|(?<sign>[^]))/g,
    (all: string, two?: string, four?: string, eight?: string, octal?: string, sign?: string) => {
      if (sign !== undefined) return escapes[sign] ?? all;
      const code = octal === undefined ? Number.parseInt(two ?? four ?? eight ?? '0', 16) : Number.parseInt(octal, 8);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );
}
