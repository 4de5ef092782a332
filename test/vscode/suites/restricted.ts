// Restricted Mode: specs are read and checked, and nothing is executed, loaded or written.
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { workspace } from 'vscode';
import { askRunner } from '../bridge/askRunner.ts';
import { describeChecking } from '../features/checking.ts';
import { describeContractFiles } from '../features/contracts.ts';
import { describeInstallation } from '../features/installation.ts';
import { describeOverview } from '../features/overview.ts';
import { describePreviewing } from '../features/promoting.ts';
import { profile } from '../features/profiling.ts';
import { defineRun } from '../library/defineRun.ts';
import { plumbline, runPlumbline } from '../library/plumbline.ts';
import { closeEverything, projectFile, projectState, showFile } from '../library/project.ts';
import { findWorkers } from '../library/workerProcesses.ts';

export const run = defineRun(() => {
  describe('in Restricted Mode', () => {
    let stateBefore: Readonly<Record<string, string>> = {};
    before(() => {
      stateBefore = projectState();
    });

    it('the folder is not trusted', () => {
      assert.equal(workspace.isTrusted, false);
    });

    describeInstallation();
    describeChecking();
    describeContractFiles();
    describeOverview();

    describe('what executes', () => {
      it('is named in the Overview, which shows no row of the data', async () => {
        await showFile('plumbline.yaml');
        await runPlumbline('plumbline.overview.open');
        const text = await askRunner({ kind: 'panelText', contains: 'Restricted Mode' });
        assert.doesNotMatch(text, /120 rows|2001-01-01/);
        await closeEverything();
      });

      it('is not offered by the history of runs, which shows them', async () => {
        await runPlumbline('plumbline.runs.open', { specUri: projectFile('plumbline.yaml').toString() });
        const text = await askRunner({ kind: 'panelText', contains: 'All runs' });
        assert.match(text, /delay\s+on test/);
        assert.doesNotMatch(text, /\bEvaluate\b/);
        await closeEverything();
      });

      it('refuses to profile data, in one sentence', async () => {
        const result = await profile();
        assert.ok(result.kind === 'refused');
        assert.match(result.sentence, /^[A-Z][^.]*trust[^.]*\.$/);
      });

      const refused = {
        'to run the doctor': 'plumbline.doctor.run',
        'to review changes': 'plumbline.changes.review',
        'to check a contract against its data': 'plumbline.contract.check',
        'to draft a contract from data': 'plumbline.contract.create',
        'to verify a promotion': 'plumbline.promotion.verify',
        'to evaluate models': 'plumbline.model.evaluate',
      };
      for (const [what, command] of Object.entries(refused)) {
        it(`refuses ${what}, in one sentence`, async () => {
          const result = await runPlumbline(command);
          assert.ok(result.kind === 'refused');
          assert.match(result.sentence, /^[A-Z][^.]*trust[^.]*\.$/);
        });
      }
    });

    describePreviewing();

    describe('after all of this', () => {
      it('git was not run', async () => {
        assert.equal(await askRunner({ kind: 'gitCalls' }), '');
      });

      it('no worker runs', () => {
        assert.deepEqual(findWorkers(plumbline().extensionPath), []);
      });

      it('no file of the project has changed, and none is new', () => {
        assert.deepEqual(projectState(), stateBefore);
      });
    });
  });
});
