/** Rules of the group `schedule`. */
import type { Rule } from './rule.ts';

export const scheduleRules: readonly Rule[] = [];
