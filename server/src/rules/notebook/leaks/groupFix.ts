/** Splits that keep rows of one thing together, in place of those that do not. */
import type { CellRange } from '../../../notebook/read/notebook.ts';
import { namedChildren, partOf } from '../../../notebook/syntax/pythonTree.ts';
import type { NotebookContext, NotebookFix } from '../notebookRule.ts';
import { argumentOf } from './columnChanges.ts';
import { columnsOf } from './columns.ts';
import { importChange } from './importEdits.ts';
import { nodesOf, writtenText } from './nodes.ts';
import type { PlacedNode } from './nodes.ts';
import type { DataSplit } from './randomSplits.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { Data } from './rowGraph.ts';
import { rowSetsOf } from './rowSets.ts';

/** @returns undefined where the column is at hand under no name, or the split is written in another form */
export function groupFix(context: NotebookContext, split: DataSplit, column: string): NotebookFix | undefined {
  const [data] = split.data;
  if (data === undefined || split.maker?.isRepeated === true || split.user?.isRepeated === true) return undefined;
  const groups = groupsAt(context, data, column);
  if (groups === undefined) return undefined;
  if (split.name === 'train_test_split') return partsByGroup(context, split, groups, column);
  return split.user?.effect?.role === 'cross-validate' ? foldsByGroup(context, split, groups, column) : undefined;
}

/** An expression for the column at a place, for the same rows: `df["patient"]`. */
function groupsAt(context: NotebookContext, data: Data, column: string): string | undefined {
  const { analysis } = context;
  const columns = columnsOf(context);
  if (analysis === undefined || columns === undefined) return undefined;
  const nodes = nodesOf(context);
  const rowSets = rowSetsOf(analysis);
  const graph = rowGraphOf(analysis);
  const own = nodes.useAt(data.at);
  const before = own?.definitions.flatMap(({ statement }) => analysis.statements[statement]?.uses ?? []) ?? [];
  for (const use of own === undefined ? [] : [own, ...before]) {
    const [object, ...others] = use.objects;
    if (object === undefined || others.length > 0 || graph.object(object)?.kind !== 'frame') continue;
    const table = { object, seenBy: data.seenBy, at: data.at };
    const isSame = object === data.object || rowSets.sameRows(table, data);
    const isLast =
      use === own ||
      analysis.statements.every(
        ({ id, definitions }) =>
          id >= data.seenBy ||
          definitions.every(
            ({ name, kind }) =>
              name !== use.name || kind !== 'bind' || use.definitions.some(({ statement }) => statement >= id),
          ),
      );
    if (isSame && isLast && columns.trace(table, column).kind === 'kept') {
      return `${use.name}[${JSON.stringify(column)}]`;
    }
  }
  return undefined;
}

function partsByGroup(
  context: NotebookContext,
  { maker, at }: DataSplit,
  groups: string,
  column: string,
): NotebookFix | undefined {
  const assignment = nodesOf(context)
    .nodesAround(at)
    .findLast(({ node }) => node.type === 'assignment');
  const left = assignment === undefined ? undefined : partOf(assignment.node, 'left');
  const right = assignment === undefined ? undefined : partOf(assignment.node, 'right');
  if (maker === undefined || assignment === undefined || left === undefined || right === undefined) return undefined;
  if (right.start !== at.start || right.end !== at.end) return undefined;
  const targets = namedChildren(left);
  const given = maker.arguments.filter(({ keyword }) => keyword === undefined);
  const names = [
    ...targets.map((node) => ({ ...assignment, node })),
    ...given.flatMap((one) => nodesOf(context).nodeAt(one.at) ?? []),
  ];
  const areNames = names.every(({ node }) => node.type === 'identifier');
  if (!areNames || targets.length !== 2 * given.length || given.length === 0) return undefined;
  const settings = ['test_size', 'train_size', 'random_state'].flatMap((name) => {
    const setting = argumentOf(maker, [name], undefined);
    return setting === undefined ? [] : [`${name}=${textOf(context, setting.at)}`];
  });
  const split = `GroupShuffleSplit(${['n_splits=1', ...settings].join(', ')})`;
  const lines = given.map(({ at: place, objects }, index) => {
    const name = textOf(context, place);
    const parts = targets.slice(2 * index, 2 * index + 2).map((node) => writtenText({ ...assignment, node }));
    const row = isLabelled(context, objects) ? `${name}.iloc` : name;
    return `${parts.join(', ')} = ${row}[train_rows], ${row}[test_rows]`;
  });
  const first = textOf(context, given[0]?.at ?? at);
  const newText = [`train_rows, test_rows = next(${split}.split(${first}, groups=${groups}))`, ...lines].join(
    `\n${indentOf(assignment)}`,
  );
  const { node, cell } = assignment;
  return {
    title: `Keep the rows of one \`${column}\` together`,
    changes: [
      ...importChange(context, 'sklearn.model_selection', 'GroupShuffleSplit'),
      { at: { cell, start: node.start, end: node.end }, newText },
    ],
  };
}

/** Whether rows are chosen with `.iloc`. */
function isLabelled({ analysis }: NotebookContext, objects: readonly number[]): boolean {
  return objects.some((id) => ['frame', 'series'].includes(analysis?.object(id)?.kind ?? ''));
}

function indentOf({ node, tree }: PlacedNode): string {
  const line = tree.text.lastIndexOf('\n', node.start - 1) + 1;
  return /^\s*/.exec(tree.text.slice(line, node.start))?.[0] ?? '';
}

function foldsByGroup(
  context: NotebookContext,
  { user, maker }: DataSplit,
  groups: string,
  column: string,
): NotebookFix | undefined {
  if (user === undefined) return undefined;
  const cv = argumentOf(user, ['cv'], undefined);
  const count = maker === undefined ? cv?.literal : argumentOf(maker, ['n_splits'], 0)?.literal;
  const folds = `GroupKFold(n_splits=${typeof count === 'number' ? count : 5})`;
  const last = user.arguments.at(-1)?.at;
  if (last === undefined) return undefined;
  const end = { ...last, start: last.end };
  const changes =
    cv === undefined
      ? [{ at: end, newText: `, cv=${folds}, groups=${groups}` }]
      : cv.at.end === last.end
        ? [{ at: cv.at, newText: `${folds}, groups=${groups}` }]
        : [
            { at: cv.at, newText: folds },
            { at: end, newText: `, groups=${groups}` },
          ];
  return {
    title: `Keep the rows of one \`${column}\` together`,
    changes: [...importChange(context, 'sklearn.model_selection', 'GroupKFold'), ...changes],
  };
}

function textOf({ notebook }: NotebookContext, { cell, start, end }: CellRange): string {
  return notebook.cells[cell]?.text.slice(start, end) ?? '';
}
