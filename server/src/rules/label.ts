/** Rules of the group `label`. */
import type { Rule } from './rule.ts';

export const labelRules: readonly Rule[] = [];
