/** The example of digits, from its spec to its measures. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { confinePath } from '../../../../server/src/data/confinedPath.ts';
import { withRows } from '../../../../server/src/data/readRows.ts';
import { createEvaluateModel } from '../../../../server/src/inference/evaluateModel.ts';
import { digitsRequest } from '../../../support/digitsExample.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'plumbline-digits-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

const asked: string[] = [];
const job = createEvaluateModel({
  withRows,
  keepAnswers: () => Promise.resolve({ notes: [] }),
  confine: (root, file, label) => {
    asked.push(file);
    return confinePath(root, file, label);
  },
  explain: () => undefined,
});

describe('the example of digits', () => {
  it('has the accuracy that Python finds with Pillow and ONNX Runtime', async () => {
    const answer = await job(await digitsRequest('test'), {
      limits: { memoryBytes: 2 ** 30, diskBytes: 1e9, threads: 2 },
      scratch,
      report: () => undefined,
    });
    if (answer.kind === 'failed') throw new Error(answer.sentence);
    const { rows, unreadable, metrics, classes } = answer.value;
    expect([rows, unreadable]).toEqual([500, undefined]);
    expect(classes).toMatchObject({ '0': 50, '8': 46 });
    // 468 of 500 digits, and 37 of the 51 threes: test/python/drawDigits.py counts the same.
    expect(metrics).toMatchObject([
      { id: 'accuracy', value: { value: 0.936 } },
      { id: 'worst-digit', value: { value: 37 / 51 } },
      { id: 'agreement' },
    ]);
    // Each question follows the links of a whole path: the model and 500 images are asked about, and once.
    expect([asked.length, new Set(asked).size]).toEqual([501, 501]);
  });
});
