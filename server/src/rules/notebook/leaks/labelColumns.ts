/** Which column is the answer that a model learns, under every name and in every form that the notebook gives it. */
import { keptOnPair } from '../../../notebook/memory/keptOn.ts';
import { namedChildren, partOf } from '../../../notebook/syntax/pythonTree.ts';
import { isSameOrigin } from './columns.ts';
import type { ColumnOrigin, Columns, NamedColumn } from './columns.ts';
import type { PlacedNode } from './nodes.ts';
import { writtenText } from './nodes.ts';
import type { Training } from './trainings.ts';

export interface LabelColumn extends NamedColumn {
  readonly origin: ColumnOrigin;
  /** The column that is computed from this one, value by value; undefined for what the model is given itself. */
  readonly source: string | undefined;
}

/** Columns that are computed from one another. */
const chainLimit = 4;

/** The answer of a training first, then the columns that it is computed from; empty where nobody can tell. */
export const labelColumnsOf = keptOnPair((training: Training, columns: Columns): readonly LabelColumn[] =>
  findLabelColumns(training, columns),
);

function findLabelColumns({ labels }: Training, columns: Columns): readonly LabelColumn[] {
  const [label, ...others] = labels;
  if (label === undefined || others.length > 0) return [];
  const found: LabelColumn[] = [];
  let next: NamedColumn | undefined = columns.columnOf(label);
  while (next !== undefined && found.length < chainLimit) {
    const trace = columns.trace(next.table, next.column);
    if (trace.kind !== 'kept') break;
    found.push({ ...next, origin: trace.origin, source: found.at(-1)?.column });
    const { set } = trace.origin;
    if (set === undefined || looksUp(set.value)) break;
    const [value, ...more] = columns.valuesOf(set);
    next = value === undefined || more.length > 0 ? undefined : columns.columnOf(value);
  }
  return found;
}

/** Whether a column of a table is the answer. */
export function isLabel(label: LabelColumn, other: NamedColumn, columns: Columns): boolean {
  const trace = columns.trace(other.table, other.column);
  return trace.kind === 'kept' && isSameOrigin(trace.origin, label.origin);
}

/** `df["k"].map(table)` says something else than `k`. */
function looksUp(value: PlacedNode | undefined): boolean {
  if (value?.node.type !== 'call') return false;
  const callee = partOf(value.node, 'function');
  const [first] = namedChildren(partOf(value.node, 'arguments') ?? value.node);
  const name = callee === undefined ? '' : writtenText({ ...value, node: callee });
  return /\.(?:map|apply|merge|join)$/.test(name) && first?.type !== 'dictionary' && first?.type !== 'lambda';
}
