/** What the ways to evaluate have in common: the spec that is named, the ports, and what is printed. */
import { createHash } from 'node:crypto';
import type { EvaluateOutcome, EvaluatePorts, EvaluateWishes } from '../operations/evaluate/evaluate.ts';
import { renderEvaluation, verdictOf } from '../operations/evaluate/renderEvaluation.ts';
import type { EvaluationFormat } from '../operations/evaluate/renderEvaluation.ts';
import type { WorkspaceFiles } from '../operations/ports.ts';
import { describeMachine } from '../platform/machine.ts';
import { openSpec, writerBeside } from './openSpec.ts';
import type { OpenedSpec } from './openSpec.ts';
import { requireDone } from './progress.ts';
import { textOf, UsageError } from './world.ts';
import type { CommandLineWorld, ExitCode, Given } from './world.ts';

/** The one spec that the positional argument names; the working directory without one. */
export function openEvaluated({ positionals }: Given, world: CommandLineWorld): Promise<OpenedSpec> {
  const [written = '.', ...rest] = positionals;
  if (rest.length > 0) throw new UsageError('plumbline evaluate takes one spec or folder.');
  return openSpec(written, world);
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
    ...(given.values['no-record'] === true ? {} : { writeBeside: writerBeside(world) }),
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
  const done = requireDone(outcome, world);
  if (done === undefined) return 130;
  const report = { ...done.report, spec };
  world.print(renderEvaluation(report, format, world.hasColour));
  return exitCodeOf(verdictOf(report), given.values['strict'] === true && spec !== null);
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
