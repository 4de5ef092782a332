/** Facts about the models that a spec names: what their files say in their headers. */
import type { Fact, ModelFact, ModelFileFact } from '../../../../schemas/facts.ts';
import type { ByteSource } from '../../onnx/byteSource.ts';
import { loadedOutputs } from '../../onnx/loadedOutputs.ts';
import type { ModelHeader } from '../../onnx/modelHeader.ts';
import { readModelHeader } from '../../onnx/readModelHeader.ts';
import type { Project } from '../../spec/project.ts';
import type { ResolvedPath, WorkspaceFiles } from '../ports.ts';
import { flatMapFact, missingBecause, stampOf, uriOf } from './world.ts';
import type { FactWorld } from './world.ts';

/** Files with weights that are looked for; models that are split into more name the rest in vain. */
const mostWeightFiles = 1000;

/** @returns what the file of a model says; a smaller form of another model has a file of its own, and says its own */
export function modelFact(world: FactWorld, project: Project, modelId: string): Fact<ModelFact> {
  return flatMapFact(modelFileFact(world, project, modelId), (file): Fact<ModelFact> => {
    switch (file.kind) {
      case 'model':
        return { state: 'known', value: file.model };
      case 'other': {
        const path = project.spec.fields.models?.entries.get(modelId)?.fields.path?.text ?? modelId;
        return { state: 'unknown', because: `${path} ${file.because}` };
      }
    }
  });
}

export function modelFileFact(world: FactWorld, project: Project, modelId: string): Fact<ModelFileFact> {
  const path = project.spec.fields.models?.entries.get(modelId)?.fields.path;
  if (path === undefined) return { state: 'unknown', because: `the model ${modelId} names no file` };
  return readModel(world, path.text, uriOf(project, path.place));
}

function readModel({ files, cache }: FactWorld, path: string, uri: string): Fact<ModelFileFact> {
  return cache.get<ModelFileFact>(JSON.stringify(['model', uri, path]), async (knownStamp) => {
    const resolved = await files.resolve(path, uri);
    const unknown = (because: string) => ({ fact: { state: 'unknown', because }, stamp: stampOf([resolved]) }) as const;
    if (resolved.kind === 'folder') return unknown(`${path} is a folder`);
    if (resolved.kind !== 'file') return unknown(missingBecause(path, resolved));
    if (knownStamp !== undefined) {
      const weights = await findWeights(files, locationsIn(knownStamp), resolved.uri);
      if (stampWith(resolved, weights) === knownStamp) return 'same';
    }
    const outcome = await readHeader(files, resolved);
    switch (outcome.kind) {
      case 'pointer':
      case 'unread':
        return unknown(`${path} ${outcome.because}`);
      case 'unreadable': {
        const value: ModelFileFact = { kind: 'other', because: outcome.because };
        return { fact: { state: 'known', value }, stamp: stampWith(resolved, []) };
      }
      case 'header': {
        const locations = outcome.header.externalData.slice(0, mostWeightFiles);
        const weights = await findWeights(files, locations, resolved.uri);
        const value: ModelFileFact = { kind: 'model', model: factOf(outcome.header, resolved, weights) };
        return { fact: { state: 'known', value }, stamp: stampWith(resolved, weights) };
      }
    }
  });
}

type ModelFile = Extract<ResolvedPath, { kind: 'file' }>;

/** Why a file could not be read although it was there. */
class UnreadableFile extends Error {}

async function readHeader(files: WorkspaceFiles, { uri, sizeBytes }: ModelFile) {
  const source: ByteSource = {
    sizeBytes,
    read: async (start, length) => {
      const range = await files.readRange(uri, start, length);
      switch (range.kind) {
        case 'content':
          return range.bytes;
        case 'too-large':
          throw new UnreadableFile('is too large to be read over the network');
        case 'missing':
        case 'failed':
          throw new UnreadableFile('cannot be read');
      }
    },
  };
  try {
    return await readModelHeader(source);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return { kind: 'unread', because: error.message } as const;
  }
}

/** A file with weights, as the model names it. */
interface WeightFile {
  readonly location: string;
  readonly resolved: ResolvedPath;
}

/** The runtime refuses whatever lies outside the model's folder, so that counts as outside here as well. */
function findWeights(
  files: WorkspaceFiles,
  locations: readonly string[],
  modelUri: string,
): Promise<readonly WeightFile[]> {
  return Promise.all(
    locations.map(async (location) => ({
      location,
      resolved: staysBelow(location) ? await files.resolve(location, modelUri) : ({ kind: 'outside' } as const),
    })),
  );
}

/** The stamp of a model with its weights: a line for the model, then one for each file with weights. */
function stampWith(model: ModelFile, weights: readonly WeightFile[]): string {
  const lines = weights.map(({ location, resolved }) => `${location}\t${stampOf([resolved])}`);
  return [stampOf([model]), ...lines].join('\n');
}

/** The locations in such a stamp; odd ones with tabs and line breaks come out wrong, and the model is read again. */
function locationsIn(stamp: string): readonly string[] {
  return stamp
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t', 1)[0] ?? '');
}

/** Whether a location stays in its folder, whatever the separators; `a/../b` does, `../b` does not. */
function staysBelow(location: string): boolean {
  if (/^(?:[/\\]|[A-Za-z]:)/.test(location)) return false;
  let depth = 0;
  for (const part of location.split(/[/\\]/)) {
    if (part === '..') depth -= 1;
    else if (part !== '' && part !== '.') depth += 1;
    if (depth < 0) return false;
  }
  return true;
}

function factOf(header: ModelHeader, { uri, sizeBytes }: ModelFile, weights: readonly WeightFile[]): ModelFact {
  const standard = header.operatorSets.filter(({ domain }) => domain === '');
  return {
    uri,
    sizeBytes,
    weightBytes: header.weightBytes,
    producer: header.producer,
    irVersion: header.irVersion,
    opset: standard.length === 0 ? undefined : Math.max(...standard.map(({ version }) => version)),
    otherOpsets: header.operatorSets.filter(({ domain }) => domain !== ''),
    foreignDomains: header.foreignDomains,
    inputs: header.inputs,
    outputs: loadedOutputs(header),
    zipMapOutputs: header.zipMaps.map(({ output }) => output),
    zipMapClasses: Object.fromEntries(header.zipMaps.map(({ output, classes }) => [output, classes])),
    ...(header.namedClasses === undefined ? {} : { namedClasses: header.namedClasses }),
    externalData: weights.map(({ location, resolved }) => ({ path: location, kind: resolved.kind })),
  };
}
