// Work that runs in the worker: the data of a project is read.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { askRunner } from '../bridge/askRunner.ts';
import { plumbline, runPlumbline } from '../library/plumbline.ts';
import { closeEverything, projectFile, showFile } from '../library/project.ts';
import { findWorkers } from '../library/workerProcesses.ts';

export function describeProfiling(): void {
  describe('profiling data', () => {
    it('reads a table in the worker, with the natives of the package', async () => {
      assert.deepEqual(await profile(), { kind: 'done' });
      assert.equal(findWorkers(plumbline().extensionPath).length > 0, true);
    });

    it('shows in the Overview what was read', async () => {
      await showFile('plumbline.yaml');
      await runPlumbline('plumbline.overview.open');
      const text = await askRunner({ kind: 'panelText', contains: '120 rows' });
      assert.match(text, /2001-01-01/);
      await closeEverything();
    });

    it('finds everything working in the doctor', async () => {
      assert.deepEqual(await runPlumbline('plumbline.doctor.run'), { kind: 'done' });
    });
  });
}

/** Profiles the only data source of the project. */
export function profile() {
  const specUri = projectFile('plumbline.yaml').toString();
  return runPlumbline('plumbline.data.profile', { specUri, dataId: 'flights' });
}
