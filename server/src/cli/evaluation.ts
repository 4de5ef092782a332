/** What the ways to evaluate have in common: the spec that is named, the ports, and what is printed. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { URI } from 'vscode-uri';
import type { EvaluateOutcome, EvaluatePorts, EvaluateWishes } from '../operations/evaluate/evaluate.ts';
import { renderEvaluation, verdictOf } from '../operations/evaluate/renderEvaluation.ts';
import type { EvaluationFormat } from '../operations/evaluate/renderEvaluation.ts';
import { findProjects, loadProject } from '../operations/loadProject.ts';
import type { WorkspaceFiles } from '../operations/ports.ts';
import { describeMachine } from '../platform/machine.ts';
import { relativeName } from './checkCommand.ts';
import { UsageError } from './world.ts';
import type { CommandLineWorld, ExitCode, Given } from './world.ts';

export interface OpenedSpec {
  readonly project: Exclude<Awaited<ReturnType<typeof loadProject>>, { readonly sentence: string }>;
  readonly files: WorkspaceFiles;
  /** Path of the spec, relative to the working directory. */
  readonly spec: string;
}

/** The one spec at or below a place. @throws {UsageError} when there is none, or several */
export async function openSpecAt(written: string, world: CommandLineWorld): Promise<OpenedSpec> {
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
  return { project, files, spec: relativeName(URI.parse(group.mainUri).fsPath, world.cwd) };
}

/** The one spec that the positional argument names; the working directory without one. */
export function openSpec({ positionals }: Given, world: CommandLineWorld): Promise<OpenedSpec> {
  const [written = '.', ...rest] = positionals;
  if (rest.length > 0) throw new UsageError('plumbline evaluate takes one spec or folder.');
  return openSpecAt(written, world);
}

export function wishesOf(given: Given): EvaluateWishes {
  return {
    modelId: textOf(given, 'model'),
    splitId: textOf(given, 'split'),
    target: textOf(given, 'on'),
    measuresMachine: given.values['machine'] === true,
    machineSeconds: secondsOf(given),
    provider: textOf(given, 'provider'),
    command: commandOf(given),
  };
}

export function textOf(given: Given, option: string): string | undefined {
  const value = given.values[option];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function secondsOf(given: Given): number | undefined {
  const text = textOf(given, 'seconds');
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 3600) return seconds;
  throw new UsageError(`--seconds takes a number above 0 and up to 3600, and ${JSON.stringify(text)} is none.`);
}

/** What was typed, without the folder: a record is read elsewhere, too. */
function commandOf(given: Given): string {
  const options = ['model', 'split', 'on', 'predictions', 'machine', 'seconds', 'provider'].flatMap((option) => {
    if (given.values[option] === true) return [`--${option}`];
    const value = textOf(given, option);
    return value === undefined ? [] : [`--${option} ${value}`];
  });
  return ['plumbline evaluate', ...options].join(' ');
}

export function evaluatePorts(given: Given, files: WorkspaceFiles, world: CommandLineWorld): EvaluatePorts {
  return {
    files,
    jobs: world.jobs,
    history: world.history,
    clock: { now: world.now },
    version: world.version,
    machine: describeMachine(),
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    ...(given.values['no-record'] === true ? {} : { writeBeside: writerOf(world) }),
  };
}

function writerOf(world: CommandLineWorld) {
  return async (mainUri: string, relative: string, text: string): Promise<void> => {
    const location = path.join(path.dirname(URI.parse(mainUri).fsPath), ...relative.split('/'));
    await world.makeFolder(path.dirname(location));
    await world.writeFile(location, text);
  };
}

/** @param spec path of the spec; null without one */
export function printOutcome(
  outcome: EvaluateOutcome,
  spec: string | null,
  given: Given,
  format: EvaluationFormat,
  world: CommandLineWorld,
): ExitCode {
  if (world.showsProgress) world.say('\r\u001B[K');
  switch (outcome.kind) {
    case 'cancelled':
      return 130;
    case 'failed':
      throw new UsageError(outcome.sentence);
    case 'done': {
      const report = { ...outcome.report, spec };
      world.print(renderEvaluation(report, format, world.hasColour));
      return exitCodeOf(verdictOf(report), given.values['strict'] === true && spec !== null);
    }
  }
}

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
