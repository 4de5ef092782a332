/** What pins the bytes of data as it lies there: DVC or git where they do, else the hash of the file. */
import type { FileAsker, NamedPath } from './askFacts.ts';
import type { ProposalPorts } from './proposeSpec.ts';

export interface Version {
  readonly by: 'dvc' | 'git' | 'md5';
  readonly text: string;
  /** How it was found out; undefined where the key says so. */
  readonly why: string | undefined;
}

/**
 * @param pins paths of files of DVC
 * @returns by id; what nothing pins, and what is large, a pattern or not to be read, is left out
 */
export async function pinVersions(
  specUri: string,
  sources: readonly NamedPath[],
  pins: ReadonlySet<string>,
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

async function findVersion(
  specUri: string,
  path: string,
  pins: ReadonlySet<string>,
  asker: FileAsker,
  { files, history }: ProposalPorts,
): Promise<Version | undefined> {
  if (pins.has(`${path}.dvc`)) return { by: 'dvc', text: `${path}.dvc`, why: undefined };
  if (/[*?[{]/.test(path)) return undefined;
  const resolved = await files.resolve(path, specUri);
  if (resolved.kind !== 'file' && resolved.kind !== 'folder') return undefined;
  const object = await history.objectOf(resolved.uri);
  if (object !== undefined) return { by: 'git', text: path, why: 'git holds it' };
  const hash = resolved.kind === 'file' ? await asker.askHash(path) : undefined;
  return hash?.state === 'known' ? { by: 'md5', text: hash.value.md5, why: 'of the file as it was found' } : undefined;
}
