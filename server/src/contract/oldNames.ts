/** Keys of older generations of the standard, and of habit, that readers of today pass over in silence. */
import type { ContractVersion } from '../../../schemas/contract/versions.ts';

/** Old name → name of today. */
export const oldNames: Readonly<Record<string, string>> = {
  clusterKeyPosition: 'primaryKeyPosition',
  columns: 'properties',
  criticalDataElementStatus: 'criticalDataElement',
  dataGranularity: 'dataGranularityDescription',
  datasetDomain: 'domain',
  encryptedColumnName: 'encryptedName',
  isPrimaryKey: 'primaryKey',
  isUnique: 'unique',
  partitionStatus: 'partitioned',
  quantumName: 'dataProduct',
  sampleValues: 'examples',
  scheduleCronExpression: 'schedule',
  stakeholders: 'team',
  toolName: 'engine',
  transformSourceTables: 'transformSourceObjects',
  uuid: 'id',
};

/** Old name → name of today, where true became false. */
export const negatedNames: Readonly<Record<string, string>> = { isNullable: 'required', nullable: 'required' };

/** Name of today → the name that versions before it ask for. */
export const formerNames: Readonly<Record<string, string>> = { metric: 'rule' };

/**
 * Names that stand in the JSON Schema of some versions by mistake, where the text of the standard, which counts, says
 * another: what the text says, and the version whose schema says it, too.
 */
export const schemaSlips: Readonly<Record<string, { readonly meant: string; readonly until: ContractVersion }>> = {
  staging_dir: { meant: 'stagingDir', until: 'v3.0.2' },
};
