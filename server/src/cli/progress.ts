/** How far a job is, on one line that is written over, for a person; nothing otherwise. */
import { plainText } from '../text/plainText.ts';
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
