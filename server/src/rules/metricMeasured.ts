/** Rules that judge metrics by what was measured. */
import type { Rule } from './rule.ts';

export const metricMeasuredRules: readonly Rule[] = [];
