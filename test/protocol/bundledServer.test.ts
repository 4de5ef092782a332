import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { HoverRequest } from 'vscode-languageserver/node';
import { makeProjectFolder, startBundledServer } from '../support/bundledServer.ts';
import type { BundledServer } from '../support/bundledServer.ts';
import { childrenOf } from '../support/childProcesses.ts';

const running: BundledServer[] = [];

const spec = 'plumbline: v1\nproject: a\nphase: pilott\ndata:\n  flights: {path: data/f.csv, roles: {label: late}}\n';

const files = {
  'plumbline.yaml': spec,
  'data/f.csv': 'late,distance\ntrue,10\nfalse,20\nfalse,30\n',
};

async function start(): Promise<BundledServer> {
  const started = await startBundledServer(files);
  running.push(started);
  return started;
}

afterEach(async () => {
  for (const server of running.splice(0)) expect(await server.end()).toBe(0);
});

const position = { line: 4, character: 46 };

async function hoverText({ client, specUri }: BundledServer): Promise<string> {
  const hover = await client.connection.sendRequest(HoverRequest.type, { textDocument: { uri: specUri }, position });
  return JSON.stringify(hover?.contents ?? '');
}

/** Grants trust, and waits until the hover tells of the rows, for which a worker has read them. */
async function profileIn(started: BundledServer): Promise<string> {
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
  return text;
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
    expect(childrenOf(started.child.pid ?? 0)).toEqual([]);
  });

  it('profiles data once trust is granted, and shows it in a hover', async () => {
    const text = await profileIn(await start());
    expect(text).toContain('3 rows');
    expect(text).toContain('2 different');
  }, 60_000);

  it('leaves no temporary file behind when the system ends it and all that it started', async () => {
    const temporary = makeProjectFolder({});
    const spawning = { detached: true, env: { ...process.env, TMPDIR: temporary } };
    const started = await startBundledServer(files, {}, spawning);
    const exited = once(started.child, 'exit');
    await profileIn(started);
    expect(readdirSync(temporary)).not.toEqual([]);
    process.kill(-(started.child.pid ?? 0), 'SIGTERM');
    expect(await exited).toEqual([143, null]);
    started.client.connection.dispose();
    expect(readdirSync(temporary)).toEqual([]);
    for (const made of [temporary, started.folder]) rmSync(made, { recursive: true });
  }, 60_000);
});
