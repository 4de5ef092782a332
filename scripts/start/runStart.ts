// The command `npm start`.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { abortOnInterrupt } from '../process/abortOnInterrupt.ts';
import { startChild } from '../process/ownedChild.ts';
import { findDesktopVsCode, openDesktop } from './openDesktop.ts';
import { openServer } from './openServer.ts';
import type { StartRequest } from './startRequest.ts';

const root = path.resolve(import.meta.dirname, '../..');
const example = path.join(root, 'examples/flight-delays');

/**
 * Builds Plumbline, prepares the example, prints what `plumbline check` says of it, and opens it in VS Code until the
 * window is closed or Ctrl-C is pressed.
 *
 * @param args `--port N` for the server's port, `--server` to use the server although a desktop VS Code is there,
 *   `--restricted` to open the folder untrusted, `--no-open` to leave the browser alone
 * @returns the exit code: 0, or 1 when a step failed
 */
export async function runStart(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      server: { type: 'boolean', default: false },
      restricted: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
    },
  });
  const signal = abortOnInterrupt();
  try {
    await runStep('Building', ['esbuild.mjs'], [0], signal);
    await runStep('Preparing the example', ['scripts/prepareExample.mjs'], [0], signal);
    // Findings are no failure here: they are what there is to see.
    await runStep('plumbline check', ['dist/cli.cjs', 'check', example], [0, 1], signal);

    const request: StartRequest = {
      root,
      folder: example,
      openFile: path.join(example, 'plumbline.yaml'),
      trusted: !values.restricted,
      signal,
      say,
    };
    const wantsServer = values.server || values.port !== undefined;
    const desktop = wantsServer ? undefined : findDesktopVsCode();
    if (desktop === undefined) await openServer(request, { port: readPort(values.port), opens: !values['no-open'] });
    else await openDesktop(request, desktop);
    return 0;
  } catch (error) {
    if (signal.aborted) return 0;
    say(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

/** Runs one of our own scripts with its output on the terminal. */
async function runStep(
  title: string,
  args: readonly string[],
  goodCodes: readonly number[],
  signal: AbortSignal,
): Promise<void> {
  say(`▸ ${title}`);
  const child = await startChild(process.execPath, args, { cwd: root, output: 'inherit', signal });
  const code = await child.ended;
  signal.throwIfAborted();
  if (!goodCodes.includes(code)) throw new Error(`${title} failed with exit code ${code}.`);
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`--port wants a number from 1 to 65535, not ${text}.`);
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
