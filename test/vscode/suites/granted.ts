// Trust is granted while the window is open: everything comes alive without a reload.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands, workspace } from 'vscode';
import { askRunner } from '../bridge/askRunner.ts';
import { describeChecking } from '../features/checking.ts';
import { describeOverview } from '../features/overview.ts';
import { describeProfiling, profile } from '../features/profiling.ts';
import { defineRun } from '../library/defineRun.ts';
import { plumbline, runPlumbline } from '../library/plumbline.ts';
import { closeEverything, showFile } from '../library/project.ts';
import { untilEvent } from '../library/untilEvent.ts';

export const run = defineRun(() => {
  describe('when trust is granted', () => {
    it('what executes is refused before', async () => {
      await plumbline().activate();
      await showFile('plumbline.yaml');
      assert.equal((await profile()).kind, 'refused');
    });

    it('the folder becomes trusted without a reload', async () => {
      await commands.executeCommand('workbench.trust.manage');
      const granted = untilEvent(
        workspace.onDidGrantWorkspaceTrust,
        () => workspace.isTrusted,
        (isTrusted) => isTrusted,
        'trust',
      );
      await askRunner({ kind: 'giveTrust' });
      assert.equal(await granted, true);
      await closeEverything();
    });

    it('git is asked for the history', async () => {
      await showFile('plumbline.yaml');
      const review = runPlumbline('plumbline.changes.review');
      await askRunner({ kind: 'pick', label: 'The last commit' });
      // The project lies in no repository.
      assert.equal((await review).kind, 'refused');
      assert.match(await askRunner({ kind: 'gitCalls' }), /plumbline\.plumbline-.*server\.cjs/);
      await closeEverything();
    });

    describeProfiling();
    describeChecking();
    describeOverview();
  });
});
