/** Computes our fixtures again with the pinned Python packages, and compares them with those that are checked in. */
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writePartResult } from '../../scripts/test/partResult.ts';
import { runTool } from '../../scripts/process/runTool.ts';
import { compareNumbers } from './compareNumbers.ts';
import { compareDigits } from './digits.ts';
import { compareEffects } from './effects.ts';
import { checkExamplePackage } from './examplePackage.ts';
import { compareFlights } from './flights.ts';
import { executeFixes } from './fixes.ts';
import { readExportedRun } from './exportedRun.ts';
import { compareMlflowStores } from './mlflowStores.ts';
import { proveMutants } from './mutants.ts';
import { checkPackages } from './packages.ts';
import { preparePython, preparePythons } from './preparePython.ts';
import { checkVerifications } from './verifications.ts';

const root = path.join(import.meta.dirname, '../..');

/** Each script writes one fixture into the file that it is given, with the packages that it needs. */
const fixtures = [
  {
    script: 'test/python/drawStatistics.py',
    requirements: 'test/python/requirements.txt',
    file: 'test/fixtures/python/statistics.json',
  },
  {
    script: 'test/python/drawMachine.py',
    requirements: 'test/python/requirements.txt',
    file: 'test/fixtures/python/machine.json',
  },
  {
    script: 'test/python/drawEvaluation.py',
    requirements: 'test/python/requirements-evaluation.txt',
    file: 'test/fixtures/python/evaluation.json',
  },
  {
    script: 'test/python/drawMoney.py',
    requirements: 'test/python/requirements-evaluation.txt',
    file: 'test/fixtures/python/money.json',
  },
  {
    script: 'test/python/drawDrift.py',
    requirements: 'test/python/requirements.txt',
    file: 'test/fixtures/python/drift.json',
  },
  {
    script: 'test/python/drawImages.py',
    requirements: 'test/python/requirements-images.txt',
    file: 'test/fixtures/python/images.json',
  },
  {
    script: 'test/python/drawEvidently.py',
    requirements: 'test/python/requirements-evidently.txt',
    file: 'test/fixtures/python/evidently.json',
  },
  {
    script: 'test/python/drawNannyml.py',
    requirements: 'test/python/requirements-nannyml.txt',
    file: 'test/fixtures/python/nannyml.json',
  },
  {
    script: 'test/python/drawDetectors.py',
    requirements: 'test/python/requirements-river.txt',
    file: 'test/fixtures/python/detectors.json',
  },
  {
    script: 'test/python/drawPerformance.py',
    requirements: 'test/python/requirements-nannyml.txt',
    file: 'test/fixtures/python/performance.json',
  },
  {
    script: 'test/python/drawCosts.py',
    requirements: 'test/python/requirements-costs.txt',
    file: 'test/fixtures/python/costs.json',
  },
  {
    script: 'test/python/drawDetections.py',
    requirements: 'test/python/requirements-evaluation.txt',
    file: 'test/fixtures/python/detections.json',
  },
  {
    script: 'test/python/drawBoundaries.py',
    requirements: 'test/python/requirements-evaluation.txt',
    file: 'test/fixtures/python/boundaries.json',
  },
] as const;

/** What else is run for real, and what is said where that cannot be. */
const checks = [
  [compareMlflowStores, "MLflow's stores are not read"],
  [readExportedRun, 'MLflow reads no exported run'],
  [compareDigits, 'Digits are not answered'],
  [compareFlights, 'Flights are not answered'],
  [compareEffects, 'Effects are not compared'],
  [proveMutants, 'Mutants are not run'],
  [executeFixes, 'Fixes are not carried out'],
  [checkVerifications, 'Nothing is verified'],
  [checkPackages, 'Packages are not run'],
  [checkExamplePackage, "The example's package is not run"],
] as const;

/** What the fixtures and the checks need, in the order in which they do. */
const environments = [
  ...new Set<string>([
    ...fixtures.map(({ requirements }) => requirements),
    'test/python/requirements-mlflow.txt',
    'test/bench/peers/requirements.txt',
    'test/python/requirements-effects.txt',
    'test/python/requirements-promotion.txt',
    'test/python/requirements-dvc.txt',
  ]),
];

/** Exit code of a part that cannot run on this machine. */
const absentCode = 77;

/**
 * @param args `--write` puts the new numbers in place instead of comparing them, those of all fixtures or of the named
 *   ones: `--write statistics drift`
 * @returns 0 when all numbers are the same, 1 when some differ, 77 when Python or its packages cannot be had
 */
export async function runPython(args: readonly string[]): Promise<number> {
  const chosen = chooseFixtures(args);
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-python-'));
  // What keeps one from being made is told by what needs it.
  const ahead = args.includes('--write') ? [] : environments.map((name) => path.join(root, name));
  const allReady = preparePythons(ahead).catch(() => undefined);
  try {
    let passed = 0;
    const differences: string[] = [];
    for (const { script, requirements, file } of chosen) {
      const python = await preparePython(path.join(root, requirements));
      if (python.kind === 'absent') {
        process.stdout.write(`${python.because}\n`);
        await writePartResult({ passed, failed: 0, absent: python.because });
        return absentCode;
      }
      const fresh = path.join(folder, path.basename(file));
      await runTool(python.executable, [path.join(root, script), fresh]);
      if (args.includes('--write')) {
        await copyFile(fresh, path.join(root, file));
        process.stdout.write(`${file} is written anew.\n`);
        continue;
      }
      const result = compareNumbers(await readJson(path.join(root, file)), await readJson(fresh));
      passed += result.passed;
      differences.push(...result.differences.map((difference) => `${file}: ${difference}`));
    }
    if (args.includes('--write')) return 0;
    for (const [check, isMissed] of checks) {
      const result = await check();
      passed += result.passed;
      differences.push(...result.differences);
      if (result.absent !== undefined) process.stdout.write(`${isMissed}: ${result.absent}\n`);
    }
    for (const difference of differences) process.stdout.write(`${difference}\n`);
    process.stdout.write(`${passed} passed, ${differences.length} failed\n`);
    await writePartResult({ passed, failed: differences.length, failures: differences });
    return differences.length === 0 ? 0 : 1;
  } finally {
    await allReady;
    await rm(folder, { recursive: true, force: true });
  }
}

/** @throws {Error} on a name that is none, or one that is compared alone */
function chooseFixtures(args: readonly string[]): readonly (typeof fixtures)[number][] {
  const names = args.filter((arg) => arg !== '--write');
  const nameOf = ({ file }: (typeof fixtures)[number]): string => path.basename(file, '.json');
  const unknown = names.find((name) => !fixtures.some((fixture) => nameOf(fixture) === name));
  if (unknown !== undefined || (names.length > 0 && !args.includes('--write'))) {
    throw new Error(`Say what to do with [--write [NAME…]]; the names are ${fixtures.map(nameOf).join(', ')}.`);
  }
  return names.length === 0 ? fixtures : fixtures.filter((fixture) => names.includes(nameOf(fixture)));
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8')) as unknown;
}
