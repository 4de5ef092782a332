/** All rules, in the order of the catalogue. */
import type { Rule } from './rule.ts';
import { contractRules } from './contract.ts';
import { breakingChangeRule } from './contractBreaking.ts';
import { costRules } from './cost.ts';
import { dataRules } from './data.ts';
import { deployRules } from './deploy.ts';
import { economicsRules } from './economics.ts';
import { govRules } from './gov.ts';
import { labelRules } from './label.ts';
import { metricRules } from './metric.ts';
import { metricMeasuredRules } from './metricMeasured.ts';
import { modelRules } from './model.ts';
import { monitorRules } from './monitor.ts';
import { pipelineRules } from './pipeline.ts';
import { privacyRules } from './privacy.ts';
import { quantityRules } from './quantity.ts';
import { refRules } from './ref.ts';
import { scheduleRules } from './schedule.ts';
import { specRules } from './spec.ts';
import { splitRules } from './split.ts';
import { suppressRules } from './suppress.ts';
import { yamlRules } from './yaml.ts';

export const ruleTable: readonly Rule[] = [
  ...yamlRules,
  ...specRules,
  ...quantityRules,
  ...refRules,
  ...suppressRules,
  ...metricRules,
  ...metricMeasuredRules,
  ...economicsRules,
  ...govRules,
  ...dataRules,
  ...contractRules,
  breakingChangeRule,
  ...splitRules,
  ...labelRules,
  ...modelRules,
  ...privacyRules,
  ...deployRules,
  ...monitorRules,
  ...costRules,
  ...pipelineRules,
  ...scheduleRules,
];
