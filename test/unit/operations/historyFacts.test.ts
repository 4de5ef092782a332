import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Facts } from '../../../schemas/facts.ts';
import { createRefusingRunner } from '../../../server/src/jobs/refusingRunner.ts';
import { unknownHistory } from '../../../server/src/operations/ports.ts';
import type { History } from '../../../server/src/operations/ports.ts';
import { createSpecWorkspace } from '../../../server/src/operations/specWorkspace.ts';
import type { SpecWorkspace } from '../../../server/src/operations/specWorkspace.ts';
import { createGitHistory } from '../../../server/src/platform/gitHistory.ts';
import { createWorkspaceFiles } from '../../../server/src/platform/workspaceFiles.ts';
import { createTestRepository } from '../../support/gitRepository.ts';
import type { TestRepository } from '../../support/gitRepository.ts';

const spec = `plumbline: v1
project: flights
phase: poc
data:
  flights: {path: flights.csv, modality: table, contract: contracts/flights.odcs.yaml#flights}
`;

let repository: TestRepository;
beforeEach(() => {
  repository = createTestRepository();
});
afterEach(() => repository.remove());

/** A history that counts the questions for which a process is started. */
function countedHistory(): { readonly history: History; readonly asked: () => number } {
  const real = createGitHistory();
  let count = 0;
  const history: History = {
    ...real,
    repositoryOf: (uri) => {
      count += 1;
      return real.repositoryOf(uri);
    },
    findBase: (uri, since) => {
      count += 1;
      return real.findBase(uri, since);
    },
  };
  return { history, asked: () => count };
}

function open(history: History): SpecWorkspace {
  return createSpecWorkspace({
    files: createWorkspaceFiles({ roots: () => [repository.root] }),
    jobs: createRefusingRunner('No worker runs here.'),
    history,
    clock: { now: () => new Date('2026-11-02T08:00:00Z') },
    version: '1.2.3',
  });
}

/** Asks until the answer is there, as the editor does. */
async function ask<Value>(workspace: SpecWorkspace, question: (facts: Facts) => Value): Promise<Value> {
  const uri = repository.uriOf('plumbline.yaml');
  const first = await workspace.settledSnapshot(uri);
  if (first === undefined) throw new Error('There is no spec.');
  question(first.facts);
  const settled = await workspace.settledSnapshot(uri);
  return question((settled ?? first).facts);
}

describe('the base of a project', () => {
  it('holds its spec, its parts and its contracts, and nothing of a project below it', async () => {
    const base = repository.commit('First', {
      'plumbline.yaml': spec,
      'costs.plumbline.yaml': 'plumbline: v1\nproject: flights\n',
      'contracts/flights.odcs.yaml': 'apiVersion: v3.1.0\n',
      'contracts/other.odcs.yaml': 'apiVersion: v3.1.0\n',
      'inner/plumbline.yaml': 'plumbline: v1\nproject: inner\n',
    });
    repository.git('rm', '--quiet', 'costs.plumbline.yaml');
    repository.write('plumbline.yaml', `${spec}owner: a@example.com\n`);
    const fact = await ask(open(createGitHistory()), (facts) => facts.base());
    expect(fact).toMatchObject({
      state: 'known',
      value: {
        commit: { revision: base, author: 'Ada' },
        files: ['costs.plumbline.yaml', 'plumbline.yaml', 'contracts/flights.odcs.yaml'].map((name) => ({
          uri: repository.uriOf(name),
        })),
      },
    });
  });

  it('is found again after a commit, and not after an edit', async () => {
    repository.commit('First', { 'plumbline.yaml': spec });
    const { history, asked } = countedHistory();
    const workspace = open(history);
    const first = await ask(workspace, (facts) => facts.base());
    const before = asked();
    const uri = repository.uriOf('plumbline.yaml');
    workspace.open(uri, `${spec}owner: a@example.com\n`);
    workspace.filesChanged([uri]);
    expect(await ask(workspace, (facts) => facts.base())).toEqual(first);
    expect(asked()).toBe(before);
    const second = repository.commit('Second');
    workspace.filesChanged([]);
    expect(await ask(workspace, (facts) => facts.base())).toMatchObject({ value: { commit: { revision: second } } });
  });

  it.each([
    ['without a repository', () => undefined, 'no git repository holds the project'],
    ['before the first commit', () => repository.git('init', '--quiet'), 'the repository has no commit yet'],
  ])('is not known %s', async (_when, prepare, because) => {
    repository.remove();
    repository = createTestRepository({ empty: true });
    prepare();
    repository.write('plumbline.yaml', spec);
    expect(await ask(open(createGitHistory()), (facts) => facts.base())).toEqual({ state: 'unknown', because });
  });

  it('is not known in a workspace that is not trusted, until trust is granted', async () => {
    repository.commit('First', { 'plumbline.yaml': spec });
    const workspace = open(unknownHistory('the workspace is not trusted, so git is not run'));
    expect(await ask(workspace, (facts) => facts.base())).toEqual({
      state: 'unknown',
      because: 'the workspace is not trusted, so git is not run',
    });
    workspace.grantTrust(createRefusingRunner('No worker runs here.'), createGitHistory());
    expect(await ask(workspace, (facts) => facts.base())).toMatchObject({ state: 'known' });
  });
});

describe('the history of a project', () => {
  it('knows the head and the first commit that holds the spec', async () => {
    repository.commit('Notebook', { 'a.ipynb': '{}' });
    const first = repository.commit('Spec', { 'plumbline.yaml': spec });
    const head = repository.commit('More');
    expect(await ask(open(createGitHistory()), (facts) => facts.history())).toMatchObject({
      state: 'known',
      value: { head: { revision: head }, firstSpecCommit: { revision: first }, isShallow: false },
    });
  });
});

describe('the authors of a project', () => {
  it('are those who commit to its folder, and nobody while the workspace is not trusted', async () => {
    repository.commit('First', { 'plumbline.yaml': spec });
    const authors = (history: History) => ask(open(history), (facts) => facts.authors());
    expect(await authors(createGitHistory())).toMatchObject({ state: 'known', value: [{ name: 'Ada' }] });
    expect(await authors(unknownHistory('the workspace is not trusted'))).toEqual({ state: 'known', value: [] });
  });
});

describe('a revision of a project', () => {
  it('is found by the beginning of its id', async () => {
    const first = repository.commit('First', { 'plumbline.yaml': spec });
    repository.commit('Second', { 'plumbline.yaml': `${spec}owner: a@example.com\n` });
    const fact = await ask(open(createGitHistory()), (facts) => facts.revision(first.slice(0, 7)));
    expect(fact).toMatchObject({ state: 'known', value: { commit: { revision: first }, files: [{ text: spec }] } });
  });

  it('is not known when there is no such commit', async () => {
    repository.commit('First', { 'plumbline.yaml': spec });
    expect(await ask(open(createGitHistory()), (facts) => facts.revision('3f2a91c'))).toEqual({
      state: 'unknown',
      because: 'there is no commit `3f2a91c` in the repository',
    });
  });
});

describe('the work of a project', () => {
  it('is told apart by what the spec names, then by words, and asked for once', async () => {
    repository.commit('First', {
      'plumbline.yaml': spec.replace('path: flights.csv', 'path: "raw/flights-*.csv"'),
      'raw/flights-1.csv': 'a\n'.repeat(60),
      'train.py': 'b\n'.repeat(30),
      'notes.txt': 'c\n'.repeat(5),
    });
    const fact = await ask(open(createGitHistory()), (facts) => facts.work());
    if (fact.state !== 'known') throw new Error('The work is not known.');
    const { areas, hours, commits, authors, isCut, span } = fact.value;
    expect([commits, authors, isCut, span]).toEqual([1, 1, false, { first: '2026-10-01', last: '2026-10-01' }]);
    expect(hours).toBeCloseTo(2, 10);
    expect(areas.map(({ area, share }) => [area, Math.round(share * 100)])).toEqual([
      ['data', 60],
      ['labels', 0],
      ['training', 30],
      ['serving', 0],
      ['support', 0],
      ['other', 10],
    ]);
  });

  it('is not known before anything is committed', async () => {
    repository.write('plumbline.yaml', spec);
    const fact = await ask(open(createGitHistory()), (facts) => facts.work());
    expect(fact).toEqual({ state: 'unknown', because: 'the repository has no commit yet' });
  });
});
