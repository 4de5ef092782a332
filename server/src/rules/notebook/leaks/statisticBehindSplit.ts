/** Statistics below the split: computed from the training part, and used for both parts. */
import type { Statement } from '../../../notebook/flow/analysis.ts';
import type { CellRange } from '../../../notebook/read/notebook.ts';
import { partOf } from '../../../notebook/syntax/pythonTree.ts';
import type { NotebookContext, NotebookFix } from '../notebookRule.ts';
import { columnsOf } from './columns.ts';
import { nodesOf, placeOf, writtenText } from './nodes.ts';
import type { PlacedNode } from './nodes.ts';
import { leakingReducersOf } from './preprocessing.ts';
import type { LeakingReducer } from './preprocessing.ts';
import { splitBehind } from './splitStatement.ts';
import type { SplitPiece, SplitStatement } from './splitStatement.ts';
import { lineOf, namesIn } from './statementEdits.ts';
import { textAt } from './wording.ts';

/** A statement that changes one column of a frame by statistics of this column. */
interface ColumnStatement {
  readonly statement: Statement;
  readonly line: CellRange;
  readonly frame: string;
  readonly column: string;
  /** The column as it is written: `df["age"]`. */
  readonly target: PlacedNode;
  /** What it becomes. */
  readonly value: PlacedNode;
  /** Calls that mix rows. */
  readonly reducers: readonly CellRange[];
}

/**
 * For `df["age"] = df["age"].fillna(df["age"].mean())` above a split of `df`, or of features that were taken out of it.
 *
 * @returns undefined where it is written in another form, where something in between needs the column as it becomes, or
 * where the change would not help
 */
export function statisticBehindSplit(
  context: NotebookContext,
  { reducer, test }: LeakingReducer,
): NotebookFix | undefined {
  const split = splitBehind(context, test.data);
  const changing = reducer.isFitted ? undefined : columnStatementAround(context, reducer.at);
  if (split === undefined || changing === undefined || changing.statement.id >= split.call.statement) return undefined;
  const piece = split.pieces.find((one) => hasColumn(context, split, one, changing));
  if (piece === undefined || isNeededBetween(context, changing, split)) return undefined;
  // The test part comes first: the statistic is one of the training part as it was.
  const lines = [piece.test, piece.train].map(
    (part) =>
      `${renamed(context, changing.target, changing, part, part)} = ${renamed(context, changing.value, changing, part, piece.train)}`,
  );
  const changes = [
    { at: changing.line, newText: '' },
    { at: split.behind, newText: lines.map((line) => `\n${split.indent}${line}`).join('') },
  ];
  if (!context.improves(changes, 'leak/preprocessing', ['leak/cv-preprocessing'])) return undefined;
  return { title: 'Compute it below the split, from the training rows alone', changes, isPreferred: true };
}

function columnStatementAround(context: NotebookContext, at: CellRange): ColumnStatement | undefined {
  const { analysis } = context;
  const nodes = nodesOf(context);
  const statement = nodes.statementAt(at);
  const outer = nodes.nodesAround(at).find(({ node }) => node.type === 'assignment' || node.type === 'call');
  if (analysis === undefined || statement?.type !== 'expression_statement' || outer === undefined) return undefined;
  const parts = outer.node.type === 'assignment' ? assigned(outer) : filledInPlace(outer);
  const line = lineOf(outer);
  const column = parts === undefined ? undefined : columnOf(parts.target);
  if (parts === undefined || line === undefined || column === undefined) return undefined;
  const reducers = leakingReducersOf(analysis)
    .map(({ reducer }) => reducer.at)
    .filter((other) => isInside(other, placeOf(outer)));
  const changing = { statement, line, ...column, ...parts, reducers };
  return isOfColumnAlone(context, changing) ? changing : undefined;
}

function assigned(outer: PlacedNode): Pick<ColumnStatement, 'target' | 'value'> | undefined {
  const [left, right] = ['left', 'right'].map((name) => partOf(outer.node, name));
  return left === undefined || right === undefined
    ? undefined
    : { target: { ...outer, node: left }, value: { ...outer, node: right } };
}

/** `df["age"].fillna(value, inplace=True)`; the value is then the whole call. */
function filledInPlace(outer: PlacedNode): Pick<ColumnStatement, 'target' | 'value'> | undefined {
  const callee = partOf(outer.node, 'function');
  const object = callee === undefined ? undefined : partOf(callee, 'object');
  const isInPlace = /\.fillna\([^=]*,\s*inplace\s*=\s*True\s*\)$/.test(writtenText(outer));
  return object === undefined || !isInPlace ? undefined : { target: { ...outer, node: object }, value: outer };
}

/** The frame and the column of `df["age"]` and `df.age`. */
function columnOf(placed: PlacedNode): Pick<ColumnStatement, 'frame' | 'column'> | undefined {
  const written = /^(?<frame>\w+)(?:\[\s*(?<quote>['"])(?<key>[^'"]+)\k<quote>\s*\]|\.(?<name>\w+))$/.exec(
    writtenText(placed),
  )?.groups;
  const frame = written?.['frame'];
  const column = written?.['key'] ?? written?.['name'];
  return frame === undefined || column === undefined ? undefined : { frame, column };
}

/** Whether a statement reads nothing but its column, and what is imported. */
function isOfColumnAlone(context: NotebookContext, { value, frame, column }: ColumnStatement): boolean {
  const nodes = nodesOf(context);
  return namesIn(context, placeOf(value)).every((name) => {
    if (writtenText(name) !== frame) {
      const definitions = nodes.useAt(placeOf(name))?.definitions ?? [];
      return definitions.every(({ kind }) => kind === 'import');
    }
    const around = nodes.nodesAround(placeOf(name)).at(-2);
    return around !== undefined && columnOf(around)?.column === column;
  });
}

/** Whether the split gives parts of a frame with the column. */
function hasColumn(
  context: NotebookContext,
  split: SplitStatement,
  piece: SplitPiece,
  changing: ColumnStatement,
): boolean {
  const { statement, frame, column } = changing;
  const given = split.call.arguments.find(({ at }) => at === piece.at);
  const [object, ...others] = given?.objects ?? [];
  if (object === undefined || others.length > 0 || context.analysis?.object(object)?.kind !== 'frame') return false;
  const between = context.analysis.statements.slice(statement.id + 1, split.call.statement);
  const isBoundAgain = between.some(({ definitions }) =>
    definitions.some(({ name, kind }) => name === frame && kind === 'bind'),
  );
  if (piece.whole === frame && !isBoundAgain) return true;
  if (between.some(({ at }) => selectsColumn(textOf(context, at), piece.whole, changing))) return true;
  const data = { object, seenBy: split.call.statement, at: piece.at };
  return columnsOf(context)?.trace(data, column).kind === 'kept';
}

/** `X = df[["age", "fare"]]` and `X = df.drop(columns=["paid"])`, as far as their text shows that they keep the column. */
function selectsColumn(text: string, name: string, { frame, column }: ColumnStatement): boolean {
  const written = new RegExp(`^${name}\\s*=\\s*${frame}(?<how>\\[\\[|\\.drop\\()(?<names>.*)[\\])]$`, 's').exec(
    text,
  )?.groups;
  const names = written?.['names'] ?? '';
  // Names that are not written out may be any.
  if (!/['"]/.test(names)) return false;
  const isNamed = names.includes(`'${column}'`) || names.includes(`"${column}"`);
  return isNamed === (written?.['how'] === '[[');
}

/** Whether something between the statement and the split reads the column; looking at the frame does not count. */
function isNeededBetween(
  { analysis }: NotebookContext,
  { statement, frame, column }: ColumnStatement,
  split: SplitStatement,
): boolean {
  if (analysis === undefined) return true;
  return analysis.statements.some(({ id, at, type, uses, definitions }) => {
    if (id <= statement.id || id >= split.call.statement || !uses.some(({ name }) => name === frame)) return false;
    const text = textAt(analysis, at);
    if (type === 'expression_statement' && definitions.every(({ name }) => name.startsWith('$'))) return false;
    const isSelection = new RegExp(`^\\w+\\s*=\\s*${frame}(?:\\.drop\\(.*\\)|\\[.*\\]|\\.\\w+)$`, 's').test(text);
    const isOtherColumn =
      new RegExp(`^${frame}(?:\\[|\\.\\w)`).test(text) && !new RegExp(`(?<!\\w)${column}(?!\\w)`).test(text);
    return !isSelection && !isOtherColumn;
  });
}

/** A node with its frame named otherwise: as one part in calls that mix rows, as another elsewhere. */
function renamed(
  context: NotebookContext,
  placed: PlacedNode,
  { frame, reducers, target, value }: ColumnStatement,
  part: string,
  training: string,
): string {
  const start = placed.node.start;
  const changes = namesIn(context, placeOf(placed))
    .filter((name) => writtenText(name) === frame)
    .map((name) => ({
      at: placeOf(name),
      newText: reducers.some((at) => isInside(placeOf(name), at)) ? training : part,
    }));
  const isInPlace = placed === value && value.node.start === target.node.start;
  const text = changes
    .toSorted((left, right) => right.at.start - left.at.start)
    .reduce(
      (written, { at, newText }) => written.slice(0, at.start - start) + newText + written.slice(at.end - start),
      writtenText(placed),
    );
  return isInPlace ? text.replace(/,\s*inplace\s*=\s*True\s*\)$/, ')') : text;
}

function textOf({ notebook }: NotebookContext, { cell, start, end }: CellRange): string {
  return notebook.cells[cell]?.text.slice(start, end) ?? '';
}

function isInside(inner: CellRange, outer: CellRange): boolean {
  return inner.cell === outer.cell && inner.start >= outer.start && inner.end <= outer.end;
}
