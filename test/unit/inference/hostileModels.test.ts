/** Models that are broken or mean harm, in real workers: one clear sentence, and the next job finds a worker. */
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobRequest } from '../../../schemas/jobs.ts';
import type { ModelSample } from '../../../schemas/machineJob.ts';
import type { JobOutcome } from '../../../server/src/jobs/jobRunner.ts';
import {
  cyclicModel,
  endlessModel,
  linearModel,
  modelWithWeightsAt,
  unknownOperatorModel,
} from '../../support/onnxModels.ts';
import { createTestPool, isAlive } from '../jobs/testPool.ts';
import type { TestPool } from '../jobs/testPool.ts';

let root = '';
let opened: TestPool | undefined;
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-hostile-')));
});
afterEach(async () => {
  await opened?.pool.dispose();
  opened = undefined;
  rmSync(root, { recursive: true });
});

function openPool(options: Parameters<typeof createTestPool>[0] = {}): TestPool {
  opened = createTestPool(options);
  return opened;
}

const sum = linearModel({ weights: [1, 2], bias: 3 });
const sample: ModelSample = {
  rows: 2,
  inputs: [
    {
      name: 'x',
      type: 'float32',
      rowShape: [2],
      data: { base64: Buffer.from(Float32Array.of(1, 2, 3, 4).buffer).toString('base64') },
    },
  ],
};

function put(name: string, bytes: Uint8Array): void {
  writeFileSync(path.join(root, name), bytes);
}

/** Evaluates `model.onnx` over three rows. */
function evaluationOf(name = 'model.onnx'): JobRequest<'evaluateModel'> {
  put('rows.csv', new TextEncoder().encode('a,b,y\n1,2,8\n2,2,9\n0,0,4\n'));
  return {
    source: { label: 'rows.csv', root, files: [path.join(root, 'rows.csv')] },
    splits: [{ id: 'test' }],
    split: 'test',
    model: { root, path: path.join(root, name), label: name },
    task: 'regression',
    inputs: [{ name: 'x', columns: ['a', 'b'] }],
    outputs: [{ name: 'y', as: 'value' }],
    truth: { kind: 'value', column: 'y' },
    metrics: [{ id: 'mae', metric: 'mae' }],
  };
}

function machineOf(seconds: number): JobRequest<'measureMachine'> {
  return { model: { root, path: path.join(root, 'model.onnx'), label: 'model.onnx' }, sample, seconds };
}

function sentenceOf(outcome: JobOutcome<'evaluateModel' | 'measureMachine'>): string {
  return outcome.kind === 'failed' ? outcome.sentence : `It ended as ${outcome.kind}.`;
}

describe('a model is refused in one sentence, and the next one is answered', () => {
  const prefix = 'model.onnx cannot be loaded:';
  const outside = { location: '../secret.bin' };
  it.each([
    ['that is missing', undefined, 'model.onnx was not found; check the path.'],
    ['that is cut off', sum.subarray(0, 60), `${prefix} it is no ONNX model, or breaks off; export it again.`],
    [
      'that is a picture',
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10),
      `${prefix} it is no ONNX model, or breaks off; export it again.`,
    ],
    [
      'that was not fetched',
      new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'),
      'model.onnx is only a pointer of Git LFS; fetch the file itself with `git lfs pull`.',
    ],
    [
      'with operators that nobody knows',
      unknownOperatorModel(),
      `${prefix} the runtime does not know its operator com.example:Oracle; export it with operators of ONNX alone.`,
    ],
    [
      'that needs a newer runtime',
      linearModel({ weights: [1, 2], bias: 3, opset: 99 }),
      /^model\.onnx cannot be loaded: it needs opset 99, and the runtime knows up to \d+; export it with that\.$/,
    ],
    [
      'whose graph goes round in a circle',
      cyclicModel(),
      `${prefix} its nodes wait for each other in a circle; export it again.`,
    ],
    [
      'whose weights lie outside of the workspace',
      modelWithWeightsAt(outside.location),
      `${prefix} its weights ../secret.bin lie outside of its folder; put them beside the model.`,
    ],
    [
      'whose weights have an absolute path',
      modelWithWeightsAt('/etc/passwd'),
      `${prefix} it names its weights by an absolute path; export it again, with the weights beside it.`,
    ],
    [
      'whose weights are gone',
      modelWithWeightsAt('gone.bin'),
      `${prefix} its weights gone.bin are not there; copy them along with the model.`,
    ],
  ])('%s', { timeout: 60_000 }, async (_, bytes, sentence) => {
    const { pool } = openPool();
    if (bytes !== undefined) put('model.onnx', bytes);
    const refused = sentenceOf(await pool.run('evaluateModel', evaluationOf()));
    if (typeof sentence === 'string') expect(refused).toBe(sentence);
    else expect(refused).toMatch(sentence);
    expect(refused).not.toContain('root:');
    expect(refused).not.toContain(root);
    put('good.onnx', sum);
    expect(await pool.run('evaluateModel', evaluationOf('good.onnx'))).toMatchObject({ kind: 'done' });
  });

  it('whose weights are reached through a link that leaves the workspace', { timeout: 60_000 }, async () => {
    const elsewhere = mkdtempSync(path.join(tmpdir(), 'plumbline-secret-'));
    try {
      writeFileSync(path.join(elsewhere, 'secret.bin'), new Uint8Array(8));
      symlinkSync(path.join(elsewhere, 'secret.bin'), path.join(root, 'weights.bin'));
      put('model.onnx', modelWithWeightsAt('weights.bin'));
      const { pool } = openPool();
      expect(sentenceOf(await pool.run('evaluateModel', evaluationOf()))).toBe(
        `${prefix} its weights weights.bin lie outside of its folder; put them beside the model.`,
      );
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  it('that is larger than memory should hold, before a byte of it is read', { timeout: 60_000 }, async () => {
    // A file with a hole, which takes no space on the disk.
    const handle = openSync(path.join(root, 'model.onnx'), 'w');
    ftruncateSync(handle, 2 * 2 ** 30 + 1);
    closeSync(handle);
    const { pool } = openPool();
    expect(sentenceOf(await pool.run('evaluateModel', evaluationOf()))).toBe(
      'model.onnx has 2.01 GiB, and at most 2 GiB can be loaded.',
    );
  });

  it('with weights beside it in the workspace is answered', { timeout: 60_000 }, async () => {
    put('weights.bin', new Uint8Array(Float32Array.of(1, 2).buffer));
    put('model.onnx', modelWithWeightsAt('weights.bin'));
    const { pool } = openPool();
    expect(await pool.run('evaluateModel', evaluationOf())).toMatchObject({
      kind: 'done',
      // 1 + 4, 2 + 4 and 0 against 8, 9 and 4.
      value: { metrics: [{ value: { state: 'known', value: 10 / 3 } }] },
    });
  });
});

describe('a worker', () => {
  it('whose model never answers is ended when it gives no sign of life', { timeout: 60_000 }, async () => {
    const { pool, pids } = openPool({ silenceMs: 5000 });
    put('model.onnx', endlessModel());
    expect(sentenceOf(await pool.run('measureMachine', machineOf(1)))).toMatch(
      /^The worker gave no sign of life for 5 s while measuring how fast model\.onnx answers and was ended; /,
    );
    put('model.onnx', sum);
    expect(await pool.run('measureMachine', machineOf(0.2))).toMatchObject({ kind: 'done' });
    expect(new Set(pids).size).toBe(2);
  });

  it('that is killed while it measures is told in one sentence and replaced', { timeout: 60_000 }, async () => {
    put('model.onnx', sum);
    const { pool, pids } = openPool();
    const killed = await pool.run('measureMachine', machineOf(30), {
      onProgress: () => {
        const pid = pids[0];
        if (pid !== undefined && isAlive(pid)) process.kill(pid, 'SIGKILL');
      },
    });
    expect(sentenceOf(killed)).toMatch(/measuring how fast model\.onnx answers.*SIGKILL.*\.$/);
    expect(await pool.run('measureMachine', machineOf(0.2))).toMatchObject({ kind: 'done' });
  });

  it('serves one model alone, so that no model leaves memory behind', { timeout: 120_000 }, async () => {
    put('model.onnx', sum);
    const { pool, pids } = openPool();
    const peaks: number[] = [];
    for (let load = 0; load < 10; load += 1) {
      const outcome = await pool.run('measureMachine', machineOf(0.05));
      if (outcome.kind !== 'done') throw new Error(sentenceOf(outcome));
      const { memory } = outcome.value.figures;
      if (memory.state === 'measured') peaks.push(memory.value);
    }
    expect(new Set(pids).size).toBe(10);
    expect(pids.filter(isAlive)).toEqual([]);
    const [first = 0] = peaks;
    expect(Math.max(...peaks)).toBeLessThan(1.3 * first + 8 * 2 ** 20);
  });
});
