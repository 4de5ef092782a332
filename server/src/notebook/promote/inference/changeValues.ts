/** Values that are changed: columns that are set, calls in place, columns that are deleted. */
import { namedChildren, textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../../syntax/pythonTree.ts';
import { needBefore } from './passing.ts';
import { dropTolerantly, partsOfCall } from './readCall.ts';
import type { CallParts } from './readCall.ts';
import { columnsOf, readExpression, settle } from './readExpression.ts';
import type { InferenceContext } from './readExpression.ts';
import type { Reading, Step } from './reading.ts';
import { baseOf, columnsSet, dropStep, forgetNames, indicesOf, stepOf, written } from './steps.ts';
import type { Begin } from './steps.ts';

/** `df["c"] = …`, `df.c = …`, `df.loc[mask, "c"] = …`, `df["c"] += …`. */
export function readStore(
  context: InferenceContext,
  begin: Begin,
  tree: PythonTree,
  node: PythonNode,
  left: PythonNode | undefined,
  right: PythonNode | undefined,
  isAugmented: boolean,
): readonly Step[] {
  const base = left === undefined ? undefined : baseOf(left);
  if (left === undefined || right === undefined || base === undefined) return [];
  const name = textOf(tree, base);
  const meaning = context.names.get(name);
  const direct = left.type === 'subscript' || left.type === 'attribute' ? left.children[0] : undefined;
  const columns = direct === base ? columnsSet(context, begin(name), left) : undefined;
  const reading = begin(columns?.[0] ?? name);
  if (meaning?.kind === 'unknown' || meaning?.kind === 'bunch') return [];
  if (meaning?.kind === 'pairs' || meaning?.kind === 'archive') return [];
  if (meaning?.kind === 'learned' || meaning?.kind === 'fitted') return [];
  if (meaning?.kind === 'literal' && left.type !== 'identifier') return [];
  settle(context, reading, readExpression(context, reading, right));
  for (const part of indicesOf(left))
    if (part.type !== 'slice') settle(context, reading, readExpression(context, reading, part));
  if (meaning?.kind !== 'rows' && reading.reads.some((read) => context.names.get(read.name)?.kind === 'rows')) {
    if (left.type === 'identifier')
      context.names.set(name, { kind: 'unknown', why: `\`${name}\` is counted over rows` });
    return [];
  }
  if (meaning === undefined) return [];
  if (meaning.kind === 'literal') return forgetNames(context, [name], `\`${name}\` changes`);
  const isWhole = columns !== undefined && !isAugmented;
  const ownReads =
    isAugmented && columns !== undefined
      ? [{ name, need: { isAll: false, names: new Set(columns) }, start: left.start, end: left.end }]
      : [];
  const step = stepOf(reading, []);
  return [
    {
      ...step,
      reads: [...step.reads, ...ownReads],
      changes: name,
      sets: isWhole || columns !== undefined ? columns : [],
      code: written(reading, node),
    },
  ];
}

/** Calls that stand alone: in place, or fitting. */
export function readCallStatement(
  context: InferenceContext,
  begin: Begin,
  tree: PythonTree,
  node: PythonNode,
): readonly Step[] {
  const probe = begin('value');
  const parts = partsOfCall(context, probe, node);
  const base = parts?.receiver === undefined ? undefined : baseOf(parts.receiver);
  if (parts !== undefined && parts.receiver === undefined) return readOwnFunction(context, begin, parts);
  if (parts?.receiver === undefined || base === undefined) return [];
  const name = textOf(tree, base);
  const effect = parts.call?.effect;
  const changesSelf = (effect?.mutates ?? []).some(({ target }) => target === 'self');
  const meaning = context.names.get(name);
  if (meaning?.kind !== 'rows') {
    if (effect?.role === 'fit' || parts.method === 'fit') readExpression(context, begin(name), node);
    else if (changesSelf && meaning?.kind === 'plain') return changePlain(context, begin(name), name, node);
    return [];
  }
  if (effect === undefined || !changesSelf) return [];
  if (effect.rows.some(({ from, to, relation }) => from === 'self' && to === 'self' && relation === 'part')) return [];
  if (/^sort_/.test(parts.method)) return [];
  const reading = begin(columnOfReceiver(context, probe, parts) ?? name);
  for (const argument of parts.arguments) settle(context, reading, readExpression(context, reading, argument));
  dropTolerantly(reading, parts);
  const before = parts.receiver === base ? needBefore(context, reading, parts) : undefined;
  const inserted = parts.method === 'insert' ? columnsOf(context, reading, parts.arguments[1] ?? node) : undefined;
  return [
    {
      ...stepOf(reading, before === undefined ? [] : [{ name, needBefore: before, start: base.start, end: base.end }]),
      changes: name,
      sets: inserted ?? [],
      code: written(reading, node),
    },
  ];
}

/** `add_lags(df)`: a function of the notebook that changes the rows that it is given. */
function readOwnFunction(context: InferenceContext, begin: Begin, { node, call }: CallParts): readonly Step[] {
  // What a call of a library changes is not its rows, as `display(df)` or `plot(df)`.
  if (call === undefined || call.effect !== undefined) return [];
  const definitions = context.analysis.statements[context.statement]?.definitions ?? [];
  // What only may change them is mostly a function that shows them with a library that nobody describes.
  const changed = new Set(definitions.flatMap(({ name, kind }) => (kind === 'mutate' ? [name] : [])));
  const [name, ...others] = [...changed].filter((one) => context.names.get(one)?.kind === 'rows');
  if (name === undefined) return [];
  const reading = begin(name);
  settle(context, reading, readExpression(context, reading, node));
  if (others.length > 0) reading.refusals.push(`\`${call.text}\` changes several tables`);
  return [{ ...stepOf(reading, []), changes: name, sets: [], code: written(reading, node) }];
}

function columnOfReceiver(context: InferenceContext, reading: Reading, { receiver }: CallParts): string | undefined {
  return receiver?.type === 'subscript' ? columnsSet(context, reading, receiver)?.[0] : undefined;
}

function changePlain(context: InferenceContext, reading: Reading, name: string, node: PythonNode): readonly Step[] {
  const status = readExpression(context, reading, node);
  settle(context, reading, status);
  return [{ ...stepOf(reading, []), changes: name, code: written(reading, node) }];
}

/** `del df["c"]`. */
export function readDeletion(
  context: InferenceContext,
  begin: Begin,
  tree: PythonTree,
  node: PythonNode,
): readonly Step[] {
  return namedChildren(node).flatMap((target): readonly Step[] => {
    const base = target.type === 'subscript' ? baseOf(target) : undefined;
    const name = base === undefined ? undefined : textOf(tree, base);
    const reading = begin(name ?? 'value');
    const columns = name === undefined ? undefined : columnsSet(context, reading, target);
    if (name === undefined || columns === undefined || context.names.get(name)?.kind !== 'rows') return [];
    return [dropStep(reading, name, columns)];
  });
}
