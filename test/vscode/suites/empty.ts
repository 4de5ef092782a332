// A folder with data and no spec: what someone sees before they begin.
import { describe } from 'mocha';
import { describeCreating } from '../features/creating.ts';
import { describeFirstSpec } from '../features/walkthrough.ts';
import { defineRun } from '../library/defineRun.ts';

export const run = defineRun(() => {
  describe('in a folder without a spec', () => {
    describeCreating();
    describeFirstSpec();
  });
});
