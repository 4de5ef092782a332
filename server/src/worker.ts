/** The worker's entry: the handler of each job. Natives load with the first job that needs them. */
import process from 'node:process';
import type { JobHandler, JobKind } from '../../schemas/jobs.ts';
import type { TableSource } from '../../schemas/tableSource.ts';
import { keepAnswers } from './data/answersFiles.ts';
import { compareAnswers } from './data/compareAnswers.ts';
import { checkContract } from './data/contractChecks/checkContract.ts';
import { checkDuckDb } from './data/checkDuckDb.ts';
import { confinePath } from './data/confinedPath.ts';
import { countSharedGroups } from './data/countSharedGroups.ts';
import { countSplits } from './data/countSplits.ts';
import { describeTable } from './data/describeTable.ts';
import { compareDrift } from './data/drift/compareDrift.ts';
import { countHolding } from './data/drift/countHolding.ts';
import { hashFile } from './data/hashFile.ts';
import { writeMeasuredImages } from './data/imageTable.ts';
import { importActuals } from './data/imports/importActuals.ts';
import { sourceOf as importSource } from './data/imports/textTable.ts';
import { keepResults } from './data/keepResults.ts';
import type { KeptJob } from './data/keepResults.ts';
import { measurePredictions } from './data/measurePredictions.ts';
import { readMask } from './data/masks/readMask.ts';
import { measureMasks } from './data/masks/measureMasks.ts';
import { measureDetections } from './data/measureDetections.ts';
import { readText } from './data/readText.ts';
import { profileTable } from './data/profileTable.ts';
import { readErrorRows } from './data/readErrorRows.ts';
import { readMlflow } from './data/readMlflow.ts';
import { withRows } from './data/readRows.ts';
import { TableProblem } from './data/tableProblem.ts';
import { harnessFolder } from './execution/harness.ts';
import { createVerifyPromotion } from './execution/verifyPromotion.ts';
import { checkOnnxRuntime } from './inference/checkOnnxRuntime.ts';
import { checkSharp } from './inference/checkSharp.ts';
import { createEvaluateModel } from './inference/evaluateModel.ts';
import { createComparePictures } from './inference/drift/comparePictures.ts';
import { createProfilePictures } from './inference/drift/profilePictures.ts';
import { createDrawThumbnails } from './inference/images/drawThumbnails.ts';
import { createEvaluatePictures } from './inference/pictures/evaluatePictures.ts';
import { createWatchAnswers } from './inference/watchAnswers.ts';
import { createMeasureMachine } from './inference/machine/measureMachine.ts';
import { createDoctor } from './jobs/doctor.ts';
import { serveJobs } from './jobs/serveJobs.ts';
import { userCacheFolder } from './platform/userCacheFolder.ts';
import { writeFileWhole } from './platform/writeFileWhole.ts';

/** Tables below this size are read in the blink of an eye, and asked anew with every change of a spec. */
const keptTableBytes = 1e6;

const program = process.argv[1] ?? '';

/** What the bundle came to is kept; of other programs it is not known which build of their parts has run. */
function keep<Kind extends JobKind>(job: KeptJob<Kind>, run: JobHandler<Kind>): JobHandler<Kind> {
  if (!program.endsWith('.cjs')) return run;
  return keepResults(job, run, { folder: userCacheFolder('results'), program, writeWhole: writeFileWhole });
}

const ofTable = { sourceOf: ({ source }: { readonly source: TableSource }) => source, fewestBytes: keptTableBytes };

const files = {
  confine: confinePath,
  explain: (error: unknown) =>
    error instanceof TableProblem ? { sentence: error.message, category: error.category } : undefined,
};

serveJobs({
  describeTable: keep({ kind: 'describeTable', ...ofTable, isImpersonal: () => true }, describeTable),
  profileTable,
  profilePictures: createProfilePictures({ profileTable, writeMeasuredImages, ...files }),
  compareDrift,
  comparePictures: createComparePictures({ compareDrift, writeMeasuredImages, ...files }),
  countHolding,
  watchAnswers: createWatchAnswers({ withRows, ...files }),
  countSplits: keep({ kind: 'countSplits', ...ofTable, isImpersonal: () => true }, countSplits),
  checkContract: keep(
    {
      kind: 'checkContract',
      ...ofTable,
      isImpersonal: ({ answers }) => answers.violations.every(({ examples }) => examples.length === 0),
    },
    checkContract,
  ),
  countSharedGroups: keep(
    {
      kind: 'countSharedGroups',
      ...ofTable,
      isImpersonal: ({ shared }) => shared.every(({ examples }) => examples.length === 0),
    },
    countSharedGroups,
  ),
  // Small ones, too: a check that finds every answer kept does not even load the engine.
  importActuals: keep(
    { kind: 'importActuals', sourceOf: importSource, fewestBytes: 1, isImpersonal: () => true },
    importActuals,
  ),
  readMlflow,
  hashFile,
  measurePredictions,
  measureDetections,
  measureMasks,
  compareAnswers,
  readErrorRows,
  drawThumbnails: createDrawThumbnails(files),
  verifyPromotion: createVerifyPromotion({ harness: harnessFolder(program) }),
  evaluateModel: createEvaluateModel({ withRows, keepAnswers, ...files }),
  evaluatePictures: createEvaluatePictures({ withRows, readText, readMask, ...files }),
  measureMachine: createMeasureMachine(files),
  doctor: createDoctor({ duckdb: checkDuckDb, sharp: checkSharp, onnxruntime: () => checkOnnxRuntime() }),
});
