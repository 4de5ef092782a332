/** Rules of the group `deploy`. */
import type { Rule } from './rule.ts';

export const deployRules: readonly Rule[] = [];
