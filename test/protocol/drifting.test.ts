/** What the server tells of a comparison while it runs: columns that are known, before all of them are. */
import { afterEach, describe, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import type { DriftFound } from '../../schemas/driftJob.ts';
import type { DriftViewModel } from '../../schemas/driftPanel.ts';
import { cancelDriftRequest, compareDriftRequest, driftViewRequest } from '../../schemas/driftRequests.ts';
import { jobShapes } from '../support/jobShapes.ts';
import { factsChangedNotification } from '../../schemas/requests.ts';
import type { JobRunner } from '../../server/src/jobs/jobRunner.ts';
import { specUri, startMemoryServer } from '../support/memoryServer.ts';
import type { MemoryServer } from '../support/memoryServer.ts';

const spec = `plumbline: v1
project: trains
phase: poc
owner: lead@example.com
data:
  before: {path: before.csv}
  after: {path: after.csv}
monitoring:
  checks:
    inputs: {watch: inputs, reference: before, current: after, columns: [a, b, c]}
`;
const table = 'a,b,c\n1,2,3\n4,5,6\n';

const running: MemoryServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.end();
});

/** What a pass says of one column that was judged with this probability, uncorrected. */
function passOf(name: string, p: number, compared: number): DriftFound {
  const judgement = {
    kind: 'judged' as const,
    aspect: 'values' as const,
    measure: 'total-variation' as const,
    effect: 0.2,
    low: 0.1,
    high: 0.3,
    p,
    test: { kind: 'exact' as const },
    isExact: true,
    smallest: 0.05,
    bound: 0,
    need: { kind: 'enough' as const },
    adjustedP: p,
    answer: 'drift' as const,
  };
  return {
    total: 3,
    compared,
    referenceRows: 2,
    windows: [{ label: 'all rows', rows: 2, isIncomplete: false }],
    notCompared: [],
    notes: [],
    columns: [
      {
        name,
        kind: 'integer',
        overlay: { kind: 'none', because: 'Nothing is drawn here.' },
        cells: [{ judgements: [judgement], statistics: [], tools: [], added: [], vanished: [] }],
      },
    ],
  };
}

/** A worker that tells of these passes, and then goes on until it is cancelled. */
function endlessWorker(passes: readonly DriftFound[], onStart: () => void): JobRunner {
  return {
    run: (kind, _request, options) => {
      if (kind !== 'compareDrift') return Promise.resolve({ kind: 'failed', category: 'refused', sentence: 'No.' });
      onStart();
      for (const found of passes) {
        const { progress } = jobShapes[kind];
        options?.onProgress?.(progress.parse({ doing: 'Comparing columns', share: 0.5, found }));
      }
      return new Promise((resolve) => {
        options?.signal?.addEventListener('abort', () => resolve({ kind: 'cancelled' }));
      });
    },
    dispose: () => Promise.resolve(),
  };
}

async function viewOf(server: MemoryServer): Promise<DriftViewModel> {
  const answer = driftViewRequest.result.parse(
    await server.connection.sendRequest(driftViewRequest.method, { specUri }),
  );
  if (answer.kind !== 'done') throw new Error(`There is no view: ${JSON.stringify(answer)}`);
  return answer.value;
}

describe('a comparison of many columns', () => {
  it('shows what is known while it runs, and keeps it as incomplete when it is cancelled', async () => {
    const told = Promise.withResolvers<unknown>();
    const server: MemoryServer = await startMemoryServer({
      disk: { 'plumbline.yaml': spec, 'before.csv': table, 'after.csv': table },
      options: { isTrusted: true },
      worker: () =>
        endlessWorker([passOf('a', 0.01, 1), passOf('b', 0.04, 2)], () => {
          server.connection.onNotification(factsChangedNotification.method, told.resolve);
        }),
    });
    running.push(server);
    expect(await viewOf(server)).toMatchObject({ state: 'empty' });

    const stop = new CancellationTokenSource();
    const request = { specUri, checkId: null };
    const compared = server.connection.sendRequest(compareDriftRequest.method, request, stop.token);
    expect(await told.promise).toEqual({ specUris: [specUri] });
    expect(await viewOf(server)).toMatchObject({
      checks: [
        {
          id: 'inputs',
          record: null,
          tests: 2,
          progress: { compared: 2, total: 3, stopped: null },
          columns: [{ name: 'a' }, { name: 'b' }],
        },
      ],
      waiting: [],
    });

    stop.cancel();
    await expect(compared).rejects.toThrow('cancelled');
    expect(await viewOf(server)).toMatchObject({
      checks: [{ progress: { compared: 2, total: 3, stopped: 'It was cancelled.' }, columns: [{}, {}] }],
    });
    const record = await server.files.resolve('.plumbline/drift/inputs.json', specUri);
    expect(record.kind).toBe('missing');
  });
});

describe('stopping a comparison from the panel', () => {
  it('stops what is compared of the spec, whoever began it, and says whether anything was', async () => {
    const started = Promise.withResolvers<unknown>();
    const server = await startMemoryServer({
      disk: { 'plumbline.yaml': spec, 'before.csv': table, 'after.csv': table },
      options: { isTrusted: true },
      worker: () => endlessWorker([], () => started.resolve(undefined)),
    });
    running.push(server);
    const cancel = () => server.connection.sendRequest(cancelDriftRequest.method, { specUri });
    expect(await cancel()).toEqual({ cancelled: false });
    const compared = server.connection.sendRequest(compareDriftRequest.method, { specUri, checkId: null });
    await started.promise;
    expect(await viewOf(server)).toMatchObject({ state: 'empty', isComparing: true, canCompare: false });
    expect(await cancel()).toEqual({ cancelled: true });
    expect(await compared).toEqual({ kind: 'cancelled' });
    expect(await viewOf(server)).toMatchObject({ state: 'empty', isComparing: false, canCompare: true });
  });
});

describe('rows to label', () => {
  const labelled = (queue: string): string =>
    spec.concat(`labels:\n  fault: {of: after, column: c, new_data: {method: human, queue: ${queue}}}\n`);

  async function pick(queue: string, there: Readonly<Record<string, string>> = {}) {
    const [found] = [passOf('a', 0.001, 3)];
    const asked: unknown[] = [];
    const server = await startMemoryServer({
      disk: { 'plumbline.yaml': labelled(queue), 'before.csv': table, 'after.csv': table, ...there },
      options: { isTrusted: true },
      worker: () => ({
        run: (kind, request) => {
          if (kind !== 'compareDrift') return Promise.resolve({ kind: 'failed', category: 'refused', sentence: 'No.' });
          asked.push(request);
          const { referenceRows, windows, columns, notCompared, notes } = found;
          const row = { reason: 'anomalous', measure: 3, row: 2, values: ['4', '5', '6'] };
          const picked = { window: 'all rows', columns: ['a', 'b', 'c'], rows: [row] };
          const value = { referenceRows, windows, columns, notCompared, notes, tests: 1, seed: 1, queue: picked };
          return Promise.resolve({ kind: 'done', value: jobShapes[kind].result.parse(value) });
        },
        dispose: () => Promise.resolve(),
      }),
    });
    running.push(server);
    const answer = compareDriftRequest.result.parse(
      await server.connection.sendRequest(compareDriftRequest.method, { specUri, checkId: 'inputs', queueRows: 1 }),
    );
    if (answer.kind !== 'done') throw new Error(JSON.stringify(answer));
    const folder = specUri.slice(0, specUri.lastIndexOf('/'));
    const written = await server.files.readFile(`${folder}/labels/queue.csv`, 10_000);
    return { asked, ...answer.value, folder, text: written.kind === 'content' ? written.text : undefined };
  }

  it('are written into the queue that the label names', async () => {
    const { asked, compared, folder, text, problems } = await pick('labels/queue.csv');
    expect(problems).toEqual([]);
    expect(asked).toMatchObject([{ queueRows: 1 }]);
    expect(compared).toMatchObject([{ check: 'inputs', queue: { uri: `${folder}/labels/queue.csv`, rows: 1 } }]);
    expect(text).toContain('anomalous');
  });

  it('are never written over a queue that is there', async () => {
    const { problems, text } = await pick('labels/queue.csv', { 'labels/queue.csv': 'labels of a week\n' });
    expect(problems).toEqual([expect.stringContaining('labels/queue.csv is there already')]);
    expect(text).toBe('labels of a week\n');
  });

  it.each(['../queue.csv', '/tmp/queue.csv'])(
    'are not written to %s, outside of the folder of the spec',
    async (queue) => {
      const { problems } = await pick(queue);
      expect(problems).toEqual([expect.stringContaining('outside of the folder of the spec')]);
    },
  );
});

describe('a table in an engine', () => {
  const remote = spec.replace(
    'after: {path: after.csv}',
    'after: {engine: {kind: trino, connection: "env:TRAINS_TRINO"}, table: ops.after}',
  );
  const secret = 'https://ada:s3cret@trino.example.com:8443/hive/ops';

  async function compare(isTrusted: boolean, environment: Readonly<Record<string, string>>) {
    const asked: unknown[] = [];
    const server = await startMemoryServer({
      disk: { 'plumbline.yaml': remote, 'before.csv': table },
      options: { isTrusted },
      environment,
      worker: () => ({
        run: (kind, request) => {
          if (kind === 'compareDrift') asked.push(request);
          return Promise.resolve({ kind: 'failed', category: 'refused', sentence: 'The engine is not there.' });
        },
        dispose: () => Promise.resolve(),
      }),
    });
    running.push(server);
    const answer: unknown = await server.connection.sendRequest(compareDriftRequest.method, { specUri, checkId: null });
    return { asked: JSON.stringify(asked), answer: JSON.stringify(answer) };
  }

  it('is reached in the editor by the variable that the spec names, whose value no answer repeats', async () => {
    const { asked, answer } = await compare(true, { TRAINS_TRINO: secret });
    expect(asked).toContain(secret);
    expect(answer).toContain('The engine is not there.');
    expect(answer).not.toContain('s3cret');
  });

  it('names the variable that is not set', async () => {
    const { asked, answer } = await compare(true, {});
    expect(asked).toBe('[]');
    expect(answer).toContain('the variable TRAINS_TRINO of the environment does not say where');
  });

  it('is not reached in Restricted Mode', async () => {
    const { asked, answer } = await compare(false, { TRAINS_TRINO: secret });
    expect(asked).toBe('[]');
    expect(answer).toContain('waits until you trust the workspace');
  });
});
