/** `plumbline evaluate --ground-truth …`: what it takes, and what it prints. */
import { describe, expect, it } from 'vitest';
import { detectionReport } from '../../../schemas/detectionReport.ts';
import type { DetectionReport } from '../../../schemas/detectionReport.ts';
import { renderMeasuredFiles } from '../../../server/src/operations/evaluate/measureFiles.ts';
import { describeDetections } from '../../../server/src/evaluation/detection/describeDetections.ts';
import { readCoco } from '../../../server/src/evaluation/detection/readCoco.ts';
import { runInMemory as run } from '../../support/memoryCommandLine.ts';
import { readDetectionFixture } from '../../python/detectionFixture.ts';

const files = { 'gt.json': '{}', 'dt.json': '[]', 'truth/a.png': '', 'answers/a.png': '' };

describe('measuring answers that were made elsewhere', () => {
  it.each([
    ['no ground truth', ['--detections', 'dt.json'], '--ground-truth'],
    ['no answers', ['--ground-truth', 'gt.json'], '--detections or --masks'],
    ['a file that is not there', ['--ground-truth', 'nowhere.json', '--detections', 'dt.json'], '"nowhere.json"'],
    ['a spec beside the files', ['.', '--ground-truth', 'gt.json', '--detections', 'dt.json'], 'no spec is read'],
    ['a folder of detections', ['--ground-truth', 'gt.json', '--detections', 'answers'], 'is a folder'],
    ['a file of masks', ['--ground-truth', 'truth', '--masks', 'dt.json'], 'is a file'],
    ['two kinds', ['--ground-truth', 'gt.json', '--detections', 'dt.json', '--masks', 'answers'], 'not both'],
    ['a score of masks', ['--ground-truth', 'truth', '--masks', 'answers', '--score', '1'], '--score does not go'],
    ['a score in words', ['--ground-truth', 'gt.json', '--detections', 'dt.json', '--score', 'high'], '"high"'],
    ['another task', ['--ground-truth', 'gt.json', '--detections', 'dt.json', '--task', 'regression'], '"regression"'],
    ['classes without name', ['--ground-truth', 'truth', '--masks', 'answers', '--classes', 'a,,b'], '--classes'],
  ])('refuses %s in one line', async (_what, args, named) => {
    const { code, out, err } = await run(['evaluate', ...args], files);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^plumbline: [^\n]+\.\n$/);
    expect(err).toContain(named);
  });

  it('passes on what the worker says', async () => {
    const { code, err } = await run(['evaluate', '--ground-truth', 'gt.json', '--detections', 'dt.json'], files);
    expect([code, err]).toEqual([2, 'plumbline: No worker runs here.\n']);
  });
});

function sampleReport(): DetectionReport {
  const one = readDetectionFixture().detections[1];
  const things = readCoco(
    { name: 'gt.json', text: JSON.stringify(one?.truth) },
    { name: 'dt.json', text: JSON.stringify(one?.answers) },
    undefined,
  );
  const resampling = { seed: 0, resamples: 200, confidence: 0.95 };
  const { description } = describeDetections(things, { resampling, score: undefined });
  return {
    kind: 'detections',
    schema: 1,
    version: '1.2.3',
    evaluatedAt: '2026-11-21T11:00:00.000Z',
    groundTruth: 'gt.json',
    answers: 'd\u001B[31mt.json',
    result: { ...description, seconds: { read: 0, total: 0.1 } },
  };
}

describe('the report of detections', () => {
  it('lists the summary, the classes and the errors, with nothing that a terminal obeys', () => {
    const text = renderMeasuredFiles(sampleReport(), 'text', false);
    expect(text).not.toContain('\u001B');
    expect(text).toMatch(/^ {2}AP {5}0\.123 \(0\.\d{3} to 0\.\d{3}\)$/m);
    expect(text).toContain('47 true (14 of them crowds), 73 answered, in 12 images');
    expect(text).toMatch(/^ {4}badly placed +12$/m);
  });

  it('is one JSON document of the public shape', () => {
    const report = sampleReport();
    expect(detectionReport.parse(JSON.parse(renderMeasuredFiles(report, 'json', false)))).toEqual(report);
  });
});
