// A project with a model that answers at once: what is measured, brought from elsewhere and taken elsewhere.
import { describe } from 'mocha';
import { describeMeasuring } from '../features/measuring.ts';
import { defineRun } from '../library/defineRun.ts';

export const run = defineRun(() => {
  describe('in a project with a small model', () => {
    describeMeasuring();
  });
});
