// The example, with its data: what a new user opens first.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { workspace } from 'vscode';
import { describeCosting } from '../features/costing.ts';
import { describeDrifting } from '../features/drifting.ts';
import { describeEvaluating } from '../features/evaluating.ts';
import { describeMoney } from '../features/margin.ts';
import { describeReadiness } from '../features/readiness.ts';
import { describeReviewing } from '../features/reviewing.ts';
import { describeSeededMistakes } from '../features/seededMistakes.ts';
import { defineRun } from '../library/defineRun.ts';

export const run = defineRun(() => {
  describe('in the example', () => {
    it('the folder is trusted', () => {
      assert.equal(workspace.isTrusted, true);
    });
    describeMoney();
    describeReadiness();
    describeReviewing();
    describeSeededMistakes();
    describeDrifting();
    describeCosting();
    describeEvaluating();
  });
});
