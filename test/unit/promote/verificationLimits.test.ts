import { expect, it } from 'vitest';
import { verificationLimits } from '../../../schemas/verificationJob.ts';
import { verificationLimitsOf } from '../../../server/src/operations/promote/verificationLimits.ts';

it('gives all three runs three times as long as one', () => {
  expect(verificationLimitsOf(0.5, 512)).toEqual({ runSeconds: 30, totalSeconds: 90, memoryBytes: 512 * 1024 * 1024 });
});

it('leaves what nobody set as it is', () => {
  const usual = { runSeconds: 600, totalSeconds: 1800, memoryBytes: 8 * 1024 ** 3 };
  expect(verificationLimits.parse(verificationLimitsOf(undefined, undefined))).toEqual(usual);
});
