// A trusted folder: everything works.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { workspace } from 'vscode';
import { describeChecking } from '../features/checking.ts';
import { describeEditing } from '../features/editing.ts';
import { describeInstallation } from '../features/installation.ts';
import { describeOverview } from '../features/overview.ts';
import { describeProfiling } from '../features/profiling.ts';
import { defineRun } from '../library/defineRun.ts';

export const run = defineRun(() => {
  describe('in a trusted folder', () => {
    it('the folder is trusted', () => {
      assert.equal(workspace.isTrusted, true);
    });
    describeInstallation();
    describeChecking();
    describeEditing();
    describeOverview();
    describeProfiling();
  });
});
