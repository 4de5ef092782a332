/** What the rules about data share: sources, their columns, and which source a split or a model speaks of. */
import type { ColumnFact } from '../../../schemas/facts.ts';
import { imageColumns } from '../../../schemas/tableSource.ts';
import type { SpecShape } from '../../../schemas/spec.ts';
import type { DataSourceShape } from '../../../schemas/spec/data.ts';
import type { SplitShape } from '../../../schemas/spec/splits.ts';
import { columnsOf } from '../spec/expression.ts';
import type { Expression } from '../spec/expression.ts';
import type { ObjectNode } from '../spec/located.ts';
import type { Place } from '../yaml/place.ts';
import { labelOfModel, modelChain } from './metricView.ts';
import type { RuleContext } from './rule.ts';

export type SourceNode = ObjectNode<DataSourceShape>;
export type SplitNode = ObjectNode<SplitShape>;
type Spec = ObjectNode<SpecShape>;
export type DataSection = NonNullable<Spec['fields']['data']>;
export type SplitSection = NonNullable<Spec['fields']['splits']>;

export interface Source {
  readonly id: string;
  readonly node: SourceNode;
  /** The id: where one says that something is missing. */
  readonly keyPlace: Place;
}

/** All data sources that can be read, in file order. */
export function sourcesOf({ fields: { data } }: Spec): readonly Source[] {
  return data === undefined ? [] : sourcesIn(data);
}

/** The entries of the section `data`. */
export function sourcesIn(data: DataSection): readonly Source[] {
  return [...data.entries].map(([id, node]) => ({ id, node, keyPlace: node.keyPlace ?? node.place }));
}

export function sourceOfSplit(spec: Spec, splitId: string | undefined): string | undefined {
  return splitId === undefined ? undefined : spec.fields.splits?.entries.get(splitId)?.fields.of?.id;
}

/** The source that a model reads: that of its label, else that of the split it learned from. */
export function sourceOfModel(spec: Spec, modelId: string | undefined): string | undefined {
  const ofLabel = labelOfModel(spec, modelId)?.fields.of?.id;
  if (ofLabel !== undefined) return ofLabel;
  const learned = modelChain(spec, modelId).find((model) => model.fields.trained_on !== undefined);
  return sourceOfSplit(spec, learned?.fields.trained_on?.id);
}

/** The column that names groups of rows; undefined when there is none. */
export function groupColumn(source: SourceNode): string | undefined {
  const group = source.fields.roles?.fields.group;
  return group?.kind === 'object' ? group.fields.column?.text : group?.text;
}

/** Derived columns and their expressions. */
export function derivationsOf(source: SourceNode | undefined): ReadonlyMap<string, Expression> {
  const derived = new Map<string, Expression>();
  for (const [name, node] of source?.fields.derive?.entries ?? []) derived.set(name, node.expression);
  return derived;
}

/**
 * A column with every column that it is computed from, directly or through others; the column itself comes first.
 * A ring of derived columns ends where it meets itself.
 */
export function lineageOf(column: string, derived: ReadonlyMap<string, Expression>): ReadonlySet<string> {
  const lineage = new Set([column]);
  // A set is visited in the order of insertion, what is added on the way included.
  for (const name of lineage) {
    const expression = derived.get(name);
    if (expression !== undefined) for (const use of columnsOf(expression)) lineage.add(use.name);
  }
  return lineage;
}

export interface SourceColumns {
  /** Every name that may be used, derived columns included. */
  readonly names: ReadonlySet<string>;
  readonly columns: readonly ColumnFact[];
  /** Who says so, as the subject of a sentence. */
  readonly origin: string;
}

/**
 * Finds the columns of sources, each once.
 *
 * @returns a function from the id of a source to its columns by the header of its table, else by its contract;
 *   undefined while neither is known
 */
export function createColumnFinder({ spec, facts, know }: RuleContext): (dataId: string) => SourceColumns | undefined {
  const found = new Map<string, SourceColumns | undefined>();
  const find = (dataId: string): SourceColumns | undefined => {
    const node = spec.fields.data?.entries.get(dataId);
    if (node === undefined || node.unreadable.has('derive')) return undefined;
    const table = facts.table(dataId);
    const contract = facts.contract(dataId);
    // A missing table is no gap while the contract can answer.
    const isByContract = table.state === 'unknown' && contract.state !== 'unknown';
    const columns = isByContract ? know(contract)?.columns : know(table)?.columns;
    if (columns === undefined) return undefined;
    const derive = node.fields.derive;
    const names = new Set([
      ...columns.map(({ name }) => name),
      ...(derive?.entries.keys() ?? []),
      ...(derive?.empty.keys() ?? []),
      ...(derive?.unreadable ?? []),
      ...(node.fields.modality?.value === 'image' ? imageColumns : []),
    ]);
    return { names, columns, origin: isByContract ? 'the contract' : 'the table' };
  };
  return (dataId) => {
    if (!found.has(dataId)) found.set(dataId, find(dataId));
    return found.get(dataId);
  };
}
