/** Every digit of the example, answered by us and by Python, preparation included. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { runTool } from '../../scripts/process/runTool.ts';
import { confinePath } from '../../server/src/data/confinedPath.ts';
import { withRows } from '../../server/src/data/readRows.ts';
import { answerRows } from '../../server/src/inference/answerRows.ts';
import { createImageReader } from '../../server/src/inference/images/createImageReader.ts';
import { openModel } from '../../server/src/inference/openModel.ts';
import { digitsFolder, digitsRequest } from '../support/digitsExample.ts';
import { preparePython } from './preparePython.ts';

const root = path.join(import.meta.dirname, '../..');
const scoresOfFiles = z.record(z.string(), z.array(z.number()).length(10));
/** Largest difference of a score that is the same but for the order of sums. */
const tolerance = 1e-5;
/** Digits of the example. */
const expected = 1797;

export interface ComparedAnswers {
  readonly passed: number;
  /** Each a sentence without a full stop. */
  readonly differences: readonly string[];
  /** Why nothing is compared here, in one sentence; undefined when it is. */
  readonly absent: string | undefined;
}

/** Answers both splits with the code of the worker, and with `drawDigits.py`. */
export async function compareDigits(): Promise<ComparedAnswers> {
  const python = await preparePython(path.join(root, 'test/python/requirements-images.txt'));
  if (python.kind === 'absent') return { passed: 0, differences: [], absent: python.because };
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-digits-'));
  try {
    const file = path.join(folder, 'digits.json');
    await runTool(python.executable, [path.join(root, 'test/python/drawDigits.py'), file]);
    const theirs = scoresOfFiles.parse(JSON.parse(await readFile(file, 'utf8')));
    const differences: string[] = [];
    let passed = 0;
    for (const split of ['train', 'test']) {
      for (const [image, scores] of await answerSplit(split, folder)) {
        const known = theirs[image];
        const far = scores.reduce((most, score, at) => Math.max(most, Math.abs(score - (known?.[at] ?? NaN))), 0);
        if (far <= tolerance) passed += 1;
        else differences.push(`the scores of ${image} differ by ${far}`);
      }
    }
    if (passed + differences.length !== expected) {
      differences.push(`${passed + differences.length} digits were answered, and there are ${expected}`);
    }
    return { passed, differences, absent: undefined };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function answerSplit(split: string, scratch: string): Promise<ReadonlyMap<string, readonly number[]>> {
  const request = await digitsRequest(split);
  const explain = () => undefined;
  const world = { readImage: createImageReader(request, { confine: confinePath, explain }), threads: 2 };
  const limits = { memoryBytes: 2 ** 30, diskBytes: 1e9, threads: 2 };
  const model = await openModel(request.model.path, request.model.label, limits);
  const context = { limits, scratch, report: () => undefined };
  try {
    const answered = await withRows(request.source, request.splits, context, (source) =>
      answerRows(model, source, request, split, world, () => undefined),
    );
    const images = (request.splits.find(({ id }) => id === split)?.files ?? []).map((file) =>
      path.relative(path.join(digitsFolder, 'data/digits'), file),
    );
    const { values, width } = answered.scores;
    return new Map(
      [...answered.numbers].map((number, at) => [
        images[number] ?? '',
        [...values.subarray(at * width, (at + 1) * width)],
      ]),
    );
  } finally {
    await model.close();
  }
}
