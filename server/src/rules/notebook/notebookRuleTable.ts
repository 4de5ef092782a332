/** All rules for notebooks, in the order of the catalogue. */
import { commandRules } from './commands.ts';
import { nameRules } from './names.ts';
import type { NotebookRule } from './notebookRule.ts';
import { pathRules } from './paths.ts';
import { readingRules } from './reading.ts';
import { runRules } from './runs.ts';
import { secretRules } from './secret.ts';
import { notebookSuppressRules } from './suppress.ts';

export const notebookRuleTable: readonly NotebookRule[] = [
  ...readingRules,
  ...notebookSuppressRules,
  ...nameRules,
  ...runRules,
  ...commandRules,
  ...pathRules,
  ...secretRules,
];
