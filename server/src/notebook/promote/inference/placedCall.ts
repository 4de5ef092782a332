/** Calls with the statements that make them, and what they are given. */
import type { Call, Statement } from '../../flow/analysis.ts';
import type { CellTrees } from '../project/cellTrees.ts';
import { partOf } from '../../syntax/pythonTree.ts';
import type { PythonNode } from '../../syntax/pythonTree.ts';

export interface PlacedCall {
  readonly statement: Statement;
  readonly call: Call;
}

/** The rows that a call is given: its data argument, else its first one. */
export function argumentNode(trees: CellTrees, { effect, arguments: given }: Call): PythonNode | undefined {
  const index = typeof effect?.data === 'number' ? effect.data : 0;
  const argument = given[index];
  const node = argument === undefined ? undefined : trees.nodeAt(argument.at);
  return node?.type === 'keyword_argument' ? partOf(node, 'value') : node;
}
