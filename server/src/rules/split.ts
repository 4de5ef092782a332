/** Rules about splits: an estimate must be made on rows that stand for the future and that nothing has seen. */
import { splitCutRules } from './split/cuts.ts';
import { splitGroupRules } from './split/groupLeak.ts';
import { splitOverlapRules } from './split/overlap.ts';
import { splitTimeRules } from './split/time.ts';
import type { Rule } from './rule.ts';

export const splitRules: readonly Rule[] = [
  ...splitCutRules,
  ...splitOverlapRules,
  ...splitGroupRules,
  ...splitTimeRules,
];
