/** Rules about data sources: who answers for them, which bytes they are, which columns may be used. */
import { dataAvailabilityRules } from './data/availability.ts';
import { dataColumnRules } from './data/columns.ts';
import { dataSecretRules } from './data/secret.ts';
import { dataSharingRules } from './data/sharing.ts';
import { dataVolumeRules } from './data/volume.ts';
import type { Rule } from './rule.ts';

export const dataRules: readonly Rule[] = [
  ...dataAvailabilityRules,
  ...dataColumnRules,
  ...dataSecretRules,
  ...dataSharingRules,
  ...dataVolumeRules,
];
