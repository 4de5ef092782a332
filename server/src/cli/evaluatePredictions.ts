/** `plumbline evaluate --predictions FILE`: metrics of predictions that were made elsewhere. */
import path from 'node:path';
import { evaluateLonePredictions, evaluateProjectPredictions } from '../operations/evaluate/evaluatePredictions.ts';
import type { PredictionsFile, PredictionsWishes } from '../operations/evaluate/evaluatePredictions.ts';
import type { EvaluationFormat } from '../operations/evaluate/renderEvaluation.ts';
import { evaluatePorts, openEvaluated, printOutcome, wishesOf } from './evaluation.ts';
import { progressOn } from './progress.ts';
import { textOf, UsageError } from './world.ts';
import type { CommandLineWorld, ExitCode, Given } from './world.ts';

/** What predictions of tables can be about. */
export const tasks = [
  'binary-classification',
  'multiclass-classification',
  'multilabel-classification',
  'regression',
] as const;

export const predictionOptions = {
  predictions: { type: 'string' },
  task: { type: 'string' },
  truth: { type: 'string' },
  answer: { type: 'string' },
  scores: { type: 'string' },
  positive: { type: 'string' },
  threshold: { type: 'string' },
  classes: { type: 'string' },
  by: { type: 'string' },
} as const;

/** Options that only a table without a spec needs: a spec says these things itself. */
const loneOptions = ['task', 'positive', 'classes', 'by'];

/** @throws {UsageError} when an option of predictions stands without them */
export function refuseWithoutPredictions({ values }: Given): void {
  const odd = Object.keys(predictionOptions).find((option) => values[option] !== undefined);
  if (odd !== undefined) {
    throw new UsageError(
      `--${odd} speaks of predictions that were made elsewhere; name their file with --predictions.`,
    );
  }
}

export async function evaluatePredictions(
  given: Given,
  format: EvaluationFormat,
  world: CommandLineWorld,
): Promise<ExitCode> {
  const machineOption = ['machine', 'seconds', 'provider'].find((option) => given.values[option] !== undefined);
  if (machineOption !== undefined) {
    throw new UsageError(`--${machineOption} speaks of a model that is run here, and predictions were made elsewhere.`);
  }
  const file = await predictionsFile(given, world);
  const wishes = predictionsWishes(given);
  const options = { signal: world.signal, onProgress: progressOn(world) };
  const task = tasks.find((one) => one === given.values['task']);
  if (task !== undefined) {
    if (given.positionals.length > 0)
      throw new UsageError('A spec says which task it is: leave out --task, or the spec.');
    const outcome = await evaluateLonePredictions(
      file,
      {
        ...wishes,
        task,
        positive: textOf(given, 'positive'),
        classes: listOf(given, 'classes'),
        by: listOf(given, 'by') ?? [],
      },
      { jobs: world.jobs, clock: { now: world.now }, version: world.version },
      options,
    );
    return printOutcome(outcome, null, given, format, world);
  }
  if (given.values['task'] !== undefined) {
    throw new UsageError(
      `--task takes one of ${tasks.join(', ')}, and was given ${JSON.stringify(given.values['task'])}.`,
    );
  }
  const odd = loneOptions.find((option) => given.values[option] !== undefined);
  if (odd !== undefined) throw new UsageError(`--${odd} goes with --task; with a spec, the spec says it.`);
  const opened = await openEvaluated(given, world);
  const outcome = await evaluateProjectPredictions(
    opened.project,
    file,
    { ...wishesOf(given), ...wishes },
    evaluatePorts(given, opened.files, world),
    options,
  );
  return printOutcome(outcome, opened.spec, given, format, world);
}

async function predictionsFile(given: Given, world: CommandLineWorld): Promise<PredictionsFile> {
  const label = textOf(given, 'predictions');
  if (label === undefined) throw new UsageError('--predictions takes the file of the predictions.');
  const found = await world.realPath(path.resolve(world.cwd, label));
  if (found === undefined || found.isFolder) {
    throw new UsageError(`${JSON.stringify(label)} is ${found === undefined ? 'not there' : 'a folder, not a file'}.`);
  }
  return { label, location: found.path, root: path.dirname(found.path) };
}

function predictionsWishes(given: Given): PredictionsWishes {
  const threshold = numberOf(given, 'threshold');
  const [truth, answer, scores] = [textOf(given, 'truth'), textOf(given, 'answer'), listOf(given, 'scores')];
  return {
    columns: {
      ...(truth === undefined ? {} : { truth }),
      ...(answer === undefined ? {} : { answer }),
      ...(scores === undefined ? {} : { scores: [...scores] }),
    },
    threshold,
  };
}

function numberOf(given: Given, option: string): number | undefined {
  const text = textOf(given, option);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number)) return number;
  throw new UsageError(`--${option} takes a number, and was given ${JSON.stringify(text)}.`);
}

function listOf(given: Given, option: string): readonly string[] | undefined {
  const names = textOf(given, option)
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names === undefined || names.length === 0 ? undefined : names;
}
