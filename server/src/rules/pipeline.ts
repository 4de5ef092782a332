/** Rules of the group `pipeline`, by what they look at. */
import { pipelineCodeRules } from './pipelineCode.ts';
import { pipelineGateRules } from './pipelineGates.ts';
import type { Rule } from './rule.ts';

export const pipelineRules: readonly Rule[] = [...pipelineGateRules, ...pipelineCodeRules];
