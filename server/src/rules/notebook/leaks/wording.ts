/** Words for cells, calls and data in the messages of leaks. */
import type { NotebookAnalysis } from '../../../notebook/flow/analysis.ts';
import type { CellRange } from '../../../notebook/read/notebook.ts';
import type { RelatedCell } from '../notebookRule.ts';
import { flowPath } from './flowPath.ts';
import type { Reducer } from './reducers.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { Data, PlacedCall, RowGraph } from './rowGraph.ts';

/** Longest text of code that a sentence quotes. */
const quotedLength = 40;

export function textAt({ notebook }: NotebookAnalysis, { cell, start, end }: CellRange): string {
  return notebook.cells[cell]?.text.slice(start, end) ?? '';
}

/** Code in backquotes, such as a name; undefined when it is too long to be quoted in a sentence. */
export function quoted(analysis: NotebookAnalysis, at: CellRange): string | undefined {
  const text = textAt(analysis, at).replace(/\s+/g, ' ');
  return text.length === 0 || text.length > quotedLength ? undefined : `\`${text}\``;
}

/** `X_test`, or a word for it when it is a long expression; of `trainer.evaluate()`, what the trainer was given. */
export function dataName(analysis: NotebookAnalysis, { at }: Pick<Data, 'at'>, otherwise: string): string {
  const call = rowGraphOf(analysis).calls.find((other) => isSame(other.at, at) && usesOwnRows(other));
  const owner = call?.text.slice(0, call.text.lastIndexOf('.')) ?? '';
  return owner === '' ? (quoted(analysis, at) ?? otherwise) : `what \`${owner}\` was given`;
}

/** Whether the rows of a call are part of its receiver. */
function usesOwnRows({ effect }: PlacedCall): boolean {
  return typeof effect?.data === 'string' && effect.data.startsWith('self.');
}

/** What a call is known as: `StandardScaler`, `mean`. */
export function reducerName(
  graph: RowGraph,
  { object, call, isFitted }: Pick<Reducer, 'object' | 'call' | 'isFitted'>,
): string {
  const type = isFitted ? graph.object(object)?.type?.split('.').at(-1) : undefined;
  return `\`${type ?? callName(call)}\``;
}

/** The last word of a callee. */
export function callName({ text }: PlacedCall): string {
  return text.split('.').at(-1) ?? text;
}

/** `cell 3` as people count cells. */
export function cellName({ cell }: CellRange): string {
  return `cell ${cell + 1}`;
}

/** The path of a leak: where the rows come from, what mixes them, and how that reaches what is trained or evaluated. */
export function reducerPath(
  graph: RowGraph,
  reducer: Reducer,
  data: Data,
  ends: readonly RelatedCell[],
): readonly RelatedCell[] {
  const path = flowPath(graph, reducer.object, data);
  const reducing: RelatedCell = {
    at: reducer.at,
    message: `${reducerName(graph, reducer)} computes from all of these rows together.`,
  };
  const origin = originOf(graph, reducer);
  const steps = [...(origin === undefined ? [] : [origin]), reducing, ...path, ...ends];
  return steps.filter(({ at }, index) => steps.findIndex((step) => isSame(step.at, at)) === index);
}

/** Where the rows of a reducer come from: the call that read them, else that made them. */
function originOf(graph: RowGraph, { source }: Reducer): RelatedCell | undefined {
  const influences = [...graph.influencesOn(source).values()];
  const read = influences.find(({ object }) =>
    graph.makersOf(object).some(({ effect }) => effect?.stage === 'data' && effect.reads.length > 0),
  );
  const call = graph.makersOf(read?.object ?? source.object)[0];
  return call === undefined ? undefined : { at: call.at, message: 'The rows come from here.' };
}

function isSame(one: CellRange, other: CellRange): boolean {
  return one.cell === other.cell && one.start === other.start && one.end === other.end;
}
