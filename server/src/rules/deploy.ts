/** Rules about deployment: devices and their load, smaller forms of models, hand-over, and coming into use. */
import { deployCompressionRules } from './deploy/compression.ts';
import { deployDeviceRules } from './deploy/devices.ts';
import { deployHandOverRules } from './deploy/handOver.ts';
import { deployRolloutRules } from './deploy/rollout.ts';
import type { Rule } from './rule.ts';

export const deployRules: readonly Rule[] = [
  ...deployDeviceRules,
  ...deployCompressionRules,
  ...deployRolloutRules,
  ...deployHandOverRules,
];
