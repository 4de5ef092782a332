/** All rules for notebooks, in the order of the catalogue. */
import { commandRules } from './commands.ts';
import { dataFileRules } from './dataFiles.ts';
import { dependencyRules } from './dependencies.ts';
import { evalModeRules } from './evalMode.ts';
import { featureOrderRules } from './featureOrder.ts';
import { lateGlobalRules } from './lateGlobals.ts';
import { leakRules } from './leaks/leakRules.ts';
import { lostResultRules } from './lostResults.ts';
import { lostWriteRules } from './lostWrites.ts';
import { nameRules } from './names.ts';
import type { NotebookRule } from './notebookRule.ts';
import { pathRules } from './paths.ts';
import { readingRules } from './reading.ts';
import { removedApiRules } from './removedApi.ts';
import { repeatedCodeRules } from './repeatedCode.ts';
import { rerunRules } from './rerun.ts';
import { runCycleRules } from './runCycle.ts';
import { runRules } from './runs.ts';
import { secretRules } from './secret.ts';
import { shadowedNameRules } from './shadowedNames.ts';
import { skewedTransformRules } from './skewedTransforms.ts';
import { notebookSuppressRules } from './suppress.ts';
import { unlistedMetricRules } from './unlistedMetrics.ts';
import { unseededRules } from './unseeded.ts';
import { unusedCodeRules } from './unusedCode.ts';

export const notebookRuleTable: readonly NotebookRule[] = [
  ...readingRules,
  ...notebookSuppressRules,
  ...nameRules,
  ...runRules,
  ...runCycleRules,
  ...commandRules,
  ...pathRules,
  ...secretRules,
  ...rerunRules,
  ...lateGlobalRules,
  ...shadowedNameRules,
  ...unusedCodeRules,
  ...repeatedCodeRules,
  ...featureOrderRules,
  ...skewedTransformRules,
  ...unseededRules,
  ...dataFileRules,
  ...removedApiRules,
  ...dependencyRules,
  ...lostWriteRules,
  ...lostResultRules,
  ...evalModeRules,
  ...unlistedMetricRules,
  ...leakRules,
];
