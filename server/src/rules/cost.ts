/** Rules of the group `cost`, by what they look at. */
import { costActualRules } from './costActuals.ts';
import { costDoubleRules } from './costDouble.ts';
import { costEstimateRules } from './costEstimates.ts';
import { costFormRules } from './costForm.ts';
import { costReturnRules } from './costReturn.ts';
import type { Rule } from './rule.ts';

export const costRules: readonly Rule[] = [
  ...costFormRules,
  ...costDoubleRules,
  ...costEstimateRules,
  ...costReturnRules,
  ...costActualRules,
];
