/** The data contracts of projects: those in their folders, and those that their sources name. */
import { createContractFileReader } from '../contract/contractReader.ts';
import type { ContractFile } from '../spec/contractFile.ts';
import type { ProjectContracts } from '../spec/project.ts';
import type { SpecFile } from '../spec/specFile.ts';
import { createDocumentStore } from './documentStore.ts';
import type { DocumentStore } from './documentStore.ts';
import type { WorkspaceFiles } from './ports.ts';
import type { SpecGroup } from './specIndex.ts';

export interface ContractStore extends Pick<DocumentStore<ContractFile>, 'open' | 'close' | 'isOpen' | 'opened'> {
  /** Files were changed on disk; no addresses means that any may have been. */
  changed(uris: readonly string[]): void;
  /** The contracts of a project: the same object for as long as they and their paths are the same. */
  of(group: SpecGroup, specFiles: readonly SpecFile[]): Promise<ProjectContracts>;
}

export function createProjectContracts(files: Pick<WorkspaceFiles, 'readFile' | 'resolve'>): ContractStore {
  const store = createDocumentStore(files, createContractFileReader);
  /** Paths as written, by the file in which they stand, and where they lead. */
  const links = new Map<string, Promise<string | undefined>>();
  const kept = new Map<string, { readonly inputs: readonly unknown[]; readonly contracts: ProjectContracts }>();

  function follow(path: string, fromUri: string): Promise<string | undefined> {
    const key = linkOf(path, fromUri);
    const link =
      links.get(key) ??
      files.resolve(path, fromUri).then((resolved) => (resolved.kind === 'file' ? resolved.uri : undefined));
    links.set(key, link);
    return link;
  }

  async function of(group: SpecGroup, specFiles: readonly SpecFile[]): Promise<ProjectContracts> {
    const named = specFiles.flatMap((file) => pathsIn(file).map((path) => ({ path, fromUri: file.uri })));
    const addresses = new Map<string, string>();
    await Promise.all(
      named.map(async ({ path, fromUri }) => {
        const uri = await follow(path, fromUri);
        if (uri !== undefined) addresses.set(linkOf(path, fromUri), uri);
      }),
    );
    const uris = [...new Set([...group.contractUris, ...addresses.values()])].toSorted();
    const found = (await Promise.all(uris.map((uri) => store.read(uri)))).filter((file) => file !== undefined);
    const inputs = [...found, ...[...addresses].flat()];
    const last = kept.get(group.mainUri);
    if (last?.inputs.length === inputs.length && last.inputs.every((input, at) => input === inputs[at])) {
      return last.contracts;
    }
    const contracts: ProjectContracts = {
      files: found,
      addressOf: (path, fromUri) => addresses.get(linkOf(path, fromUri)),
    };
    kept.set(group.mainUri, { inputs, contracts });
    return contracts;
  }

  return {
    ...store,
    changed: (uris) => {
      links.clear();
      store.changed(uris);
    },
    of,
  };
}

function linkOf(path: string, fromUri: string): string {
  return JSON.stringify([fromUri, path]);
}

/** Paths of contracts in a spec file, without the names of objects behind them. */
function pathsIn({ root }: SpecFile): readonly string[] {
  const sources = root.fields.data?.entries.values() ?? [];
  return [...sources].flatMap(({ fields }) => fields.contract?.text.split('#', 1)[0] ?? []);
}
