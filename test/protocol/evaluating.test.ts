/** Evaluating, exporting and what happens to both when the worker is killed: the built server and command line. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import {
  evaluateRequest,
  evaluationViewRequest,
  exportRunRequest,
  runsViewRequest,
  showRunsRequest,
} from '../../schemas/requests.ts';
import type { RequestShape } from '../../schemas/requests.ts';
import { makeProjectFolder, startBundledServer } from '../support/bundledServer.ts';
import type { BundledServer } from '../support/bundledServer.ts';
import { modelProcessesOf } from '../support/childProcesses.ts';
import { endlessModel, linearModel } from '../support/onnxModels.ts';

const model = (name: string): string =>
  `  ${name}:
    path: ${name}.onnx
    task: regression
    inputs: {x: {columns: [a, b], type: float32}}
    outputs: {y: {as: value}}
`;
const spec = `plumbline: v1
project: trains
phase: poc
owner: lead@example.com
data:
  trains: {path: trains.csv, roles: {label: minutes}}
splits:
  test: {of: trains, where: "a >= 0"}
models:
${model('endless')}${model('good')}metrics:
  endless-error: {kind: model, metric: mae, model: endless, split: test, target: 1, limit: 5}
  error: {kind: model, metric: mae, model: good, split: test, target: 1, limit: 5}
`;
const files = {
  'plumbline.yaml': spec,
  'trains.csv': 'a,b,minutes\n1,2,8\n2,2,9\n0,0,4\n',
  'endless.onnx': endlessModel(),
  'good.onnx': linearModel({ weights: [1, 2], bias: 3 }),
  'elsewhere.csv': 'y_true,y_pred\n8,7\n9,9\n4,6\n',
};
const killed = /^The worker stopped while answering [^\n]*endless\.onnx \(signal SIGKILL\); try again[^\n]*\.$/;

/** One sentence of this form. */
const sentence = (form: RegExp): unknown => expect.stringMatching(form);

const servers: BundledServer[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) expect(await server.end()).toBe(0);
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function start(isTrusted = true): Promise<BundledServer> {
  const server = await startBundledServer(files, { options: { isTrusted } });
  servers.push(server);
  return server;
}

async function ask<Params extends z.ZodType, Result extends z.ZodType>(
  { client }: BundledServer,
  shape: RequestShape<Params, Result>,
  params: z.input<Params>,
): Promise<z.output<Result>> {
  return shape.result.parse(await client.connection.sendRequest(shape.method, params));
}

function recordsIn(folder: string): readonly string[] {
  const runs = path.join(folder, '.plumbline/runs');
  return existsSync(runs) ? readdirSync(runs) : [];
}

/** Kills the one process that a model runs in, as soon as there is one. */
async function killModelOf(parent: number): Promise<void> {
  await expect.poll(() => modelProcessesOf(parent).length, { timeout: 60_000 }).toBe(1);
  for (const pid of modelProcessesOf(parent)) process.kill(pid, 'SIGKILL');
}

/** @returns the id of the run */
async function recordRun(server: BundledServer): Promise<string> {
  const outcome = await ask(server, evaluateRequest, { specUri: server.specUri, modelId: 'good' });
  expect(outcome).toMatchObject({ kind: 'done', value: { evaluated: [{ rows: 3, missed: [] }], problems: [] } });
  return recordsIn(server.folder)[0]?.replace('.json', '') ?? '';
}

describe('predictions that were made elsewhere, asked for by the editor', { timeout: 120_000 }, () => {
  const request = (server: BundledServer, name: string) =>
    ask(server, evaluateRequest, {
      specUri: server.specUri,
      modelId: 'good',
      splitId: 'test',
      predictionsUri: pathToFileURL(path.join(server.folder, name)).href,
    });

  it('are judged by the goals of the model, and recorded with the file that they came from', async () => {
    const server = await start();
    const outcome = await request(server, 'elsewhere.csv');
    expect(outcome).toMatchObject({
      kind: 'done',
      value: { evaluated: [{ model: 'good', split: 'test', rows: 3, missed: [] }], problems: [] },
    });
    const [name = ''] = recordsIn(server.folder);
    const record: unknown = JSON.parse(readFileSync(path.join(server.folder, '.plumbline/runs', name), 'utf8'));
    // 1, 0 and 2 off.
    expect(record).toMatchObject({
      predictions: { path: 'elsewhere.csv' },
      values: { error: { state: 'known', value: 1 } },
    });
  });

  it('that are no table leave one sentence and no record', async () => {
    const server = await start();
    writeFileSync(path.join(server.folder, 'odd.csv'), 'first,second\n1,2\n');
    const outcome = await request(server, 'odd.csv');
    expect(outcome).toMatchObject({ kind: 'failed', sentence: sentence(/^[^\n]*odd\.csv[^\n]*\.$/) });
    expect(recordsIn(server.folder)).toEqual([]);
  });

  it('are not read without trust', async () => {
    const server = await start(false);
    expect(await request(server, 'elsewhere.csv')).toMatchObject({ kind: 'refused' });
  });
});

describe('the history of runs', { timeout: 120_000 }, () => {
  it('lists a run as soon as it is recorded, and is empty before', async () => {
    const server = await start();
    const { specUri } = server;
    // What is not known yet is asked for by the first question.
    await expect
      .poll(() => ask(server, runsViewRequest, { specUri }), { timeout: 60_000 })
      .toMatchObject({
        kind: 'done',
        value: { because: 'No run of this project was recorded yet.', canEvaluate: true },
      });
    const id = await recordRun(server);
    const listed = { state: 'runs', runs: [{ id, model: 'good', split: 'test' }], unmeasured: ['endless-error'] };
    await expect
      .poll(() => ask(server, runsViewRequest, { specUri }), { timeout: 60_000 })
      .toMatchObject({ kind: 'done', value: listed });
  });

  it('shows a run on request, and nothing of a spec that is not there', async () => {
    const server = await start();
    const { specUri } = server;
    const id = await recordRun(server);
    expect(await ask(server, showRunsRequest, { specUri, runs: [id] })).toEqual({ kind: 'done', value: {} });
    await expect
      .poll(() => ask(server, evaluationViewRequest, { specUri }), { timeout: 60_000 })
      .toMatchObject({ kind: 'done', value: { runs: [{ id }] } });
    const elsewhere = pathToFileURL(path.join(server.folder, 'elsewhere/plumbline.yaml')).href;
    expect(await ask(server, showRunsRequest, { specUri: elsewhere, runs: [id] })).toMatchObject({ kind: 'failed' });
  });

  it('offers no evaluation without trust', async () => {
    const server = await start(false);
    await expect
      .poll(() => ask(server, runsViewRequest, { specUri: server.specUri }), { timeout: 60_000 })
      .toMatchObject({ kind: 'done', value: { state: 'empty', canEvaluate: false } });
  });
});

describe('exporting a run, asked for by the editor', { timeout: 120_000 }, () => {
  it('writes a metrics file of DVC and a store of MLflow, which hold the value', async () => {
    const server = await start();
    const { folder, specUri } = server;
    const run = await recordRun(server);
    const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;
    for (const [format, name] of [
      ['dvc', 'metrics.json'],
      ['mlflow', 'mlruns'],
    ] as const) {
      expect(await ask(server, exportRunRequest, { specUri, run, format, targetUri: uriOf(name) })).toEqual({
        kind: 'done',
        value: {},
      });
    }
    expect(JSON.parse(readFileSync(path.join(folder, 'metrics.json'), 'utf8'))).toMatchObject({
      good: { test: { error: { value: 0.333333333333 } } },
    });
    const stored = readdirSync(path.join(folder, 'mlruns'), { recursive: true, encoding: 'utf8' });
    const metric = stored.find((file) => file.endsWith(path.join('metrics', 'error')));
    expect(readFileSync(path.join(folder, 'mlruns', metric ?? ''), 'utf8').split(' ')[1]).toMatch(/^0\.333333333333/);
  });

  it('says in one sentence that there is no such run, or that the place cannot be written', async () => {
    const server = await start();
    const { folder, specUri } = server;
    const targetUri = pathToFileURL(path.join(folder, 'metrics.json')).href;
    const absent = { specUri, run: '2020-01-01T0000Z-good-00000000', format: 'dvc', targetUri } as const;
    expect(await ask(server, exportRunRequest, absent)).toMatchObject({
      kind: 'failed',
      sentence: 'There is no run in .plumbline/runs; `plumbline evaluate` writes one.',
    });
    const run = await recordRun(server);
    mkdirSync(path.join(folder, 'metrics.json'));
    writeFileSync(path.join(folder, 'metrics.json/kept.txt'), 'mine');
    expect(await ask(server, exportRunRequest, { ...absent, run })).toMatchObject({
      kind: 'failed',
      sentence: sentence(/metrics\.json cannot be written, and nothing was: [^\n]+ is a folder\.$/),
    });
    expect(readdirSync(path.join(folder, 'metrics.json'))).toEqual(['kept.txt']);
  });

  it('writes nothing without trust', async () => {
    const server = await start(false);
    const targetUri = pathToFileURL(path.join(server.folder, 'metrics.json')).href;
    const request = {
      specUri: server.specUri,
      run: '2020-01-01T0000Z-good-00000000',
      format: 'dvc',
      targetUri,
    } as const;
    expect(await ask(server, exportRunRequest, request)).toMatchObject({ kind: 'refused' });
    expect(existsSync(path.join(server.folder, 'metrics.json'))).toBe(false);
  });
});

describe('a worker that is killed while its model answers', { timeout: 180_000 }, () => {
  it('costs the editor one evaluation: no record of it, and the next one finds another worker', async () => {
    const server = await start();
    const { folder, specUri, child } = server;
    const evaluation = ask(server, evaluateRequest, { specUri, modelId: 'endless' });
    await killModelOf(child.pid ?? 0);
    const outcome = await evaluation;
    expect(outcome.kind === 'done' ? outcome.value.problems : [outcome.kind]).toEqual([expect.stringMatching(killed)]);
    expect(recordsIn(folder)).toEqual([]);
    await recordRun(server);
    expect(recordsIn(folder)).toEqual([expect.stringMatching(/-good-[0-9a-f]{8}\.json$/)]);
  });

  it('costs the command line one model: the others are evaluated, and the exit code says that one was not', async () => {
    const folder = makeProjectFolder(files);
    folders.push(folder);
    const commandLine = path.resolve(import.meta.dirname, '../../dist/cli.cjs');
    const child = spawn(process.execPath, [commandLine, 'evaluate', folder, '--format', 'json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exited = once(child, 'exit');
    const printed = Promise.all([text(child.stdout), text(child.stderr)]);
    await killModelOf(child.pid ?? 0);
    const [out] = await printed;
    await exited;
    expect(child.exitCode).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      evaluations: [
        { model: 'endless', state: 'failed', sentence: sentence(killed) },
        { model: 'good', state: 'evaluated' },
      ],
    });
    expect(recordsIn(folder)).toEqual([expect.stringMatching(/-good-[0-9a-f]{8}\.json$/)]);
  });
});

describe('a command that a terminal, a build or the system ends', { timeout: 120_000 }, () => {
  it.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('leaves neither a process nor a temporary file behind: %s', async (signal, exitCode) => {
    const folder = makeProjectFolder(files);
    const temporary = makeProjectFolder({});
    folders.push(folder, temporary);
    const commandLine = path.resolve(import.meta.dirname, '../../dist/cli.cjs');
    // The signal reaches the whole group, as that of a terminal does.
    const child = spawn(process.execPath, [commandLine, 'evaluate', folder, '--model', 'endless'], {
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, TMPDIR: temporary },
    });
    const exited = once(child, 'exit');
    const pid = child.pid ?? 0;
    await expect.poll(() => modelProcessesOf(pid).length, { timeout: 60_000 }).toBe(1);
    const models = modelProcessesOf(pid);
    process.kill(-pid, signal);
    expect(await exited).toEqual([exitCode, null]);
    expect(readdirSync(temporary)).toEqual([]);
    for (const model of models) expect(() => process.kill(model, 0)).toThrow('ESRCH');
  });
});
