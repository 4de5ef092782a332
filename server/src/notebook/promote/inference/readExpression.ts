/** What an expression is for inference, and how it is written there. */
import type { Call, NotebookAnalysis } from '../../flow/analysis.ts';
import type { CellRange } from '../../read/notebook.ts';
import { namedChildren, partOf, textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode } from '../../syntax/pythonTree.ts';
import { pythonName } from '../project/pythonName.ts';
import { readLiteral } from '../project/readLiteral.ts';
import type { TextEdit } from '../textEdits.ts';
import { everything, onlyColumns } from './need.ts';
import { readCall } from './readCall.ts';
import { readSubscript } from './readSubscript.ts';
import { forget, replace } from './reading.ts';
import type { Captures, Meaning, Reading, Status } from './reading.ts';

/** All that reading expressions looks up. */
export interface InferenceContext {
  readonly analysis: NotebookAnalysis;
  readonly names: Map<string, Meaning>;
  readonly captures: Captures;
  /** The calls of the statement that is read, by place. */
  readonly calls: ReadonlyMap<string, Call>;
  readonly statement: number;
  /** Keys of the configuration by the places that read them. */
  readonly configured: ReadonlyMap<string, string>;
  /** Per cell, edits that read secrets from the environment instead. */
  readonly secrets: ReadonlyMap<number, readonly TextEdit[]>;
  /** Names of functions of the notebook → why inference cannot call them; undefined when it can. */
  readonly functions: ReadonlyMap<string, string | undefined>;
  /** Where the raw rows come from: each source that is met. */
  readonly sources: Set<string>;
}

export const plain: Status = { kind: 'plain' };
export const rows: Status = { kind: 'rows' };
const boundStatus: Status = { kind: 'bound' };

/** Name of the parameter that takes the raw rows. */
export const rawRows = 'rows';

const literalTypes: ReadonlySet<string> = new Set(
  'string concatenated_string integer float true false none list tuple unary_operator'.split(' '),
);

export function readExpression(context: InferenceContext, reading: Reading, node: PythonNode): Status {
  if (literalTypes.has(node.type) && readLiteral(reading.tree, node) !== undefined) {
    const key = context.configured.get(placeKey(rangeIn(reading, node)));
    if (key !== undefined) keepValue(context, reading, node, `config.${key}`);
    return plain;
  }
  switch (node.type) {
    case 'identifier':
      return readName(context, reading, node);
    case 'call':
      return readCall(context, reading, node);
    case 'subscript':
      return readSubscript(context, reading, node);
    case 'attribute':
      return readAttribute(context, reading, node);
    case 'keyword_argument': {
      const value = partOf(node, 'value');
      return value === undefined ? plain : readExpression(context, reading, value);
    }
    case 'lambda':
    case 'list_comprehension':
    case 'set_comprehension':
    case 'dictionary_comprehension':
    case 'generator_expression':
      return readScope(context, reading, node);
    default:
      return combine(
        context,
        reading,
        node,
        namedChildren(node).map((child) => readExpression(context, reading, child)),
      );
  }
}

/** Of parts: rows when one is; else learned as a whole when one is. */
export function combine(
  context: InferenceContext,
  reading: Reading,
  node: PythonNode,
  parts: readonly Status[],
): Status {
  const isRows = parts.some(({ kind }) => kind === 'rows' || kind === 'groups');
  const isBound = parts.some(({ kind }) => kind === 'bound');
  if (isRows || isBound) {
    for (const part of parts) settle(context, reading, part);
    return isRows ? rows : boundStatus;
  }
  if (parts.some(({ kind }) => kind === 'bunch' || kind === 'pairs' || kind === 'archive')) {
    reading.refusals.push(`${shortText(reading, node)} uses a data set as a whole`);
    return rows;
  }
  if (parts.some(({ kind }) => kind === 'learned')) return { kind: 'learned', node, capture: undefined };
  if (parts.some(({ kind }) => kind === 'fitted')) {
    for (const part of parts) settle(context, reading, part);
  }
  return plain;
}

/** Writes what is learned, or fitted, as the value that training kept. */
export function settle(context: InferenceContext, reading: Reading, status: Status): void {
  if (status.kind === 'fitted') useCapture(reading, status.node, status.capture);
  if (status.kind !== 'learned') return;
  const { node, capture } = status;
  if (capture !== undefined) useCapture(reading, node, capture);
  else if (partsOfOthers.has(node.type)) {
    for (const child of namedChildren(node)) settle(context, reading, readExpression(context, reading, child));
  } else keepValue(context, reading, node, learnedName(reading, node));
}

/** What stands in an expression and is none itself, so that no call can be put around it. */
const partsOfOthers: ReadonlySet<string> = new Set(['slice', 'pair', 'list_splat', 'dictionary_splat']);

export function keepValue(context: InferenceContext, reading: Reading, node: PythonNode, name: string): void {
  useCapture(reading, node, context.captures.keep(rangeIn(reading, node), 'learned', name, context.statement));
}

export function useCapture(reading: Reading, node: Pick<PythonNode, 'start' | 'end'>, capture: string): void {
  replace(reading, node, `state[${JSON.stringify(capture)}]`);
  reading.uses.push({ capture, start: node.start, end: node.end });
}

/** `age_mean` for the mean that fills the column `age`. */
function learnedName({ subject, tree }: Reading, node: PythonNode): string {
  const callee = node.type === 'call' ? partOf(node, 'function') : undefined;
  const method = callee?.type === 'attribute' ? partOf(callee, 'attribute') : callee;
  return pythonName(`${subject} ${method === undefined ? 'value' : textOf(tree, method)}`);
}

function readName(context: InferenceContext, reading: Reading, node: PythonNode): Status {
  const name = textOf(reading.tree, node);
  if (reading.bound.has(name)) return boundStatus;
  const meaning = context.names.get(name);
  const { start, end } = node;
  switch (meaning?.kind) {
    case undefined: {
      const why = context.functions.get(name);
      if (why !== undefined) reading.refusals.push(why);
      return plain;
    }
    case 'rows':
      reading.reads.push({ name, need: everything, start, end });
      return rows;
    case 'plain':
      reading.reads.push({ name, need: everything, start, end });
      return plain;
    case 'learned':
      return { kind: 'learned', node, capture: meaning.capture };
    case 'literal':
      return {
        kind: 'learned',
        node,
        capture: context.captures.keep(meaning.at, 'learned', meaning.name, meaning.statement),
      };
    case 'fitted':
      return { kind: 'fitted', node, capture: meaning.capture };
    case 'bunch':
    case 'archive':
      return { kind: meaning.kind };
    case 'pairs':
      return { kind: 'pairs', capture: meaning.capture };
    case 'unknown':
      reading.refusals.push(meaning.why);
      return rows;
  }
}

const lengths: ReadonlySet<string> = new Set(['shape', 'size', 'ndim', 'empty', 'nbytes']);
const views: ReadonlySet<string> = new Set(
  'str dt cat values index loc iloc at iat sparse columns dtype dtypes array codes'.split(' '),
);

function readAttribute(context: InferenceContext, reading: Reading, node: PythonNode): Status {
  const object = partOf(node, 'object');
  const attribute = partOf(node, 'attribute');
  if (object === undefined || attribute === undefined) return plain;
  const name = textOf(reading.tree, attribute);
  const status = readExpression(context, reading, object);
  switch (status.kind) {
    case 'rows':
      if (lengths.has(name)) return { kind: 'learned', node, capture: undefined };
      if (name === 'T') reading.refusals.push(`${shortText(reading, node)} turns rows into columns`);
      if (!views.has(name) && object.type === 'identifier') narrow(reading, object, [name]);
      return rows;
    case 'bunch':
      return readBunch(context, reading, node, name);
    case 'pairs':
    case 'archive':
      return combine(context, reading, node, [status]);
    case 'learned':
      return { kind: 'learned', node, capture: undefined };
    case 'fitted':
      settle(context, reading, status);
      return plain;
    case 'groups':
      return { ...status };
    case 'plain':
    case 'bound':
      return status;
  }
}

/** A part of a data set of scikit-learn: its rows are the raw ones. */
export function readBunch(context: InferenceContext, reading: Reading, node: PythonNode, part: string): Status {
  if (part === 'data' || part === 'frame' || part === 'images') return readSource(context, reading, node, part);
  if (part === 'target') {
    reading.refusals.push(`${shortText(reading, node)} are the answers, which inference does not get`);
    return rows;
  }
  // Names of columns and classes do not change.
  return { kind: 'learned', node, capture: undefined };
}

/**
 * Raw rows, which inference is given.
 *
 * @param reader reads other rows of the file at `path`; undefined where that is known from how the notebook reads
 */
export function readSource(
  context: InferenceContext,
  reading: Reading,
  node: PythonNode,
  what: string,
  reader?: string,
): Status {
  const at = rangeIn(reading, node);
  context.sources.add(`${what}@${placeKey(at)}`);
  replace(reading, node, rawRows);
  reading.reads.push({ name: rawRows, need: everything, start: node.start, end: node.end });
  const capture = context.captures.keep(at, 'learned_columns', rawRows, context.statement, reader);
  reading.uses.push({ capture, start: node.start, end: node.end });
  return rows;
}

/** Says that of a name certain columns alone are read. */
export function narrow(reading: Reading, { start, end }: PythonNode, columns: readonly string[]): void {
  reading.reads = reading.reads.map((read) =>
    read.start === start && read.end === end ? { ...read, need: onlyColumns(columns) } : read,
  );
}

function readScope(context: InferenceContext, reading: Reading, node: PythonNode): Status {
  const outer = reading.bound;
  const clauses = namedChildren(node).filter(({ type }) => type === 'for_in_clause');
  const parameters = node.type === 'lambda' ? partOf(node, 'parameters') : undefined;
  const targets = [
    ...(parameters === undefined ? [] : [parameters]),
    ...clauses.flatMap((clause) => partOf(clause, 'left') ?? []),
  ];
  const iterated = clauses.flatMap((clause) => partOf(clause, 'right') ?? []);
  const parts = iterated.map((iterable) => readExpression(context, reading, iterable));
  reading.bound = new Set([...outer, ...targets.flatMap((target) => identifiersIn(reading, target))]);
  const rest = namedChildren(node).flatMap((child) => {
    if (child === parameters) return [];
    return child.type === 'for_in_clause' ? [] : [child];
  });
  const inner = rest.map((child) => readExpression(context, reading, child));
  reading.bound = outer;
  if (node.type === 'lambda') {
    for (const status of inner) settle(context, reading, status);
    return plain;
  }
  // What is made of names of the comprehension is as long as what it goes through.
  return combine(context, reading, node, [...parts, ...inner.filter(({ kind }) => kind !== 'bound')]);
}

function identifiersIn(reading: Reading, node: PythonNode): readonly string[] {
  if (node.type === 'identifier') return [textOf(reading.tree, node)];
  return node.children.flatMap((child) => (child.isNamed ? identifiersIn(reading, child) : []));
}

export function rangeIn({ cell }: Reading, { start, end }: PythonNode): CellRange {
  return { cell, start, end };
}

export function placeKey({ cell, start, end }: CellRange): string {
  return `${cell}:${start}:${end}`;
}

/** A few words of code for a sentence. */
export function shortText({ tree }: Reading, node: PythonNode): string {
  const text = textOf(tree, node).replace(/\s+/g, ' ');
  return `\`${text.length > 50 ? `${text.slice(0, 49)}…` : text}\``;
}

/** Leaves only a part of an expression, such as the rows that a filter chooses from. */
export function leave(reading: Reading, whole: PythonNode, part: PythonNode): void {
  for (const [start, end] of [
    [whole.start, part.start],
    [part.end, whole.end],
  ] as const) {
    if (start === end) continue;
    forget(reading, { start, end });
    reading.edits.push({ start, end, text: '' });
  }
}

/** The texts of a list or a single text, names of literals followed; undefined for anything else. */
export function columnsOf(
  context: InferenceContext,
  reading: Reading,
  node: PythonNode,
): readonly string[] | undefined {
  const name = node.type === 'identifier' ? context.names.get(textOf(reading.tree, node)) : undefined;
  const value = name?.kind === 'literal' ? name.literal.value : readLiteral(reading.tree, node)?.value;
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return undefined;
  const texts = value.filter((item) => typeof item === 'string');
  return texts.length === value.length ? texts : undefined;
}
