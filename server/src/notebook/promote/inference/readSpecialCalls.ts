/** Calls of pandas whose result depends on what training saw, though they look as if they worked row by row. */
import { textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode } from '../../syntax/pythonTree.ts';
import { readLiteral } from '../project/readLiteral.ts';
import { keywordOf, valueOf } from './readCall.ts';
import type { CallParts } from './readCall.ts';
import { columnsOf, rangeIn, readExpression, rows, settle, shortText } from './readExpression.ts';
import type { InferenceContext } from './readExpression.ts';
import { onlyColumns } from './need.ts';
import { replace } from './reading.ts';
import type { Reading, Status } from './reading.ts';

/** What a group can be asked for, and what a group answers that training did not see. */
const aggregates: ReadonlySet<string> = new Set(
  'mean median min max std var sum count size nunique first last'.split(' '),
);

/** `df.groupby("k")["c"].transform("mean")` → a map from keys to what training saw. */
export function readGroups(
  context: InferenceContext,
  reading: Reading,
  { node, callee, method, receiver, arguments: given }: CallParts,
  received: Status,
): Status | undefined {
  const [first] = given;
  if (method === 'groupby' && received.kind === 'rows' && receiver !== undefined && first !== undefined) {
    return { kind: 'groups', frame: receiver, keys: valueOf(first) };
  }
  if (received.kind !== 'groups') return undefined;
  const asked = first === undefined ? undefined : readLiteral(reading.tree, valueOf(first))?.value;
  const columns = columnsOf(context, reading, received.keys);
  const { frame, keys } = received;
  if (method !== 'transform') return undefined;
  if (typeof asked !== 'string' || !aggregates.has(asked) || columns === undefined || frame.type !== 'identifier') {
    reading.refusals.push(`${shortText(reading, node)} gives groups something that cannot be kept by their keys`);
    return rows;
  }
  const name = `${reading.subject}_by_${columns.join('_')}`;
  const capture = context.captures.keep(rangeIn(reading, callee), 'learned_groups', name, context.statement);
  const frameName = textOf(reading.tree, frame);
  replace(reading, node, `from_groups(state[${JSON.stringify(capture)}], ${frameName}[${textOf(reading.tree, keys)}])`);
  reading.uses.push({ capture, start: node.start, end: node.end });
  reading.reads.push({ name: frameName, need: onlyColumns(columns), start: frame.start, end: frame.end });
  return rows;
}

/** `pd.get_dummies(…)` → the same columns that training got. */
export function readDummies(context: InferenceContext, reading: Reading, parts: CallParts): Status | undefined {
  if (parts.call?.callee !== 'pandas.get_dummies') return undefined;
  const { node } = parts;
  const statuses = parts.arguments.map((argument) => readExpression(context, reading, argument));
  if (!statuses.some(({ kind }) => kind === 'rows')) return undefined;
  for (const status of statuses) settle(context, reading, status);
  const capture = context.captures.keep(
    rangeIn(reading, node),
    'learned_columns',
    `${reading.subject}_dummies`,
    context.statement,
  );
  // Which level is the first one is known of all rows alone; its column is not among those that training kept.
  const dropped = keywordOf(reading, parts, 'drop_first');
  if (dropped !== undefined) replace(reading, dropped, 'False');
  reading.edits.push({ start: node.start, end: node.start, text: 'align(' });
  reading.edits.push({ start: node.end, end: node.end, text: `, state[${JSON.stringify(capture)}])` });
  reading.uses.push({ capture, start: node.start, end: node.end });
  return rows;
}

/** `s.astype("category")` → the categories that training saw. */
export function readTypes(
  context: InferenceContext,
  reading: Reading,
  { node, method, arguments: given, receiver }: CallParts,
  received: Status,
): Status | undefined {
  const [first] = given;
  if (method !== 'astype' || received.kind !== 'rows' || first === undefined || receiver === undefined)
    return undefined;
  if (readLiteral(reading.tree, valueOf(first))?.value !== 'category') return undefined;
  if (receiver.type === 'identifier') {
    reading.refusals.push(`${shortText(reading, node)} makes categories of many columns at once`);
    return rows;
  }
  const capture = context.captures.keep(
    rangeIn(reading, node),
    'learned_dtype',
    `${reading.subject}_categories`,
    context.statement,
  );
  replace(reading, first, `state[${JSON.stringify(capture)}]`);
  reading.uses.push({ capture, start: first.start, end: first.end });
  return rows;
}

/** A table that was learned may be looked up by `merge`, if every row stays. */
export function readMerge(
  context: InferenceContext,
  reading: Reading,
  parts: CallParts,
  received: Status,
): Status | undefined {
  const { method, node, arguments: given } = parts;
  if (received.kind !== 'rows' || (method !== 'merge' && method !== 'join')) return undefined;
  const statuses = given.map((argument) => readExpression(context, reading, argument));
  for (const status of statuses) settle(context, reading, status);
  const how = keywordOf(reading, parts, 'how');
  const isLeft = how === undefined ? method === 'join' : readLiteral(reading.tree, how)?.value === 'left';
  if (!isLeft || statuses[0]?.kind !== 'learned') reading.refusals.push(`${shortText(reading, node)} joins rows`);
  return rows;
}

/** `pd.concat([df, dummies], axis=1)`: the frames that stand beside each other. */
export function frameList(reading: Reading, parts: CallParts): readonly PythonNode[] | undefined {
  if (parts.call?.callee !== 'pandas.concat') return undefined;
  const axis = keywordOf(reading, parts, 'axis');
  const value = axis === undefined ? undefined : readLiteral(reading.tree, axis)?.value;
  const [first] = parts.arguments;
  if ((value !== 1 && value !== 'columns') || first === undefined) return undefined;
  const list = valueOf(first);
  return list.type === 'list' || list.type === 'tuple' ? list.children.filter(({ isNamed }) => isNamed) : undefined;
}
