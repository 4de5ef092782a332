/**
 * The bench. Ratios against a peer are what counts; milliseconds and mebibytes are for two cores and are printed only.
 * It needs a production build and the example's data in place; `npm run bench` sees to the first.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { getLanguageService } from 'yaml-language-server';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createSpecWorkspace } from '../../server/src/operations/specWorkspace.ts';
import { createRefusingRunner } from '../../server/src/jobs/refusingRunner.ts';
import { memoryWorkspace } from '../support/memoryWorkspace.ts';
import { largeSpec } from './largeSpec.ts';
import { residentMiB, runProcess, time } from './measure.ts';
import type { Timing } from './measure.ts';

const root = path.resolve(import.meta.dirname, '../..');
const uri = 'file:///bench/plumbline.yaml';

interface Row {
  readonly what: string;
  readonly measured: string;
  readonly goal: string;
  readonly isMet: boolean;
}

const rows: Row[] = [];

function row(what: string, measured: string, goal: string, isMet: boolean): void {
  rows.push({ what, measured, goal, isMet });
  process.stdout.write(`${isMet ? 'met   ' : 'missed'}  ${what}: ${measured} (goal: ${goal})\n`);
}

const ms = (timing: Timing) => `p50 ${timing.p50.toFixed(1)} ms, p95 ${timing.p95.toFixed(1)} ms`;

/** A character typed into a number in the middle of the metrics, different in each turn. */
function edited(text: string, turn: number): string {
  const at = text.indexOf('target: 0.72', text.length / 4) + 'target: 0.7'.length;
  return text.slice(0, at) + String(((turn % 7) + 7) % 7) + text.slice(at + 1);
}

async function benchDiagnostics(): Promise<void> {
  const text = largeSpec();
  const workspace = createSpecWorkspace({
    files: memoryWorkspace(new Map([[uri, text]])),
    jobs: createRefusingRunner('The bench has no worker.'),
    clock: { now: () => new Date('2026-11-02T12:00:00Z') },
    version: 'bench',
  });
  let findings = 0;
  const ours = await time(60, async (turn) => {
    workspace.open(uri, edited(text, turn));
    findings = (await workspace.snapshot(uri))?.result.findings.length ?? 0;
  });
  const lines = text.split('\n').length;
  row(
    `diagnostics of ${lines} lines after one character (${findings} findings)`,
    ms(ours),
    'p50 ≤ 20 ms',
    ours.p50 <= 20,
  );

  const schema = JSON.parse(readFileSync(path.join(root, 'schemas/plumbline.schema.json'), 'utf8')) as object;
  const peer = peerService(schema);
  const theirs = await time(12, async (turn) => {
    await peer.doValidation(TextDocument.create(uri, 'yaml', turn, edited(text, turn)), false);
  });
  const ratio = theirs.p50 / ours.p50;
  row(
    'the same file in yaml-language-server with our JSON Schema',
    `${ms(theirs)}: ${ratio.toFixed(1)} times ours`,
    'at least 5 times',
    ratio >= 5,
  );
}

function peerService(schema: object) {
  const service = getLanguageService({
    schemaRequestService: () => Promise.resolve(JSON.stringify(schema)),
    workspaceContext: { resolveRelativePath: (relative: string) => relative },
  });
  service.configure({ validate: true, schemas: [{ uri: 'plumbline.schema.json', fileMatch: ['*.yaml'], schema }] });
  return service;
}

async function benchCommandLine(): Promise<void> {
  const runs: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const run = await runProcess(process.execPath, ['dist/cli.cjs', 'check', 'examples/flight-delays'], root);
    if (run.exitCode === 2) throw new Error('plumbline check could not run.');
    runs.push(run.milliseconds);
  }
  const median = runs.toSorted((left, right) => left - right)[2] ?? Number.NaN;
  row('plumbline check of the example, cold', `${(median / 1000).toFixed(2)} s`, '≤ 1.5 s', median <= 1500);
}

await benchDiagnostics();
if (existsSync(path.join(root, 'dist/cli.cjs'))) await benchCommandLine();
process.stdout.write(`\n${rows.filter((one) => one.isMet).length} of ${rows.length} goals met\n`);
residentMiB;
