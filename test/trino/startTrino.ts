/** Starts a Trino server with tables in memory on this machine. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startChild } from '../../scripts/process/ownedChild.ts';
import { trinoVersion } from './ensureTrino.ts';

export interface RunningTrino {
  /** Such as `http://127.0.0.1:18080`. */
  readonly server: string;
  readonly stop: () => Promise<void>;
}

const startedWithinMs = 300_000;
const askedEveryMs = 500;
const shownCharacters = 2_000;

/** @throws {Error} with the end of what the server said, when it does not start */
export async function startTrino(libraries: string): Promise<RunningTrino> {
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-trino-server-'));
  const port = await freePort();
  const server = `http://127.0.0.1:${port}`;
  await mkdir(path.join(folder, 'etc/catalog'), { recursive: true });
  await symlink(path.join(libraries, 'plugin'), path.join(folder, 'plugin'));
  await writeFile(path.join(folder, 'etc/catalog/memory.properties'), 'connector.name=memory\n');
  await writeFile(
    path.join(folder, 'etc/config.properties'),
    [
      'coordinator=true',
      'node-scheduler.include-coordinator=true',
      `http-server.http.port=${port}`,
      `discovery.uri=${server}`,
      'query.max-memory=256MB',
      'query.max-memory-per-node=256MB',
      'memory.heap-headroom-per-node=64MB',
      '',
    ].join('\n'),
  );
  let said = '';
  const child = await startChild(
    'java',
    [
      '-Xmx1g',
      '-Djdk.attach.allowAttachSelf=true',
      '-Dconfig=etc/config.properties',
      '-Dnode.environment=test',
      '-Dnode.id=one',
      `-Dnode.data-dir=${path.join(folder, 'data')}`,
      '-Dnode.internal-address=127.0.0.1',
      '-cp',
      path.join(libraries, 'server', '*'),
      path.join(import.meta.dirname, 'Launch.java'),
      trinoVersion,
    ],
    { cwd: folder, output: (text) => (said = `${said}${text}`.slice(-shownCharacters)) },
  );
  const stop = async (): Promise<void> => {
    await child.stop();
    await rm(folder, { recursive: true, force: true });
  };
  let code: number | undefined;
  void child.ended.then((ended) => (code = ended));
  const deadline = Date.now() + startedWithinMs;
  while (Date.now() < deadline && code === undefined) {
    if (await isReady(server)) return { server, stop };
    await wait(askedEveryMs);
  }
  await stop();
  throw new Error(`Trino ${trinoVersion} did not start:\n${said}`);
}

async function isReady(server: string): Promise<boolean> {
  try {
    const answer = await fetch(`${server}/v1/info`);
    return answer.ok && (await answer.text()).includes('"starting":false');
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('There is no free port.'));
      });
    });
  });
}
