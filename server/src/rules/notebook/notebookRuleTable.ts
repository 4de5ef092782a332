/** All rules for notebooks, in the order of the catalogue. */
import { commandRules } from './commands.ts';
import { dataFileRules } from './dataFiles.ts';
import { dependencyRules } from './dependencies.ts';
import { leakRules } from './leaks/leakRules.ts';
import { lostResultRules } from './lostResults.ts';
import { lostWriteRules } from './lostWrites.ts';
import { nameRules } from './names.ts';
import type { NotebookRule } from './notebookRule.ts';
import { pathRules } from './paths.ts';
import { readingRules } from './reading.ts';
import { removedApiRules } from './removedApi.ts';
import { runRules } from './runs.ts';
import { secretRules } from './secret.ts';
import { notebookSuppressRules } from './suppress.ts';
import { unseededRules } from './unseeded.ts';

export const notebookRuleTable: readonly NotebookRule[] = [
  ...readingRules,
  ...notebookSuppressRules,
  ...nameRules,
  ...runRules,
  ...commandRules,
  ...pathRules,
  ...secretRules,
  ...unseededRules,
  ...dataFileRules,
  ...removedApiRules,
  ...dependencyRules,
  ...lostWriteRules,
  ...lostResultRules,
  ...leakRules,
];
