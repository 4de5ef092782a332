/** Rows in another form: they are as many as before, and not as many as training had. */
import { namedChildren, partOf, textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode } from '../../syntax/pythonTree.ts';
import { readLiteral } from '../project/readLiteral.ts';
import { valueOf } from './readCall.ts';
import type { CallParts } from './readCall.ts';
import { readExpression, rows, settle, shortText } from './readExpression.ts';
import type { InferenceContext } from './readExpression.ts';
import { replace } from './reading.ts';
import type { Reading, Status } from './reading.ts';

/** `x.reshape(60000, 784)` → `x.reshape(len(x), 784)`; undefined for what is no such call. */
export function readReshape(
  context: InferenceContext,
  reading: Reading,
  parts: CallParts,
  received: Status,
): Status | undefined {
  const { method, arguments: given, call } = parts;
  if (method !== 'reshape') return undefined;
  const isFunction = call?.callee === 'numpy.reshape';
  const first = given[0] === undefined ? undefined : valueOf(given[0]);
  if (isFunction ? first === undefined : received.kind !== 'rows') return undefined;
  const source = isFunction ? first : parts.receiver;
  if (isFunction && first !== undefined) {
    const status = readExpression(context, reading, first);
    if (status.kind !== 'rows') return undefined;
    settle(context, reading, status);
  }
  const [shape, ...more] = isFunction ? given.slice(1) : given;
  const isTuple = shape?.type === 'tuple' || shape?.type === 'list';
  const [count, ...others] = isTuple ? namedChildren(shape) : [shape, ...more];
  for (const other of others)
    if (other !== undefined) settle(context, reading, readExpression(context, reading, other));
  if (count === undefined || source === undefined || count.type === 'keyword_argument') return rows;
  const isFree = (node: PythonNode | undefined): boolean =>
    node !== undefined && readLiteral(reading.tree, node)?.value === -1;
  // The only number of a shape is that of values.
  if (isFree(count) || others.length === 0) return rows;
  const name = beginOf(reading, source);
  const isCounted = context.names.get(name)?.kind === 'rows';
  if (!isCounted && others.some(isFree))
    reading.refusals.push(`${shortText(reading, parts.node)} counts rows in a way that is not known`);
  // What does not fit is refused where rows are counted, instead of becoming another number of rows.
  replace(reading, count, isCounted ? `len(${name})` : '-1');
  return rows;
}

/** The name that a chain of methods, attributes and brackets begins with; empty where it begins with none. */
function beginOf(reading: Reading, node: PythonNode): string {
  if (node.type === 'identifier') return textOf(reading.tree, node);
  const inner = partOf(node, node.type === 'call' ? 'function' : node.type === 'attribute' ? 'object' : 'value');
  return inner === undefined ? '' : beginOf(reading, inner);
}
