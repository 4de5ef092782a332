/** Every test flight of the example, answered by us and by Python, from the file to the score. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { endianness, tmpdir } from 'node:os';
import path from 'node:path';
import { runTool } from '../../scripts/process/runTool.ts';
import { withRows } from '../../server/src/data/readRows.ts';
import { answerRows } from '../../server/src/inference/answerRows.ts';
import { openModel } from '../../server/src/inference/openModel.ts';
import { planSessions } from '../../server/src/inference/planSessions.ts';
import { requestOfExample } from '../support/exampleRequest.ts';
import type { ComparedAnswers } from './digits.ts';
import { preparePython } from './preparePython.ts';

const root = path.join(import.meta.dirname, '../..');
/** Largest difference of a score that is the same but for the order of sums. */
const tolerance = 1e-5;
/** Flights of the test split. */
const expected = 518_831;
/** Flights that differ are named up to here. */
const mostNamed = 5;

/** Answers the test split with the code of the worker, and with `drawFlights.py`; truth and score of each row. */
export async function compareFlights(): Promise<ComparedAnswers> {
  if (endianness() !== 'LE') return { passed: 0, differences: [], absent: 'This machine writes numbers backwards.' };
  const python = await preparePython(path.join(root, 'test/bench/peers/requirements.txt'));
  if (python.kind === 'absent') return { passed: 0, differences: [], absent: python.because };
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-flights-'));
  try {
    const file = path.join(folder, 'flights.bin');
    await runTool(python.executable, [path.join(root, 'test/python/drawFlights.py'), file]);
    const theirs = new Float64Array(Uint8Array.from(await readFile(file)).buffer);
    const ours = await answerFlights(folder);
    if (theirs.length !== ours.length || ours.length !== 2 * expected) {
      const counts = `${ours.length / 2} flights were answered by us and ${theirs.length / 2} by Python`;
      return { passed: 0, differences: [`${counts}, and there are ${expected}`], absent: undefined };
    }
    const differences: string[] = [];
    for (let row = 0; row < expected; row++) {
      if (theirs[2 * row] !== ours[2 * row]) differences.push(`the truth of flight ${row} of the split differs`);
      const far = Math.abs((theirs[2 * row + 1] ?? NaN) - (ours[2 * row + 1] ?? NaN));
      if (!(far <= tolerance)) differences.push(`the score of flight ${row} of the split differs by ${far}`);
    }
    const named = differences.slice(0, mostNamed);
    if (differences.length > mostNamed) named.push(`${differences.length - mostNamed} flights more differ`);
    return { passed: differences.length === 0 ? 1 : 0, differences: named, absent: undefined };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @returns pairs of truth (1 for late) and score of late, in the order of the table */
async function answerFlights(scratch: string): Promise<Float64Array> {
  const request = await requestOfExample('flight-delays', { modelId: 'delay', splitId: 'test' });
  const late = request.truth.kind === 'classes' ? request.truth.classes.findIndex(({ name }) => name === 'late') : -1;
  const { classes = [] } = request.outputs.find(({ as }) => as === 'probabilities') ?? {};
  const limits = { memoryBytes: 2 ** 30, diskBytes: 1e9, threads: 2 };
  const world = { readImage: () => Promise.reject(new TypeError('Flights have no images.')), threads: 2 };
  // As the job itself opens it: with sessions in threads, and words in place of texts.
  const plan = await planSessions(request.model.path, request.inputs, limits.threads);
  const model = await openModel(request.model.path, request.model.label, { threads: plan.cores, plan });
  const context = { limits, scratch, report: () => undefined };
  try {
    const { truth, scores } = await withRows(request.source, request.splits, context, (source) =>
      answerRows(model, source, request, 'test', world, () => undefined),
    );
    const column = classes.indexOf('late');
    return Float64Array.from({ length: 2 * truth.length }, (_, at) => {
      const row = at >> 1;
      return at % 2 === 0 ? Number(truth[row] === late) : (scores.values[row * scores.width + column] ?? NaN);
    });
  } finally {
    await model.close();
  }
}
