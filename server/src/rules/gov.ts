/** Rules of the group `gov`. */
import { duplicateMetricRule } from './govDuplicates.ts';
import { goalpostRule } from './govGoalpost.ts';
import { govHistoryRules } from './govHistory.ts';
import { govRoleRules } from './govRoles.ts';
import type { Rule } from './rule.ts';

export const govRules: readonly Rule[] = [goalpostRule, ...govHistoryRules, ...govRoleRules, duplicateMetricRule];
