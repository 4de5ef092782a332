/** The example's notebook as a package, run for real on a part of its data: its own tests, and `dvc repro`. */
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { prepareExample } from '../../scripts/prepareExample.mjs';
import { runTool } from '../../scripts/process/runTool.ts';
import type { ComparedEffects } from './effects.ts';
import { preparePython } from './preparePython.ts';

const root = path.join(import.meta.dirname, '../..');
const example = path.join(root, 'examples/flight-delays');

/** Each 50th flight. */
const thin = `
import sys
import pyarrow.parquet as parquet
table = parquet.read_table(sys.argv[1])
parquet.write_table(table.take(list(range(0, len(table), 50))), sys.argv[2])
`;

/** Values of params.yaml that let the package run on fewer rows, in less time. */
const smaller = [
  ['n: 150000', 'n: 6000'],
  ['max_iter: 200', 'max_iter: 20'],
] as const;

/** Each check is a sentence that holds or does not. */
export async function checkExamplePackage(): Promise<ComparedEffects> {
  const python = await preparePython(path.join(root, 'test/python/requirements-promotion.txt'));
  if (python.kind === 'absent') return { passed: 0, differences: [], absent: python.because };
  const dvc = await preparePython(path.join(root, 'test/python/requirements-dvc.txt'));
  if (dvc.kind === 'absent') return { passed: 0, differences: [], absent: dvc.because };
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-example-'));
  try {
    const project = await promoteExample(folder, python.executable);
    const bench: Bench = { python: python.executable, dvc: dvc.executable, folder, project };
    const differences: string[] = [];
    for (const [sentence, check] of checks) {
      const problem = await check(bench);
      if (problem !== undefined) differences.push(`the example's package: ${sentence}: ${problem}`);
    }
    return { passed: checks.length - differences.length, differences, absent: undefined };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Bench {
  readonly python: string;
  readonly dvc: string;
  readonly folder: string;
  readonly project: string;
}

const checks: readonly (readonly [string, (bench: Bench) => Promise<string | undefined>])[] = [
  [
    'its own tests pass, and each planted leak is a failure that is expected',
    async (bench) => {
      const output = await run(bench, bench.python, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider']);
      const last = output.trimEnd().split('\n').at(-1) ?? '';
      return /^\d+ passed, [1-9]\d* xfailed/.test(last) ? undefined : output;
    },
  ],
  [
    'dvc repro runs every stage in its order, down to the metrics',
    async (bench) => {
      await run(bench, bench.dvc, ['-m', 'dvc', 'init', '--no-scm', '--quiet'], bench.folder);
      const output = await run(bench, bench.dvc, ['-m', 'dvc', 'repro']);
      const stages = [...output.matchAll(/Running stage '(?<name>\w+)'/g)].map(({ groups }) => groups?.['name']);
      const written = await readFile(path.join(bench.project, 'dvc.yaml'), 'utf8');
      const wanted = [...written.matchAll(/cmd: python -m delay (?<name>\w+)/g)].map(({ groups }) => groups?.['name']);
      const isWhole = wanted.length > 4 && stages.join(' ') === wanted.join(' ');
      const metrics = await readFile(path.join(bench.project, 'reports/metrics.json'), 'utf8').catch(() => '');
      return isWhole && metrics.includes('"auc"') ? undefined : output;
    },
  ],
  [
    'dvc repro runs nothing again when nothing has changed',
    async (bench) => {
      const output = await run(bench, bench.dvc, ['-m', 'dvc', 'repro']);
      return output.includes('up to date') && !output.includes('Running stage') ? undefined : output;
    },
  ],
  [
    'dvc repro runs the stages that a changed value concerns, and no others',
    async (bench) => {
      await replaceIn(path.join(bench.project, 'params.yaml'), [['max_iter: 500', 'max_iter: 400']]);
      const output = await run(bench, bench.dvc, ['-m', 'dvc', 'repro']);
      const stages = [...output.matchAll(/Running stage '(?<name>\w+)'/g)].map(({ groups }) => groups?.['name']);
      return stages.join(' ') === 'train evaluate' ? undefined : output;
    },
  ],
];

/** @returns the package's folder */
async function promoteExample(folder: string, python: string): Promise<string> {
  await mkdir(path.join(folder, 'notebooks'));
  await mkdir(path.join(folder, 'data'));
  await copyFile(path.join(example, 'notebooks/delay.ipynb'), path.join(folder, 'notebooks/delay.ipynb'));
  await copyFile(path.join(example, 'plumbline.yaml'), path.join(folder, 'plumbline.yaml'));
  await prepareExample();
  const flights = path.join(example, 'data/flights.parquet');
  await runTool(python, ['-c', thin, flights, path.join(folder, 'data/flights.parquet')]);
  const cli = path.join(root, 'server/src/cli.ts');
  await runTool(process.execPath, [cli, 'promote', 'notebooks/delay.ipynb', '--out', 'delay'], { cwd: folder });
  const project = path.join(folder, 'delay');
  await replaceIn(path.join(project, 'params.yaml'), smaller);
  return project;
}

/** @throws {Error} when a text is not there: the notebook has changed, and this must follow */
async function replaceIn(file: string, changes: readonly (readonly [string, string])[]): Promise<void> {
  let text = await readFile(file, 'utf8');
  for (const [before, after] of changes) {
    if (!text.includes(before)) throw new Error(`${file} does not say ${before}.`);
    text = text.replaceAll(before, after);
  }
  await writeFile(file, text);
}

/** What a program writes, whether it ends well or not. */
async function run(
  { python, project }: Bench,
  command: string,
  args: readonly string[],
  cwd = project,
): Promise<string> {
  const environment = {
    ...process.env,
    // The stages call `python`, which has the packages that the notebook needs.
    PATH: `${path.dirname(python)}${path.delimiter}${process.env['PATH'] ?? ''}`,
    PYTHONPATH: path.join(project, 'src'),
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONWARNINGS: 'ignore',
    OMP_NUM_THREADS: '1',
    MPLBACKEND: 'Agg',
    DVC_NO_ANALYTICS: '1',
  };
  try {
    return await runTool(command, args, { cwd, env: environment });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
