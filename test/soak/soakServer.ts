/** The bundled language server on a folder, as an editor runs it. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { CancellationToken, DidChangeWatchedFilesNotification, FileChangeType } from 'vscode-languageserver/node';
import type { CancellationTokenSource } from 'vscode-languageserver/node';
import { evaluateRequest } from '../../schemas/requests.ts';
import { serverEnvironment, serverFlags } from '../../schemas/serverProcess.ts';
import { connectTestClient } from '../support/testClient.ts';
import type { TestClient } from '../support/testClient.ts';
import { childrenOf } from './processFigures.ts';
import type { SoakProject } from './soakProject.ts';

/** What became of an evaluation. */
export type Evaluated =
  | { readonly kind: 'done'; readonly runUris: readonly string[] }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly sentence: string };

export interface SoakServer {
  readonly pid: number;
  readonly client: TestClient;
  /**
   * Codes of what is found in the open spec.
   *
   * @param isExpected is asked again with each news of the server; when no more news come, the last codes are given
   */
  findings: (isExpected?: (codes: ReadonlySet<string>) => boolean) => Promise<ReadonlySet<string>>;
  evaluate: (cancel?: CancellationTokenSource) => Promise<Evaluated>;
  /** Resolves with the process that an evaluation starts for its model; undefined when the evaluation ended first. */
  untilModelRuns: (evaluation: Promise<unknown>) => Promise<number | undefined>;
  tellChanged: (uris: readonly string[]) => Promise<void>;
  /** @throws {Error} when it does not end as it was told to */
  end: () => Promise<void>;
  /** Ends it by force, if it still runs. */
  kill: () => void;
}

export interface SoakServerOptions {
  /** Absolute path of the working tree, whose bundle is run. */
  readonly root: string;
  readonly project: SoakProject;
  /** Where the server and its workers keep what is temporary. */
  readonly temporaryFolder: string;
}

export async function startSoakServer({ root, project, temporaryFolder }: SoakServerOptions): Promise<SoakServer> {
  const child = spawn(process.execPath, [...serverFlags, path.join(root, 'dist/server.cjs'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...serverEnvironment, TMPDIR: temporaryFolder },
  });
  const pid = pidOf(child);
  const client = await connectTestClient({
    input: child.stdout,
    output: child.stdin,
    folderUris: [project.folderUri],
    options: { isTrusted: true },
  });
  await client.open(project.specUri, project.readSpec());
  return {
    pid,
    client,
    findings: async (isExpected = () => true) => {
      for (;;) {
        const news = untilNews(client);
        const report = await client.settle(project.specUri);
        const codes = new Set(report.kind === 'full' ? report.items.map(({ code }) => String(code)) : []);
        if (isExpected(codes) || !(await news)) return codes;
      }
    },
    evaluate: (cancel) => evaluate(client, project, cancel),
    untilModelRuns: (evaluation) => untilNewChild(pid, evaluation),
    tellChanged: (uris) =>
      client.connection.sendNotification(DidChangeWatchedFilesNotification.method, {
        changes: uris.map((uri) => ({ uri, type: FileChangeType.Changed })),
      }),
    end: async () => {
      const exited = once(child, 'exit');
      await client.end();
      await exited;
      if (child.exitCode !== 0) throw new Error(`The server ended with ${String(child.exitCode)}.`);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/** The slowest fact is a job of a worker that starts. */
const newsWithinMs = 30_000;

/** Whether the server asks to be asked again, in the time that its facts take. */
async function untilNews(client: TestClient): Promise<boolean> {
  const silence = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => silence.resolve(false), newsWithinMs);
  try {
    return await Promise.race([client.nextRefresh().then(() => true), silence.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('The server did not start.');
  return pid;
}

async function evaluate(
  { connection, log }: TestClient,
  { specUri }: SoakProject,
  cancel: CancellationTokenSource | undefined,
): Promise<Evaluated> {
  let answer: unknown;
  try {
    answer = await connection.sendRequest(
      evaluateRequest.method,
      { specUri, modelId: null },
      cancel?.token ?? CancellationToken.None,
    );
  } catch (error) {
    if (cancel?.token.isCancellationRequested === true) return { kind: 'cancelled' };
    return { kind: 'failed', sentence: `${String(error)} ${log.slice(-3).join(' ')}` };
  }
  const outcome = evaluateRequest.result.parse(answer);
  switch (outcome.kind) {
    case 'done': {
      const [problem] = outcome.value.problems;
      return problem === undefined
        ? { kind: 'done', runUris: outcome.value.evaluated.flatMap(({ runUri }) => runUri ?? []) }
        : { kind: 'failed', sentence: problem };
    }
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'failed':
    case 'refused':
      return { kind: 'failed', sentence: outcome.sentence };
  }
}

/** How often the system is asked which processes there are. */
const lookEveryMs = 2;

async function untilNewChild(pid: number, evaluation: Promise<unknown>): Promise<number | undefined> {
  const before = new Set(childrenOf(pid));
  const state = { isOver: false };
  const over = (): void => {
    state.isOver = true;
  };
  evaluation.then(over, over);
  while (!state.isOver) {
    const started = childrenOf(pid).find((one) => !before.has(one));
    if (started !== undefined) return started;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  return undefined;
}
