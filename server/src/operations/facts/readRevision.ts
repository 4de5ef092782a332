/** A project as a commit holds it: its spec files, and the contracts that it names or named. */
import type { CommitFact, Fact, RevisionFact } from '../../../../schemas/facts.ts';
import { specFileAt } from '../../rules/revisionView.ts';
import type { SpecFile } from '../../spec/specFile.ts';
import { specSizeLimit } from '../documentStore.ts';
import type { History, WorkspaceFiles } from '../ports.ts';
import { groupSpecs } from '../specIndex.ts';

/** Contracts of one project that are looked up. */
const contractLimit = 200;

/** @param specFiles the project as it is today, its main file first */
export async function readRevision(
  { files, history }: { readonly files: WorkspaceFiles; readonly history: History },
  specFiles: readonly SpecFile[],
  commit: CommitFact,
): Promise<Exclude<Fact<RevisionFact>, { state: 'pending' }>> {
  const mainUri = specFiles[0]?.uri ?? '';
  const held = await history.readSpecsAt(mainUri, commit.revision, specSizeLimit);
  if (held.kind === 'unknown') return { state: 'unknown', because: held.because };
  // Specs below the folder may belong to a project of their own.
  const own = groupSpecs([mainUri, ...held.files.map(({ uri }) => uri)]).find(({ uris }) => uris.includes(mainUri));
  const specs = held.files.filter(({ uri }) => own?.uris.includes(uri) === true);
  const then = specs.map((file) => specFileAt(file, specFiles));
  const named = [...(await contractAddresses(files, [...then, ...specFiles]))].slice(0, contractLimit);
  const near = held.files.filter(({ uri }) => named.includes(uri));
  const far = named.filter((address) => !near.some(({ uri }) => uri === address));
  const others = await history.readAt(far, commit.revision, specSizeLimit);
  if (others.kind === 'unknown') return { state: 'unknown', because: others.because };
  return { state: 'known', value: { commit, files: [...specs, ...near, ...others.files] } };
}

/** Addresses of the contracts that spec files name, each once. */
async function contractAddresses(files: WorkspaceFiles, specFiles: readonly SpecFile[]): Promise<ReadonlySet<string>> {
  const addresses = new Set<string>();
  for (const { uri, root } of specFiles) {
    for (const source of root.fields.data?.entries.values() ?? []) {
      const [path = ''] = source.fields.contract?.text.split('#', 1) ?? [];
      const resolved = path === '' ? undefined : await files.resolve(path, uri);
      if (resolved?.kind === 'file' || resolved?.kind === 'missing') addresses.add(resolved.uri);
    }
  }
  return addresses;
}
