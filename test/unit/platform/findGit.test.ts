import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findGit } from '../../../server/src/platform/git.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'plumbline-git-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Makes a program the only git of the PATH. */
function offerGit(script: string): void {
  const file = path.join(folder, 'git');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  vi.stubEnv('PATH', folder);
}

describe('the git of the PATH', () => {
  it('is named with its version', async () => {
    offerGit('echo "git version 2.39.5"');
    expect(await findGit()).toEqual({ kind: 'works', version: '2.39.5' });
  });

  it('is absent where no program has its name', async () => {
    mkdirSync(path.join(folder, 'empty'));
    vi.stubEnv('PATH', path.join(folder, 'empty'));
    expect(await findGit()).toEqual({ kind: 'absent' });
  });

  it('is there, and says why it has no answer, when it fails', async () => {
    offerGit('echo "error: this git is broken" >&2; exit 3');
    expect(await findGit()).toEqual({ kind: 'silent', because: 'git says: this git is broken' });
  });

  it('is there, and says why it has no answer, when its answer is no version', async () => {
    offerGit('echo "xcrun: please install the command line tools"');
    expect(await findGit()).toEqual({ kind: 'silent', because: 'what git answers names no version' });
  });
});
