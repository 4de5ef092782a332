/**
 * What lies outside the text of a spec: files, columns, counts, contracts.
 *
 * Rules, hovers and hints see one snapshot of it and never wait. Unknown is not invalid: a fact that cannot be had
 * silences what needs it, and says why.
 */
import type { ColumnKind, TableSummary } from './profile.ts';

export type Fact<Value> =
  | { readonly state: 'known'; readonly value: Value }
  /** Being found out; whoever asks is told when it arrives. */
  | { readonly state: 'pending' }
  /** `because` continues the sentence "not known because …", without a full stop. */
  | { readonly state: 'unknown'; readonly because: string };

/** Something that a path of a spec names. */
export interface PathFact {
  readonly kind: 'file' | 'folder' | 'missing' | 'outside';
  /** Bytes of a file; undefined for anything else. */
  readonly sizeBytes: number | undefined;
  /** For a glob: how many files match. */
  readonly matches: number | undefined;
}

export interface ColumnFact {
  readonly name: string;
  readonly kind: ColumnKind;
  /** The engine's or the contract's own name of the type. */
  readonly type: string;
}

/** The header of a table, derived columns not included. */
export interface TableFact {
  readonly columns: readonly ColumnFact[];
  /** Undefined when counting would mean reading everything. */
  readonly rows: number | undefined;
}

/** Rows of a split, counted on the data. */
export interface SplitFact {
  readonly rows: number;
  /** Rows of the whole source. */
  readonly total: number;
  /** Rows of the positive class; undefined when the label has none or cannot be computed. */
  readonly positives: number | undefined;
  /** First and last time in ISO form; undefined when the source names no time column, or no row has a time. */
  readonly first: string | undefined;
  readonly last: string | undefined;
}

/** Rows that two splits of the same source share. */
export interface OverlapFact {
  readonly left: string;
  readonly right: string;
  readonly rows: number;
}

/** How often each class of the label occurs under a condition, for scenarios. */
export interface ScenarioFact {
  readonly rows: number;
  readonly byClass: ReadonlyMap<string, number>;
}

/** How the values of every column of a source spread. */
export interface ProfileFact {
  readonly summary: TableSummary;
  /** When it was made, ISO 8601 with zone. */
  readonly at: string;
}

/** The object of a contract that a data source names. */
export interface ContractFact {
  readonly uri: string;
  readonly columns: readonly (ColumnFact & { readonly isRequired: boolean; readonly isUnique: boolean })[];
  /** Names of the quality checks, with the column they concern, if any. */
  readonly checks: readonly { readonly name: string; readonly column: string | undefined }[];
}

/**
 * One snapshot of all facts about a project. Ids are those of the spec; paths are as written there, relative to the
 * file they stand in.
 */
export interface Facts {
  /** The day on which the check runs, as an ISO date. */
  readonly today: string;
  /** @param uri the spec file in which the path stands */
  path(path: string, uri: string): Fact<PathFact>;
  table(dataId: string): Fact<TableFact>;
  split(splitId: string): Fact<SplitFact>;
  overlaps(dataId: string): Fact<readonly OverlapFact[]>;
  scenario(dataId: string, scenarioId: string): Fact<ScenarioFact>;
  contract(dataId: string): Fact<ContractFact>;
  /** Never asked for by a rule: reading a whole table is started by a person, or for a hover. */
  profile(dataId: string): Fact<ProfileFact>;
}

/** Facts of which nothing is known, such as for text that has no files around it. */
export function unknownFacts(today: string, because: string): Facts {
  const unknown = () => ({ state: 'unknown', because }) as const;
  return {
    today,
    path: unknown,
    table: unknown,
    split: unknown,
    overlaps: unknown,
    scenario: unknown,
    contract: unknown,
    profile: unknown,
  };
}
