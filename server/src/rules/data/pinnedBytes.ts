/** Whether what is pinned is the data that the spec names: of DVC by path and by size, of a hash by the bytes. */
import { readDvcFile } from '../../stores/dvcOutput.ts';
import type { DvcOutput } from '../../stores/dvcOutput.ts';
import { readDvcLock } from '../../stores/dvcLock.ts';
import { readDvcPipeline } from '../../stores/dvcPipeline.ts';
import { folderOf, joinPath } from '../../stores/pathBeside.ts';
import type { ScalarNode } from '../../spec/located.ts';
import { shorten } from '../../spec/words.ts';
import type { Finding, RuleContext } from '../rule.ts';
import type { Source } from '../sources.ts';

interface Pin {
  readonly outputs: readonly DvcOutput[];
}

/**
 * Finds a pin of a source that holds no hash, pins something else, or pins other bytes than those that are there.
 * Sizes are compared, not hashes: the file may hold gigabytes, and another size is enough to be sure.
 */
export function* otherBytes(context: RuleContext, { id, node }: Source): Generator<Finding> {
  const { project, facts, know } = context;
  const { dvc, md5 } = node.fields.version?.fields ?? {};
  if (md5 !== undefined) yield* otherHash(context, { id, node }, md5);
  if (dvc === undefined) return;
  const uri = project.uriOf(dvc.place) ?? '';
  const pin = readPin(context, dvc.text, uri);
  if (pin === undefined) return;
  const { place } = dvc;
  const shown = shorten(dvc.text);
  if ('because' in pin) {
    yield { place, message: `\`${shown}\` pins nothing, because ${pin.because}: run \`dvc add\` on the data.` };
    return;
  }
  const { path } = node.fields;
  // Paths count from the file in which they stand, and only those of one file can be compared.
  if (path === undefined || project.uriOf(path.place) !== uri) return;
  const output = outputFor(pin.outputs, joinPath('', path.text));
  if (output === undefined) {
    const pinned = pin.outputs[0] === undefined ? 'nothing' : `\`${shorten(pin.outputs[0].path)}\``;
    const message = `\`${shown}\` pins ${pinned}, and \`${id}\` lies at \`${shorten(path.text)}\`: name the file that pins it.`;
    yield { place, message };
    return;
  }
  if (output.hash === undefined) {
    yield {
      place,
      message: `\`${shown}\` names no hash of \`${shorten(output.path)}\`, so it pins nothing: run \`dvc commit\`.`,
    };
    return;
  }
  if (output.isFolder || output.sizeBytes === undefined || output.path !== joinPath('', path.text)) return;
  const found = know(facts.path(path.text, uri));
  if (found?.sizeBytes === undefined || found.sizeBytes === output.sizeBytes) return;
  yield {
    place,
    message: `\`${shorten(path.text)}\` has ${found.sizeBytes.toLocaleString('en')} bytes, and \`${shown}\` pins ${output.sizeBytes.toLocaleString('en')}: run \`dvc checkout\`, or \`dvc add\` if the change is meant.`,
  };
}

/** A file whose MD5 is not the one that the spec pins; folders and patterns have none. */
function* otherHash(
  { project, facts, know }: RuleContext,
  { node }: Pick<Source, 'id' | 'node'>,
  md5: ScalarNode<string>,
): Generator<Finding> {
  const { path } = node.fields;
  if (path === undefined || /[*?[{]/.test(path.text)) return;
  if (!/^[0-9a-f]{32}$/i.test(md5.text)) {
    const message = `\`${shorten(md5.text)}\` is no MD5 hash, so it pins nothing: write its 32 hexadecimal digits.`;
    yield { place: md5.place, message };
    return;
  }
  const uri = project.uriOf(path.place) ?? '';
  if (know(facts.path(path.text, uri))?.kind !== 'file') return;
  const hash = know(facts.fileHash(path.text, uri));
  if (hash === undefined || hash.md5 === md5.text.toLowerCase()) return;
  yield {
    place: md5.place,
    message: `\`${shorten(path.text)}\` has the MD5 hash \`${hash.md5}\`, which is another one: bring the pinned file back, or pin this one if the change is meant.`,
  };
}

/** The outputs of a pin; undefined while it cannot be read, or does not exist, which is said elsewhere. */
function readPin(context: RuleContext, path: string, uri: string): Pin | { readonly because: string } | undefined {
  const { facts, know } = context;
  if (/(?:^|\/)dvc\.(?:lock|yaml)$/.test(path)) return readLock(context, folderOf(path), uri);
  if (know(facts.path(path, uri))?.kind !== 'file') return undefined;
  const text = know(facts.text(path, uri))?.text;
  const read = text === undefined ? undefined : readDvcFile(text, folderOf(path));
  return read?.kind === 'problem' ? { because: read.because } : read;
}

function readLock({ facts, know }: RuleContext, folder: string, uri: string): Pin | undefined {
  const textOf = (name: string): string | undefined => {
    const path = joinPath(folder, name);
    return know(facts.path(path, uri))?.kind === 'file' ? know(facts.text(path, uri))?.text : undefined;
  };
  const [lock, yaml] = [textOf('dvc.lock'), textOf('dvc.yaml')];
  if (lock === undefined || yaml === undefined) return undefined;
  const pipeline = readDvcPipeline(yaml, textOf);
  if (pipeline.kind === 'problem') return undefined;
  const wdirs = new Map(pipeline.pipeline.stages.map(({ name, wdir }) => [name, wdir]));
  const read = readDvcLock(lock, (stage) => joinPath(folder, wdirs.get(stage) ?? ''));
  return read.kind === 'problem' ? undefined : { outputs: read.stages.flatMap(({ outs }) => outs) };
}

/** The output that is a path, or the folder around it; a pattern lies in the folder before its first wildcard. */
function outputFor(outputs: readonly DvcOutput[], path: string): DvcOutput | undefined {
  const plain = /[*?[{]/.test(path) ? folderOf(path.slice(0, path.search(/[*?[{]/))) : path;
  return outputs.find((one) => one.path === plain || plain.startsWith(`${one.path}/`));
}
