/** The built server in a process of its own, over stdio, with a folder of its own on disk. */
import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { connectTestClient } from './testClient.ts';
import type { TestClient, TestClientOptions } from './testClient.ts';

const bundle = path.resolve(import.meta.dirname, '../../dist/server.cjs');

export interface BundledServer {
  readonly client: TestClient;
  readonly child: ChildProcess;
  readonly folder: string;
  readonly specUri: string;
  /** Ends the server as a client does; removes its folder. @returns the exit code */
  readonly end: () => Promise<number | null>;
}

/** Files of a project, by their path below its folder. */
export type ProjectFiles = Readonly<Record<string, string | Uint8Array>>;

/** @returns the real path of a new folder with these files, which the caller removes */
export function makeProjectFolder(files: ProjectFiles): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-server-')));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

/**
 * @param files of the project, with its `plumbline.yaml`
 * @throws {Error} when the product was not built
 */
export async function startBundledServer(
  files: ProjectFiles,
  options: Partial<TestClientOptions> = {},
  spawning: Pick<SpawnOptions, 'detached' | 'env'> = {},
): Promise<BundledServer> {
  if (!existsSync(bundle)) throw new Error('dist/server.cjs is missing; npm run build makes it.');
  const folder = makeProjectFolder(files);
  const child = spawn(process.execPath, [bundle, '--stdio'], { ...spawning, stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const folderUris = [pathToFileURL(folder).href];
  const client = await connectTestClient({ input: child.stdout, output: child.stdin, folderUris, ...options });
  return {
    client,
    child,
    folder,
    specUri: pathToFileURL(path.join(folder, 'plumbline.yaml')).href,
    end: async () => {
      await client.end();
      await exited;
      rmSync(folder, { recursive: true, force: true });
      return child.exitCode;
    },
  };
}
