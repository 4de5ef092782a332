import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { URI } from 'vscode-uri';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGitHistory } from '../../../server/src/platform/gitHistory.ts';
import { createGitMemory } from '../../../server/src/platform/gitMemory.ts';
import { createTestRepository } from '../../support/gitRepository.ts';
import type { TestRepository } from '../../support/gitRepository.ts';

const spec = 'plumbline: v1\nproject: flights\n';
const history = createGitHistory();
let repository: TestRepository;

beforeEach(() => {
  repository = createTestRepository();
});
afterEach(() => {
  vi.unstubAllEnvs();
  repository.remove();
});

/** Texts of files of a commit; fails when they cannot be had. */
async function textsAt(uris: readonly string[], revision: string) {
  const answer = await history.readAt(uris, revision, 1000);
  if (answer.kind === 'unknown') throw new Error(answer.because);
  return answer.files;
}

async function specsAt(uri: string, revision: string) {
  const answer = await history.readSpecsAt(uri, revision, 1000);
  if (answer.kind === 'unknown') throw new Error(answer.because);
  return answer.files;
}

const main = (): string => repository.uriOf('plumbline.yaml');

describe('the repository of a file', () => {
  it('has a head with its time and the name of its author, without the address', async () => {
    const revision = repository.commit('First', { 'plumbline.yaml': spec }, 'Grace Hopper <grace@example.com>');
    expect(await history.repositoryOf(main())).toEqual({
      kind: 'repository',
      head: {
        revision,
        at: expect.stringMatching(/^2026-10-01T08:00:00(?:Z|\+00:00)$/) as unknown,
        author: 'Grace Hopper',
      },
      isShallow: false,
    });
  });

  it('has no head before the first commit', async () => {
    expect(await history.repositoryOf(main())).toEqual({ kind: 'repository', head: undefined, isShallow: false });
  });

  it('is none where there is none', async () => {
    rmSync(path.join(repository.root, '.git'), { recursive: true });
    expect(await history.repositoryOf(main())).toEqual({ kind: 'none' });
    expect(await history.findBase(main())).toEqual({
      kind: 'unknown',
      because: 'no git repository holds the project',
    });
  });

  it('is not known without git', async () => {
    vi.stubEnv('PATH', '/nowhere');
    expect(await history.repositoryOf(main())).toEqual({
      kind: 'unknown',
      because: 'git is not installed, or not on the PATH',
    });
  });

  it('is not known for a file that is on no disk', async () => {
    expect(await history.repositoryOf('vscode-vfs://github/a/plumbline.yaml')).toEqual({
      kind: 'unknown',
      because: 'the project does not lie on a disk',
    });
  });

  it.runIf(process.getuid?.() === 0)('is not known when it belongs to another user', async () => {
    repository.commit('First', { 'plumbline.yaml': spec });
    execFileSync('chown', ['-R', '12345', repository.root]);
    expect(await history.repositoryOf(main())).toEqual({
      kind: 'unknown',
      because: 'the repository belongs to another user, and git trusts it only once it is named in safe.directory',
    });
  });

  it('is not a bare one that lies among the files of the workspace', async () => {
    repository.git('init', '--quiet', '--bare', 'hidden');
    expect(await history.repositoryOf(repository.uriOf('hidden/plumbline.yaml'))).toEqual({
      kind: 'unknown',
      because: 'the repository is a bare one that lies inside another folder',
    });
  });

  it('is found through a link, below a folder with spaces and other letters', async () => {
    repository.commit('First', { 'späte flüge/plumbline.yaml': spec });
    await symlink(path.join(repository.root, 'späte flüge'), path.join(repository.root, 'link'));
    const texts = await textsAt([repository.uriOf('link/plumbline.yaml')], 'HEAD');
    expect(texts).toEqual([{ uri: repository.uriOf('link/plumbline.yaml'), text: spec }]);
  });
});

describe('a revision', () => {
  it('is found by branch, tag and beginning of its id', async () => {
    const revision = repository.commit('First', { 'plumbline.yaml': spec });
    repository.git('tag', '-a', 'v1', '-m', 'One');
    for (const name of ['main', 'v1', 'HEAD', revision.slice(0, 8)]) {
      expect((await history.findCommit(main(), name))?.revision).toBe(revision);
    }
  });

  it.each([
    '--output=stolen',
    '-h',
    '',
    'HEAD..main',
    '^HEAD',
    'HEAD:plumbline.yaml',
    'no such',
    'a\u0000b',
    'missing',
  ])('is not %j', async (name) => {
    repository.commit('First', { 'plumbline.yaml': spec });
    expect(await history.findCommit(main(), name)).toBeUndefined();
    expect(existsSync(path.join(repository.root, 'stolen'))).toBe(false);
  });
});

describe('the base of a branch', () => {
  it('is where it left the main branch, although that has moved on', async () => {
    const left = repository.commit('First', { 'plumbline.yaml': spec });
    repository.git('switch', '--quiet', '--create', 'work');
    repository.commit('Work');
    repository.git('switch', '--quiet', 'main');
    repository.commit('Elsewhere');
    repository.git('switch', '--quiet', 'work');
    expect(await history.findBase(main())).toMatchObject({ kind: 'commit', commit: { revision: left } });
    expect(await history.findBase(main(), 'main')).toMatchObject({ kind: 'commit', commit: { revision: left } });
  });

  it('is HEAD on the main branch', async () => {
    repository.commit('First');
    const head = repository.commit('Second');
    expect(await history.findBase(main())).toMatchObject({ kind: 'commit', commit: { revision: head } });
  });

  it('is HEAD where no branch is the main one', async () => {
    repository.git('branch', '-M', 'mine');
    const head = repository.commit('First');
    expect(await history.findBase(main())).toMatchObject({ kind: 'commit', commit: { revision: head } });
  });

  it('follows the default branch of the remote before local names', async () => {
    const left = repository.commit('First');
    repository.git('update-ref', 'refs/remotes/origin/develop', 'HEAD');
    repository.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/develop');
    repository.commit('Second');
    expect(await history.findBase(main())).toMatchObject({ kind: 'commit', commit: { revision: left } });
  });

  it('is found with a detached HEAD', async () => {
    const left = repository.commit('First');
    repository.git('checkout', '--quiet', '--detach');
    repository.commit('Second');
    expect(await history.findBase(main())).toMatchObject({ kind: 'commit', commit: { revision: left } });
  });

  it('is not known before the first commit', async () => {
    expect(await history.findBase(main())).toEqual({
      kind: 'unknown',
      because: 'the repository has no commit yet',
    });
  });

  it('is not known for a revision that is not there', async () => {
    repository.commit('First');
    expect(await history.findBase(main(), 'release')).toEqual({
      kind: 'unknown',
      because: 'there is no commit `release` in the repository',
    });
  });

  it('is not known for a branch that shares no commit', async () => {
    repository.commit('First');
    repository.git('switch', '--quiet', '--orphan', 'other');
    repository.commit('Other');
    expect(await history.findBase(main(), 'main')).toEqual({
      kind: 'unknown',
      because: 'this work shares no commit with `main`',
    });
  });

  it('is not known when a shallow clone was cut off before it', async () => {
    repository.commit('First');
    repository.git('switch', '--quiet', '--create', 'work');
    repository.commit('Work');
    repository.commit('More work');
    repository.git('switch', '--quiet', 'main');
    repository.commit('Elsewhere');
    const clone = createTestRepository({ root: path.join(repository.root, 'clone') });
    const from = URI.file(repository.root).toString();
    repository.git('clone', '--quiet', '--depth=1', '--no-single-branch', '--branch=work', from, clone.root);
    expect(await history.repositoryOf(clone.uriOf('plumbline.yaml'))).toMatchObject({ isShallow: true });
    expect(await history.findBase(clone.uriOf('plumbline.yaml'))).toEqual({
      kind: 'unknown',
      because: 'the history is cut off before this work left `refs/remotes/origin/main`: fetch it whole',
    });
    expect(await history.findBase(clone.uriOf('plumbline.yaml'), 'v0')).toMatchObject({
      because: expect.stringContaining('cut off') as unknown,
    });
  });

  it('is found from a second working tree and from a submodule', async () => {
    const left = repository.commit('First', { 'plumbline.yaml': spec });
    const tree = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-tree-')));
    repository.git('worktree', 'add', '--quiet', '-b', 'work', path.join(tree, 'work'));
    const work = createTestRepository({ root: path.join(tree, 'work') });
    work.commit('Work');
    expect(await history.findBase(work.uriOf('plumbline.yaml'))).toMatchObject({ commit: { revision: left } });
    const outer = createTestRepository();
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', repository.root, 'inner');
    expect(await textsAt([outer.uriOf('inner/plumbline.yaml')], 'HEAD')).toEqual([
      { uri: outer.uriOf('inner/plumbline.yaml'), text: spec },
    ]);
    outer.remove();
    work.remove();
    rmSync(tree, { recursive: true });
  });
});

describe('files of a commit', () => {
  it('are those that it holds and that are small enough', async () => {
    const revision = repository.commit('First', { 'plumbline.yaml': spec, 'large.plumbline.yaml': ' '.repeat(2000) });
    repository.commit('Second', { 'plumbline.yaml': 'changed', 'new.plumbline.yaml': 'new' });
    const uris = ['plumbline.yaml', 'large.plumbline.yaml', 'new.plumbline.yaml'].map(repository.uriOf);
    expect(await textsAt(uris, revision)).toEqual([{ uri: main(), text: spec }]);
  });

  it('are found under the names that they had', async () => {
    const revision = repository.commit('First', {
      'old/plumbline.yaml': `${spec}description: Tell which flights are late\n`,
      'old/goals.plumbline.yaml': 'plumbline: v1\nproject: flights\nmetrics: {}\n',
    });
    repository.git('mv', 'old/plumbline.yaml', 'plumbline.yaml');
    repository.git('rm', '--quiet', 'old/goals.plumbline.yaml');
    repository.commit('Move');
    expect((await specsAt(main(), revision)).map(({ uri }) => uri)).toEqual([
      repository.uriOf('goals.plumbline.yaml'),
      main(),
    ]);
    expect(await textsAt([main()], revision)).toHaveLength(1);
  });

  it('include the parts below the folder of the spec and none beside it', async () => {
    const files = ['a/plumbline.yaml', 'a/costs.plumbline.yaml', 'a/deep/more.plumbline.yaml', 'b/plumbline.yaml'];
    repository.commit('First', Object.fromEntries(files.map((name) => [name, spec])));
    const specs = await specsAt(repository.uriOf('a/plumbline.yaml'), 'HEAD');
    expect(specs.map(({ uri }) => uri).toSorted()).toEqual(files.slice(0, 3).map(repository.uriOf).toSorted());
  });

  it('include the contracts below that folder', async () => {
    repository.commit('First', { 'a/plumbline.yaml': spec, 'a/contracts/flights.odcs.yaml': 'kind: DataContract\n' });
    const specs = await specsAt(repository.uriOf('a/plumbline.yaml'), 'HEAD');
    expect(specs.map(({ uri }) => uri)).toContain(repository.uriOf('a/contracts/flights.odcs.yaml'));
  });

  it('are asked for anew once a branch has moved', async () => {
    const first = repository.commit('First', { 'plumbline.yaml': spec });
    repository.git('branch', 'other');
    expect(await history.findCommit(main(), 'other')).toMatchObject({ revision: first });
    const second = repository.commit('Second', { 'plumbline.yaml': `${spec}owner: a@example.com\n` });
    repository.git('branch', '--force', 'other', 'HEAD');
    expect(await history.findCommit(main(), 'HEAD')).toMatchObject({ revision: second });
    expect(await history.findCommit(main(), 'other')).toMatchObject({ revision: second });
    expect(await history.findCommit(main(), `${first}..${second}`)).toBeUndefined();
  });

  it('are not known in a partial clone that lacks them, and nothing is fetched', async () => {
    const base = repository.commit('First', { 'plumbline.yaml': spec });
    repository.commit('Second', { 'plumbline.yaml': `${spec}owner: a@example.com\n` });
    repository.git('config', 'uploadpack.allowFilter', 'true');
    const clone = createTestRepository({ root: path.join(repository.root, 'clone') });
    repository.git('clone', '--quiet', '--filter=blob:none', URI.file(repository.root).toString(), clone.root);
    const uri = clone.uriOf('plumbline.yaml');
    expect(await textsAt([uri], 'HEAD')).toHaveLength(1);
    expect(await history.readSpecsAt(uri, base, 1000)).toEqual({
      kind: 'unknown',
      because: 'the clone is partial and lacks files of that commit, and nothing is fetched here: fetch it whole',
    });
    expect(await history.readAt([uri], 'v9', 1000)).toMatchObject({ kind: 'unknown' });
  });

  it('are not links', async () => {
    await symlink('/etc/passwd', path.join(repository.root, 'plumbline.yaml'));
    repository.commit('First');
    expect(await textsAt([main()], 'HEAD')).toEqual([]);
  });

  it('have a first commit, under whatever name they had then', async () => {
    const first = repository.commit('First', { 'old.plumbline.yaml': spec.repeat(3) });
    repository.git('mv', 'old.plumbline.yaml', 'plumbline.yaml');
    repository.commit('Move');
    expect(await history.firstCommitOf(main())).toMatchObject({ revision: first });
    expect(await history.firstCommitOf(repository.uriOf('other.yaml'))).toBeUndefined();
  });
});

describe('authors', () => {
  it('are told line by line for what is younger than the base', async () => {
    const base = repository.commit('First', { 'plumbline.yaml': 'a\nb\nc\n' });
    repository.commit('Second', { 'plumbline.yaml': 'a\nB\nc\n' }, 'Grace <grace@example.com>');
    expect(await history.blame(main(), base)).toEqual({ text: 'a\nB\nc', authors: [undefined, 'Grace', undefined] });
    expect(await history.blame(repository.uriOf('missing'), base)).toBeUndefined();
  });

  it('are nobody for lines that are not committed', async () => {
    const base = repository.commit('First', { 'plumbline.yaml': 'a\nb\n' });
    await writeFile(path.join(repository.root, 'plumbline.yaml'), 'a\nB\n');
    expect(await history.blame(main(), base)).toMatchObject({ authors: [undefined, undefined] });
  });

  it('are those who touched the files since the base, newest first', async () => {
    const base = repository.commit('First', { 'plumbline.yaml': spec });
    repository.commit('Second', { 'plumbline.yaml': 'b' }, 'Grace <grace@example.com>');
    repository.commit('Third', { other: 'x' }, 'Alan <alan@example.com>');
    repository.commit('Fourth', { 'plumbline.yaml': 'c' }, 'Barbara <barbara@example.com>');
    expect(await history.authorsSince([main()], base)).toEqual(['Barbara', 'Grace']);
  });
});

describe('the stamp of a history', () => {
  it('changes with a commit and a checkout, and with nothing else', async () => {
    repository.commit('First', { 'plumbline.yaml': spec });
    const before = await history.stampOf(main());
    repository.write('plumbline.yaml', 'changed');
    expect(await history.stampOf(main())).toBe(before);
    repository.commit('Second');
    const after = await history.stampOf(main());
    expect(after).not.toBe(before);
    repository.git('switch', '--quiet', '--create', 'work');
    expect(await history.stampOf(main())).not.toBe(after);
  });

  it('needs no git', async () => {
    repository.commit('First', { 'plumbline.yaml': spec });
    vi.stubEnv('PATH', '/nowhere');
    expect(await history.stampOf(main())).toContain('ref: refs/heads/main');
  });
});

describe('a hostile repository', () => {
  it('runs none of the programs that its settings and attributes name', async () => {
    const trap = path.join(repository.root, 'trap.sh');
    const caught = path.join(repository.root, 'caught');
    writeFileSync(trap, `#!/bin/sh\necho "$0 $*" >> ${JSON.stringify(caught)}\ncat\n`);
    await chmod(trap, 0o755);
    const base = repository.commit('First', {
      'plumbline.yaml': spec,
      '.gitattributes': '*.yaml filter=trap diff=trap merge=trap\n',
    });
    repository.commit('Second', { 'plumbline.yaml': `${spec}owner: a@example.com\n` });
    await mkdir(path.join(repository.root, '.git/hooks'), { recursive: true });
    for (const hook of ['post-checkout', 'post-index-change', 'reference-transaction', 'fsmonitor-watchman']) {
      writeFileSync(path.join(repository.root, '.git/hooks', hook), `#!/bin/sh\n'${trap}'\n`, { mode: 0o755 });
    }
    const command = `'${trap}'`;
    for (const key of [
      'core.fsmonitor',
      'core.pager',
      'core.editor',
      'core.sshCommand',
      'core.askPass',
      'credential.helper',
      'diff.external',
      'diff.trap.command',
      'diff.trap.textconv',
      'filter.trap.smudge',
      'filter.trap.clean',
      'filter.trap.process',
      'gpg.program',
      'pager.log',
      'pager.blame',
      'alias.rev-parse',
    ]) {
      repository.git('config', key, key.startsWith('alias') ? `!${command}` : command);
    }
    repository.git('config', 'log.showSignature', 'true');
    rmSync(caught, { force: true });
    for (const name of ['GIT_EXTERNAL_DIFF', 'GIT_PAGER', 'GIT_SSH_COMMAND', 'PAGER', 'EDITOR', 'GIT_ASKPASS']) {
      vi.stubEnv(name, trap);
    }
    expect(await history.repositoryOf(main())).toMatchObject({ kind: 'repository' });
    expect(await history.findBase(main())).toMatchObject({ kind: 'commit' });
    expect(await history.firstCommitOf(main())).toMatchObject({ revision: base });
    expect(await textsAt([main()], base)).toEqual([{ uri: main(), text: spec }]);
    expect(await specsAt(main(), base)).toHaveLength(1);
    expect(await history.blame(main(), base)).toMatchObject({ authors: [undefined, undefined, 'Ada'] });
    expect(await history.authorsSince([main()], base)).toEqual(['Ada']);
    repository.write('plumbline.yaml', `${spec}owner: b@example.com\n`);
    expect(await history.hasChanges(main())).toBe(true);
    expect(existsSync(caught)).toBe(false);
  });

  it.each([
    ['that prints without end', 'exec yes'],
    ['that prints without end and does not obey', "trap '' INT\nyes | cat"],
  ])('with a git %s gets one clear answer', async (_what, script) => {
    const folder = path.join(repository.root, 'bin');
    await mkdir(folder);
    writeFileSync(path.join(folder, 'git'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`);
    expect(await history.repositoryOf(main())).toEqual({
      kind: 'unknown',
      because: 'git answered with more than 64 MB',
    });
  });

  it('is asked, and not the one that the surroundings name', async () => {
    const revision = repository.commit('First', { 'plumbline.yaml': spec });
    const other = createTestRepository();
    other.commit('Other');
    vi.stubEnv('GIT_DIR', path.join(other.root, '.git'));
    expect(await history.findCommit(main(), 'HEAD')).toMatchObject({ revision });
    other.remove();
  });
});

describe('changes of a work', () => {
  const files = { 'project/plumbline.yaml': spec, 'project/src/train.py': 'fit()\n', 'other/notes.md': 'a\n' };
  const changed = () => history.hasChanges(repository.uriOf('project/plumbline.yaml'));
  beforeEach(() => {
    repository.commit('Begin', files);
  });

  it('are none right after a commit, and when a file was only touched', async () => {
    expect(await changed()).toBe(false);
    utimesSync(path.join(repository.root, 'project/src/train.py'), new Date(0), new Date(0));
    expect(await changed()).toBe(false);
  });

  it('are none when a checkout wrote line ends of its own', async () => {
    repository.write('project/src/train.py', 'fit()\r\n');
    expect(await changed()).toBe(false);
  });

  it.each<[string, () => unknown]>([
    ['a tracked file was edited', () => writeFileSync(path.join(repository.root, 'project/src/train.py'), 'fit(2)\n')],
    ['it was edited and staged', () => repository.git('rm', '--cached', '--quiet', 'project/src/train.py')],
    ['it is gone', () => rmSync(path.join(repository.root, 'project/src/train.py'))],
  ])('are there when %s', async (_, change) => {
    change();
    expect(await changed()).toBe(true);
  });

  it('do not count elsewhere, untracked, or in what runs write', async () => {
    repository.commit('Run', { 'project/.plumbline/runs/a.json': '{}' });
    repository.write('project/.plumbline/runs/a.json', '{"a": 1}');
    repository.write('other/notes.md', 'b\n');
    repository.write('project/new.md', 'new\n');
    expect(await changed()).toBe(false);
  });

  it('are told without running the filter that the repository names', async () => {
    const mark = path.join(repository.root, 'ran');
    repository.commit('Filter', { '.gitattributes': '*.py filter=evil\n' });
    repository.git('config', 'filter.evil.clean', `touch '${mark}'; cat`);
    repository.write('project/src/train.py', 'fit(3)\n');
    expect(await changed()).toBe(true);
    expect(existsSync(mark)).toBe(false);
  });

  it('are told without a filter where the index is as old as the files, so that their times prove nothing', async () => {
    const mark = path.join(repository.root, 'ran');
    repository.commit('Filter', { '.gitattributes': '*.py filter=evil\n' });
    repository.git('config', 'filter.evil.clean', `touch '${mark}'; cat`);
    utimesSync(path.join(repository.root, '.git/index'), new Date(1000), new Date(1000));
    expect(await changed()).toBe(false);
    const { atime, mtime } = statSync(path.join(repository.root, 'project/src/train.py'));
    repository.write('project/src/train.py', 'fat()\n');
    utimesSync(path.join(repository.root, 'project/src/train.py'), atime, mtime);
    expect(await changed()).toBe(true);
    expect(existsSync(mark)).toBe(false);
  });

  it('are none where a file is left out of the working tree on purpose', async () => {
    repository.git('update-index', '--skip-worktree', 'project/src/train.py');
    rmSync(path.join(repository.root, 'project/src/train.py'));
    expect(await changed()).toBe(false);
  });

  it('are seen in links and modes', async () => {
    symlinkSync('train.py', path.join(repository.root, 'project/src/link.py'));
    repository.commit('Link', {});
    expect(await changed()).toBe(false);
    chmodSync(path.join(repository.root, 'project/src/train.py'), 0o755);
    expect(await changed()).toBe(true);
    chmodSync(path.join(repository.root, 'project/src/train.py'), 0o644);
    rmSync(path.join(repository.root, 'project/src/link.py'));
    symlinkSync('other.py', path.join(repository.root, 'project/src/link.py'));
    expect(await changed()).toBe(true);
  });

  it('are not known outside of a repository', async () => {
    expect(
      await history.hasChanges(URI.file(path.join(tmpdir(), 'nowhere/plumbline.yaml')).toString()),
    ).toBeUndefined();
  });
});

describe('the content of a path', () => {
  it('has an id that changes with what is committed, for files and folders', async () => {
    repository.commit('One', { 'data/a.csv': '1', 'data/b.csv': '1' });
    const [file, folder] = [repository.uriOf('data/a.csv'), repository.uriOf('data')];
    const before = [await history.objectOf(file), await history.objectOf(folder)];
    expect(before[0]).toBe(await history.objectOf(repository.uriOf('data/b.csv')));
    repository.commit('Two', { 'other.csv': '2' });
    expect([await history.objectOf(file), await history.objectOf(folder)]).toEqual(before);
    repository.commit('Three', { 'data/a.csv': '2' });
    expect(await history.objectOf(file)).toMatch(/^[0-9a-f]{40}$/);
    expect([await history.objectOf(file), await history.objectOf(folder)]).not.toEqual(before);
  });

  it('has none where nothing is committed', async () => {
    expect(await history.objectOf(repository.uriOf('data'))).toBeUndefined();
    repository.commit('One', { 'data/a.csv': '1' });
    expect(await history.objectOf(repository.uriOf('data/missing.csv'))).toBeUndefined();
  });
});

describe('the authors of a folder', () => {
  it('are named once, most active first, with the latest address of each', async () => {
    repository.commit('One', { 'plumbline.yaml': spec }, 'Grace Hopper <grace@example.com>');
    repository.commit('Two', { 'a.csv': '1' }, 'Ada Lovelace <ada@example.com>');
    repository.commit('Three', { 'a.csv': '2' }, 'Ada Lovelace <ada@new.example.com>');
    expect(await history.folderAuthors(main())).toEqual([
      { name: 'Ada Lovelace', email: 'ada@new.example.com' },
      { name: 'Grace Hopper', email: 'grace@example.com' },
    ]);
  });

  it('are those below the folder alone, even when the file does not exist yet', async () => {
    repository.commit('One', { 'other/plumbline.yaml': spec }, 'Grace Hopper <grace@example.com>');
    repository.commit('Two', { 'mine/a.csv': '1' }, 'Ada Lovelace <ada@example.com>');
    expect(await history.folderAuthors(repository.uriOf('mine/plumbline.yaml'))).toEqual([
      { name: 'Ada Lovelace', email: 'ada@example.com' },
    ]);
  });

  it('are none before the first commit', async () => {
    expect(await history.folderAuthors(main())).toEqual([]);
  });
});

describe('the work below a folder', () => {
  it('is who changed how many lines of which file when, without merges, newest first', async () => {
    repository.commit('First', { 'team/plumbline.yaml': spec, 'team/data/a ü.csv': 'x\n1\n', 'other.txt': 'x\n' });
    repository.commit('Beside', { 'other.txt': 'y\n' });
    repository.commit('Next', { 'team/train.py': 'a\nb\n' }, 'Grace <grace@example.com>');
    const answer = await history.workBelow(repository.uriOf('team/plumbline.yaml'), 10);
    if (answer.kind === 'unknown') throw new Error(answer.because);
    expect(answer.isCut).toBe(false);
    expect(answer.commits.map(({ files }) => files)).toEqual([
      [{ path: 'train.py', lines: 2 }],
      [
        { path: 'data/a ü.csv', lines: 2 },
        { path: 'plumbline.yaml', lines: 2 },
      ],
    ]);
    const [last, first] = answer.commits;
    expect((last?.at ?? 0) - (first?.at ?? 0)).toBe(2 * 60_000);
    expect(last?.author).not.toBe(first?.author);
  });

  it('is cut off where it is long, and says of files that are no text that they have no lines', async () => {
    repository.commit('First', { 'plumbline.yaml': spec });
    repository.commit('Next', { 'model.onnx': '\0\0' });
    expect(await history.workBelow(main(), 1)).toMatchObject({
      kind: 'work',
      isCut: true,
      commits: [{ files: [{ path: 'model.onnx', lines: undefined }] }],
    });
  });

  it('is not known before the first commit', async () => {
    expect(await history.workBelow(main(), 10)).toEqual({
      kind: 'unknown',
      because: 'the repository has no commit yet',
    });
  });
});

describe('a memory for a command', () => {
  it('keeps to the state in which the repository was first seen, and asks anew without it', async () => {
    const first = repository.commit('One', { 'plumbline.yaml': spec });
    const once = createGitHistory(createGitMemory({ looksOnce: true }));
    expect(await once.repositoryOf(main())).toMatchObject({ head: { revision: first } });
    const second = repository.commit('Two', { 'a.csv': '1' });
    expect(await once.repositoryOf(main())).toMatchObject({ head: { revision: first } });
    expect(await history.repositoryOf(main())).toMatchObject({ head: { revision: second } });
  });

  it('knows the top level of a folder, and none outside of a repository', async () => {
    await mkdir(path.join(repository.root, 'deep/er'), { recursive: true });
    const memory = createGitMemory();
    expect(await memory.topLevelOf(path.join(repository.root, 'deep/er'))).toBe(realpathSync(repository.root));
    rmSync(path.join(repository.root, '.git'), { recursive: true });
    expect(await memory.topLevelOf(repository.root)).toBeUndefined();
  });
});
