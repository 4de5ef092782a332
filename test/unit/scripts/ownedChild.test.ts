import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startChild } from '../../../scripts/process/ownedChild.ts';
import { runTool } from '../../../scripts/process/runTool.ts';

/** A program that starts another one and waits; the other one ignores requests to end, and holds a connection. */
const parentOfOne = (port: number) => `
  const stubborn = "process.on('SIGTERM', () => {}); require('node:net').connect(${port}, '127.0.0.1')";
  require('node:child_process').spawn(process.execPath, ['-e', stubborn], { stdio: 'ignore' });
  setInterval(() => {}, 1000);
`;

describe('startChild', () => {
  let server: Server | undefined;
  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => server?.close());

  /** The program, and the connection that lasts as long as the program that it has started. */
  async function startParent(signal?: AbortSignal) {
    const address = server?.address();
    if (server === undefined || address === null || typeof address !== 'object') throw new Error('No server.');
    const connected = new Promise<Socket>((resolve) => server?.once('connection', resolve));
    const child = await startChild(process.execPath, ['-e', parentOfOne(address.port)], {
      output: () => undefined,
      ...(signal === undefined ? {} : { signal }),
    });
    const socket = await connected;
    // Ended by force, it cannot say goodbye.
    socket.on('error', () => undefined);
    const grandchildEnded = once(socket.resume(), 'close');
    return { child, grandchildEnded };
  }

  it('ends a program with what it has started, even when that ignores the request', async () => {
    const { child, grandchildEnded } = await startParent();
    await child.stop();
    expect(await child.ended).toBe(143);
    await expect(grandchildEnded).resolves.toBeDefined();
  });

  it('ends all of it when the signal is aborted', async () => {
    const controller = new AbortController();
    const { child, grandchildEnded } = await startParent(controller.signal);
    controller.abort();
    expect(await child.ended).toBe(143);
    await expect(grandchildEnded).resolves.toBeDefined();
  });

  it('starts nothing once the signal is aborted', async () => {
    await expect(startParent(AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  });

  it('says which program could not be started', async () => {
    await expect(startChild('/no/such/program', [], { output: 'inherit' })).rejects.toThrow('/no/such/program');
  });
});

describe('runTool', () => {
  it('gives what the program wrote', async () => {
    expect(await runTool(process.execPath, ['-e', 'process.stdout.write("said")'])).toBe('said');
  });

  it('repeats the end of what a failed program wrote', async () => {
    const fails = runTool(process.execPath, ['-e', 'console.error("the reason"); process.exit(3)']);
    await expect(fails).rejects.toThrow(/code 3:\nthe reason/);
  });
});
