/** A folder of images with a link that leads out of the workspace, from the spec to the answer of the worker. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluationRequest } from '../../../schemas/evaluationJob.ts';
import type { EvaluationResult } from '../../../schemas/evaluationJob.ts';
import { confinePath } from '../../../server/src/data/confinedPath.ts';
import { withRows } from '../../../server/src/data/readRows.ts';
import { TableProblem } from '../../../server/src/data/tableProblem.ts';
import { createEvaluateModel } from '../../../server/src/inference/evaluateModel.ts';
import { loadSharp } from '../../../server/src/inference/images/loadSharp.ts';
import { filesBelow, findSource, tableSource } from '../../../server/src/operations/facts/findTable.ts';
import { dataSourceOf } from '../../../server/src/operations/facts/tableRequests.ts';
import { findProjects, loadProject } from '../../../server/src/operations/loadProject.ts';
import { createWorkspaceFiles } from '../../../server/src/platform/workspaceFiles.ts';
import { brightnessModel } from '../../support/onnxModels.ts';

let root = '';
beforeEach(async () => {
  root = path.join(realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-linked-'))), 'workspace');
  mkdirSync(path.join(root, 'scans/10'), { recursive: true });
  writeFileSync(
    path.join(root, 'plumbline.yaml'),
    'plumbline: v1\nproject: scans\nphase: poc\nowner: a@example.com\ndata:\n  scans: {path: scans, modality: image}\n',
  );
  writeFileSync(path.join(root, 'model.onnx'), brightnessModel({ height: 4, width: 4 }));
  const picture = await flat(10);
  for (const name of ['scans/10/a.png', 'scans/10/c.png', '../secret.png']) {
    writeFileSync(path.join(root, name), picture);
  }
  symlinkSync('../../../secret.png', path.join(root, 'scans/10/b.png'));
});
afterEach(() => {
  rmSync(path.dirname(root), { recursive: true });
});

async function flat(level: number): Promise<Buffer> {
  const sharp = await loadSharp();
  const raw = { width: 4, height: 4, channels: 1 } as const;
  return sharp(Buffer.alloc(16, level), { raw }).png().toBuffer();
}

async function evaluateScans(): Promise<EvaluationResult> {
  const files = createWorkspaceFiles({ roots: () => [root] });
  const [specs] = await findProjects(files, pathToFileURL(root).href);
  if (specs === undefined) throw new Error('There is no spec.');
  const project = await loadProject(files, specs);
  if ('sentence' in project) throw new Error(project.sentence);
  const node = dataSourceOf(project.spec, 'scans');
  if (node === undefined) throw new Error('There is no source.');
  const main = specs.mainUri;
  const found = await findSource(files, node, main);
  if (found.kind === 'unknown') throw new Error(found.because);
  const request = evaluationRequest.parse({
    source: tableSource(found, [{ column: 'y', expression: 'length(folder) * 5' }]),
    splits: [{ id: 'test', files: await filesBelow(files, 'scans', '10/**', main) }],
    split: 'test',
    model: { root, path: path.join(root, 'model.onnx'), label: 'model.onnx' },
    task: 'regression',
    inputs: [{ name: 'x', columns: ['image'], image: { color: 'grayscale', layout: 'NCHW' } }],
    outputs: [{ name: 'y', as: 'value' }],
    truth: { kind: 'value', column: 'y' },
    metrics: [{ id: 'mae', metric: 'mae' }],
  });
  const job = createEvaluateModel({
    withRows,
    keepAnswers: () => Promise.resolve({ notes: [] }),
    confine: confinePath,
    explain: (error) =>
      error instanceof TableProblem ? { sentence: error.message, category: error.category } : undefined,
  });
  const limits = { memoryBytes: 2 ** 30, diskBytes: 1e9, threads: 1 };
  const answer = await job(request, { limits, scratch: path.join(root, 'scratch'), report: () => undefined });
  if (answer.kind === 'failed') throw new Error(answer.sentence);
  return answer.value;
}

describe('a link in a folder of images that leads out of the workspace', () => {
  it('costs one row with a sentence, though a picture lies behind it, and the others are measured', async () => {
    const result = await evaluateScans();
    expect([result.rows, result.unreadable?.rows]).toEqual([3, 1]);
    expect(result.metrics).toMatchObject([{ value: { value: 0, n: 2 } }]);
    expect(result.unreadable?.first.map(({ sentence }) => sentence)).toEqual([
      '10/b.png lies outside the workspace, or is a link that leads there; keep it inside the workspace.',
    ]);
  });
});
