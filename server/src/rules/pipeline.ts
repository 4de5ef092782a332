/** Rules of the group `pipeline`. */
import type { Rule } from './rule.ts';

export const pipelineRules: readonly Rule[] = [];
