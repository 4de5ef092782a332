/** `plumbline evaluate`. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { URI } from 'vscode-uri';
import { evaluateProject } from '../operations/evaluate/evaluate.ts';
import { evaluationFormats, renderEvaluation, verdictOf } from '../operations/evaluate/renderEvaluation.ts';
import { findProjects, loadProject } from '../operations/loadProject.ts';
import { describeMachine } from '../platform/machine.ts';
import { relativeName } from './checkCommand.ts';
import { progressOn } from './progress.ts';
import { choose, UsageError } from './world.ts';
import type { Command, CommandLineWorld, ExitCode, Given } from './world.ts';

export const evaluateCommand: Command = {
  name: 'evaluate',
  summary: 'run a model over a split, judge it against the spec, and write a run record',
  help: `Usage: plumbline evaluate [SPEC] [options]

Runs the ONNX models of a spec over the splits that its metrics name, on this machine, and judges every value against
target and limit. The record of each run is written into .plumbline/runs beside the spec.

Options:
  --model ID       only this model
  --split ID       only this split
  --on TARGET      this machine is that deployment target
  --no-record      judge, and write nothing
  --strict         exit code 1 also when a limit is not known
  --format FORMAT  ${evaluationFormats.join(', ')} (default: text)
  --help           this text

Exit codes:
  0  every limit was held, or is not known
  1  a limit was missed
  2  could not run

Examples:
  plumbline evaluate examples/flight-delays
  plumbline evaluate --model delay-int8 --split june
  plumbline evaluate --format json > evaluation.json
`,
  options: {
    model: { type: 'string' },
    split: { type: 'string' },
    on: { type: 'string' },
    'no-record': { type: 'boolean' },
    strict: { type: 'boolean' },
    format: { type: 'string' },
  },
  run: async (given, world) => {
    const format = choose(given, 'format', evaluationFormats, 'text');
    const [written = '.', ...rest] = given.positionals;
    if (rest.length > 0) throw new UsageError('plumbline evaluate takes one spec or folder.');
    const location = await world.realPath(path.resolve(world.cwd, written));
    if (location === undefined) throw new UsageError(`There is no file or folder ${JSON.stringify(written)}.`);
    const folder = location.isFolder ? location.path : path.dirname(location.path);
    const files = world.openFiles([(await world.topLevelOf(folder)) ?? folder]);
    const groups = await findProjects(files, URI.file(location.path).toString());
    const [group, ...others] = groups;
    if (group === undefined) throw new UsageError(`There is no plumbline.yaml at or below ${JSON.stringify(written)}.`);
    if (others.length > 0) {
      const names = groups.map(({ mainUri }) => relativeName(URI.parse(mainUri).fsPath, world.cwd));
      throw new UsageError(`There are ${groups.length} specs; name one of ${names.join(', ')}.`);
    }
    const project = await loadProject(files, group);
    if ('sentence' in project) throw new UsageError(project.sentence);
    const outcome = await evaluateProject(
      project,
      {
        modelId: textOf(given, 'model'),
        splitId: textOf(given, 'split'),
        target: textOf(given, 'on'),
        command: commandOf(given),
      },
      {
        files,
        jobs: world.jobs,
        history: world.history,
        clock: { now: world.now },
        version: world.version,
        machine: describeMachine(),
        hash: (text) => createHash('sha256').update(text).digest('hex'),
        ...(given.values['no-record'] === true ? {} : { writeBeside: writerOf(world) }),
      },
      { signal: world.signal, onProgress: progressOn(world) },
    );
    if (world.showsProgress) world.say('\r\u001B[K');
    switch (outcome.kind) {
      case 'cancelled':
        return 130;
      case 'failed':
        throw new UsageError(outcome.sentence);
      case 'done': {
        const spec = relativeName(URI.parse(group.mainUri).fsPath, world.cwd);
        const report = { ...outcome.report, spec };
        world.print(renderEvaluation(report, format, world.hasColour));
        return exitCodeOf(verdictOf(report), given.values['strict'] === true);
      }
    }
  },
};

function exitCodeOf(verdict: ReturnType<typeof verdictOf>, isStrict: boolean): ExitCode {
  switch (verdict) {
    case 'held':
      return 0;
    case 'not-known':
      return isStrict ? 1 : 0;
    case 'missed':
      return 1;
    case 'failed':
      return 2;
  }
}

function textOf(given: Given, option: string): string | undefined {
  const value = given.values[option];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What was typed, without the folder: a record is read elsewhere, too. */
function commandOf(given: Given): string {
  const options = ['model', 'split', 'on'].flatMap((option) => {
    const value = textOf(given, option);
    return value === undefined ? [] : [`--${option} ${value}`];
  });
  return ['plumbline evaluate', ...options].join(' ');
}

function writerOf(world: CommandLineWorld) {
  return async (mainUri: string, relative: string, text: string): Promise<void> => {
    const location = path.join(path.dirname(URI.parse(mainUri).fsPath), ...relative.split('/'));
    await world.makeFolder(path.dirname(location));
    await world.writeFile(location, text);
  };
}
