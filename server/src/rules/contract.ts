/** Rules of the group `contract`. */
import type { Rule } from './rule.ts';

export const contractRules: readonly Rule[] = [];
