/** Expressions of the notebook outside of the features: what a model is made of, what its answers are compared with. */
import type { Statement } from '../../../flow/analysis.ts';
import { chooseSteps } from '../chooseSteps.ts';
import { createContext, within } from '../inferenceContext.ts';
import { stepsBefore } from '../derivePreprocess.ts';
import type { ReadNotebook } from '../derivePreprocess.ts';
import { placeKey, rangeIn, readExpression, settle } from '../readExpression.ts';
import type { InferenceContext } from '../readExpression.ts';
import { readLiteral } from '../../project/readLiteral.ts';
import { createReading } from '../reading.ts';
import type { Captures, Reading, Step } from '../reading.ts';
import { written } from '../steps.ts';
import { namedChildren, partOf } from '../../../syntax/pythonTree.ts';
import type { PythonNode } from '../../../syntax/pythonTree.ts';
import type { Operand } from './readAnswers.ts';
import type { Scope } from './scopes.ts';

/** How inference makes the object again that the notebook makes once. */
export interface MadeAgain {
  readonly steps: readonly Step[];
  readonly result: string;
  readonly uses: readonly string[];
}

/** @returns why it cannot be made again, as a sentence, where that is so */
export function readMaking(
  notebook: ReadNotebook,
  statement: Statement,
  node: PythonNode,
  captures: Captures,
): MadeAgain | string {
  const context = createContext(notebook.plan, captures);
  const steps = stepsBefore(notebook, context, { statement, before: node.start });
  const tree = notebook.trees.treeOf(statement.at.cell);
  if (tree === undefined) return 'What makes the model cannot be read.';
  const reading = createReading(statement.at.cell, tree, 'model', context.secrets.get(statement.at.cell));
  const own = within(context, statement);
  readParts(own, reading, node);
  const chosen = chooseSteps(steps, { reads: reading.reads, passes: [] });
  const [reason] = [...reading.refusals, ...chosen.steps.flatMap(({ refusals }) => refusals)];
  if (reason !== undefined) return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
  const uses = [
    ...new Set([...reading.uses.map(({ capture }) => capture), ...chosen.steps.flatMap((step) => step.uses)]),
  ];
  const isOfRows = uses.some((name) => /^rows(?:_\d+)?$/.test(name));
  if (isOfRows) return 'The model is made of rows of the data.';
  return { steps: chosen.steps, result: written(reading, node), uses };
}

/** Reads what a network is made of: its parts are made again, and the numbers in them are kept. */
function readParts(context: InferenceContext, reading: Reading, node: PythonNode): void {
  switch (node.type) {
    case 'call': {
      const call = context.calls.get(placeKey(rangeIn(reading, node)));
      const made = call?.result === undefined ? undefined : context.analysis.object(call.result)?.kind;
      if (made !== 'torch-module' && call?.effect !== undefined) break;
      for (const part of [partOf(node, 'function'), partOf(node, 'arguments')]) {
        if (part !== undefined) readParts(context, reading, part);
      }
      return;
    }
    case 'attribute': {
      const object = partOf(node, 'object');
      if (object?.type !== 'call') break;
      readParts(context, reading, object);
      return;
    }
    case 'keyword_argument': {
      const value = partOf(node, 'value');
      if (value !== undefined) readParts(context, reading, value);
      return;
    }
    case 'argument_list':
    case 'list':
    case 'tuple':
    case 'list_splat':
      if (readLiteral(reading.tree, node) !== undefined) break;
      for (const child of namedChildren(node)) readParts(context, reading, child);
      return;
    default:
      break;
  }
  settle(context, reading, readExpression(context, reading, node));
}

/** Reads operands at the top of the notebook, statement after statement. */
export function createOperands(
  { plan, trees, kept }: ReadNotebook,
  captures: Captures,
): {
  /** Reads all statements in front of one. */
  readonly readUntil: (statement: Statement) => void;
  readonly operandOf: (scope: Scope, node: PythonNode) => Operand | undefined;
} {
  const context = createContext(plan, captures);
  let done = -1;
  return {
    readUntil: (statement) => {
      stepsBefore({ plan, trees, kept: kept.filter(({ id }) => id > done && id < statement.id) }, context, {
        statement,
        before: 0,
      });
      done = statement.id - 1;
    },
    operandOf: ({ statement, cell, tree }, node) => {
      const own = within(context, statement);
      if (!isKnown(own, tree.text.slice(node.start, node.end), node) && readLiteral(tree, node) === undefined)
        return undefined;
      const reading = createReading(cell, tree, 'value', context.secrets.get(cell));
      settle(own, reading, readExpression(own, reading, node));
      if (reading.refusals.length > 0 || reading.reads.length > 0) return undefined;
      return { text: written(reading, node), uses: reading.uses.map(({ capture }) => capture) };
    },
  };
}

/** Whether a name holds something that training keeps. */
function isKnown({ names }: InferenceContext, text: string, { type }: PythonNode): boolean {
  const meaning = type === 'identifier' ? names.get(text) : undefined;
  return meaning?.kind === 'literal' || meaning?.kind === 'learned' || meaning?.kind === 'fitted';
}
