/** The worker's entry: the handler of each job. Natives load with the first job that needs them. */
import { checkContract } from './data/contractChecks/checkContract.ts';
import { checkDuckDb } from './data/checkDuckDb.ts';
import { countSharedGroups } from './data/countSharedGroups.ts';
import { countSplits } from './data/countSplits.ts';
import { describeTable } from './data/describeTable.ts';
import { hashFile } from './data/hashFile.ts';
import { importActuals } from './data/imports/importActuals.ts';
import { profileTable } from './data/profileTable.ts';
import { readMlflow } from './data/readMlflow.ts';
import { checkOnnxRuntime } from './inference/checkOnnxRuntime.ts';
import { checkSharp } from './inference/checkSharp.ts';
import { createDoctor } from './jobs/doctor.ts';
import { serveJobs } from './jobs/serveJobs.ts';

serveJobs({
  describeTable,
  profileTable,
  countSplits,
  checkContract,
  countSharedGroups,
  importActuals,
  readMlflow,
  hashFile,
  doctor: createDoctor({ duckdb: checkDuckDb, sharp: checkSharp, onnxruntime: () => checkOnnxRuntime() }),
});
