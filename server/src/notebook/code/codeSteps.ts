/** Code as runs of steps that can be compared: what is written twice is found whatever its names and literals are. */
import { keptOn } from '../memory/keptOn.ts';
import { namedChildren, partOf, partsOf, textOf } from '../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../syntax/pythonTree.ts';

/** A statement without the statements in it: `if x > 0:` is one step, and each line below it another. */
export interface CodeStep {
  /** Equal for statements that differ in names of variables and in literals alone. */
  readonly shape: number;
  /** Equal for statements that differ in blanks alone. */
  readonly exact: number;
  /** Names, literals and signs. */
  readonly tokens: number;
  /** Whether it only draws or prints. */
  readonly isShown: boolean;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
}

/** Begins what only draws or prints. */
const showing = /^(?:(?:plt|pyplot|ax|axs|axes|fig|figure|sns)\d*(?:\[[^\]]*\])?\s*\.|(?:print|display)\s*\()/;

/** What says nothing about how data are treated, so that it may stand anywhere. */
const skipped: ReadonlySet<string> = new Set([
  'import_statement',
  'import_from_statement',
  'future_import_statement',
  'pass_statement',
  'global_statement',
  'comment',
]);

/** The steps of a text in the order of its lines; imports and docstrings are none. Made once for each tree. */
export const stepsOf: (tree: PythonTree) => readonly CodeStep[] = keptOn(makeSteps);

function makeSteps(tree: PythonTree): readonly CodeStep[] {
  const steps: CodeStep[] = [];
  const visit = (block: PythonNode): void => {
    for (const statement of namedChildren(block)) {
      if (skipped.has(statement.type) || statement.hasError || isText(statement)) continue;
      steps.push(stepOf(tree, statement));
      for (const body of blocksOf(statement)) visit(body);
    }
  };
  visit(tree.root);
  return steps;
}

/** A text as a statement: a docstring, or code that is switched off. */
function isText(statement: PythonNode): boolean {
  const [only] = namedChildren(statement);
  return statement.type === 'expression_statement' && only?.type === 'string';
}

/** The blocks of a compound statement, those of its clauses included. */
function blocksOf(statement: PythonNode): readonly PythonNode[] {
  return statement.children.flatMap((child) => {
    if (child.type === 'block') return [child];
    return /_clause$|_definition$/.test(child.type) ? blocksOf(child) : [];
  });
}

function stepOf(tree: PythonTree, statement: PythonNode): CodeStep {
  let shape = hashStart;
  let exact = hashStart;
  let tokens = 0;
  let end = statement.start;
  const visit = (node: PythonNode, parent: PythonNode | undefined): void => {
    if (node.type === 'block' || node.type === 'comment') return;
    if (node.type === 'string' || node.children.length === 0) {
      const text = textOf(tree, node);
      tokens += 1;
      shape = addToHash(shape, shapeOf(node, parent, text));
      exact = addToHash(exact, node.type === 'string' ? text.replace(/^(\w*)'(.*)'$/s, '$1"$2"') : text);
      end = Math.max(end, node.end);
      return;
    }
    for (const child of node.children) visit(child, node);
  };
  visit(statement, undefined);
  return { shape, exact, tokens, isShown: showing.test(textOf(tree, statement)), start: statement.start, end };
}

function shapeOf(node: PythonNode, parent: PythonNode | undefined, text: string): string {
  switch (node.type) {
    case 'identifier':
      return isMeant(node, parent) ? text : '·';
    case 'string':
    case 'integer':
    case 'float':
      return '#';
    default:
      return text;
  }
}

/** Names of methods, arguments and functions say what is done; others are anybody's choice. */
function isMeant({ field }: PythonNode, parent: PythonNode | undefined): boolean {
  return (
    (parent?.type === 'attribute' && field === 'attribute') ||
    (parent?.type === 'keyword_argument' && field === 'name') ||
    (parent?.type === 'call' && field === 'function')
  );
}

const hashStart = 0x811c9dc5;

/** FNV-1a over UTF-16 units, with a sign between two texts. */
function addToHash(hash: number, text: string): number {
  let next = hash;
  for (let index = 0; index < text.length; index += 1) {
    next = Math.imul(next ^ text.charCodeAt(index), 0x01000193);
  }
  return Math.imul(next ^ 0x1f, 0x01000193) >>> 0;
}

/** A list of texts or a map that somebody typed: names of columns, codes of classes. */
export interface TypedTable {
  /** Equal for tables that differ in blanks and quotes alone. */
  readonly key: string;
  readonly entries: number;
  readonly start: number;
  readonly end: number;
}

/** Entries from which on a list, and a map, are hardly the same by chance. */
const listEntries = 4;
const mapEntries = 3;

/** @param node any node; undefined when it is no table of literals that is long enough to tell one from another */
export function typedTable(tree: PythonTree, node: PythonNode): TypedTable | undefined {
  const entries = namedChildren(node);
  const isList = node.type === 'list' || node.type === 'tuple';
  if (!isList && node.type !== 'dictionary') return undefined;
  if (entries.length < (isList ? listEntries : mapEntries)) return undefined;
  const parts = isList
    ? entries
    : entries.flatMap((entry) => [...partsOf(entry, 'key'), partOf(entry, 'value') ?? entry]);
  const isTyped = isList
    ? parts.every(({ type }) => type === 'string')
    : entries.every(({ type }) => type === 'pair') && parts.every(({ type }) => literalTypes.has(type));
  if (!isTyped || parts.some((part) => part.children.some(({ type }) => type === 'interpolation'))) return undefined;
  // Colours are shared on purpose, and decide nothing.
  if (parts.every((part) => /^["']#[\da-f]{3,8}["']$/i.test(textOf(tree, part)))) return undefined;
  const key = parts.map((part) => textOf(tree, part).replace(/^(\w*)'(.*)'$/s, '$1"$2"')).join(isList ? ',' : ':');
  return { key, entries: entries.length, start: node.start, end: node.end };
}

const literalTypes: ReadonlySet<string> = new Set(['string', 'integer', 'float', 'true', 'false', 'none']);
