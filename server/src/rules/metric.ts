/** All rules about metrics, in the order of the catalogue. */
import { metricAverageRules } from './metricAverages.ts';
import { metricBaselineRules } from './metricBaseline.ts';
import { metricBindingRules } from './metricBinding.ts';
import { metricBreakEvenRules } from './metricBreakEven.ts';
import { metricDeviceRules } from './metricDevice.ts';
import { metricEvidenceRules } from './metricEvidence.ts';
import { metricFeasibilityRules } from './metricFeasibility.ts';
import { metricGoalRules } from './metricGoals.ts';
import { metricMoneyRules } from './metricMoney.ts';
import { metricSamplingRules } from './metricSampling.ts';
import { metricUnitRules } from './metricUnits.ts';
import type { Rule } from './rule.ts';

export const metricRules: readonly Rule[] = [
  ...metricGoalRules,
  ...metricUnitRules,
  ...metricBindingRules,
  ...metricEvidenceRules,
  ...metricMoneyRules,
  ...metricBreakEvenRules,
  ...metricSamplingRules,
  ...metricFeasibilityRules,
  ...metricDeviceRules,
  ...metricBaselineRules,
  ...metricAverageRules,
];
