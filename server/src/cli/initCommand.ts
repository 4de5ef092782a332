/** `plumbline init`. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InitReport } from '../../../schemas/initReport.ts';
import { proposeSpec } from '../operations/init/proposeSpec.ts';
import type { SpecProposal } from '../operations/init/proposeSpec.ts';
import { plainText } from '../text/plainText.ts';
import { choose, UsageError } from './world.ts';
import type { Command, CommandLineWorld } from './world.ts';
import { jsonText } from '../text/jsonText.ts';

export const initCommand: Command = {
  name: 'init',
  summary: 'propose a spec from the data, models and notebooks of a folder',
  help: `Usage: plumbline init [FOLDER] [options]

Looks at data files and their headers, folders of images, ONNX models, the code of notebooks, dvc.yaml, stores of runs
and the authors of the folder, and writes a plumbline.yaml. What can be read is written down, such as the address of the
only author in git as the owner; guesses say that they are; and what only people know stays empty: no target, limit,
cost or reason is ever invented. A spec that is there already is never touched.

Options:
  --dry-run         print the proposal, and write nothing
  --format FORMAT   text (default) or json
  --help            this text

Exit codes:
  0  written, or printed
  2  could not run, or there is a plumbline.yaml already

Examples:
  plumbline init
  plumbline init projects/delays --dry-run
`,
  options: { 'dry-run': { type: 'boolean' }, format: { type: 'string', words: ['text', 'json'] } },
  run: async (given, world) => {
    const [named = '.', ...rest] = given.positionals;
    if (rest.length > 0) throw new UsageError('plumbline init takes one folder.');
    const format = choose(given, 'format', ['text', 'json'], 'text');
    const folder = await world.realPath(path.resolve(world.cwd, named));
    if (folder?.isFolder !== true) throw new UsageError(`${JSON.stringify(named)} is not a folder.`);
    const file = path.join(folder.path, 'plumbline.yaml');
    const isDryRun = given.values['dry-run'] === true;
    if (!isDryRun && (await world.realPath(file)) !== undefined) throw new UsageError(alreadyThere(named));
    const proposal = await proposeSpec(pathToFileURL(file).href, {
      files: world.openFiles([folder.path]),
      jobs: world.jobs,
      history: world.history,
      clock: { now: world.now },
      version: world.version,
    });
    if (world.signal.aborted) return 130;
    // The look before was for the sentence; another program may have been quicker.
    if (!isDryRun && !(await world.createFile(file, proposal.text))) throw new UsageError(alreadyThere(named));
    if (format === 'json') world.print(jsonText(reportOf(world, file, isDryRun, proposal)));
    else if (isDryRun) world.print(proposal.text);
    world.say(
      `${isDryRun ? 'Proposed' : `Written: ${plainText(path.join(named, 'plumbline.yaml'))},`} ${describe(proposal)}\n`,
    );
    return 0;
  },
};

function alreadyThere(named: string): string {
  return `${JSON.stringify(named)} has a plumbline.yaml already, and it is left as it is: --dry-run prints a proposal.`;
}

function reportOf(
  world: CommandLineWorld,
  file: string,
  isDryRun: boolean,
  { text, blanks }: SpecProposal,
): InitReport {
  return {
    kind: 'init',
    schema: 1,
    version: world.version,
    file,
    isWritten: !isDryRun,
    spec: text,
    blanks: [...blanks],
  };
}

/** "from 2 tables and 1 model; 24 values are to fill in: plumbline check lists them." */
function describe({ survey, blanks, runnableModel }: SpecProposal): string {
  const found = [
    count(survey.tables.length, 'table', 'tables'),
    count(survey.images.length, 'folder of images', 'folders of images'),
    count(survey.absent.length, 'pinned path that is not here', 'pinned paths that are not here'),
    count(survey.models.length, 'model', 'models'),
    count(survey.notebooks.length, 'notebook', 'notebooks'),
  ].filter((words) => words !== undefined);
  const from = found.length === 0 ? 'without any data or model' : `from ${found.join(', ')}`;
  return `${from}; ${blanks.length} values are to fill in: plumbline check lists them.${nextStep(survey, runnableModel)}`;
}

/** A line of its own that leads on; empty where the blanks say it all. */
function nextStep({ tables, images, models }: SpecProposal['survey'], runnableModel: string | undefined): string {
  if (runnableModel !== undefined)
    return `\nThe model ${runnableModel} can be run as it is: plumbline evaluate measures it.`;
  if (models.length > 0 || tables.length + images.length === 0) return '';
  return '\nNo ONNX file was found: name one under models, and plumbline evaluate measures it; answers of other models are measured from a file (--predictions).';
}

function count(number: number, one: string, many: string): string | undefined {
  return number === 0 ? undefined : `${number} ${number === 1 ? one : many}`;
}
