/** The command line from cold: a check of the example, and a profile of its three million rows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runProcess } from './measure.ts';
import type { BenchReport } from './report.ts';

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;

export async function benchCommandLine({ row }: BenchReport, root: string): Promise<void> {
  const cli = (...args: string[]) => runProcess(process.execPath, ['dist/cli.cjs', ...args], root);
  const runs: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const run = await cli('check', 'examples/flight-delays');
    if (run.exitCode === 2) throw new Error('plumbline check could not run.');
    runs.push(run.milliseconds);
  }
  const median = runs.toSorted((left, right) => left - right)[2] ?? Number.NaN;
  row('plumbline check of the example, cold', seconds(median), '≤ 1.5 s', median <= 1500);

  const folder = mkdtempSync(path.join(tmpdir(), 'plumbline-bench-'));
  try {
    const out = path.join(folder, 'profile.json');
    const run = await cli('profile', 'examples/flight-delays/data/flights.parquet', '--out', out);
    if (run.exitCode !== 0) throw new Error('plumbline profile could not run.');
    const peak = run.peakChildMiB;
    row(
      'profile of 3,000,000 rows, with the start of the worker',
      seconds(run.milliseconds),
      '≤ 3 s',
      run.milliseconds <= 3000,
    );
    if (peak !== undefined)
      row('resident memory of the worker meanwhile', `${peak.toFixed(0)} MiB`, '≤ 1024 MiB', peak <= 1024);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
