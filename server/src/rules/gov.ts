/** Rules of the group `gov`. */
import type { Rule } from './rule.ts';

export const govRules: readonly Rule[] = [];
