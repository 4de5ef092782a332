/** Who changed how much of what when, below the folder of a spec. */
import path from 'node:path';
import type { WorkAnswer, WorkCommit } from '../operations/ports.ts';
import { askGit } from './git.ts';
import { pathIn } from './gitRepository.ts';
import type { Repository } from './gitRepository.ts';

const options = [
  '--no-merges',
  // A file that is moved is no work, but finding that out would read every file.
  '--no-renames',
  '--numstat',
  '-z',
  '--no-ext-diff',
  '--no-textconv',
  '--no-show-signature',
  '--encoding=UTF-8',
  '--format=%x01%at%x02%aE',
];

/** See the port `History`. */
export async function readWork(repository: Repository, uri: string, mostCommits: number): Promise<WorkAnswer> {
  const file = await pathIn(repository, uri);
  if (file === undefined) return { kind: 'unknown', because: 'the spec lies outside of the working tree' };
  const folder = path.posix.dirname(file);
  const scope = folder === '.' ? [] : [`--relative=${folder}/`];
  const limit = `--max-count=${mostCommits + 1}`;
  const answer = await askGit(repository.topLevel, ['log', limit, ...options, ...scope, 'HEAD', '--', folder]);
  if (answer.kind === 'failed') {
    return /unknown revision|bad revision|does not have any commits|ambiguous argument/.test(answer.because)
      ? { kind: 'unknown', because: 'the repository has no commit yet' }
      : { kind: 'unknown', because: answer.because };
  }
  const commits = parseWork(answer.output);
  return { kind: 'work', commits: commits.slice(0, mostCommits), isCut: commits.length > mostCommits };
}

/** Reads what `git log -z --numstat` prints: a heading, then added lines, removed lines and path of each file. */
function parseWork(output: string): readonly WorkCommit[] {
  const commits: { author: string; at: number; files: WorkCommit['files'][number][] }[] = [];
  for (const part of output.split('\0')) {
    const text = part.replace(/^\n+/, '');
    const heading = /^\x01(\d+)\x02(.*)$/s.exec(text);
    if (heading !== null) {
      commits.push({ author: heading[2] ?? '', at: Number(heading[1]) * 1000, files: [] });
      continue;
    }
    const change = /^(\d+|-)\t(\d+|-)\t(.+)$/s.exec(text);
    const isText = change?.[1] !== '-';
    const lines = isText ? Number(change?.[1]) + Number(change?.[2]) : undefined;
    if (change !== null) commits.at(-1)?.files.push({ path: change[3] ?? '', lines });
  }
  return commits;
}
