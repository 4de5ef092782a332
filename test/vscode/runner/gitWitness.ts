// Writes down who runs git: a program of that name, first on the PATH, that passes every call on to the real one.
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface GitWitness {
  /** Environment variables of a process that is watched, with all that it starts. */
  readonly environment: Readonly<Record<string, string>>;
  /** Command line of the process behind each call so far, one a line. */
  readonly calls: () => Promise<string>;
  readonly remove: () => Promise<void>;
}

/** @throws {Error} where there is no git, or no shell that could watch it */
export async function createGitWitness(): Promise<GitWitness> {
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-git-'));
  const log = path.join(folder, 'calls.log');
  const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  // A small Linux has no `ps`.
  const caller = process.platform === 'linux' ? `tr '\\0' ' ' < "/proc/$PPID/cmdline"` : 'ps -o args= -p "$PPID"';
  const script = `#!/bin/sh\necho "$(${caller})" >> '${log}'\nexec '${git}' "$@"\n`;
  await writeFile(log, '');
  await writeFile(path.join(folder, 'git'), script, { mode: 0o755 });
  return {
    environment: { PATH: `${folder}${path.delimiter}${process.env['PATH'] ?? ''}` },
    calls: () => readFile(log, 'utf8'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
