/** A folder of limited size, which can be filled. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

export interface SmallDisk {
  /** One sentence why the folder has no limit; then it cannot be filled. */
  readonly withoutLimit: string | undefined;
  /** Writes a file until nothing more goes in. */
  fill: () => void;
  /** Removes that file. */
  free: () => void;
  remove: () => void;
}

/** @param folder absolute path of a folder that is made; where mounting is not allowed, it has no limit */
export function makeSmallDisk(folder: string, megabytes: number): SmallDisk {
  mkdirSync(folder, { recursive: true });
  const filler = path.join(folder, '.filler');
  let withoutLimit: string | undefined;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch {
    withoutLimit = 'a folder of limited size needs the right to mount one (root)';
  }
  return {
    withoutLimit,
    fill: () => {
      const file = openSync(filler, 'w');
      try {
        for (let size = 1 << 20; size > 0; size >>= 1) writeUntilFull(file, Buffer.alloc(size));
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler, { force: true }),
    remove: () => {
      if (withoutLimit === undefined) execFileSync('umount', [folder], { stdio: 'pipe' });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function writeUntilFull(file: number, block: Buffer): void {
  try {
    while (writeSync(file, block) === block.length);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}
