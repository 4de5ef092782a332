/** All rules about leaks, in the order of the catalogue. */
import type { NotebookRule } from '../notebookRule.ts';
import { copiedRowRules } from './copiedRows.ts';
import { crossValidationRules } from './crossValidation.ts';
import { earlyStoppingRule } from './earlyStopping.ts';
import { featureLeakRules } from './featureLeaks.ts';
import { groupLeakRule } from './groupLeaks.ts';
import { multiTestRule } from './multiTest.ts';
import { preprocessingRule } from './preprocessing.ts';
import { refitRule } from './refitOnTest.ts';
import { targetEncodingRule } from './targetEncoding.ts';
import { timeLeakRules } from './timeLeaks.ts';
import { trainingRowRules } from './trainingRows.ts';

export const leakRules: readonly NotebookRule[] = [
  preprocessingRule,
  refitRule,
  ...crossValidationRules,
  ...trainingRowRules,
  ...copiedRowRules,
  multiTestRule,
  earlyStoppingRule,
  ...featureLeakRules,
  targetEncodingRule,
  ...timeLeakRules,
  groupLeakRule,
];
