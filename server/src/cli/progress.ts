/** How far a job is, on one line that is written over, for a person; nothing otherwise. */
import { plainText } from '../text/plainText.ts';
import { UsageError } from './world.ts';
import type { CommandLineWorld } from './world.ts';

const width = 20;

export function progressOn(
  world: Pick<CommandLineWorld, 'showsProgress' | 'say'>,
): (progress: { readonly doing: string; readonly share: number }) => void {
  return ({ doing, share }) => {
    if (!world.showsProgress) return;
    const filled = Math.round(share * width);
    world.say(`\r\u001B[K${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${plainText(doing)}`);
  };
}

/** How something ends that takes a while. */
type Ended<Done extends { readonly kind: 'done' }> =
  Done | { readonly kind: 'cancelled' } | { readonly kind: 'failed'; readonly sentence: string };

/**
 * What was done, the line of the progress wiped away first; undefined when somebody stopped it.
 *
 * @throws {UsageError} with the reason when it failed
 */
export function requireDone<Done extends { readonly kind: 'done' }>(
  outcome: Ended<Done>,
  world: Pick<CommandLineWorld, 'showsProgress' | 'say'>,
): Done | undefined {
  if (world.showsProgress) world.say('\r\u001B[K');
  switch (outcome.kind) {
    case 'cancelled':
      return undefined;
    case 'failed':
      throw new UsageError(outcome.sentence);
    case 'done':
      return outcome;
  }
}
