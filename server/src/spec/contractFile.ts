/** A data contract as a file of a project: what reading it gives (`server/src/contract/` reads it). */
import type { ContractShape } from '../../../schemas/contract/contract.ts';
import type { ContractVersion } from '../../../schemas/contract/versions.ts';
import type { YamlFile } from '../yaml/yamlFile.ts';
import type { Located, ObjectNode } from './located.ts';
import type { SpecProblem } from './specProblem.ts';
import type { Suppression } from './suppressions.ts';

/** What every file of a project has, whatever its language. */
export interface ProjectFile {
  readonly uri: string;
  readonly yaml: YamlFile;
  readonly suppressions: readonly Suppression[];
  /** Whether the file names a version of its language that cannot be read at all. */
  readonly hasUnknownVersion: boolean;
}

export interface ContractFile extends ProjectFile {
  readonly root: ObjectNode<ContractShape>;
  /** The version by which the file is read. */
  readonly version: ContractVersion;
  /** `apiVersion` as written; undefined when it does not stand there as text. */
  readonly apiVersion: string | undefined;
  /** What is wrong with it; the codes are ids of rules. */
  readonly problems: readonly SpecProblem[];
}

/** A table, topic or file that a contract describes. */
export type ContractObject = Extract<Located<NonNullable<ContractShape['schema']>[number]>, { kind: 'object' }>;

/** A column of such an object. */
export type ContractColumn = NonNullable<ContractObject['fields']['properties']>['items'][number];

/** A quality check of an object or a column. */
export type ContractCheck = NonNullable<ContractObject['fields']['quality']>['items'][number];

export function objectsOf({ root }: Pick<ContractFile, 'root'>): readonly ContractObject[] {
  return root.fields.schema?.items ?? [];
}

export function columnsOfObject(object: ContractObject): readonly ContractColumn[] {
  return object.fields.properties?.items ?? [];
}

/**
 * The object that a reference means.
 *
 * @param name what stands after `#`; undefined means the first object
 */
export function findObject(contract: Pick<ContractFile, 'root'>, name: string | undefined): ContractObject | undefined {
  return objectsOf(contract).find((object) => name === undefined || object.fields.name?.text === name);
}
