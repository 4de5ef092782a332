/** Statements that split data and give the parts names: `X_train, X_test = train_test_split(X)`. */
import type { CellRange } from '../../../notebook/read/notebook.ts';
import { namedChildren, partOf } from '../../../notebook/syntax/pythonTree.ts';
import type { NotebookContext } from '../notebookRule.ts';
import { nodesOf, writtenText } from './nodes.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { Data, PlacedCall } from './rowGraph.ts';
import { rowSetsOf } from './rowSets.ts';

export interface SplitStatement {
  readonly call: PlacedCall;
  /** The whole statement. */
  readonly at: CellRange;
  /** What is in front of it on its line. */
  readonly indent: string;
  /** The empty place behind it, and behind a comment on its line, where other lines can be put. */
  readonly behind: CellRange;
  /** What is split, in order, with the names of its two parts. */
  readonly pieces: readonly SplitPiece[];
}

export interface SplitPiece {
  /** The argument. */
  readonly at: CellRange;
  readonly whole: string;
  readonly train: string;
  readonly test: string;
}

/** @returns undefined where the parts are not all given plain names, or the split is made again and again */
export function splitStatementOf(context: NotebookContext, call: PlacedCall): SplitStatement | undefined {
  if (call.effect?.splits !== 'pairs' || call.isRepeated || call.through !== undefined) return undefined;
  const assignment = nodesOf(context)
    .nodesAround(call.at)
    .findLast(({ node }) => node.type === 'assignment');
  const [left, right] = assignment === undefined ? [] : ['left', 'right'].map((name) => partOf(assignment.node, name));
  if (assignment === undefined || left === undefined || right === undefined) return undefined;
  if (right.start !== call.at.start || right.end !== call.at.end) return undefined;
  const targets = namedChildren(left);
  const given = call.arguments.filter(({ keyword }) => keyword === undefined);
  if (given.length === 0 || targets.length !== 2 * given.length) return undefined;
  if (targets.some(({ type }) => type !== 'identifier')) return undefined;
  const { node, tree, cell } = assignment;
  const line = tree.text.lastIndexOf('\n', node.start - 1) + 1;
  const indent = tree.text.slice(line, node.start);
  if (indent.trim() !== '') return undefined;
  const name = (index: number): string => {
    const target = targets[index];
    return target === undefined ? '' : writtenText({ ...assignment, node: target });
  };
  const pieces = given.map(({ at }, index) => ({
    at,
    whole: tree.text.slice(at.start, at.end),
    train: name(2 * index),
    test: name(2 * index + 1),
  }));
  const comment = /^[ \t]*#[^\n]*/.exec(tree.text.slice(node.end))?.[0].length ?? 0;
  const behind = { cell, start: node.end + comment, end: node.end + comment };
  return { call, at: { cell, start: node.start, end: node.end }, indent, behind, pieces };
}

/** The split on the way to some data that is made last before they are used. */
export function splitBehind(context: NotebookContext, data: Data): SplitStatement | undefined {
  const { analysis } = context;
  if (analysis === undefined) return undefined;
  const graph = rowGraphOf(analysis);
  const makers = rowSetsOf(analysis)
    .originsOf(data)
    .flatMap(({ object }) => graph.makersOf(object))
    .filter(({ effect }) => effect?.splits === 'pairs');
  const [only, ...others] = new Set(makers);
  return only === undefined || others.length > 0 ? undefined : splitStatementOf(context, only);
}
