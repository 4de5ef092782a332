/** Whether a run still speaks of today's data, model and code. What cannot be found out gives no reason. */
import type { Fact, RunFact } from '../../../../schemas/facts.ts';
import type { Project } from '../../spec/project.ts';
import { dataVersionFact } from './dataVersion.ts';
import { hashFact } from './hashFact.ts';
import { pathFact } from './pathFacts.ts';
import { dataSourceOf } from './tableRequests.ts';
import { isPattern, stampOf, uriOf } from './world.ts';
import type { FactWorld } from './world.ts';

/** Code is text; what is larger is not compared. */
const codeBytes = 1_000_000;
/** Files of a package that are compared. */
const codeFileLimit = 300;
/** Changed files that one sentence names. */
const namedFiles = 2;

function valueOf<Value>(fact: Fact<Value>): Value | undefined {
  return fact.state === 'known' ? fact.value : undefined;
}

/** Reasons, each the end of "stale because …", for a run of ours or of MLflow. */
export function staleReasons(world: FactWorld, project: Project, run: RunFact): readonly string[] {
  return [...otherData(world, project, run), ...otherModel(world, project, run), ...otherCode(world, project, run)];
}

function otherData(world: FactWorld, project: Project, { data }: RunFact): readonly string[] {
  const source = data === undefined ? undefined : dataSourceOf(project.spec, data.id);
  if (data === undefined || source === undefined) return [];
  const today = valueOf(dataVersionFact(world, project, data.id));
  if (data.version !== undefined && today !== undefined && data.version !== today) {
    return [`it was measured on ${shortVersion(data.version)} of \`${data.id}\`, which is ${shortVersion(today)} now`];
  }
  const path = source.fields.path;
  if (path === undefined || isPattern(path.text)) return [];
  const size = valueOf(pathFact(world, path.text, uriOf(project, path.place)))?.sizeBytes;
  if (size === undefined || data.sizeBytes === undefined || size === data.sizeBytes) return [];
  return [`\`${path.text}\` had ${countText(data.sizeBytes)} bytes, and has ${countText(size)} now`];
}

function otherModel(world: FactWorld, project: Project, { model, modelFile }: RunFact): readonly string[] {
  const path = model === undefined ? undefined : project.spec.fields.models?.entries.get(model)?.fields.path;
  if (path === undefined || modelFile === undefined) return [];
  const uri = uriOf(project, path.place);
  const size = valueOf(pathFact(world, path.text, uri))?.sizeBytes;
  const changed = [`\`${path.text}\` is another file now`];
  if (size === undefined) return [];
  if (modelFile.sizeBytes !== undefined && modelFile.sizeBytes !== size) return changed;
  if (modelFile.sha256 === undefined) return [];
  const hash = valueOf(hashFact(world, path.text, uri))?.sha256;
  return hash === undefined || hash === modelFile.sha256 ? [] : changed;
}

function otherCode(world: FactWorld, project: Project, { commit }: RunFact): readonly string[] {
  if (commit === undefined) return [];
  const changed = valueOf(changedCodeFact(world, project, commit)) ?? [];
  const [first] = changed;
  if (first === undefined) return [];
  const named = changed.slice(0, namedFiles).map((path) => `\`${path}\``);
  const more = changed.length - named.length;
  const list = more > 0 ? `${named.join(', ')} and ${more} more` : named.join(' and ');
  return [`${list} ${changed.length === 1 ? 'has' : 'have'} changed since ${commit.slice(0, 7)}`];
}

/**
 * Files of the pipeline that differ from what a commit holds. Another commit alone says nothing: committing the run
 * record itself makes one.
 */
function changedCodeFact(world: FactWorld, project: Project, commit: string): Fact<readonly string[]> {
  const mainUri = project.mainUri;
  const { stages, shared, package: folder } = project.spec.fields.pipeline?.fields ?? {};
  const { prepare, train, evaluate, serve } = stages?.fields ?? {};
  const paths = [prepare, train, evaluate, serve, shared].flatMap((node) => (node === undefined ? [] : [node.text]));
  const question = JSON.stringify(['code since', mainUri, commit, paths, folder?.text]);
  return world.cache.get<readonly string[]>(question, async (knownStamp) => {
    const { files } = world;
    const matches = await Promise.all(paths.map((path) => files.resolve(path, mainUri)));
    const inFolder =
      folder === undefined ? [] : await files.glob(`${folder.text.replace(/\/$/, '')}/**/*.py`, mainUri, codeFileLimit);
    const stamp = `${stampOf([...matches, ...inFolder])}\n${await world.history().stampOf(mainUri)}`;
    if (stamp === knownStamp) return 'same';
    const uris = [...new Set([...matches, ...inFolder].flatMap((match) => (match.kind === 'file' ? [match.uri] : [])))];
    const changed: string[] = [];
    const then = await world.history().readAt(uris, commit, codeBytes);
    if (then.kind === 'unknown') return { fact: { state: 'unknown', because: then.because }, stamp };
    for (const { uri, text } of then.files) {
      const now = await files.readFile(uri, codeBytes);
      if (now.kind === 'content' && withUnixLines(now.text) !== withUnixLines(text)) changed.push(nameOf(uri, mainUri));
    }
    return { fact: { state: 'known', value: changed.toSorted() }, stamp };
  });
}

/** Line ends are a setting of git, and no change of the code. */
function withUnixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** The path from the folder of the spec, else the file's name. */
function nameOf(uri: string, mainUri: string): string {
  const folder = mainUri.slice(0, mainUri.lastIndexOf('/') + 1);
  return decodeURIComponent(uri.startsWith(folder) ? uri.slice(folder.length) : uri.slice(uri.lastIndexOf('/') + 1));
}

/** `md5 901eadf9` for a long hash. */
function shortVersion(version: string): string {
  return version.replace(/\b([0-9a-f]{8})[0-9a-f]{8,}\b/, '$1');
}

function countText(count: number): string {
  return count.toLocaleString('en');
}
