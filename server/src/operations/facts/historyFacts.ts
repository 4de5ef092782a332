/** Facts about the history of a project: its commits, and its spec as a commit holds it. */
import type { AuthorFact, CommitFact, Fact, HistoryFact, RevisionFact } from '../../../../schemas/facts.ts';
import type { Project } from '../../spec/project.ts';
import { readRevision } from './readRevision.ts';
import type { FactWorld } from './world.ts';

const noRepository = 'no git repository holds the project';

export function historyFact(world: FactWorld, project: Project): Fact<HistoryFact> {
  const uri = mainUriOf(project);
  return askHistory<HistoryFact>(world, ['history', uri], uri, async () => {
    const repository = await world.history().repositoryOf(uri);
    if (repository.kind === 'unknown') return { state: 'unknown', because: repository.because };
    // That there is no history is known.
    const { head, isShallow } = repository.kind === 'none' ? { head: undefined, isShallow: false } : repository;
    const firstSpecCommit = head === undefined ? undefined : await world.history().firstCommitOf(uri);
    return { state: 'known', value: { head, firstSpecCommit, isShallow } };
  });
}

export function authorsFact(world: FactWorld, project: Project): Fact<readonly AuthorFact[]> {
  const uri = mainUriOf(project);
  return askHistory<readonly AuthorFact[]>(world, ['authors', uri], uri, async () => {
    return { state: 'known', value: await world.history().folderAuthors(uri) };
  });
}

export function baseFact(world: FactWorld, project: Project): Fact<RevisionFact> {
  const uri = mainUriOf(project);
  return askHistory(world, ['base', ...namedFiles(project)], uri, async () => {
    const base = await world.history().findBase(uri);
    return base.kind === 'unknown'
      ? { state: 'unknown', because: base.because }
      : findRevision(world, project, base.commit);
  });
}

export function revisionFact(world: FactWorld, project: Project, revision: string): Fact<RevisionFact> {
  const uri = mainUriOf(project);
  return askHistory(world, ['revision', revision, ...namedFiles(project)], uri, async () => {
    const repository = await world.history().repositoryOf(uri);
    if (repository.kind === 'unknown') return { state: 'unknown', because: repository.because };
    if (repository.kind === 'none') return { state: 'unknown', because: noRepository };
    const commit = await world.history().findCommit(uri, revision);
    if (commit !== undefined) return findRevision(world, project, commit);
    const cause = repository.isShallow ? ', whose history is cut off' : '';
    return { state: 'unknown', because: `there is no commit \`${revision}\` in the repository${cause}` };
  });
}

/** The id of what HEAD holds at a path of the project; known as undefined where git cannot tell. */
export function objectFact(world: FactWorld, path: string, uri: string): Fact<string | undefined> {
  return askHistory(world, ['object', uri, path], uri, async () => {
    const resolved = await world.files.resolve(path, uri);
    const isThere = resolved.kind === 'file' || resolved.kind === 'folder';
    return { state: 'known', value: isThere ? await world.history().objectOf(resolved.uri) : undefined };
  });
}

/** Asks once, and again only after something was committed, checked out or fetched. */
export function askHistory<Value>(
  { cache, history }: FactWorld,
  question: readonly string[],
  uri: string,
  find: () => Promise<Fact<Value>>,
): Fact<Value> {
  return cache.get<Value>(JSON.stringify(question), async (knownStamp) => {
    const stamp = await history().stampOf(uri);
    return stamp === knownStamp ? 'same' : { fact: await find(), stamp };
  });
}

function findRevision(world: FactWorld, project: Project, commit: CommitFact): Promise<Fact<RevisionFact>> {
  return readRevision({ files: world.files, history: world.history() }, project.files, commit);
}

function mainUriOf(project: Project): string {
  return project.files[0]?.uri ?? '';
}

/** What decides which files of a commit belong to the project, so that only such an edit asks again. */
function namedFiles(project: Project): readonly string[] {
  const contracts = [...(project.spec.fields.data?.entries.values() ?? [])].flatMap(
    ({ fields }) => fields.contract?.text ?? [],
  );
  return [...project.files.map(({ uri }) => uri), ...contracts];
}
