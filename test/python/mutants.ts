/** Proofs by execution: each mutant of a notebook computes something else than the original. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { runTool } from '../../scripts/process/runTool.ts';
import { cellsInOrder, loadMutants } from '../support/mutants.ts';
import type { ComparedEffects } from './effects.ts';
import { preparePython } from './preparePython.ts';

const root = path.join(import.meta.dirname, '../..');
const outcome = z.array(z.object({ name: z.string(), problem: z.string().nullable() }));

/** Runs every original with each of its mutants. */
export async function proveMutants(): Promise<ComparedEffects> {
  const python = await preparePython(path.join(root, 'test/python/requirements-effects.txt'));
  if (python.kind === 'absent') return { passed: 0, differences: [], absent: python.because };
  const cases = loadMutants().flatMap(({ mutants }) =>
    mutants.map(({ family, name, original, mutated, proof }) => ({
      name: `${family}: ${name}`,
      original: cellsInOrder(original),
      mutated: cellsInOrder(mutated),
      restarted: cellsInOrder({ ...mutated, order: undefined }),
      proof,
    })),
  );
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-mutants-'));
  try {
    const [input, output] = [path.join(folder, 'cases.json'), path.join(folder, 'outcome.json')];
    await writeFile(input, JSON.stringify(cases));
    await runTool(python.executable, [path.join(root, 'test/python/proveMutants.py'), input, output]);
    const found = outcome.parse(JSON.parse(await readFile(output, 'utf8')));
    const differences = found.flatMap(({ name, problem }) => (problem === null ? [] : [`mutant ${name}: ${problem}`]));
    return { passed: found.length - differences.length, differences, absent: undefined };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
