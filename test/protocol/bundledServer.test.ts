import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { HoverRequest } from 'vscode-languageserver/node';
import { connectTestClient } from '../support/testClient.ts';
import type { TestClient, TestClientOptions } from '../support/testClient.ts';

const bundle = path.resolve(import.meta.dirname, '../../dist/server.cjs');

interface Running {
  readonly client: TestClient;
  readonly child: ChildProcess;
  readonly folder: string;
  readonly specUri: string;
}

const running: Running[] = [];

const spec = 'plumbline: v1\nproject: a\nphase: pilott\ndata:\n  flights: {path: data/f.csv, roles: {label: late}}\n';

async function start(options: Partial<TestClientOptions> = {}): Promise<Running> {
  expect(existsSync(bundle), 'dist/server.cjs is built by npm run build').toBe(true);
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-server-')));
  mkdirSync(path.join(folder, 'data'));
  writeFileSync(path.join(folder, 'plumbline.yaml'), spec);
  writeFileSync(path.join(folder, 'data/f.csv'), 'late,distance\ntrue,10\nfalse,20\nfalse,30\n');
  const child = spawn(process.execPath, [bundle, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const folderUris = [pathToFileURL(folder).href];
  const client = await connectTestClient({ input: child.stdout, output: child.stdin, folderUris, ...options });
  const started = { client, child, folder, specUri: pathToFileURL(path.join(folder, 'plumbline.yaml')).href };
  running.push(started);
  return started;
}

afterEach(async () => {
  for (const { client, child, folder } of running.splice(0)) {
    const exited = child.exitCode === null ? once(child, 'exit') : Promise.resolve([child.exitCode]);
    await client.end();
    expect((await exited)[0]).toBe(0);
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Processes that a process has started; undefined where the system does not tell. */
function childrenOf(pid: number | undefined): readonly string[] | undefined {
  const list = `/proc/${pid ?? 0}/task/${pid ?? 0}/children`;
  return existsSync(list)
    ? readFileSync(list, 'utf8')
        .trim()
        .split(' ')
        .filter((one) => one !== '')
    : undefined;
}

const position = { line: 4, character: 46 };

async function hoverText({ client, specUri }: Running): Promise<string> {
  const hover = await client.connection.sendRequest(HoverRequest.type, { textDocument: { uri: specUri }, position });
  return JSON.stringify(hover?.contents ?? '');
}

describe('the bundled server over stdio', () => {
  it('finds what is wrong in a spec on disk, and ends when it is told to', async () => {
    const { client, specUri } = await start();
    const wrong = (await client.diagnose(specUri)).find(({ code }) => code === 'spec/wrong-value');
    expect(wrong?.range).toEqual({ start: { line: 2, character: 7 }, end: { line: 2, character: 13 } });
  });

  it('starts no other process without trust', async () => {
    const started = await start();
    await started.client.diagnose(started.specUri);
    expect(await hoverText(started)).not.toContain('different');
    const children = childrenOf(started.child.pid);
    if (children !== undefined) expect(children).toEqual([]);
  });

  it('profiles data once trust is granted, and shows it in a hover', async () => {
    const started = await start();
    const { client } = started;
    await hoverText(started);
    const refreshed = client.nextRefresh();
    await client.connection.sendNotification('plumbline/trustGranted', {});
    await refreshed;
    let text = await hoverText(started);
    for (let news = 0; !text.includes('rows') && news < 10; news += 1) {
      await client.nextRefresh();
      text = await hoverText(started);
    }
    expect(text).toContain('3 rows');
    expect(text).toContain('2 different');
  }, 60_000);
});
