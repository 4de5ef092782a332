/** Drift: wide and long tables against Evidently's preset, the example month by month, the first columns, and a cancel. */
import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { driftRequest } from '../../schemas/driftJob.ts';
import { compareDrift } from '../../server/src/data/drift/compareDrift.ts';
import { preparePython } from '../python/preparePython.ts';
import { makeDriftTables } from './makeDriftTables.ts';
import { childrenOf, runProcess, type ProcessRun } from './measure.ts';
import type { BenchReport } from './report.ts';

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

export async function benchDrift(report: BenchReport, root: string): Promise<void> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-bench-')));
  try {
    await benchMonths(report, root);
    await benchFirstMonths(report, root);
    const tables = await makeDriftTables({ folder, rows: 1_000_000, columns: 50 });
    await benchPeer(report, root, tables);
    await benchFirst(report, folder, tables);
    await benchCancel(report, root, tables);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A table of 1,000 columns; the real size needs 5 GB for temporary files. */
export async function benchWideDrift(report: BenchReport, root: string): Promise<void> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-bench-')));
  try {
    await benchWide(report, root, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Tables {
  readonly reference: string;
  readonly current: string;
}

async function drift(root: string, args: readonly string[]): Promise<ProcessRun> {
  const run = await runProcess(process.execPath, ['dist/cli.cjs', 'drift', ...args, '--format', 'json'], root);
  if (run.exitCode === 2) throw new Error(`plumbline drift could not run: ${run.stdout.slice(0, 500)}`);
  return run;
}

function ofFiles({ reference, current }: Tables): readonly string[] {
  return ['--reference', reference, '--current', current];
}

async function benchMonths({ row }: BenchReport, root: string): Promise<void> {
  const months = await drift(root, ['examples/flight-delays', '--check', 'months', '--no-record']);
  const what = 'six months of the example, seven columns, from cold';
  row(what, seconds(months.milliseconds), '≤ 5 s', months.milliseconds <= 5000);
  const all = await drift(root, ['examples/flight-delays', '--no-record']);
  row('every check of the example', seconds(all.milliseconds), '≤ 20 s', all.milliseconds <= 20_000);
}

/** From the command to the line that tells of the first columns, on a terminal, because only there it is shown. */
async function benchFirstMonths({ row }: BenchReport, root: string): Promise<void> {
  const what = 'the first columns of that comparison on the terminal, from cold';
  const command = `${process.execPath} dist/cli.cjs drift examples/flight-delays --check months --no-record`;
  const start = performance.now();
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let first: number | undefined;
  let shown = '';
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    if (shown.includes('Compared ')) first ??= performance.now() - start;
  });
  const isMissing = await new Promise<boolean>((resolve) => {
    child.once('error', () => {
      resolve(true);
    });
    child.once('close', () => {
      resolve(false);
    });
  });
  if (isMissing) row(what, 'not measured: there is no `script` to make a terminal', '≤ 2 s', false);
  else if (first === undefined) throw new Error('plumbline drift told of no column.');
  else row(what, seconds(first), '≤ 2 s', first <= 2000);
}

const peerAnswer = z.strictObject({
  drifted: z.int(),
  compared: z.int(),
  seconds: z.number(),
  peakMiB: z.number(),
});

/** From two files to the verdicts; ours with the start of two processes, Evidently without loading its libraries. */
async function benchPeer({ row }: BenchReport, root: string, tables: Tables): Promise<void> {
  const what = '1,000,000 + 1,000,000 rows × 50 columns, against Evidently’s data-drift preset';
  const peers = path.join(import.meta.dirname, 'peers');
  const python = await preparePython(path.join(peers, 'requirements-drift.txt'));
  if (python.kind === 'absent') {
    row(what, python.because, '≥ 20 times as fast', false);
    return;
  }
  // The first turn fills the cache of the disk.
  await drift(root, ofFiles(tables));
  const ours = await drift(root, ofFiles(tables));
  const peer = await runProcess(
    python.executable,
    [path.join(peers, 'compareDrift.py'), tables.reference, tables.current],
    root,
  );
  if (peer.exitCode !== 0) throw new Error('Evidently could not run.');
  const theirs = peerAnswer.parse(JSON.parse(peer.stdout));
  if (theirs.compared !== 50) throw new Error(`Evidently compared ${theirs.compared} columns.`);
  const ratio = (theirs.seconds * 1000) / ours.milliseconds;
  row(
    what,
    `${ratio.toFixed(1)} times (${theirs.seconds.toFixed(1)} s against ${seconds(ours.milliseconds)})`,
    '≥ 20 times as fast',
    ratio >= 20,
  );
  if (ours.peakChildMiB === undefined) return;
  row(
    'memory of the worker meanwhile',
    `${ours.peakChildMiB.toFixed(0)} MiB against ${theirs.peakMiB.toFixed(0)} MiB`,
    '≤ a fifth',
    ours.peakChildMiB * 5 <= theirs.peakMiB,
  );
}

async function benchFirst({ row }: BenchReport, folder: string, tables: Tables): Promise<void> {
  const side = (file: string) => ({
    kind: 'rows' as const,
    label: path.basename(file),
    source: { label: path.basename(file), root: folder, files: [file] },
  });
  const request = driftRequest.parse({
    reference: side(tables.reference),
    current: side(tables.current),
    chunks: { kind: 'whole' },
  });
  const start = performance.now();
  let first: number | undefined;
  const answer = await compareDrift(request, {
    limits: { memoryBytes: 2 ** 30, diskBytes: 1e9, threads: 2 },
    scratch: path.join(folder, 'scratch'),
    report: ({ doing }) => {
      if (doing.startsWith('Compared')) first ??= performance.now() - start;
    },
  });
  if (answer.kind === 'failed') throw new Error(answer.sentence);
  const took = first ?? Number.NaN;
  row('the first columns of that comparison, in the progress of job and editor', seconds(took), '≤ 2 s', took <= 2000);
}

/** From the signal to the end of the command and of its worker, while rows are read. */
async function benchCancel({ row }: BenchReport, root: string, tables: Tables): Promise<void> {
  const runs: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const child = spawn(process.execPath, ['dist/cli.cjs', 'drift', ...ofFiles(tables)], {
      cwd: root,
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    const { pid } = child;
    while (pid !== undefined && childrenOf(pid).length === 0 && child.exitCode === null) await wait(20);
    await wait(400 + 200 * turn);
    const start = performance.now();
    child.kill('SIGINT');
    await ended;
    runs.push(performance.now() - start);
  }
  const slowest = Math.max(...runs);
  row('cancelling it, the slowest of five', `${slowest.toFixed(0)} ms`, '≤ 200 ms', slowest <= 200);
}

/** 3,000,000 rows take a minute or two to be made, so a tenth is compared unless the bench is run with `--large`. */
async function benchWide({ row }: BenchReport, root: string, folder: string): Promise<void> {
  const rows = process.argv.includes('--large') ? 3_000_000 : 300_000;
  const wide = await makeDriftTables({ folder, rows: rows / 2, columns: 1000, isPlain: true });
  const run = await drift(root, ofFiles(wide));
  const most = (300_000 * rows) / 3_000_000;
  row(
    `${rows.toLocaleString('en')} rows × 1,000 columns`,
    seconds(run.milliseconds),
    `≤ ${(most / 1000).toFixed(0)} s, as 3,000,000 rows in 5 minutes`,
    run.milliseconds <= most,
  );
  if (run.peakChildMiB === undefined) return;
  const peak = run.peakChildMiB;
  row('memory of the worker meanwhile', `${peak.toFixed(0)} MiB`, '≤ 2048 MiB', peak <= 2048);
}
