/** What an interpreter is, and which of the needed modules it has. */
import path from 'node:path';
import process from 'node:process';
import * as z from 'zod';
import { runGroup } from './processGroup.ts';

const report = z.object({
  path: z.string().min(1),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  missing: z.array(z.string()),
  versions: z.record(z.string(), z.string()),
  holdsWrites: z.boolean(),
});

export type PythonReport = z.infer<typeof report>;

/** Oldest Python whose runs are tested to work with the harness. */
export const oldestPython = { major: 3, minor: 9 };

const timeoutMs = 30_000;

/**
 * @param imports what must be importable; of an entry with an empty module only the version is asked
 * @returns undefined when the program is no Python, or does not answer
 */
export async function inspectPython(
  executable: string,
  imports: readonly { readonly module: string; readonly distribution: string }[],
  { harness, environment }: { readonly harness: string; readonly environment: Readonly<Record<string, string>> },
): Promise<PythonReport | undefined> {
  const pairs = imports.map(({ module, distribution }) => `${module}=${distribution}`);
  const args = ['-B', path.join(harness, 'plumbline_inspect.py'), ...pairs];
  const ending = await runGroup({ command: executable, args, folder: process.cwd(), environment, timeoutMs });
  if (ending.kind !== 'exited') return undefined;
  const line = ending.output.split('\n').find((candidate) => candidate.startsWith('{'));
  const parsed = line === undefined ? undefined : report.safeParse(parseJson(line));
  return parsed?.success === true ? parsed.data : undefined;
}

/** Whether the harness runs with it. */
export function isRecentEnough({ version }: PythonReport): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldestPython.major || (major === oldestPython.major && minor >= oldestPython.minor);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
