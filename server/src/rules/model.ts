/** Rules about models: their files, the names, types and sizes of their graphs, and what happens around them. */
import { modelClassRules } from './model/classes.ts';
import { modelFileRules } from './model/files.ts';
import { modelMappingRules } from './model/mapping.ts';
import { modelPreparationRules } from './model/preparation.ts';
import { modelSignatureRules } from './model/signature.ts';
import type { Rule } from './rule.ts';

export const modelRules: readonly Rule[] = [
  ...modelFileRules,
  ...modelMappingRules,
  ...modelSignatureRules,
  ...modelClassRules,
  ...modelPreparationRules,
];
