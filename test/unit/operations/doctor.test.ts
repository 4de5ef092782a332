import { describe, expect, it } from 'vitest';
import { runDoctor } from '../../../server/src/operations/doctor.ts';
import type { GitState } from '../../../server/src/operations/doctor.ts';
import { createRefusingRunner } from '../../../server/src/jobs/refusingRunner.ts';

async function checkGit(git: GitState) {
  const checks = await runDoctor({
    jobs: createRefusingRunner('No worker runs here.'),
    runtime: '24.1.0 on linux-x64',
    findGit: () => Promise.resolve(git),
  });
  return checks.find(({ name }) => name === 'git');
}

describe('the doctor', () => {
  it('names the version of a git that works', async () => {
    expect(await checkGit({ kind: 'works', version: '2.39.5' })).toMatchObject({
      state: 'works',
      sentence: 'Version 2.39.5.',
    });
  });

  it('calls a git absent where there is none', async () => {
    expect(await checkGit({ kind: 'absent' })).toMatchObject({ state: 'absent' });
  });

  it('calls a git that does not answer broken, and says why', async () => {
    const check = await checkGit({ kind: 'silent', because: 'git took longer than 20 seconds' });
    expect(check?.state).toBe('broken');
    expect(check?.sentence).toContain('because git took longer than 20 seconds');
  });
});
