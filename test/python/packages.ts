/** Promoted packages for real: their own tests, every stage by itself, answers for raw rows, and a package broken on purpose. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTool } from '../../scripts/process/runTool.ts';
import {
  functionsNotebook,
  kerasNotebook,
  leakingNotebook,
  lightgbmNotebook,
  shopsNotebook,
  shopsTable,
  xgboostNotebook,
} from '../support/packageFixture.ts';
import { promotePackage } from '../support/promotedPackage.ts';
import type { PromotedPackage } from '../support/promotedPackage.ts';
import { loadPythonParser } from '../support/pythonParser.ts';
import type { ComparedEffects } from './effects.ts';
import { preparePython } from './preparePython.ts';

const root = path.join(import.meta.dirname, '../..');

/** Each check is a sentence that holds or does not. */
export async function checkPackages(): Promise<ComparedEffects> {
  const python = await preparePython(path.join(root, 'test/python/requirements-promotion.txt'));
  if (python.kind === 'absent') return { passed: 0, differences: [], absent: python.because };
  const parser = await loadPythonParser();
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-packages-'));
  try {
    await writeFile(path.join(folder, 'shops.csv'), shopsTable());
    const differences: string[] = [];
    let passed = 0;
    for (const [name, cells] of [
      ['shops', shopsNotebook],
      ['leaking', leakingNotebook],
      ['functions', functionsNotebook],
      ['xgboost', xgboostNotebook],
      ['lightgbm', lightgbmNotebook],
      ['keras', kerasNotebook],
    ] as const) {
      const promoted = promotePackage(parser, cells);
      const project = path.join(folder, name);
      await writeProject(project, promoted);
      for (const [sentence, check] of checks) {
        const problem = await check({ python: python.executable, project, promoted, name });
        if (problem === undefined) passed += 1;
        else differences.push(`package ${name}: ${sentence}: ${problem}`);
      }
    }
    return { passed, differences, absent: undefined };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Bench {
  readonly python: string;
  readonly project: string;
  readonly promoted: PromotedPackage;
  readonly name: string;
}

const checks: readonly (readonly [string, (bench: Bench) => Promise<string | undefined>])[] = [
  [
    'its tests pass, and those of leaks fail as they are marked to',
    async ({ python, project, name }) => {
      const output = await run(python, project, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider']);
      if (/(?<!x)failed|error/.test(lastLine(output))) return lastLine(output);
      const expected = name === 'leaking' ? 2 : 0;
      const found = Number(/(?<count>\d+) xfailed/.exec(output)?.groups?.['count'] ?? 0);
      return found === expected ? undefined : `${found} expected failures instead of ${expected}`;
    },
  ],
  [
    'stage by stage it reports what one run reports',
    async ({ python, project, promoted }) => {
      await run(python, project, ['-m', 'promoted', 'run']);
      const whole = await readFile(path.join(project, 'reports/metrics.json'), 'utf8');
      for (const [, stage = ''] of promoted.file('dvc.yaml').matchAll(/cmd: python -m promoted (\w+)/g)) {
        await run(python, project, ['-m', 'promoted', stage]);
      }
      const parts = await readFile(path.join(project, 'reports/metrics.json'), 'utf8');
      return whole === parts && whole.includes('accuracy') ? undefined : `${whole} and ${parts}`;
    },
  ],
  [
    'it answers a file of raw rows, also without the answers in it',
    async ({ python, project }) => {
      const rows = shopsTable(30).replace(/,(?:busy|yes|no)$/gm, '');
      await writeFile(path.join(project, 'raw.csv'), rows);
      await run(python, project, ['-m', 'promoted', 'predict', '--input', 'raw.csv', '--output', 'answers.csv']);
      const answers = await readFile(path.join(project, 'answers.csv'), 'utf8');
      return answers.trim().split('\n').length === 31 ? undefined : answers;
    },
  ],
  [
    'for the raw rows of the test split it answers what the evaluation predicts',
    async ({ python, project }) => holds(python, project, equalPredictions),
  ],
  [
    'its tests fail when inference loses what was learned',
    async ({ python, project }) => {
      const file = path.join(project, 'src/promoted/infer.py');
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.replace(/state\["age_median"\]/, '1000'));
      const output = await run(python, project, [
        '-m',
        'pytest',
        '-q',
        '-p',
        'no:cacheprovider',
        'tests/test_inference.py',
      ]);
      await writeFile(file, text);
      return /(?<!x)failed/.test(lastLine(output)) ? undefined : 'they pass';
    },
  ],
];

const equalPredictions = `
import numpy as np
from promoted import infer, pipeline, state
from promoted.artifacts import Artifacts
from promoted.config import load

raw = []
state.OBSERVERS.append(lambda name, rows: raw.append(rows.copy()) if name == "rows" else None)
results = pipeline.run(load())
rows = raw[0].loc[results.values["X_test"].index].drop(columns="busy")
answers = infer.predict(rows, Artifacts(values=results.learned, versions={}))
evaluated = next(results.values[name] for name in ("dtest", "Z_test", "X_test") if name in results.values)
assert np.allclose(answers, results.learned["model"].predict(evaluated), rtol=1e-5), "the answers differ"
assert len(answers) > 30
`;

async function holds(python: string, project: string, code: string): Promise<string | undefined> {
  const output = await run(python, project, ['-c', code]);
  return /Error/.test(output) ? lastLine(output) : undefined;
}

/** What it writes, whether it ends well or not. */
async function run(python: string, project: string, given: readonly string[]): Promise<string> {
  const environment = {
    ...process.env,
    PYTHONPATH: path.join(project, 'src'),
    PYTHONDONTWRITEBYTECODE: '1',
    OMP_NUM_THREADS: '1',
    MPLBACKEND: 'Agg',
  };
  try {
    return await runTool(python, ['-W', 'ignore', ...given], { cwd: project, env: environment });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function lastLine(output: string): string {
  return output.trimEnd().split('\n').at(-1) ?? '';
}

async function writeProject(project: string, { promotion }: PromotedPackage): Promise<void> {
  for (const { path: file, text } of promotion.files) {
    const target = path.join(project, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }
}
