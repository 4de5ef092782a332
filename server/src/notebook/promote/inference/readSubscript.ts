/** Columns, rows and items that are chosen by brackets. */
import { namedChildren, partOf, partsOf, textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode } from '../../syntax/pythonTree.ts';
import {
  columnsOf,
  combine,
  leave,
  narrow,
  plain,
  rangeIn,
  readBunch,
  readExpression,
  readSource,
  rows,
  settle,
  shortText,
} from './readExpression.ts';
import type { InferenceContext } from './readExpression.ts';
import { readsArray } from './arrayFiles.ts';
import { forget, replace } from './reading.ts';
import type { Reading, Status } from './reading.ts';

export function readSubscript(context: InferenceContext, reading: Reading, node: PythonNode): Status {
  const value = partOf(node, 'value');
  const [index, ...more] = partsOf(node, 'subscript');
  if (value === undefined || index === undefined) return plain;
  const status = readExpression(context, reading, value);
  switch (status.kind) {
    case 'rows':
      return chosen(context, reading, node, value, [index, ...more]);
    case 'bunch':
      return readBunch(context, reading, node, textOf(reading.tree, index).replace(/^["']|["']$/g, ''));
    case 'groups':
      return status;
    case 'archive':
      forget(reading, node);
      return readSource(context, reading, node, 'array', readsArray);
    case 'pairs':
      return combine(context, reading, node, [status]);
    case 'plain':
    case 'learned':
    case 'fitted':
    case 'bound': {
      const parts = [index, ...more].map((part) => readExpression(context, reading, part));
      const isRows = parts.some(({ kind }) => kind === 'rows');
      const isBound = status.kind === 'bound' || parts.some(({ kind }) => kind === 'bound');
      const isLearned = status.kind === 'learned' || parts.some(({ kind }) => kind === 'learned');
      if (!isRows && !isBound && isLearned) return { kind: 'learned', node, capture: undefined };
      for (const part of [status, ...parts]) settle(context, reading, part);
      return isRows ? rows : isBound ? { kind: 'bound' } : plain;
    }
  }
}

function chosen(
  context: InferenceContext,
  reading: Reading,
  node: PythonNode,
  value: PythonNode,
  indices: readonly PythonNode[],
): Status {
  const accessor = accessorOf(reading, value);
  if (accessor !== undefined) return located(context, reading, node, accessor, indices);
  const [index, second] = indices;
  if (index === undefined) return rows;
  if (second !== undefined) {
    // `X[:, 1]` chooses columns of an array, `X[:800, 1]` rows, too.
    if (isWhole(reading, index)) {
      settle(context, reading, readExpression(context, reading, second));
      return rows;
    }
    if (textOf(reading.tree, second).includes('newaxis') || isNone(second)) return rows;
    reading.refusals.push(`${shortText(reading, node)} chooses rows and columns at once`);
    return rows;
  }
  const columns = columnsOf(context, reading, index);
  if (columns !== undefined) {
    if (value.type === 'identifier') narrow(reading, value, columns);
    settle(context, reading, readExpression(context, reading, index));
    return rows;
  }
  const status = index.type === 'slice' ? rows : readExpression(context, reading, index);
  if (status.kind === 'rows' || status.kind === 'groups') {
    // A filter: inference answers every row.
    leave(reading, node, value);
    return rows;
  }
  if (index.type === 'integer' || index.type === 'unary_operator') {
    return { kind: 'learned', node, capture: undefined };
  }
  settle(context, reading, status);
  return rows;
}

interface Accessor {
  readonly name: string;
  readonly object: PythonNode;
}

function accessorOf(reading: Reading, value: PythonNode): Accessor | undefined {
  const object = value.type === 'attribute' ? partOf(value, 'object') : undefined;
  const attribute = value.type === 'attribute' ? partOf(value, 'attribute') : undefined;
  const name = attribute === undefined ? '' : textOf(reading.tree, attribute);
  return object !== undefined && /^(?:loc|iloc|at|iat)$/.test(name) ? { name, object } : undefined;
}

/** `df.loc[rows, columns]` and `df.iloc[rows, columns]`. */
function located(
  context: InferenceContext,
  reading: Reading,
  node: PythonNode,
  { name, object }: Accessor,
  [first, second]: readonly PythonNode[],
): Status {
  if (first === undefined) return rows;
  if (second === undefined) {
    if (first.type === 'integer') return { kind: 'learned', node, capture: undefined };
    leave(reading, node, object);
    return rows;
  }
  const columns = name === 'loc' ? columnsOf(context, reading, second) : undefined;
  if (columns !== undefined) {
    if (object.type === 'identifier') narrow(reading, object, columns);
    settle(context, reading, readExpression(context, reading, second));
    if (!isWhole(reading, first)) replace(reading, first, ':');
    return rows;
  }
  if (!isWhole(reading, first)) {
    reading.refusals.push(`${shortText(reading, node)} chooses rows and columns at once`);
    return rows;
  }
  // Columns by position mean others once the answer is not there: training keeps their names.
  const capture = context.captures.keep(
    rangeIn(reading, node),
    'learned_columns',
    `${reading.subject}_columns`,
    context.statement,
  );
  const kept = reading.edits.filter(({ start, end }) => start >= object.start && end <= object.end);
  forget(reading, { start: object.end, end: node.end });
  reading.edits = [...reading.edits.filter((edit) => !kept.includes(edit)), ...kept];
  reading.edits.push({
    start: object.end,
    end: node.end,
    text: `[names_of(state[${JSON.stringify(capture)}])]${second.type === 'slice' ? '' : '.iloc[:, 0]'}`,
  });
  reading.uses.push({ capture, start: object.end, end: node.end });
  // Which columns these are is known when it runs.
  if (object.type === 'identifier') narrow(reading, object, []);
  return rows;
}

function isWhole({ tree }: Reading, node: PythonNode): boolean {
  return node.type === 'slice' && textOf(tree, node).trim() === ':';
}

function isNone(node: PythonNode): boolean {
  return node.type === 'none' || namedChildren(node).some(({ type }) => type === 'none');
}
