/** Calls: what is fitted, what looks at several rows, what works on each row. */
import type { Call } from '../../flow/analysis.ts';
import { namedChildren, partOf, textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode } from '../../syntax/pythonTree.ts';
import { pythonName } from '../project/pythonName.ts';
import { readerOfPairs, readsSeveralArrays } from './arrayFiles.ts';
import { readReshape } from './readReshape.ts';
import { readDummies, readGroups, readMerge, readTypes } from './readSpecialCalls.ts';
import {
  combine,
  leave,
  placeKey,
  plain,
  rangeIn,
  rawRows,
  readExpression,
  readSource,
  rows,
  settle,
  shortText,
} from './readExpression.ts';
import type { InferenceContext } from './readExpression.ts';
import { forget } from './reading.ts';
import type { Reading, Status } from './reading.ts';

/** A call with its parts. */
export interface CallParts {
  readonly node: PythonNode;
  readonly callee: PythonNode;
  /** Of `receiver.method(…)`, where the receiver is no module. */
  readonly receiver: PythonNode | undefined;
  readonly method: string;
  readonly list: PythonNode | undefined;
  readonly arguments: readonly PythonNode[];
  readonly call: Call | undefined;
}

export function partsOfCall(context: InferenceContext, reading: Reading, node: PythonNode): CallParts | undefined {
  const callee = partOf(node, 'function');
  if (callee === undefined) return undefined;
  const list = partOf(node, 'arguments');
  const attribute = callee.type === 'attribute' ? partOf(callee, 'attribute') : undefined;
  return {
    node,
    callee,
    receiver: callee.type === 'attribute' ? partOf(callee, 'object') : undefined,
    method: textOf(reading.tree, attribute ?? callee),
    list,
    arguments: list === undefined ? [] : list.type === 'argument_list' ? namedChildren(list) : [list],
    call: context.calls.get(placeKey(rangeIn(reading, node))),
  };
}

export function valueOf(argument: PythonNode): PythonNode {
  return argument.type === 'keyword_argument' ? (partOf(argument, 'value') ?? argument) : argument;
}

export function keywordOf(reading: Reading, parts: CallParts, name: string): PythonNode | undefined {
  const found = parts.arguments.find((argument) => {
    const key = argument.type === 'keyword_argument' ? partOf(argument, 'name') : undefined;
    return key !== undefined && textOf(reading.tree, key) === name;
  });
  return found === undefined ? undefined : valueOf(found);
}

export function readCall(context: InferenceContext, reading: Reading, node: PythonNode): Status {
  const parts = partsOfCall(context, reading, node);
  if (parts === undefined) return plain;
  const { call, receiver, callee } = parts;
  const received =
    receiver === undefined ? readExpression(context, reading, callee) : readExpression(context, reading, receiver);
  const role = call?.effect?.role;
  if (received.kind !== 'rows' && received.kind !== 'groups') {
    if (role === 'fit-transform' || parts.method === 'fit_transform' || parts.method === 'fit_predict') {
      return readFitTransform(context, reading, parts);
    }
    if (role === 'fit' || parts.method === 'fit') return readFit(context, reading, parts);
  }
  const special =
    readGroups(context, reading, parts, received) ??
    readDummies(context, reading, parts) ??
    readTypes(context, reading, parts, received) ??
    readReshape(context, reading, parts, received) ??
    readMerge(context, reading, parts, received);
  if (special !== undefined) return special;
  const given = parts.arguments.map((argument, index) =>
    isIndex(reading, parts, argument, index)
      ? leaveOut(reading, parts, index)
      : readExpression(context, reading, argument),
  );
  if (isSource(context, parts, [received, ...given])) return readSourceCall(context, reading, parts);
  return judge(context, reading, parts, received, given);
}

/** Whether an argument is the index of a new frame: labels of rows, which are no features. */
function isIndex(reading: Reading, { call }: CallParts, argument: PythonNode, position: number): boolean {
  if (call?.callee !== 'pandas.DataFrame') return false;
  const key = argument.type === 'keyword_argument' ? partOf(argument, 'name') : undefined;
  return key === undefined ? position === 1 : textOf(reading.tree, key) === 'index';
}

function leaveOut(reading: Reading, parts: CallParts, index: number): Status {
  const [before, argument] = [parts.arguments[index - 1], parts.arguments[index]];
  if (before === undefined || argument === undefined) return plain;
  // What follows by position keeps its place.
  const isLast = index === parts.arguments.length - 1;
  reading.edits.push(
    isLast
      ? { start: before.end, end: argument.end, text: '' }
      : {
          start: argument.start,
          end: argument.end,
          text: argument.type === 'keyword_argument' ? 'index=None' : 'None',
        },
  );
  return plain;
}

/** Whether a call reads data, itself or in a function of the notebook, or makes the data set of an example. */
function isSource(context: InferenceContext, parts: CallParts, statuses: readonly Status[]): boolean {
  const { call } = parts;
  if (call === undefined || statuses.some(({ kind }) => kind === 'rows')) return false;
  if (call.effect !== undefined) {
    const { stage, reads } = call.effect;
    return (
      stage === 'data' &&
      (reads.length > 0 || /^(?:sklearn|(?:tensorflow\.)?keras)\.datasets\./.test(call.callee ?? ''))
    );
  }
  const isTable = call.result !== undefined && context.analysis.object(call.result)?.kind === 'frame';
  return (
    isTable && innerCalls(context, parts).some(({ effect }) => effect?.stage === 'data' && effect.reads.length > 0)
  );
}

/** The calls that a call of a function of the notebook leads to. */
function innerCalls({ analysis, statement }: InferenceContext, { node, call }: CallParts): readonly Call[] {
  return (analysis.statements[statement]?.calls ?? []).filter(
    ({ through }) =>
      through !== undefined &&
      through.start === node.start &&
      through.end === node.end &&
      through.cell === call?.at.cell,
  );
}

function readSourceCall(context: InferenceContext, reading: Reading, parts: CallParts): Status {
  const { node, call } = parts;
  const isExample =
    call?.callee?.startsWith('sklearn.datasets.load_') === true ||
    call?.callee?.startsWith('sklearn.datasets.fetch_') === true;
  if (isExample && keywordOf(reading, parts, 'return_X_y') === undefined) return { kind: 'bunch' };
  forget(reading, node);
  const pairs = call === undefined ? undefined : readerOfPairs(call);
  if (pairs !== undefined) {
    const at = rangeIn(reading, node);
    return { kind: 'pairs', capture: context.captures.keep(at, 'learned_pairs', rawRows, context.statement, pairs) };
  }
  if (call !== undefined && readsSeveralArrays(call)) return { kind: 'archive' };
  return readSource(context, reading, node, call?.callee ?? 'data');
}

/** What gives a row the values of rows before or behind it, or its place among them. */
const neighbours =
  /^(?:shift|diff|pct_change|cum(?:sum|prod|max|min|count)|ffill|bfill|pad|backfill|interpolate|rank|argsort|rolling|expanding|ewm|resample|duplicated|roll)$/;

/** By what the table of effects says of rows: kept, chosen, mixed, joined. */
function judge(
  context: InferenceContext,
  reading: Reading,
  parts: CallParts,
  received: Status,
  given: readonly Status[],
): Status {
  const { node, call, receiver } = parts;
  const all = [received, ...given];
  if (!all.some(({ kind }) => kind === 'rows' || kind === 'groups')) return combine(context, reading, node, all);
  const effect = call?.effect;
  const fail = (why: string): Status => {
    reading.refusals.push(`${shortText(reading, node)} ${why}`);
    for (const status of all) settle(context, reading, status);
    return rows;
  };
  if (effect === undefined) {
    const why = learnsInside(context, parts);
    if (why !== undefined) return fail(why);
    for (const status of all) settle(context, reading, status);
    return rows;
  }
  if (effect.source === 'unknown') return fail('does something to the rows that is not known');
  if (neighbours.test(parts.method)) return fail('looks at other rows');
  const isRows = (place: unknown): boolean =>
    place === 'self'
      ? received.kind === 'rows' || received.kind === 'groups'
      : typeof place === 'number' && given[place]?.kind === 'rows';
  const relations = new Set(
    effect.rows.filter(({ from, to }) => to === 'result' && isRows(from)).map(({ relation }) => relation),
  );
  if (relations.has('duplicates') || relations.has('contains')) return fail('joins or repeats rows');
  if (relations.has('summary')) {
    if (relations.has('same')) return fail('looks at other rows');
    return { kind: 'learned', node, capture: undefined };
  }
  if (relations.has('part') || /^(?:sort_values|sort_index)$/.test(parts.method)) {
    const source =
      receiver !== undefined && received.kind === 'rows'
        ? receiver
        : parts.arguments.map(valueOf).find((_, index) => given[index]?.kind === 'rows');
    if (source === undefined) return fail('chooses rows');
    leave(reading, node, source);
    return rows;
  }
  if (relations.has('same') || relations.has('uses')) {
    dropTolerantly(reading, parts);
    for (const status of all) settle(context, reading, status);
    return rows;
  }
  const single: readonly string[] = ['number', 'text', 'none', 'dict', 'list', 'tuple', 'set'];
  if (single.includes(effect.returns.kind)) return { kind: 'learned', node, capture: undefined };
  for (const status of all) settle(context, reading, status);
  return rows;
}

/** The column of the answer is dropped where it is not there. */
export function dropTolerantly(reading: Reading, parts: CallParts): void {
  const { method, receiver, list } = parts;
  const end = list?.children.at(-1);
  if (method !== 'drop' || receiver === undefined || end?.type !== ')') return;
  if (keywordOf(reading, parts, 'errors') !== undefined) return;
  const last = parts.arguments.at(-1);
  if (last !== undefined) reading.edits.push({ start: last.end, end: last.end, text: ', errors="ignore"' });
}

/** Why a function of the notebook cannot work row by row; undefined when it can, as far as is known. */
function learnsInside(context: InferenceContext, parts: CallParts): string | undefined {
  for (const { effect, text } of innerCalls(context, parts)) {
    if (effect?.role === 'fit' || effect?.role === 'fit-transform')
      return `calls \`${text}\`, which learns from rows in a function`;
    const mixes = effect?.rows.some(
      ({ relation, to }) =>
        to === 'result' &&
        (relation === 'summary' || relation === 'part' || relation === 'duplicates' || relation === 'contains'),
    );
    if (mixes === true || (effect !== undefined && neighbours.test(text.slice(text.lastIndexOf('.') + 1))))
      return `calls \`${text}\`, which looks at other rows in a function`;
  }
  return undefined;
}

/** `scaler.fit_transform(X)` → `state["scaler"].transform(X)` */
function readFitTransform(context: InferenceContext, reading: Reading, parts: CallParts): Status {
  const { receiver, callee, list, node } = parts;
  const [first, ...rest] = parts.arguments;
  if (receiver === undefined || first === undefined || list === undefined) return plain;
  forget(reading, receiver);
  const status = readExpression(context, reading, first);
  const capture = keepFitted(context, reading, parts, receiver);
  forget(reading, callee);
  const method = parts.method === 'fit_predict' ? 'predict' : 'transform';
  reading.edits.push({ start: callee.start, end: callee.end, text: `state[${JSON.stringify(capture)}].${method}` });
  reading.uses.push({ capture, start: callee.start, end: callee.end });
  const last = rest.at(-1);
  if (last !== undefined) {
    forget(reading, { start: first.end, end: last.end });
    reading.edits.push({ start: first.end, end: last.end, text: '' });
  }
  if (first.type === 'keyword_argument')
    reading.edits.push({ start: first.start, end: valueOf(first).start, text: '' });
  settle(context, reading, status);
  if (status.kind !== 'rows')
    reading.refusals.push(`${shortText(reading, node)} is fitted on something that is no rows`);
  return rows;
}

function readFit(context: InferenceContext, reading: Reading, parts: CallParts): Status {
  const { receiver, node } = parts;
  if (receiver === undefined) return plain;
  const capture = keepFitted(context, reading, parts, receiver);
  forget(reading, node);
  return { kind: 'fitted', capture, node };
}

const generic = /^(?:model|clf|reg|est|estimator|m|le|enc|encoder|scaler|sc|ss|pca|transformer)$/i;

function keepFitted(context: InferenceContext, reading: Reading, { callee }: CallParts, receiver: PythonNode): string {
  const text = textOf(reading.tree, receiver);
  const isName = receiver.type === 'identifier';
  const fits = isName ? fitsOf(context, text) : 1;
  const base = isName ? text : /(?<type>\w+)\s*\(/.exec(text)?.groups?.['type'];
  const name = pythonName(fits > 1 && generic.test(text) ? `${reading.subject} ${text}` : (base ?? 'transformer'));
  const capture = context.captures.keep(
    rangeIn(reading, callee),
    fits > 1 ? 'fitted_copy' : 'fitted',
    name,
    context.statement,
  );
  if (isName) context.names.set(text, { kind: 'fitted', capture });
  return capture;
}

/** How often something of this name is fitted in the notebook. */
function fitsOf({ analysis }: InferenceContext, name: string): number {
  return analysis.statements
    .flatMap(({ calls }) => calls)
    .filter(({ text, effect }) => {
      const isFit = effect?.role === 'fit' || effect?.role === 'fit-transform';
      return isFit && text.startsWith(`${name}.`);
    }).length;
}
