/** Where code of a notebook stands: at the top, or in a function with the call that led there. */
import type { Call, Statement } from '../../../flow/analysis.ts';
import { descendants, namedChildren, partOf, textOf } from '../../../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../../../syntax/pythonTree.ts';
import type { CellRange } from '../../../read/notebook.ts';
import type { PromotionPlan } from '../../plan.ts';
import type { CellTrees } from '../../project/cellTrees.ts';

export interface Scope {
  /** The statement of the notebook that runs it. */
  readonly statement: Statement;
  readonly cell: number;
  readonly tree: PythonTree;
  /** The statement, or the definition of the function. */
  readonly root: PythonNode;
  /** How a function is called; undefined at the top. */
  readonly called: { readonly from: Scope; readonly call: PythonNode } | undefined;
}

/** The notebook, as far as code in it is followed. */
export interface Followed {
  readonly plan: PromotionPlan;
  readonly trees: CellTrees;
  readonly kept: readonly Statement[];
}

export interface PlacedDefinition {
  readonly cell: number;
  readonly node: PythonNode;
}

/** The function or class that a name means for a statement; undefined when the notebook defines none. */
export function definitionNamed(
  { plan: { source } }: Followed,
  name: string,
  { id }: Statement,
): PlacedDefinition | undefined {
  const found = [...source.definitions.values()].filter(({ node, code }) => {
    const own = partOf(node, 'name');
    return own !== undefined && code.parsed.code.slice(own.start, own.end) === name;
  });
  const last = found.findLast(({ statement }) => statement < id) ?? found.at(0);
  return last === undefined ? undefined : { cell: last.code.statement.at.cell, node: last.node };
}

export function topScope({ trees }: Followed, statement: Statement): Scope | undefined {
  const tree = trees.treeOf(statement.at.cell);
  const root = trees.nodeAt(statement.at);
  return tree === undefined || root === undefined
    ? undefined
    : { statement, cell: statement.at.cell, tree, root, called: undefined };
}

/** The scope that a call of a function of the notebook leads to; undefined for all other calls. */
export function enter(followed: Followed, from: Scope, call: PythonNode): Scope | undefined {
  const callee = partOf(call, 'function');
  if (callee?.type !== 'identifier') return undefined;
  const definition = definitionNamed(followed, textOf(from.tree, callee), from.statement);
  const tree = definition === undefined ? undefined : followed.trees.treeOf(definition.cell);
  if (definition?.node.type !== 'function_definition' || tree === undefined) return undefined;
  return { statement: from.statement, cell: definition.cell, tree, root: definition.node, called: { from, call } };
}

/** How deep functions that call each other are followed. */
const deepest = 4;

/** The scope in which a call of a statement is written; undefined where it cannot be followed. */
export function scopeOf(followed: Followed, statement: Statement, { at, through }: Call): Scope | undefined {
  const top = topScope(followed, statement);
  if (top === undefined || through === undefined) return top;
  const call = followed.trees.callAt(through);
  return call === undefined ? undefined : find(followed, enter(followed, top, call), at, deepest);
}

function find(followed: Followed, scope: Scope | undefined, at: CellRange, depth: number): Scope | undefined {
  if (scope === undefined || depth === 0) return undefined;
  if (scope.cell === at.cell && scope.root.start <= at.start && at.end <= scope.root.end) return scope;
  for (const node of descendants(scope.root)) {
    const found = node.type === 'call' ? find(followed, enter(followed, scope, node), at, depth - 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The argument that a call gives to a parameter; undefined when it gives none. */
export function givenTo(
  tree: PythonTree,
  call: PythonNode,
  callTree: PythonTree,
  definition: PythonNode,
  parameter: string,
  isMethod = false,
): PythonNode | undefined {
  const list = partOf(call, 'arguments');
  const given = list === undefined ? [] : namedChildren(list);
  const named = given.find((argument) => {
    const key = argument.type === 'keyword_argument' ? partOf(argument, 'name') : undefined;
    return key !== undefined && textOf(callTree, key) === parameter;
  });
  if (named !== undefined) return partOf(named, 'value');
  const names = parametersOf(tree, definition).slice(isMethod ? 1 : 0);
  const positional = given.filter(({ type }) => type !== 'keyword_argument');
  const index = names.indexOf(parameter);
  return index < 0 ? undefined : positional[index];
}

export function parametersOf(tree: PythonTree, definition: PythonNode): readonly string[] {
  const list = partOf(definition, 'parameters');
  return (list === undefined ? [] : namedChildren(list)).flatMap((parameter) => {
    const name =
      parameter.type === 'identifier'
        ? parameter
        : (partOf(parameter, 'name') ?? namedChildren(parameter).find(({ type }) => type === 'identifier'));
    return name === undefined ? [] : [textOf(tree, name)];
  });
}

/** What the data flow says of a call that is written in a scope. */
export function callAtNode(
  { statement, cell }: Pick<Scope, 'statement' | 'cell'>,
  { start, end }: PythonNode,
): Call | undefined {
  return statement.calls.find(({ at }) => at.cell === cell && at.start === start && at.end === end);
}

/** Arguments of a call, with keywords. */
export function argumentsOf(call: PythonNode): readonly PythonNode[] {
  const list = partOf(call, 'arguments');
  return list === undefined ? [] : list.type === 'argument_list' ? namedChildren(list) : [list];
}

export function keywordIn(tree: PythonTree, argument: PythonNode): string | undefined {
  const key = argument.type === 'keyword_argument' ? partOf(argument, 'name') : undefined;
  return key === undefined ? undefined : textOf(tree, key);
}

/** The method and the receiver of `receiver.method(…)`. */
export function methodCall(
  tree: PythonTree,
  call: PythonNode,
): { readonly receiver: PythonNode; readonly method: string } | undefined {
  const callee = partOf(call, 'function');
  const receiver = callee?.type === 'attribute' ? partOf(callee, 'object') : undefined;
  const attribute = callee?.type === 'attribute' ? partOf(callee, 'attribute') : undefined;
  return receiver === undefined || attribute === undefined ? undefined : { receiver, method: textOf(tree, attribute) };
}
