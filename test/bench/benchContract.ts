/** A large table checked against its contract, from the command line: ten million rows of twenty columns. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkReport } from '../../schemas/checkReport.ts';
import { makeWideTable, wideContract } from './makeWideTable.ts';
import { runProcess } from './measure.ts';
import type { BenchReport } from './report.ts';

const rows = 10_000_000;
const goalMs = 15_000;

const spec = `plumbline: v1
project: wide
phase: poc
owner: bench@example.com
data:
  wide: {path: wide.parquet, modality: table, owner: bench@example.com, contract: wide.odcs.yaml#wide}
`;

export async function benchContract({ row }: BenchReport, root: string): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'plumbline-bench-'));
  try {
    await makeWideTable(path.join(folder, 'wide.parquet'), rows);
    writeFileSync(path.join(folder, 'plumbline.yaml'), spec);
    writeFileSync(path.join(folder, 'wide.odcs.yaml'), wideContract(rows));
    const cli = path.join(root, 'dist/cli.cjs');
    const run = await runProcess(process.execPath, [cli, 'check', folder, '--format', 'json'], folder);
    const report = checkReport.parse(JSON.parse(run.stdout));
    const odd = report.findings.find(({ rule }) => rule.startsWith('contract/'));
    const gap = report.projects[0]?.notChecked.find(({ rule }) => rule === 'contract/violated');
    if (odd !== undefined || gap !== undefined) {
      throw new Error(`The table was not checked as it should be: ${odd?.message ?? gap?.because ?? ''}`);
    }
    const peak = run.peakChildMiB;
    const took = `${(run.milliseconds / 1000).toFixed(2)} s`;
    row('10,000,000 rows × 20 columns against their contract', took, '≤ 15 s', run.milliseconds <= goalMs);
    if (peak !== undefined) {
      row('resident memory of the worker meanwhile', `${peak.toFixed(0)} MiB`, '≤ 1024 MiB', peak <= 1024);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
