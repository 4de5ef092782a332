/** The worker's entry: the handler of each job. What a job needs loads with the first one of its kind, natives too. */
import process from 'node:process';
import type { JobHandler, JobKind } from '../../schemas/jobs.ts';
import type { TableSource } from '../../schemas/tableSource.ts';
import { sourceOf as importSource } from './data/imports/importSource.ts';
import { keepResults } from './data/keepResults.ts';
import type { KeptJob } from './data/keepResults.ts';
import { serveJobs } from './jobs/serveJobs.ts';
import { userCacheFolder } from './platform/userCacheFolder.ts';
import { writeFileWhole } from './platform/writeFileWhole.ts';

/** Tables below this size are read in the blink of an eye, and asked anew with every change of a spec. */
const keptTableBytes = 1e6;

const program = process.argv[1] ?? '';

/** A handler that is made with its first job: starting a worker must not mean loading what all jobs need. */
function later<Kind extends JobKind>(load: () => Promise<JobHandler<Kind>>): JobHandler<Kind> {
  let loaded: Promise<JobHandler<Kind>> | undefined;
  return async (request, context) => {
    loaded ??= load();
    return (await loaded)(request, context);
  };
}

/** What the bundle came to is kept; of other programs it is not known which build of their parts has run. */
function keep<Kind extends JobKind>(job: KeptJob<Kind>, run: JobHandler<Kind>): JobHandler<Kind> {
  if (!program.endsWith('.cjs')) return run;
  return keepResults(job, run, { folder: userCacheFolder('results'), program, writeWhole: writeFileWhole });
}

const ofTable = { sourceOf: ({ source }: { readonly source: TableSource }) => source, fewestBytes: keptTableBytes };

/** How parts that do not know tables reach files. */
async function loadFiles() {
  const [{ confinePath }, { TableProblem }] = await Promise.all([
    import('./data/confinedPath.ts'),
    import('./data/tableProblem.ts'),
  ]);
  return {
    confine: confinePath,
    explain: (error: unknown) =>
      error instanceof TableProblem ? { sentence: error.message, category: error.category } : undefined,
  };
}

const profileTable = later(async () => (await import('./data/profileTable.ts')).profileTable);
const compareDrift = later(async () => (await import('./data/drift/compareDrift.ts')).compareDrift);

serveJobs({
  describeTable: keep(
    { kind: 'describeTable', ...ofTable, isImpersonal: () => true },
    later(async () => (await import('./data/describeTable.ts')).describeTable),
  ),
  profileTable,
  profilePictures: later(async () => {
    const { createProfilePictures } = await import('./inference/drift/profilePictures.ts');
    const { writeMeasuredImages } = await import('./data/imageTable.ts');
    return createProfilePictures({ profileTable, writeMeasuredImages, ...(await loadFiles()) });
  }),
  compareDrift,
  comparePictures: later(async () => {
    const { createComparePictures } = await import('./inference/drift/comparePictures.ts');
    const { writeMeasuredImages } = await import('./data/imageTable.ts');
    return createComparePictures({ compareDrift, writeMeasuredImages, ...(await loadFiles()) });
  }),
  countHolding: later(async () => (await import('./data/drift/countHolding.ts')).countHolding),
  watchAnswers: later(async () => {
    const { createWatchAnswers } = await import('./inference/watchAnswers.ts');
    const { withRows } = await import('./data/readRows.ts');
    return createWatchAnswers({ withRows, ...(await loadFiles()) });
  }),
  countSplits: keep(
    { kind: 'countSplits', ...ofTable, isImpersonal: () => true },
    later(async () => (await import('./data/countSplits.ts')).countSplits),
  ),
  checkContract: keep(
    {
      kind: 'checkContract',
      ...ofTable,
      isImpersonal: ({ answers }) => answers.violations.every(({ examples }) => examples.length === 0),
    },
    later(async () => (await import('./data/contractChecks/checkContract.ts')).checkContract),
  ),
  countSharedGroups: keep(
    {
      kind: 'countSharedGroups',
      ...ofTable,
      isImpersonal: ({ shared }) => shared.every(({ examples }) => examples.length === 0),
    },
    later(async () => (await import('./data/countSharedGroups.ts')).countSharedGroups),
  ),
  // Small ones, too: a check that finds every answer kept does not even load the engine.
  importActuals: keep(
    { kind: 'importActuals', sourceOf: importSource, fewestBytes: 1, isImpersonal: () => true },
    later(async () => (await import('./data/imports/importActuals.ts')).importActuals),
  ),
  readMlflow: later(async () => (await import('./data/readMlflow.ts')).readMlflow),
  hashFile: later(async () => (await import('./data/hashFile.ts')).hashFile),
  measurePredictions: later(async () => (await import('./data/measurePredictions.ts')).measurePredictions),
  measureDetections: later(async () => (await import('./data/measureDetections.ts')).measureDetections),
  measureMasks: later(async () => (await import('./data/masks/measureMasks.ts')).measureMasks),
  compareAnswers: later(async () => (await import('./data/compareAnswers.ts')).compareAnswers),
  readErrorRows: later(async () => (await import('./data/readErrorRows.ts')).readErrorRows),
  drawThumbnails: later(async () => {
    const { createDrawThumbnails } = await import('./inference/images/drawThumbnails.ts');
    return createDrawThumbnails(await loadFiles());
  }),
  verifyPromotion: later(async () => {
    const { createVerifyPromotion } = await import('./execution/verifyPromotion.ts');
    const { harnessFolder } = await import('./execution/harness.ts');
    return createVerifyPromotion({ harness: harnessFolder(program) });
  }),
  evaluateModel: later(async () => {
    const { createEvaluateModel } = await import('./inference/evaluateModel.ts');
    const { keepAnswers } = await import('./data/answersFiles.ts');
    const { withRows } = await import('./data/readRows.ts');
    return createEvaluateModel({ withRows, keepAnswers, ...(await loadFiles()) });
  }),
  evaluatePictures: later(async () => {
    const { createEvaluatePictures } = await import('./inference/pictures/evaluatePictures.ts');
    const [{ withRows }, { readText }, { readMask }] = await Promise.all([
      import('./data/readRows.ts'),
      import('./data/readText.ts'),
      import('./data/masks/readMask.ts'),
    ]);
    return createEvaluatePictures({ withRows, readText, readMask, ...(await loadFiles()) });
  }),
  measureMachine: later(async () => {
    const { createMeasureMachine } = await import('./inference/machine/measureMachine.ts');
    return createMeasureMachine(await loadFiles());
  }),
  doctor: later(async () => {
    const [{ createDoctor }, { checkDuckDb }, { checkSharp }, { checkOnnxRuntime }] = await Promise.all([
      import('./jobs/doctor.ts'),
      import('./data/checkDuckDb.ts'),
      import('./inference/checkSharp.ts'),
      import('./inference/checkOnnxRuntime.ts'),
    ]);
    return createDoctor({ duckdb: checkDuckDb, sharp: checkSharp, onnxruntime: () => checkOnnxRuntime() });
  }),
});
