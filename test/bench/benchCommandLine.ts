/** The command line from cold: a check of the example, and a profile of its three million rows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { medianOf, runProcess } from './measure.ts';
import type { BenchReport } from './report.ts';

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;

async function medianOfFive(measure: () => Promise<number>): Promise<number> {
  const runs: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) runs.push(await measure());
  return medianOf(runs);
}

export async function benchCommandLine({ row }: BenchReport, root: string): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'plumbline-bench-'));
  // A home of its own, so that what is kept of earlier runs does not count.
  const env = { HOME: folder, XDG_CACHE_HOME: path.join(folder, '.cache') };
  const cli = (...args: string[]) => runProcess(process.execPath, ['dist/cli.cjs', ...args], root, env);
  const check = async (isFirst: boolean): Promise<number> => {
    if (isFirst) rmSync(path.join(folder, '.cache/plumbline/results'), { recursive: true, force: true });
    const run = await cli('check', 'examples/flight-delays');
    if (run.exitCode === 2) throw new Error('plumbline check could not run.');
    return run.milliseconds;
  };
  try {
    // The first of all has the command line compiled.
    await check(true);
    const first = await medianOfFive(() => check(true));
    row('plumbline check of the example, cold', seconds(first), '≤ 1.5 s', first <= 1500);
    const again = await medianOfFive(() => check(false));
    row('the same while the data have not changed since', seconds(again), '≤ 1.5 s', again <= 1500);

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
