/** The columns of a data source, as far as anything says: its table, its contract, its `derive`. */
import { imageColumns } from '../../../schemas/tableSource.ts';
import type { ColumnKind, ColumnSummary } from '../../../schemas/profile.ts';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';

export interface KnownColumn {
  readonly name: string;
  readonly dataId: string;
  /** Undefined for a derived column whose values nobody has seen. */
  readonly kind: ColumnKind | undefined;
  /** The engine's or the contract's name of the type. */
  readonly type: string | undefined;
  /** The expression of a derived column. */
  readonly derivation: string | undefined;
  readonly isInContract: boolean;
}

export interface KnownColumns {
  readonly columns: readonly KnownColumn[];
  /** Whether more may become known soon. */
  readonly isPending: boolean;
  /** Why the table itself is not known, as the end of "not known because …". */
  readonly because: string | undefined;
}

/** The columns of a source: those of the table first, in its order, derived ones last. */
export function columnsOfSource({ project, facts }: ProjectSnapshot, dataId: string): KnownColumns {
  const table = facts.table(dataId);
  const contract = facts.contract(dataId);
  const source = project.spec.fields.data?.entries.get(dataId);
  const columns = new Map<string, KnownColumn>();
  const add = (column: Omit<KnownColumn, 'dataId'>): void => {
    const known = columns.get(column.name);
    if (known === undefined) columns.set(column.name, { ...column, dataId });
    else columns.set(column.name, { ...known, isInContract: known.isInContract || column.isInContract });
  };
  if (table.state === 'known') {
    for (const { name, kind, type } of table.value.columns) {
      add({ name, kind, type, derivation: undefined, isInContract: false });
    }
  }
  if (source?.fields.modality?.value === 'image') {
    for (const name of imageColumns)
      add({ name, kind: undefined, type: undefined, derivation: undefined, isInContract: false });
  }
  if (contract.state === 'known') {
    for (const { name, kind, type } of contract.value.columns) {
      add({ name, kind, type, derivation: undefined, isInContract: true });
    }
  }
  for (const [name, expression] of source?.fields.derive?.entries ?? []) {
    columns.set(name, {
      name,
      dataId,
      kind: undefined,
      type: undefined,
      derivation: expression.text,
      isInContract: columns.get(name)?.isInContract ?? false,
    });
  }
  return {
    columns: [...columns.values()],
    isPending: table.state === 'pending' || contract.state === 'pending',
    because: table.state === 'unknown' ? table.because : undefined,
  };
}

/** A column by name, in the first of some sources that has it. */
export function findColumn(
  snapshot: ProjectSnapshot,
  dataIds: readonly string[],
  name: string,
): KnownColumn | undefined {
  for (const dataId of dataIds) {
    const found = columnsOfSource(snapshot, dataId).columns.find((column) => column.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The measured spread of a column; undefined when nobody has read the table. */
export function profileOfColumn({ facts }: ProjectSnapshot, dataId: string, name: string): ColumnSummary | undefined {
  const profile = facts.profile(dataId);
  return profile.state === 'known' ? profile.value.summary.columns.find((column) => column.name === name) : undefined;
}
