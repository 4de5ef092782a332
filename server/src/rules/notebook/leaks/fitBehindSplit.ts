/** Fitting below the split: the whole is split as it was, the training part is fitted, and both parts are transformed. */
import { partOf } from '../../../notebook/syntax/pythonTree.ts';
import type { NotebookContext, NotebookFix } from '../notebookRule.ts';
import { nodesOf, writtenText } from './nodes.ts';
import type { LeakingReducer } from './preprocessing.ts';
import { splitBehind } from './splitStatement.ts';
import type { SplitStatement } from './splitStatement.ts';
import { assignmentAround, freshName, lineOf, snakeCase, usersOf } from './statementEdits.ts';

/**
 * For `X = scaler.fit_transform(features)` above `X_train, X_test = train_test_split(X)`.
 *
 * @returns undefined where it is written in another form, where what it gives is used for more than the split, or where
 * the change would not help
 */
export function fitBehindSplit(context: NotebookContext, { reducer, test }: LeakingReducer): NotebookFix | undefined {
  const { analysis } = context;
  const { call } = reducer;
  const split = splitBehind(context, test.data);
  const assignment = assignmentAround(context, call.at);
  if (analysis === undefined || split === undefined || assignment === undefined) return undefined;
  if (!reducer.isFitted || !call.text.endsWith('.fit_transform') || call.through !== undefined) return undefined;
  if (assignment.left.node.type !== 'identifier' || assignment.statement.id >= split.call.statement) return undefined;
  const isWhole = assignment.right.node.start === call.at.start && assignment.right.node.end === call.at.end;
  const name = writtenText(assignment.left);
  const piece = split.pieces.find(({ whole }) => whole === name);
  if (!isWhole || piece === undefined || isUsedElse(context, assignment.statement.id, name, split)) return undefined;

  const written = nodesOf(context).nodeAt(call.at);
  const callee = written === undefined ? undefined : partOf(written.node, 'function');
  const object = callee === undefined ? undefined : partOf(callee, 'object');
  const [data, labels] = call.arguments;
  if (written === undefined || object === undefined || data === undefined || call.arguments.length > 2)
    return undefined;
  const answers =
    labels === undefined ? undefined : split.pieces.find(({ whole }) => whole === textOf(context, labels.at));
  if (labels !== undefined && answers === undefined) return undefined;

  const maker = writtenText({ ...written, node: object });
  const isNamed = object.type === 'identifier';
  const fitted = isNamed ? maker : freshName(analysis, snakeCase(/\w+(?=\()/.exec(maker)?.[0] ?? 'transformer'));
  const given = [piece.train, ...(answers === undefined ? [] : [answers.train])].join(', ');
  const lines = [
    ...(isNamed ? [] : [`${fitted} = ${maker}`]),
    `${piece.train} = ${fitted}.fit_transform(${given})`,
    `${piece.test} = ${fitted}.transform(${piece.test})`,
  ];
  // `X = X` says nothing.
  const line = textOf(context, data.at) === name ? lineOf(assignment.placed) : undefined;
  const changes = [
    line === undefined ? { at: call.at, newText: textOf(context, data.at) } : { at: line, newText: '' },
    {
      at: split.behind,
      newText: lines.map((line) => `\n${split.indent}${line}`).join(''),
    },
  ];
  if (!context.improves(changes, 'leak/preprocessing', ['leak/cv-preprocessing'])) return undefined;
  return { title: 'Fit below the split, on the training rows alone', changes, isPreferred: true };
}

/** Whether something else than the split, and than what only shows it, uses what is transformed. */
function isUsedElse(context: NotebookContext, statement: number, name: string, split: SplitStatement): boolean {
  const { analysis } = context;
  const own = analysis?.statements[statement];
  if (analysis === undefined || own === undefined) return true;
  return usersOf(analysis, own, [name]).some(
    ({ id, type, definitions, at }) =>
      id !== split.call.statement &&
      (type !== 'expression_statement' ||
        definitions.some((definition) => !definition.name.startsWith('$')) ||
        !/^(?:print\()?\w+(?:\.(?:shape|ndim|size)|\[:?\d*\])?\)?$/.test(textOf(context, at))),
  );
}

function textOf(
  { notebook }: NotebookContext,
  { cell, start, end }: { readonly cell: number; readonly start: number; readonly end: number },
): string {
  return notebook.cells[cell]?.text.slice(start, end) ?? '';
}
