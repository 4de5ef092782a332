/** All rules, in the order of the catalogue. */
import type { Rule } from './rule.ts';
import { costRules } from './cost.ts';
import { dataRules } from './data.ts';
import { economicsRules } from './economics.ts';
import { metricRules } from './metric.ts';
import { quantityRules } from './quantity.ts';
import { refRules } from './ref.ts';
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
  ...economicsRules,
  ...dataRules,
  ...splitRules,
  ...costRules,
];
