/** Copies of training rows alone: the split is made of the rows as they were, and its training part is copied. */
import { namedChildren, partOf } from '../../../notebook/syntax/pythonTree.ts';
import type { NotebookContext, NotebookFix } from '../notebookRule.ts';
import type { CopiedRows } from './copiedRows.ts';
import { nodesOf, placeOf, writtenText } from './nodes.ts';
import { splitBehind } from './splitStatement.ts';
import { assignmentAround, lineOf, namesIn, usersOf } from './statementEdits.ts';

/** @returns undefined where names or order do not allow it, or the change would not help */
export function resampleFix(context: NotebookContext, { call, test }: CopiedRows): NotebookFix | undefined {
  const { analysis } = context;
  const split = splitBehind(context, test);
  const assignment = assignmentAround(context, call.at);
  if (analysis === undefined || split === undefined || assignment === undefined) return undefined;
  const written = nodesOf(context).nodeAt(call.at);
  const callee = written === undefined ? undefined : partOf(written.node, 'function');
  if (written === undefined || callee === undefined || !/\.fit_(?:re)?sample$/.test(call.text)) return undefined;
  if (assignment.right.node.start !== call.at.start || assignment.right.node.end !== call.at.end) return undefined;

  const copies = namedChildren(assignment.left.node).map((node) => writtenText({ ...assignment.left, node }));
  const originals = call.arguments.map(({ at }) => nodesOf(context).nodeAt(at));
  const sources = originals.flatMap((node) => (node?.node.type === 'identifier' ? [writtenText(node)] : []));
  if (copies.length !== 2 || sources.length !== 2 || call.arguments.length !== 2) return undefined;
  const pieces = copies.flatMap((name) => split.pieces.find(({ whole }) => whole === name) ?? []);
  const line = lineOf(assignment.placed);
  if (pieces.length !== 2 || line === undefined) return undefined;

  const names = new Map(copies.map((name, index) => [name, sources[index] ?? name]));
  const renamed = namesIn(context, split.call.at).flatMap((name) => {
    const source = names.get(writtenText(name));
    return source === undefined || source === writtenText(name) ? [] : [{ at: placeOf(name), newText: source }];
  });
  const others = usersOf(analysis, assignment.statement, copies).filter(({ id }) => id !== split.call.statement);
  const isReplaced = copies.some((name) => sources.includes(name));
  if (isReplaced && others.length > 0) return undefined;
  const parts = pieces.map(({ train }) => train).join(', ');
  const resampler = writtenText({ ...written, node: callee });
  const changes = [
    ...(others.length > 0 ? [] : [{ at: line, newText: '' }]),
    ...renamed,
    {
      at: split.behind,
      newText: `\n${split.indent}${parts} = ${resampler}(${parts})`,
    },
  ];
  if (!context.improves(changes, 'leak/resample-before-split', ['leak/cv-preprocessing'])) return undefined;
  return { title: 'Split first, and copy training rows alone', changes, isPreferred: true };
}
