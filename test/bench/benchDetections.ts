/** Detections of 5,000 images and 80 classes: our command against a script with pycocotools, on the same files. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { detectionReport } from '../../schemas/detectionReport.ts';
import { preparePython } from '../python/preparePython.ts';
import { runProcess } from './measure.ts';
import type { ProcessRun } from './measure.ts';
import type { BenchReport } from './report.ts';

const turns = 3;

export async function benchDetections({ row }: BenchReport, root: string): Promise<void> {
  const goal = 'less time than pycocotools, and its numbers';
  const what = 'COCO evaluation of 5,000 images and 80 classes, whole command with intervals';
  const python = await preparePython(path.join(root, 'test/python/requirements-evaluation.txt'));
  if (python.kind === 'absent') {
    row(what, `not measured: ${python.because}`, goal, false);
    return;
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-bench-'));
  try {
    const files = [path.join(folder, 'truth.json'), path.join(folder, 'found.json')] as const;
    const script = (name: string): string => path.join(root, 'test/bench', name);
    await runProcess(python.executable, [script('drawManyDetections.py'), ...files], root);
    const peers: ProcessRun[] = [];
    const own: ProcessRun[] = [];
    for (let turn = 0; turn < turns; turn += 1) {
      peers.push(await runProcess(python.executable, [script('evaluateWithPycocotools.py'), ...files], root));
      own.push(
        await runProcess(
          process.execPath,
          [
            path.join(root, 'dist/cli.cjs'),
            'evaluate',
            '--ground-truth',
            files[0],
            '--detections',
            files[1],
            '--format',
            'json',
          ],
          root,
        ),
      );
    }
    const [theirs, ours] = [fastest(peers), fastest(own)];
    const difference = compare(theirs.stdout, ours.stdout);
    const seconds = (run: ProcessRun): string => `${(run.milliseconds / 1000).toFixed(1)} s`;
    const ratio = theirs.milliseconds / ours.milliseconds;
    row(
      what,
      `${seconds(ours)}, pycocotools ${seconds(theirs)} (${ratio.toFixed(1)} times), largest difference ${difference.toExponential(1)}`,
      goal,
      ratio > 1 && difference <= 1e-9,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The turn that was disturbed least. */
function fastest(runs: readonly ProcessRun[]): ProcessRun {
  return runs.reduce((best, run) => (run.milliseconds < best.milliseconds ? run : best));
}

/** Largest difference of the twelve numbers. */
function compare(theirs: string, ours: string): number {
  const expected = z.array(z.number()).length(12).parse(JSON.parse(theirs));
  const report = detectionReport.parse(JSON.parse(ours));
  const found = report.kind === 'detections' ? report.result.summary : [];
  return Math.max(
    ...expected.map((number, line) => {
      const value = found[line]?.value;
      return value?.state === 'known' ? Math.abs(value.value - number) : Infinity;
    }),
  );
}
