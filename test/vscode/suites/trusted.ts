// A trusted folder: everything works.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { workspace } from 'vscode';
import { describeActivation } from '../features/activation.ts';
import { describeChecking } from '../features/checking.ts';
import { describeContractData, describeContractFiles } from '../features/contracts.ts';
import { describeEditing } from '../features/editing.ts';
import { describeInstallation } from '../features/installation.ts';
import { describeMargin } from '../features/margin.ts';
import { describeOverview } from '../features/overview.ts';
import { describePromoting } from '../features/promoting.ts';
import { describeProfiling } from '../features/profiling.ts';
import { describeRenaming } from '../features/renaming.ts';
import { describeWalkthrough } from '../features/walkthrough.ts';
import { defineRun } from '../library/defineRun.ts';

export const run = defineRun(() => {
  describe('in a trusted folder', () => {
    it('the folder is trusted', () => {
      assert.equal(workspace.isTrusted, true);
    });
    describeInstallation();
    describeActivation();
    describeChecking();
    describeContractFiles();
    describeEditing();
    describeRenaming();
    describeMargin();
    describeContractData();
    describeOverview();
    describeProfiling();
    describePromoting();
    describeWalkthrough();
  });
});
