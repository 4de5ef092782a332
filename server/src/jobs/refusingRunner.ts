import type { JobRunner } from './jobRunner.ts';

/**
 * A runner that starts nothing: for Restricted Mode, and wherever no worker may run.
 *
 * @param reason one sentence with a full stop: why, and what the user can do
 */
export function createRefusingRunner(reason: string): JobRunner {
  return {
    run: () => Promise.resolve({ kind: 'failed', category: 'refused', sentence: reason }),
    dispose: () => Promise.resolve(),
  };
}
