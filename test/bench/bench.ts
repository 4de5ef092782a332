/**
 * The bench. Ratios against a peer are what counts; milliseconds and mebibytes are for two cores and are printed only.
 * It needs a production build, which `npm run bench` makes, and puts the example's data in place itself.
 */
import path from 'node:path';
import { prepareExample } from '../../scripts/prepareExample.mjs';
import { benchCommandLine } from './benchCommandLine.ts';
import { benchContract } from './benchContract.ts';
import { benchCosts } from './benchCosts.ts';
import { benchDetections } from './benchDetections.ts';
import { benchDiagnostics } from './benchDiagnostics.ts';
import { benchDrift } from './benchDrift.ts';
import { benchEvaluation } from './benchEvaluation.ts';
import { benchImages } from './benchImages.ts';
import { benchNotebooks } from './benchNotebooks.ts';
import { benchPromotion } from './benchPromotion.ts';
import { benchActivation, benchServer } from './benchServer.ts';
import { benchWorkspace } from './benchWorkspace.ts';
import { createReport } from './report.ts';

const root = path.resolve(import.meta.dirname, '../..');
const report = createReport((line) => process.stdout.write(line));

await prepareExample();
await benchDiagnostics(report, root);
await benchNotebooks(report);
await benchPromotion(report);
await benchWorkspace(report, root);
await benchActivation(report, root);
await benchServer(report, root);
await benchCommandLine(report, root);
await benchContract(report, root);
await benchCosts(report, root);
await benchDetections(report, root);
await benchDrift(report, root);
await benchEvaluation(report, root);
await benchImages(report, root);
report.finish();
