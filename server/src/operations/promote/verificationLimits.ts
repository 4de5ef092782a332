/** What a verification may take, as people say it. */
import type { VerifyRequest } from '../verify/verifyPackage.ts';

/** A verification runs the notebook twice, and the package once. */
const runs = 3;

/**
 * @param minutes of one run; undefined for what is usual
 * @param memoryMiB of one run; undefined for what is usual
 */
export function verificationLimitsOf(
  minutes: number | undefined,
  memoryMiB: number | undefined,
): VerifyRequest['limits'] {
  return {
    ...(minutes === undefined ? {} : { runSeconds: minutes * 60, totalSeconds: minutes * 60 * runs }),
    ...(memoryMiB === undefined ? {} : { memoryBytes: memoryMiB * 2 ** 20 }),
  };
}
