/** Rules of the group `monitor`, by what they look at. */
import { monitorAlarmRules } from './monitorAlarms.ts';
import { monitorCoverageRules } from './monitorCoverage.ts';
import { monitorDutyRules } from './monitorDuties.ts';
import { monitorFindingRules } from './monitorFindings.ts';
import type { Rule } from './rule.ts';

export const monitorRules: readonly Rule[] = [
  ...monitorCoverageRules,
  ...monitorAlarmRules,
  ...monitorDutyRules,
  ...monitorFindingRules,
];
