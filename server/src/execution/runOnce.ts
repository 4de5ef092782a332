/** Runs the notebook or the package once, in a fresh process and a fresh tree, and reads what it saw. */
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { observation, runOutcome } from '../../../schemas/verificationRun.ts';
import type { Observation, RunOutcome, VerificationPlan } from '../../../schemas/verificationRun.ts';
import type { RunRecord } from '../notebook/verify/runRecord.ts';
import { runGroup } from './processGroup.ts';
import type { GroupEnding } from './processGroup.ts';

export interface RunOptions {
  readonly what: 'notebook' | 'package';
  readonly plan: VerificationPlan;
  /** Unique in the scratch folder. */
  readonly name: string;
  readonly executable: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Folder of the whole verification; holds `blobs`, `home` and `temporary`. */
  readonly scratch: string;
  /** Folder of the Python programs. */
  readonly harness: string;
  readonly tree: string;
  /** The current folder of the run, in the tree. */
  readonly folder: string;
  readonly timeoutMs: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
  /** Cell of the notebook, or function of the package, that begins. */
  readonly onStep: (step: RunStep) => void;
}

export type RunStep = { readonly cell: number } | { readonly function: string };

/** More of what a run says of its values is cut off, and shows as silent probes. */
const mostObservations = 512 * 2 ** 20;

export async function runOnce(options: RunOptions): Promise<RunRecord> {
  const results = path.join(options.scratch, options.name);
  await mkdir(results, { recursive: true });
  const file = path.join(options.scratch, `${options.name}.json`);
  await writeFile(file, JSON.stringify(harnessPlan(options, results)));
  const started = performance.now();
  const ending = await runGroup({
    command: options.executable,
    args: ['-B', path.join(options.harness, 'plumbline_run.py'), file],
    folder: options.scratch,
    environment: options.environment,
    timeoutMs: options.timeoutMs,
    onLine: (line) => {
      const step = parseStep(line);
      if (step !== undefined) options.onStep(step);
    },
  });
  const observations = await readObservations(path.join(results, 'observations.jsonl'));
  const seconds = (performance.now() - started) / 1000;
  const record = {
    observations,
    ending: await readEnding(ending, { file: path.join(results, 'outcome.json'), seconds, tree: options.tree }),
  };
  await rm(results, { recursive: true, force: true });
  return record;
}

/** What `plumbline_run.py` reads. */
function harnessPlan(options: RunOptions, results: string): unknown {
  const { plan, scratch, what } = options;
  return {
    what,
    package: plan.package,
    seed: plan.seed,
    seeded: plan.seeded,
    tree: options.tree,
    folder: options.folder,
    results,
    blobs: path.join(scratch, 'blobs'),
    scratch: [path.join(scratch, 'home'), path.join(scratch, 'temporary')],
    memoryBytes: options.memoryBytes,
    fileBytes: options.diskBytes,
    blobBytes: options.diskBytes,
    written: plan.written.map(({ probe, path: own, inPackage }) => ({
      probe,
      path: what === 'notebook' ? own : inPackage,
    })),
    ...(what === 'notebook'
      ? {
          statements: plan.statements,
          sources: plan.sources,
          probes: plan.places.map(({ probe, after, variable }) => ({ id: probe, after, variable })),
          metrics: plan.metrics.map(({ probe }) => probe),
        }
      : {
          modules: [...new Set(plan.functions.map(({ module }) => module))],
          functions: plan.functions,
          metrics: plan.metrics,
          outputs: plan.places.map(({ probe }) => probe),
        }),
  };
}

function parseStep(line: string): RunStep | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    if ('cell' in parsed && typeof parsed.cell === 'number') return { cell: parsed.cell };
    return 'function' in parsed && typeof parsed.function === 'string' ? { function: parsed.function } : undefined;
  } catch {
    // The code that is run can write there, too.
    return undefined;
  }
}

async function readObservations(file: string): Promise<readonly Observation[]> {
  const size = await stat(file).then(
    (status) => status.size,
    () => 0,
  );
  if (size === 0 || size > mostObservations) return [];
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line) => {
    try {
      const parsed = observation.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      // The last line of a run that was stopped ends anywhere.
      return [];
    }
  });
}

async function readEnding(
  ending: GroupEnding,
  { file, seconds, tree }: { readonly file: string; readonly seconds: number; readonly tree: string },
): Promise<RunRecord['ending']> {
  switch (ending.kind) {
    case 'timeout':
      return { kind: 'timeout', seconds };
    case 'stopped':
      return { kind: 'stopped', how: ending.how };
    case 'exited': {
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text === undefined) return { kind: 'stopped', how: 'it left before its end' };
      const outcome = runOutcome.safeParse(JSON.parse(text));
      return outcome.success
        ? { kind: 'ended', outcome: withoutTree(outcome.data, tree) }
        : { kind: 'stopped', how: 'it told of its end in a way that cannot be read' };
    }
  }
}

/** Paths in messages are those that the user knows. */
function withoutTree(outcome: RunOutcome, tree: string): RunOutcome {
  if (outcome.failure === null) return outcome;
  return { ...outcome, failure: { ...outcome.failure, message: outcome.failure.message.replaceAll(tree, '') } };
}
