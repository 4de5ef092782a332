/** `plumbline export`. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { URI } from 'vscode-uri';
import { plainText } from '../text/plainText.ts';
import { exportToDvc, exportToMlflow } from '../operations/export/exportRun.ts';
import { openSpec } from './openSpec.ts';
import { textOf, UsageError } from './world.ts';
import type { Command } from './world.ts';

export const exportCommand: Command = {
  name: 'export',
  summary: 'write a recorded run for MLflow or DVC',
  help: `Usage: plumbline export [RUN] [SPEC] --mlflow FOLDER
       plumbline export [RUN] [SPEC] --dvc FILE

Writes a run of .plumbline/runs in the form of another tool. A run is named by its file without .json, by the beginning
of it, or as latest (the standard), latest~1 and so on.

Options:
  --mlflow FOLDER  into a folder that MLflow reads as a tracking store, such as mlruns; the experiment is the project
  --dvc FILE       as a metrics file for \`dvc metrics\`, such as metrics.json; what stood there is replaced
  --help           this text

Exit codes:
  0  written
  2  could not run; nothing was written

Examples:
  plumbline export latest --mlflow mlruns
  plumbline export 2026-11-02 examples/flight-delays --dvc metrics.json
`,
  options: { mlflow: { type: 'string' }, dvc: { type: 'string' } },
  run: async (given, world) => {
    const [wanted = 'latest', written = '.', ...rest] = given.positionals;
    if (rest.length > 0) throw new UsageError('plumbline export takes one run, and perhaps a spec.');
    const [mlflow, dvc] = [textOf(given, 'mlflow'), textOf(given, 'dvc')];
    const target = mlflow ?? dvc;
    if (target === undefined || (mlflow !== undefined && dvc !== undefined)) {
      throw new UsageError('Say where to with --mlflow FOLDER or --dvc FILE, one of the two.');
    }
    const { project, files } = await openSpec(written, world);
    const location = path.resolve(world.cwd, target);
    const ports = { files, hash: (text: string) => createHash('sha256').update(text).digest('hex') };
    const outcome =
      mlflow === undefined
        ? await exportToDvc(project, wanted, path.basename(location), ports)
        : await exportToMlflow(project, wanted, URI.file(location).toString(), ports);
    if (outcome.kind === 'failed') throw new UsageError(outcome.sentence);
    const folder = mlflow === undefined ? path.dirname(location) : location;
    try {
      await world.writeFolders([{ folder, files: outcome.files }]);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UsageError(`${target} cannot be written, and nothing was: ${reason}.`);
    }
    world.say(`The run ${plainText(outcome.run)} is in ${plainText(target)}.\n`);
    return 0;
  },
};
