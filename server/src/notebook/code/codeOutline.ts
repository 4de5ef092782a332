/** What is kept of a Python file beside notebooks: enough to find code of a notebook in it, without its text. */
import { nodesOfType } from '../syntax/nodeIndex.ts';
import { namedChildren, partOf, textOf } from '../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../syntax/pythonTree.ts';
import type { CodeStep, TypedTable } from './codeSteps.ts';
import { stepsOf, typedTable } from './codeSteps.ts';

export interface CodeOutline {
  /** Address of the file. */
  readonly uri: string;
  readonly steps: readonly CodeStep[];
  readonly tables: readonly TypedTable[];
  readonly functions: readonly FunctionOutline[];
  /** Offsets at which lines start, for naming a line in a message. */
  readonly lineStarts: readonly number[];
}

export interface FunctionOutline {
  readonly name: string;
  /** Names of the parameters that can be given by position, `self` left out. */
  readonly parameters: readonly string[];
  readonly start: number;
  readonly end: number;
  /** Offsets of the list of parameters. */
  readonly parametersAt: { readonly start: number; readonly end: number };
}

export function outlineOf(uri: string, tree: PythonTree): CodeOutline {
  const tables: TypedTable[] = [];
  for (const node of nodesOfType(tree, 'list', 'tuple', 'dictionary')) {
    const table = typedTable(tree, node);
    if (table !== undefined) tables.push(table);
  }
  const lineStarts = [0, ...[...tree.text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return { uri, steps: stepsOf(tree), tables, functions: functionsOf(tree), lineStarts };
}

/** The number of a line, from 1. */
export function lineAt({ lineStarts }: CodeOutline, offset: number): number {
  const after = lineStarts.findIndex((start) => start > offset);
  return after < 0 ? lineStarts.length : after;
}

/** The functions and methods of a text. */
export function functionsOf(tree: PythonTree): readonly FunctionOutline[] {
  const functions: FunctionOutline[] = [];
  for (const node of nodesOfType(tree, 'function_definition')) {
    const name = partOf(node, 'name');
    const list = partOf(node, 'parameters');
    if (name === undefined || list === undefined) continue;
    functions.push({
      name: textOf(tree, name),
      parameters: positionalNames(tree, list),
      start: node.start,
      end: node.end,
      parametersAt: { start: list.start, end: list.end },
    });
  }
  return functions;
}

function positionalNames(tree: PythonTree, list: PythonNode): readonly string[] {
  const names: string[] = [];
  for (const parameter of namedChildren(list)) {
    if (parameter.type === 'keyword_separator' || /splat/.test(parameter.type)) break;
    const name = partOf(parameter, 'name') ?? parameter.children.find(({ type }) => type === 'identifier') ?? parameter;
    if (name.type === 'identifier') names.push(textOf(tree, name));
  }
  return names[0] === 'self' || names[0] === 'cls' ? names.slice(1) : names;
}
