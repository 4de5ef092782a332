/** The bundled language server with the example open: its memory when idle, and the time to load the extension. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { serverEnvironment, serverFlags } from '../../schemas/serverProcess.ts';
import { connectTestClient } from '../support/testClient.ts';
import { medianOf, residentMiB, runProcess } from './measure.ts';
import type { BenchReport } from './report.ts';

export async function benchServer({ row }: BenchReport, root: string): Promise<void> {
  const folder = path.join(root, 'examples/flight-delays');
  const child = spawn(process.execPath, [...serverFlags, path.join(root, 'dist/server.cjs'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...serverEnvironment },
  });
  try {
    const client = await connectTestClient({
      input: child.stdout,
      output: child.stdin,
      folderUris: [pathToFileURL(folder).href],
      ownsProcess: true,
    });
    const spec = path.join(folder, 'plumbline.yaml');
    await client.open(pathToFileURL(spec).href, readFileSync(spec, 'utf8'));
    await client.pull(pathToFileURL(spec).href);
    const memory = child.pid === undefined ? undefined : residentMiB(child.pid);
    if (memory !== undefined) {
      // The goal counts in megabytes, which are smaller than mebibytes.
      const megabytes = (memory * 2 ** 20) / 1e6;
      row(
        'the language server, the example open and checked',
        `${megabytes.toFixed(0)} MB`,
        '≤ 120 MB',
        megabytes <= 120,
      );
    }
    await client.end();
  } finally {
    child.kill();
  }
}

/** Activates the extension in a fresh process, with an editor API that does nothing. */
export async function benchActivation({ row }: BenchReport, root: string): Promise<void> {
  const inside = (bundle: string) => JSON.stringify(path.join(root, 'dist', bundle));
  const script = `
    const Module = require('node:module');
    const load = Module._load;
    const api = new Proxy(function () {}, { get: (_t, key) => (key === Symbol.toPrimitive ? () => '' : key === Symbol.iterator ? [][key].bind([]) : api), apply: () => api, construct: () => api });
    Module._load = (name, ...rest) => (name === 'vscode' ? api : load(name, ...rest));
    const start = performance.now();
    require(${inside('extension.cjs')}).activate({ subscriptions: [] });
    const activated = performance.now();
    require(${inside('composition.cjs')});
    process.stdout.write(JSON.stringify([activated - start, performance.now() - activated]));`;
  const runs: (readonly [number, number])[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const run = await runProcess(process.execPath, ['-e', script], root);
    runs.push(z.tuple([z.number(), z.number()]).parse(JSON.parse(run.stdout)));
  }
  const activation = medianOf(runs.map(([activated]) => activated));
  row('activation of the extension', `${activation.toFixed(1)} ms`, '≤ 150 ms', activation <= 150);
  const rest = medianOf(runs.map(([, loaded]) => loaded));
  row('loading its second half, once there is a spec', `${rest.toFixed(0)} ms`, '≤ 150 ms', rest <= 150);
}
