/** All commands of the extension. Adding one is an entry here, in commandIds.ts and in package.json; a test compares them. */
import type { Command } from './command.ts';
import { checkContract, createContract } from './contractCommands.ts';
import { compareDrift, openDrift, pickRowsToLabel } from './driftCommand.ts';
import { openCosts } from './costCommand.ts';
import { compareRuns } from './compareRunsCommand.ts';
import { evaluateModels, evaluatePredictions, measureMachine, openEvaluation } from './evaluateCommand.ts';
import { exportRun } from './exportRunCommand.ts';
import { openExample } from './exampleCommand.ts';
import { explainRule, openWalkthrough, runDoctor } from './helpCommands.ts';
import { openLocation } from './locationCommand.ts';
import { createSpec, openOverview, profileData } from './projectCommands.ts';
import { goToCell, goToFunction, openPromotion, promoteNotebook, verifyPromotion } from './promotionCommands.ts';
import { reviewChanges } from './reviewCommand.ts';
import { openRuns } from './runsCommand.ts';
import { chooseAction, restartServer, showLog, stopServer } from './serverCommands.ts';

export const commandTable: readonly Command[] = [
  openOverview,
  profileData,
  createSpec,
  checkContract,
  createContract,
  compareDrift,
  openDrift,
  pickRowsToLabel,
  evaluateModels,
  openEvaluation,
  openRuns,
  compareRuns,
  exportRun,
  evaluatePredictions,
  measureMachine,
  openCosts,
  reviewChanges,
  promoteNotebook,
  openPromotion,
  verifyPromotion,
  goToFunction,
  goToCell,
  openLocation,
  explainRule,
  openWalkthrough,
  openExample,
  runDoctor,
  restartServer,
  stopServer,
  showLog,
  chooseAction,
];
