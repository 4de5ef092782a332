/** `plumbline report`. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { URI } from 'vscode-uri';
import { makeReport } from '../operations/report/makeReport.ts';
import { createSpecWorkspace } from '../operations/specWorkspace.ts';
import { openSpec, relativeName } from './openSpec.ts';
import { UsageError } from './world.ts';
import type { Command } from './world.ts';

export const reportCommand: Command = {
  name: 'report',
  summary: 'write overview, evaluation, drift, costs and readiness into one HTML file',
  help: `Usage: plumbline report [SPEC] --out FILE.html

Writes the pages of the panels into one file that needs no editor, no server and no network, for people without
VS Code. Texts, values and paths of the spec are in it, and no rows of data.

Options:
  --out FILE   where to write; a file that is there is replaced
  --help       this text

Exit codes:
  0  written
  2  could not run

Examples:
  plumbline report examples/flight-delays --out report.html
`,
  options: { out: { type: 'string' } },
  run: async (given, world) => {
    const [written = '.', ...rest] = given.positionals;
    if (rest.length > 0) throw new UsageError('plumbline report takes one spec or folder.');
    const { out } = given.values;
    if (typeof out !== 'string' || out === '') throw new UsageError('Say with --out which file to write.');
    const { project, files } = await openSpec(written, world);
    const clock = { now: world.now };
    const { jobs, history, version } = world;
    const workspace = createSpecWorkspace({ files, jobs, history, clock, version });
    const made = await makeReport(project.mainUri, {
      workspace,
      files,
      clock,
      version,
      nameOf: (uri) => relativeName(URI.parse(uri).fsPath, world.cwd),
      readPage: world.readPage,
      pack: (text) => gzipSync(text, { level: 9 }).toString('base64'),
      hash: (text) => createHash('sha256').update(text).digest('hex'),
    });
    if ('sentence' in made) throw new UsageError(made.sentence);
    await world.writeFile(path.resolve(world.cwd, out), made.html);
    world.say(`Wrote ${out}, ${Math.ceil(Buffer.byteLength(made.html) / 1000)} kB.\n`);
    return 0;
  },
};
