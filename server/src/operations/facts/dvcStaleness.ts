/** Whether a file that a stage of DVC wrote still follows from what the stages read. What cannot be found out is silent. */
import type { Fact } from '../../../../schemas/facts.ts';
import { oncePerPair } from '../../rules/oncePer.ts';
import type { Project } from '../../spec/project.ts';
import type { LockedStage } from '../../stores/dvcLock.ts';
import { readDvcOutputs } from '../../stores/dvcOutput.ts';
import type { DvcOutput } from '../../stores/dvcOutput.ts';
import { folderOf, joinPath } from '../../stores/pathBeside.ts';
import { readPlain } from '../../stores/plainValue.ts';
import { leavesOf, valueAt } from '../../stores/pointer.ts';
import { hashText } from './dataVersion.ts';
import { dvcProjectsFact, stageOf } from './dvcRuns.ts';
import type { DvcProject } from './dvcRuns.ts';
import { fileFact, plainOf } from './fileFacts.ts';
import type { SmallFile } from './fileFacts.ts';
import { hashFact } from './hashFact.ts';
import { pathFact } from './pathFacts.ts';
import type { FactWorld } from './world.ts';

/** Code, metrics and the like: what is larger is compared by its size alone. */
const hashedBytes = 1_000_000;

/** Changed parameters of a file that one sentence names. */
const namedKeys = 2;

function valueOf<Value>(fact: Fact<Value>): Value | undefined {
  return fact.state === 'known' ? fact.value : undefined;
}

/**
 * Reasons, each the end of "stale because …", for a value in a file that a stage of DVC wrote: the file itself, and what
 * that stage and those before it read. None when DVC does not know the file.
 */
export function staleReasonsOfFile(
  world: FactWorld,
  project: Project,
  path: string,
  file: SmallFile,
): readonly string[] {
  const uri = project.mainUri;
  const projects = valueOf(dvcProjectsFact(world, project)) ?? [];
  return projects.flatMap((dvc) => {
    const stage = stageOf(dvc.locked, joinPath('', path));
    const out = stage?.outs.find((one) => one.path === joinPath('', path));
    if (stage === undefined || out === undefined) return [];
    const isOther =
      (out.sizeBytes !== undefined && out.sizeBytes !== file.sizeBytes) || hasOtherBytes(world, out, out.path, uri);
    return [
      ...(isOther ? [`it is not the file that the stage \`${stage.name}\` wrote`] : []),
      ...stagesBefore(dvc.locked, stage).flatMap((one) => changedInputs(world, dvc, one, uri)),
    ];
  });
}

/** A stage and those whose files it reads, directly or through others, each once, the last one first. */
function stagesBefore(locked: readonly LockedStage[], stage: LockedStage): readonly LockedStage[] {
  // A set is visited in the order of insertion, what is added on the way included.
  const found = new Set([stage]);
  for (const { deps } of found) {
    for (const { path } of deps) {
      const writer = stageOf(locked, path);
      if (writer !== undefined) found.add(writer);
    }
  }
  return [...found];
}

function changedInputs(world: FactWorld, dvc: DvcProject, stage: LockedStage, uri: string): readonly string[] {
  const since = `since the stage \`${stage.name}\` ran`;
  const files = stage.deps.filter((dep) => isChanged(world, dvc, dep, uri));
  return [
    ...files.map(({ path }) => `\`${path}\` has changed ${since}`),
    ...stage.paramFiles.flatMap(({ path, values }) => {
      const keys = changedParams(world, path, values, uri);
      const named = keys.slice(0, namedKeys).map((key) => `\`${key}\``);
      const more = keys.length > named.length ? [`${keys.length - named.length} more`] : [];
      const list = more.length === 0 ? named.join(' and ') : `${named.join(', ')} and ${more.join('')}`;
      return keys.length === 0 ? [] : [`${list} of \`${path}\` ${keys.length === 1 ? 'has' : 'have'} changed ${since}`];
    }),
  ];
}

/** Compared by hash with what another stage wrote or a `.dvc` file pins, then with the file itself. */
function isChanged(world: FactWorld, dvc: DvcProject, dep: DvcOutput, uri: string): boolean {
  const written = stageOf(dvc.locked, dep.path)?.outs.find((out) => out.path === dep.path);
  const now = written ?? pinnedOutput(world, dep.path, uri);
  const [before, today] = [hashText(dep), hashText(now)];
  if (before !== undefined && today !== undefined && before !== today) return true;
  const size = valueOf(pathFact(world, dep.path, uri))?.sizeBytes;
  if (size !== undefined && dep.sizeBytes !== undefined && size !== dep.sizeBytes) return true;
  // What is pinned is held to its pin by `data/version-unresolved`; code has nothing else that would tell.
  return now === undefined && hasOtherBytes(world, dep, dep.path, uri);
}

/** Whether a small file has another hash than DVC noted; false while that is not known. */
function hasOtherBytes(world: FactWorld, noted: DvcOutput, path: string, uri: string): boolean {
  if (!noted.isHashOfBytes || noted.hash === undefined || (noted.sizeBytes ?? Infinity) > hashedBytes) return false;
  const hash = valueOf(hashFact(world, path, uri, hashedBytes));
  return hash !== undefined && hash.md5 !== noted.hash.value;
}

/** The keys of parameters that have another value in their file now, or none. */
function changedParams(
  world: FactWorld,
  path: string,
  values: Readonly<Record<string, string>>,
  uri: string,
): readonly string[] {
  const file = valueOf(fileFact(world, path, uri));
  const read = file === undefined ? undefined : paramsIn(file, values);
  // A file in another form, such as Python or TOML, is not read.
  if (read?.kind !== 'value') return [];
  return Object.entries(values).flatMap(([key, before]) => {
    const now = valueAt(read.value, key);
    const [text] = now === undefined ? [] : leavesOf(now).values();
    return text !== undefined && String(text) === before ? [] : [key];
  });
}

/** The values of some parameters; a spec that holds some is large, and the rest of it is read elsewhere. */
const paramsIn = oncePerPair((file: SmallFile, values: Readonly<Record<string, string>>) =>
  readPlain(file.text, (key) => isNamed(key, Object.keys(values))),
);

/** Whether dotted names of parameters lead to a key, or into it. */
function isNamed(key: string, names: readonly string[]): boolean {
  return names.some((name) => name.startsWith(key) && /^(?:[.[]|$)/.test(name.slice(key.length)));
}

function pinnedOutput(world: FactWorld, path: string, uri: string): DvcOutput | undefined {
  const pin = valueOf(fileFact(world, `${path}.dvc`, uri));
  const read = pin === undefined ? undefined : readDvcOutputs(plainOf(pin), folderOf(path));
  return read?.kind === 'outputs' ? read.outputs.find((out) => out.path === path) : undefined;
}
