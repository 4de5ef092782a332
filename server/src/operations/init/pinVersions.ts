/** What pins the bytes of data as it lies there: DVC or git where they do, else the hash of the file. */
import { folderOf } from '../../stores/pathBeside.ts';
import type { FileAsker, NamedPath } from './askFacts.ts';
import type { ProposalPorts } from './proposeSpec.ts';

export interface Version {
  readonly by: 'dvc' | 'git' | 'md5';
  readonly text: string;
  /** How it was found out; undefined where the key says so. */
  readonly why: string | undefined;
}

/** What DVC pins. */
export interface DvcPins {
  /** Paths of `.dvc` files. */
  readonly files: ReadonlySet<string>;
  /** Outputs of stages → path of the `dvc.lock` that has their hash. */
  readonly locked: ReadonlyMap<string, string>;
}

/**
 * @returns by id; what nothing pins, and what is large, a pattern or not to be read, is left out
 */
export async function pinVersions(
  specUri: string,
  sources: readonly NamedPath[],
  pins: DvcPins,
  asker: FileAsker,
  ports: ProposalPorts,
): Promise<ReadonlyMap<string, Version>> {
  const versions = new Map<string, Version>();
  for (const source of sources) {
    const version = await findVersion(specUri, source.path, pins, asker, ports);
    if (version !== undefined) versions.set(source.id, version);
  }
  return versions;
}

/** A path, and the folders around it, from the inside; of a pattern those before its first wildcard. */
function pathsAround(path: string): readonly string[] {
  const plain = path.search(/[*?[{]/) === -1 ? path : folderOf(path.slice(0, path.search(/[*?[{]/)));
  const around: string[] = [];
  for (let one = plain; one !== ''; one = folderOf(one)) around.push(one);
  return around;
}

async function findVersion(
  specUri: string,
  path: string,
  pins: DvcPins,
  asker: FileAsker,
  { files, history }: ProposalPorts,
): Promise<Version | undefined> {
  const around = pathsAround(path);
  const own = around.find((one) => pins.files.has(`${one}.dvc`));
  if (own !== undefined) return { by: 'dvc', text: `${own}.dvc`, why: undefined };
  const lock = around.map((one) => pins.locked.get(one)).find((one) => one !== undefined);
  if (lock !== undefined) return { by: 'dvc', text: lock, why: 'a stage of DVC writes it' };
  if (/[*?[{]/.test(path)) return undefined;
  const resolved = await files.resolve(path, specUri);
  if (resolved.kind !== 'file' && resolved.kind !== 'folder') return undefined;
  const object = await history.objectOf(resolved.uri);
  if (object !== undefined) return { by: 'git', text: path, why: 'git holds it' };
  const hash = resolved.kind === 'file' ? await asker.askHash(path) : undefined;
  return hash?.state === 'known' ? { by: 'md5', text: hash.value.md5, why: 'of the file as it was found' } : undefined;
}
