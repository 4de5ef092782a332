/** Settings of a search, renamed for a model that is the last step of a pipeline: `C` becomes `svc__C`. */
import { namedChildren, partOf } from '../../../../notebook/syntax/pythonTree.ts';
import type { NotebookContext, NotebookFix } from '../../notebookRule.ts';
import { nodesOf, writtenText } from '../nodes.ts';
import type { PlacedNode } from '../nodes.ts';
import { rowGraphOf } from '../rowGraph.ts';
import type { PlacedCall } from '../rowGraph.ts';
import { assignmentAround } from '../statementEdits.ts';
import { onlyDefinitionOf } from './preparedData.ts';

type Change = NotebookFix['changes'][number];

/**
 * @param maker the call that makes the search
 * @returns undefined where the settings are not written out as dictionaries with texts for keys
 */
export function gridChanges(
  context: NotebookContext,
  maker: PlacedCall,
  prefix: string,
): readonly Change[] | undefined {
  const given =
    maker.arguments.find(({ keyword }) => keyword !== undefined && /^param_(?:grid|distributions)$/.test(keyword)) ??
    (maker.arguments[1]?.keyword === undefined ? maker.arguments[1] : undefined);
  const written = given === undefined ? undefined : nodesOf(context).nodeAt(given.at);
  if (written === undefined) return undefined;
  if (written.node.type !== 'identifier') return keysOf(written, prefix);
  return namedGrid(context, written, prefix);
}

/** The dictionary of a name that is used here alone; else a changed copy of it. */
function namedGrid(context: NotebookContext, name: PlacedNode, prefix: string): readonly Change[] | undefined {
  const { analysis } = context;
  const definition = onlyDefinitionOf(context, name);
  const use = nodesOf(context).useAt({ cell: name.cell, start: name.node.start, end: name.node.end });
  if (analysis === undefined || definition === undefined || use === undefined) return undefined;
  const assignment = assignmentAround(context, definition.at);
  const users = analysis.statements.flatMap(({ uses, lateUses }) =>
    [...uses, ...lateUses].filter(({ definitions }) => definitions.includes(definition)),
  );
  if (assignment !== undefined && assignment.left.node.type === 'identifier' && users.length === 1) {
    return keysOf(assignment.right, prefix);
  }
  const graph = rowGraphOf(analysis);
  if (use.objects.length !== 1 || use.objects.some((id) => graph.object(id)?.kind !== 'dict')) return undefined;
  const text = writtenText(name);
  const copied = `{f"${prefix}__{key}": values for key, values in ${text}.items()}`;
  return [{ at: { cell: name.cell, start: name.node.start, end: name.node.end }, newText: copied }];
}

function keysOf(written: PlacedNode, prefix: string): readonly Change[] | undefined {
  const { node, tree, cell } = written;
  if (node.type === 'list' || node.type === 'tuple') {
    const inner = namedChildren(node).map((one) => keysOf({ ...written, node: one }, prefix));
    return inner.includes(undefined) ? undefined : inner.flatMap((changes) => changes ?? []);
  }
  if (node.type === 'call') return namesOfCall(written, prefix);
  if (node.type !== 'dictionary') return undefined;
  const changes = namedChildren(node).map((pair): Change | undefined => {
    const key = partOf(pair, 'key');
    const start = key?.type === 'string' ? /^(?:'|")\w+(?:'|")$/.exec(tree.text.slice(key.start, key.end)) : null;
    if (key === undefined || start === null) return undefined;
    return { at: { cell, start: key.start + 1, end: key.start + 1 }, newText: `${prefix}__` };
  });
  return changes.length === 0 || changes.includes(undefined) ? undefined : changes.flatMap((one) => one ?? []);
}

/** `dict(C=[1, 10])` */
function namesOfCall({ node, tree, cell }: PlacedNode, prefix: string): readonly Change[] | undefined {
  const callee = partOf(node, 'function');
  const given = partOf(node, 'arguments');
  if (callee === undefined || given === undefined || tree.text.slice(callee.start, callee.end) !== 'dict')
    return undefined;
  const names = namedChildren(given).map((argument) => partOf(argument, 'name'));
  if (names.length === 0 || names.includes(undefined)) return undefined;
  return names.flatMap((name) =>
    name === undefined ? [] : [{ at: { cell, start: name.start, end: name.start }, newText: `${prefix}__` }],
  );
}
