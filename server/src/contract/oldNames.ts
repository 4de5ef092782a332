/** Keys of older generations of the standard, and of habit, that readers of today pass over in silence. */

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
