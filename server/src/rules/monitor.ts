/** Rules of the group `monitor`. */
import type { Rule } from './rule.ts';

export const monitorRules: readonly Rule[] = [];
