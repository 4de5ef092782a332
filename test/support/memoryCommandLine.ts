/** The command line over files in memory: no disk, no worker, no git. */
import path from 'node:path';
import { URI } from 'vscode-uri';
import { runCommandLine } from '../../server/src/cli/commandLine.ts';
import { createRefusingRunner } from '../../server/src/jobs/refusingRunner.ts';
import { unknownHistory } from '../../server/src/operations/ports.ts';
import { loadRuffFormatter } from '../../server/src/platform/ruffFormatter.ts';
import { memoryWorkspace } from './memoryWorkspace.ts';
import { readPythonGrammar } from './pythonParser.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What there is afterwards, by path below `/work`. */
  readonly files: ReadonlyMap<string, string>;
}

/** Runs the command line in `/work`, over files that are given by their path below it. */
export async function runInMemory(args: readonly string[], given: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const files = new Map(Object.entries(given).map(([name, text]) => [`/work/${name}`, text]));
  const stop = new AbortController();
  let [out, err] = ['', ''];
  const code = await runCommandLine(args, {
    cwd: '/work',
    version: '1.2.3',
    print: (text) => void (out += text),
    say: (text) => void (err += text),
    hasColour: false,
    showsProgress: false,
    signal: stop.signal,
    now: () => new Date('2026-11-02T08:00:00Z'),
    readEnvironment: () => undefined,
    jobs: createRefusingRunner('No worker runs here.'),
    history: { ...unknownHistory('tests have no repository'), repositoryOf: () => Promise.resolve({ kind: 'none' }) },
    openFiles: () =>
      memoryWorkspace(new Map([...files].map(([location, text]) => [URI.file(location).toString(), text]))),
    realPath: (location) => {
      const isFolder = [...files.keys()].some((file) => file.startsWith(`${location}/`)) || location === '/work';
      return Promise.resolve(isFolder || files.has(location) ? { path: location, isFolder } : undefined);
    },
    readPage: (panel) => ({ script: `draw('${panel}')`, style: 'h1{}' }),
    readPythonGrammar,
    rulePages: {
      list: () => Promise.resolve(['metric/no-limit']),
      read: () => Promise.resolve('# metric/no-limit\n'),
      readIndex: () =>
        Promise.resolve('| [`metric/no-limit`](metric/no-limit.md) | a metric without a limit | error | yes |\n'),
    },
    loadPythonFormatter: loadRuffFormatter,
    topLevelOf: () => Promise.resolve(undefined),
    findGit: () => Promise.resolve({ kind: 'absent' }),
    makeFolder: () => Promise.resolve(),
    writeFile: (location, text) => {
      files.set(location, text);
      return Promise.resolve();
    },
    createFile: (location, text) => {
      if (files.has(location)) return Promise.resolve(false);
      files.set(location, text);
      return Promise.resolve(true);
    },
    writeFolders: (folders) => {
      for (const { folder, files: changes } of folders) {
        for (const { path: name, text } of changes) {
          if (text === null) files.delete(path.join(folder, name));
          else files.set(path.join(folder, name), text);
        }
      }
      return Promise.resolve();
    },
    readText: (location, maxBytes) => {
      const text = files.get(path.normalize(location));
      return text === undefined || Buffer.byteLength(text) > maxBytes ? undefined : text;
    },
  });
  const below = [...files].map(([location, text]) => [location.slice('/work/'.length), text] as const);
  return { code, out, err, files: new Map(below) };
}
