/**
 * The bench. Ratios against a peer are what counts; milliseconds and mebibytes are for two cores and are printed only.
 * Parts are chosen by name, all when none is: `npm run bench -- evaluation images`.
 * It needs a production build, which `npm run bench` makes, and puts the example's data in place itself.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { prepareExample } from '../../scripts/prepareExample.mjs';
import { benchCommandLine } from './benchCommandLine.ts';
import { benchContract } from './benchContract.ts';
import { benchCosts } from './benchCosts.ts';
import { benchDetections } from './benchDetections.ts';
import { benchDiagnostics } from './benchDiagnostics.ts';
import { benchDrift, benchWideDrift } from './benchDrift.ts';
import { benchEvaluation } from './benchEvaluation.ts';
import { benchImages } from './benchImages.ts';
import { benchNotebooks } from './benchNotebooks.ts';
import { benchPromotion } from './benchPromotion.ts';
import { benchActivation, benchServer } from './benchServer.ts';
import { benchWorkspace } from './benchWorkspace.ts';
import { createReport } from './report.ts';

const root = path.resolve(import.meta.dirname, '../..');
const report = createReport((line) => process.stdout.write(line));

const parts: Readonly<Record<string, () => Promise<void>>> = {
  diagnostics: () => benchDiagnostics(report, root),
  notebooks: () => benchNotebooks(report),
  promotion: () => benchPromotion(report),
  workspace: () => benchWorkspace(report, root),
  activation: () => benchActivation(report, root),
  server: () => benchServer(report, root),
  'command-line': () => benchCommandLine(report, root),
  contract: () => benchContract(report, root),
  costs: () => benchCosts(report, root),
  detections: () => benchDetections(report, root),
  drift: () => benchDrift(report, root),
  'drift-wide': () => benchWideDrift(report, root),
  evaluation: () => benchEvaluation(report, root),
  images: () => benchImages(report, root),
};

const { positionals } = parseArgs({ options: { large: { type: 'boolean' } }, allowPositionals: true });
const unknown = positionals.find((name) => !Object.hasOwn(parts, name));
if (unknown === undefined) {
  await prepareExample();
  for (const [name, run] of Object.entries(parts))
    if (positionals.length === 0 || positionals.includes(name)) await run();
  report.finish();
} else {
  process.stderr.write(`The bench has no part ${unknown}; it has ${Object.keys(parts).join(', ')}.\n`);
  process.exitCode = 2;
}
