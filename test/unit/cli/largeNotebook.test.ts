import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { access, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const cli = path.resolve(import.meta.dirname, '../../../server/src/cli.ts');
/** What each half of the outputs takes: pictures, and lines that were printed. */
const half = 100_000_000;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plumbline-large-'));
  // The folder is a workspace of its own, whatever lies around it.
  await mkdir(path.join(folder, '.git'));
  const file = createWriteStream(path.join(folder, 'large.ipynb'));
  const cell = (source: string, outputs: string): string =>
    `{"cell_type": "code", "metadata": {}, "execution_count": 1, "source": ${JSON.stringify(source)}, "outputs": [${outputs}]}`;
  const model = 'from sklearn.svm import SVC\nmodel = SVC().fit([[0], [1]], [0, 1])\nmodel.score([[2]], [1])';
  file.write(`{"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [${cell(model, '')}`);
  const picture = 'iVBORw0KGgo='.repeat(100_000);
  for (let written = 0; written < half; written += picture.length) {
    const shown = `{"output_type": "display_data", "metadata": {}, "data": {"image/png": "${picture}"}}`;
    if (!file.write(`, ${cell('plot()', shown)}`)) await once(file, 'drain');
  }
  file.write(', {"cell_type": "code", "metadata": {}, "source": "train()", "outputs": [');
  file.write('{"output_type": "stream", "name": "stdout", "text": ["größer\\n"');
  const lines = ',\n "epoch 12: loss 0.1234, accuracy 0.98\\n"'.repeat(10_000);
  for (let written = 0; written < half; written += lines.length) {
    if (!file.write(lines)) await once(file, 'drain');
  }
  file.end(']}]}]}');
  await once(file, 'finish');
}, 60_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Runs with less memory than everything in the notebook would take, were it read. */
async function run(...args: readonly string[]): Promise<{ readonly code: unknown; readonly text: string }> {
  const child = spawn(process.execPath, ['--max-old-space-size=700', cli, ...args], { cwd: folder });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  const [code] = (await once(child, 'close')) as readonly unknown[];
  return { code, text };
}

it('reads a notebook with 200 MB of outputs, and says what they take', async () => {
  const { text } = await run('check', 'large.ipynb');
  expect(text).toMatch(
    /notebook\/large-output The outputs of this notebook take 20\d\.\d MB, 1\d\d\.\d MB of them here/,
  );
}, 120_000);

it('promotes a notebook with 200 MB of outputs', async () => {
  const { code, text } = await run('promote', 'large.ipynb', '--out', 'package');
  expect(text).toContain('large.ipynb is the package large in package');
  expect([0, 1]).toContain(code);
  await access(path.join(folder, 'package/src/large/train.py'));
}, 120_000);
