/** What steps of inference are made of. */
import { namedChildren, partOf, partsOf, textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../../syntax/pythonTree.ts';
import { applyEdits, indentEdits } from '../textEdits.ts';
import { columnsOf } from './readExpression.ts';
import type { InferenceContext } from './readExpression.ts';
import type { Passing, Reading, Step } from './reading.ts';

/** Starts reading an expression; the subject suggests names. */
export type Begin = (subject: string) => Reading;

/** The text of a node with all that reading it changed. */
export function written(reading: Reading, node: PythonNode): string {
  const { text } = reading.tree;
  const moved = indentEdits(text, node, '    ').filter(
    ({ start, end }) => !reading.edits.some((edit) => edit.start <= start && end <= edit.end && edit.end > edit.start),
  );
  return applyEdits(text, node.start, node.end, [...reading.edits, ...moved]);
}

/** What was read, apart from what is passed. */
export function stepOf(
  { cell, reads, uses, refusals }: Reading,
  passings: readonly (Passing & { readonly start: number; readonly end: number })[],
): Step {
  const isPassed = (read: { readonly name: string; readonly start: number }): boolean =>
    passings.some(({ name, start }) => name === read.name && start === read.start);
  return {
    cell,
    binds: undefined,
    changes: undefined,
    sets: [],
    reads: reads.filter((read) => !isPassed(read)),
    passes: passings.filter((passing) => reads.some(({ start }) => start === passing.start)),
    uses: uses.map(({ capture }) => capture),
    refusals,
    code: '',
  };
}

/** Takes columns away that inference may not get. */
export function dropStep(reading: Reading, frame: string, columns: readonly string[]): Step {
  const needPassed: Passing = {
    name: frame,
    needBefore: ({ isAll, names }) => (isAll ? { isAll, names: new Set([...names, ...columns]) } : { isAll, names }),
  };
  return {
    ...stepOf(reading, []),
    changes: frame,
    passes: [needPassed],
    code: `${frame} = ${frame}.drop(columns=[${columns.map((column) => JSON.stringify(column)).join(', ')}], errors="ignore")`,
  };
}

/** Says of names why inference does not know them. */
export function forgetNames(
  context: InferenceContext,
  names: readonly (string | undefined)[],
  why: string,
): readonly Step[] {
  for (const name of names) if (name !== undefined) context.names.set(name, { kind: 'unknown', why });
  return [];
}

/** The columns that a target sets as a whole; undefined where that is not known. */
export function columnsSet(
  context: InferenceContext,
  reading: Reading,
  left: PythonNode,
): readonly string[] | undefined {
  if (left.type === 'attribute') {
    const attribute = partOf(left, 'attribute');
    const name = attribute === undefined ? '' : textOf(reading.tree, attribute);
    return /^(?:columns|index|name|dtype|shape)$/.test(name) ? undefined : [name];
  }
  const [index, ...more] = partsOf(left, 'subscript');
  return index === undefined || more.length > 0 ? undefined : columnsOf(context, reading, index);
}

/** What stands in the brackets of a target. */
export function indicesOf(left: PythonNode): readonly PythonNode[] {
  if (left.type === 'subscript') {
    const value = partOf(left, 'value');
    return [...(value === undefined ? [] : indicesOf(value)), ...partsOf(left, 'subscript')];
  }
  const object = left.type === 'attribute' ? partOf(left, 'object') : undefined;
  return object === undefined ? [] : indicesOf(object);
}

/** The name whose value a target changes; undefined where that is no name. */
export function baseOf(node: PythonNode): PythonNode | undefined {
  if (node.type === 'identifier') return node;
  const inner = partOf(node, 'value') ?? partOf(node, 'object');
  return inner === undefined ? undefined : baseOf(inner);
}

/** The names of a target. */
export function namesIn(tree: PythonTree, node: PythonNode): readonly string[] {
  return node.type === 'identifier'
    ? [textOf(tree, node)]
    : namedChildren(node).flatMap((child) => namesIn(tree, child));
}
