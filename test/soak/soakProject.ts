/** The example of digits in a repository with two branches, on a disk that can be filled. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createTestRepository } from '../support/gitRepository.ts';

export interface SoakProject {
  readonly folder: string;
  readonly folderUri: string;
  readonly specUri: string;
  /** The spec as it stands on the disk. */
  readSpec: () => string;
  /** Switches the branch as a user would, and gives the addresses of the files that changed. */
  switchTo: (branch: 'main' | 'strict') => readonly string[];
  /** Hash of each run record by its address; a record that is no JSON has the hash `broken`. */
  readRecords: () => ReadonlyMap<string, string>;
  /** Names of files that a write left behind half done. */
  findLeftovers: () => readonly string[];
  /** Removes all run records and what is kept of their answers, as a user who tidies up; gives the addresses. */
  tidy: () => readonly string[];
}

const runs = '.plumbline/runs';

/** @param root absolute path of the working tree; @param folder absolute path of a folder that is made */
export function makeSoakProject(root: string, folder: string): SoakProject {
  cpSync(path.join(root, 'examples/digits'), folder, { recursive: true });
  const repository = createTestRepository({ root: folder });
  const spec = path.join(folder, 'plumbline.yaml');
  const text = readFileSync(spec, 'utf8');
  repository.git('init', '--quiet', '--initial-branch=main');
  repository.commit('The example', { '.gitignore': '.plumbline/\n' });
  repository.git('checkout', '--quiet', '-b', 'strict');
  // A limit above the target is a mistake, which only this branch has.
  repository.commit('Ask for too much', { 'plumbline.yaml': text.replace('limit: 0.926', 'limit: 0.999') });
  repository.git('checkout', '--quiet', 'main');
  const uriOf = (file: string) => pathToFileURL(path.join(folder, file)).href;
  const list = () => {
    const place = path.join(folder, runs);
    return existsSync(place) ? readdirSync(place).map((name) => `${runs}/${name}`) : [];
  };
  return {
    folder,
    folderUri: pathToFileURL(folder).href,
    specUri: uriOf('plumbline.yaml'),
    readSpec: () => readFileSync(spec, 'utf8'),
    switchTo: (branch) => {
      repository.git('checkout', '--quiet', branch);
      return [uriOf('plumbline.yaml')];
    },
    readRecords: () =>
      new Map(
        list()
          .filter((name) => name.endsWith('.json'))
          .map((name) => [uriOf(name), hashOfJson(readFileSync(path.join(folder, name), 'utf8'))]),
      ),
    findLeftovers: () => list().filter((name) => !name.endsWith('.json')),
    tidy: () => {
      const names = list();
      rmSync(path.join(folder, '.plumbline'), { recursive: true, force: true });
      return names.map(uriOf);
    },
  };
}

function hashOfJson(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return 'broken';
  }
  return createHash('sha256').update(text).digest('hex');
}
