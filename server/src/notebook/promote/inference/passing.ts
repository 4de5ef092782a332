/** Which columns of its source an expression needs, when it keeps columns as they are. */
import { namedChildren, partOf, partsOf, textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode } from '../../syntax/pythonTree.ts';
import { readLiteral } from '../project/readLiteral.ts';
import { onlyColumns, renameColumns, withoutColumns } from './need.ts';
import type { Need } from './need.ts';
import { keywordOf, partsOfCall, valueOf } from './readCall.ts';
import type { CallParts } from './readCall.ts';
import { columnsOf, rawRows } from './readExpression.ts';
import type { InferenceContext } from './readExpression.ts';
import { frameList } from './readSpecialCalls.ts';
import type { Passing, Reading } from './reading.ts';

/** A passing with where its name is written. */
export interface PlacedPassing extends Passing {
  readonly start: number;
  readonly end: number;
}

const same = (need: Need): Need => need;

const keepsColumns: ReadonlySet<string> = new Set(
  'copy reset_index fillna replace round astype infer_objects convert_dtypes dropna drop_duplicates sample head tail sort_values sort_index query'.split(
    ' ',
  ),
);

/** Empty for expressions that make columns of their own, or none. To be asked after the expression is read. */
export function passingsOf(context: InferenceContext, reading: Reading, node: PythonNode): readonly PlacedPassing[] {
  const raw = reading.reads.find(
    ({ name, start, end }) => name === rawRows && start === node.start && end === node.end,
  );
  if (raw !== undefined) return [{ name: rawRows, needBefore: same, start: node.start, end: node.end }];
  switch (node.type) {
    case 'identifier': {
      const name = textOf(reading.tree, node);
      return context.names.get(name)?.kind === 'rows'
        ? [{ name, needBefore: same, start: node.start, end: node.end }]
        : [];
    }
    case 'parenthesized_expression':
      return namedChildren(node).flatMap((child) => passingsOf(context, reading, child));
    case 'subscript':
      return ofSubscript(context, reading, node);
    case 'call': {
      const parts = partsOfCall(context, reading, node);
      return parts === undefined ? [] : ofCall(context, reading, parts);
    }
    default:
      return [];
  }
}

/** A filter keeps all columns; a list of columns keeps these. */
function ofSubscript(context: InferenceContext, reading: Reading, node: PythonNode): readonly PlacedPassing[] {
  const value = partOf(node, 'value');
  const [index, ...more] = partsOf(node, 'subscript');
  if (value === undefined || index === undefined || more.length > 0) return [];
  const columns = columnsOf(context, reading, index);
  if (columns !== undefined) return index.type === 'string' ? [] : chosen(context, reading, value, columns);
  if (index.type === 'slice' || index.type === 'comparison_operator' || index.type === 'binary_operator') {
    return passingsOf(context, reading, value);
  }
  const name = index.type === 'identifier' ? context.names.get(textOf(reading.tree, index)) : undefined;
  return name?.kind === 'rows' ||
    index.type === 'call' ||
    index.type === 'unary_operator' ||
    index.type === 'parenthesized_expression'
    ? passingsOf(context, reading, value)
    : [];
}

function chosen(
  context: InferenceContext,
  reading: Reading,
  value: PythonNode,
  columns: readonly string[],
): readonly PlacedPassing[] {
  const names = new Set(columns);
  return compose(passingsOf(context, reading, value), (need) =>
    onlyColumns([...names].filter((name) => need.names.has(name) !== need.isAll)),
  );
}

function ofCall(context: InferenceContext, reading: Reading, parts: CallParts): readonly PlacedPassing[] {
  const { receiver } = parts;
  const beside = frameList(reading, parts);
  if (beside !== undefined) return beside.flatMap((frame) => passingsOf(context, reading, frame));
  const [first] = parts.arguments;
  if (parts.call?.callee === 'pandas.get_dummies' && first !== undefined) {
    // Columns that are made of others are needed whatever is asked of them by name.
    return compose(passingsOf(context, reading, valueOf(first)), (need) =>
      need.isAll ? need : { isAll: true, names: new Set() },
    );
  }
  if (receiver === undefined) return [];
  const inner = passingsOf(context, reading, receiver);
  const before = needBefore(context, reading, parts);
  return before === undefined ? [] : compose(inner, before);
}

function compose(passings: readonly PlacedPassing[], before: (need: Need) => Need): readonly PlacedPassing[] {
  return passings.map((passing) => ({ ...passing, needBefore: (need) => passing.needBefore(before(need)) }));
}

/** Of a method of a frame: how the needed columns were called before it; undefined when nobody knows. */
export function needBefore(
  context: InferenceContext,
  reading: Reading,
  parts: CallParts,
): ((need: Need) => Need) | undefined {
  const { method } = parts;
  if (keepsColumns.has(method)) return same;
  if (method === 'drop') {
    const [first] = parts.arguments;
    const named = keywordOf(reading, parts, 'columns') ?? keywordOf(reading, parts, 'labels');
    const labels = named ?? (first === undefined ? undefined : valueOf(first));
    const columns = labels === undefined ? undefined : columnsOf(context, reading, labels);
    return columns === undefined ? same : (need) => withoutColumns(need, columns);
  }
  if (method === 'rename') {
    const map = keywordOf(reading, parts, 'columns');
    if (map?.type !== 'dictionary') return undefined;
    const pairs = namedChildren(map).flatMap((pair): readonly (readonly [string, string])[] => {
      const [key, value] = [partOf(pair, 'key'), partOf(pair, 'value')];
      const old = key === undefined ? undefined : readLiteral(reading.tree, key)?.value;
      const next = value === undefined ? undefined : readLiteral(reading.tree, value)?.value;
      return typeof old === 'string' && typeof next === 'string' ? [[next, old]] : [];
    });
    return (need) => renameColumns(need, new Map(pairs));
  }
  return undefined;
}
