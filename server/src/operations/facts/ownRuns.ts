/** The run records of a project, in `.plumbline/runs/` beside its spec. */
import type { BrokenRunFact, Fact, MeasuredValue, RunFact } from '../../../../schemas/facts.ts';
import type { RunRecord, RunValue } from '../../../../schemas/run.ts';
import { readRunFile } from '../../stores/runFile.ts';
import type { ResolvedPath, WorkspaceFiles } from '../ports.ts';
import { stampOf } from './world.ts';
import type { FactWorld } from './world.ts';

export interface OwnRuns {
  /** Newest first. */
  readonly runs: readonly RunFact[];
  readonly broken: readonly BrokenRunFact[];
}

/** Where records lie, from the folder of the spec. */
export const runFolder = '.plumbline/runs';
const runLimit = 2000;
const recordBytes = 8_000_000;

type ReadRun =
  { readonly kind: 'run'; readonly run: RunFact } | { readonly kind: 'broken'; readonly broken: BrokenRunFact };

/** Records that were read, so that a new one does not cost reading all; by address, for each workspace. */
const readRuns = new WeakMap<WorkspaceFiles, Map<string, { readonly stamp: string; readonly read: ReadRun }>>();

/** @param mainUri the spec beside which the records lie */
export function ownRunsFact(world: FactWorld, mainUri: string): Fact<OwnRuns> {
  return world.cache.get<OwnRuns>(JSON.stringify(['own runs', mainUri]), async (knownStamp) => {
    const matches = await world.files.glob(`${runFolder}/*.json`, mainUri, runLimit);
    const stamp = stampOf(matches);
    if (stamp === knownStamp) return 'same';
    if (matches.some(({ kind }) => kind === 'outside')) {
      const because = `${runFolder} holds a link that leaves the workspace`;
      return { fact: { state: 'unknown', because }, stamp };
    }
    const runs: RunFact[] = [];
    const broken: BrokenRunFact[] = [];
    for (const match of matches) {
      if (match.kind !== 'file') continue;
      const read = await readOnce(world, match);
      if (read.kind === 'run') runs.push(read.run);
      else broken.push(read.broken);
    }
    return { fact: { state: 'known', value: { runs: newestFirst(runs), broken } }, stamp };
  });
}

/** The newest first; of two of the same moment, the one whose name comes later. */
export function newestFirst(runs: readonly RunFact[]): readonly RunFact[] {
  return runs.toSorted(
    (left, right) =>
      Date.parse(right.at) - Date.parse(left.at) || (left.id < right.id ? 1 : left.id > right.id ? -1 : 0),
  );
}

async function readOnce(world: FactWorld, match: Extract<ResolvedPath, { kind: 'file' }>): Promise<ReadRun> {
  const kept = readRuns.get(world.files) ?? new Map<string, { readonly stamp: string; readonly read: ReadRun }>();
  readRuns.set(world.files, kept);
  const stamp = stampOf([match]);
  const known = kept.get(match.uri);
  if (known?.stamp === stamp) return known.read;
  const read = await readRun(world, match.uri);
  if (kept.size >= 2 * runLimit) kept.clear();
  kept.set(match.uri, { stamp, read });
  return read;
}

async function readRun({ files }: FactWorld, uri: string): Promise<ReadRun> {
  const id = nameOf(uri);
  const broken = (because: string): ReadRun => ({ kind: 'broken', broken: { id, uri, because } });
  const content = await files.readFile(uri, recordBytes);
  switch (content.kind) {
    case 'content': {
      const read = readRunFile(content.text);
      return read.kind === 'problem' ? broken(read.because) : { kind: 'run', run: runOf(id, uri, read.record) };
    }
    case 'too-large':
      return broken(`it is larger than ${recordBytes / 1e6} MB`);
    case 'missing':
    case 'failed':
      return broken('the file cannot be opened');
  }
}

/** The name of a run: that of its file without `.json`. */
function nameOf(uri: string): string {
  const file = uri.slice(uri.lastIndexOf('/') + 1).replace(/\.json$/, '');
  try {
    return decodeURIComponent(file);
  } catch {
    return file;
  }
}

function runOf(id: string, uri: string, record: RunRecord): RunFact {
  const entries = Object.entries(record.values);
  return {
    store: 'plumbline',
    id,
    at: record.endedAt,
    uri,
    model: record.model?.id,
    split: record.split?.id,
    target: record.target,
    commit: record.git?.commit,
    values: measured(entries),
    params: Object.fromEntries(Object.entries(record.params ?? {}).map(([key, value]) => [key, String(value)])),
    slices: Object.fromEntries(entries.map(([metric, { slices }]) => [metric, measured(Object.entries(slices ?? {}))])),
    undefinedValues: Object.fromEntries(
      entries.flatMap(([metric, value]) => (value.state === 'undefined' ? [[metric, value.because]] : [])),
    ),
    errors: errorsOf(record),
    rule: ruleOf(record),
    isDirty: record.git?.isDirty,
    data:
      record.data === undefined
        ? undefined
        : { id: record.data.id, version: record.data.version, sizeBytes: record.data.sizeBytes },
    modelFile:
      record.model === undefined ? undefined : { sha256: record.model.sha256, sizeBytes: record.model.sizeBytes },
  };
}

function errorsOf({ money }: RunRecord): RunFact['errors'] {
  if (money?.errors === undefined) return undefined;
  const { tooHigh, tooLow, rule } = money.errors;
  return {
    tooHigh,
    tooLow,
    rule: rule === undefined ? undefined : { text: rule.text, tooHigh: rule.tooHigh, tooLow: rule.tooLow },
  };
}

function ruleOf({ money }: RunRecord): RunFact['rule'] {
  if (money?.rule === undefined) return undefined;
  const { text, truePositives, falsePositives, falseNegatives, trueNegatives } = money.rule;
  return { text, truePositives, falsePositives, falseNegatives, trueNegatives };
}

function measured(entries: readonly (readonly [string, RunValue])[]): Record<string, MeasuredValue> {
  return Object.fromEntries(
    entries.flatMap(([key, value]): [string, MeasuredValue][] => {
      if (value.state === 'undefined') return [];
      const { low, high, unit } = value;
      return [[key, { value: value.value, unit, low, high }]];
    }),
  );
}
