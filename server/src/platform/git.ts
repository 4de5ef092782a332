/** git, asked for facts alone: no hook, no pager, no external diff is ever run. */
import { simpleGit } from 'simple-git';

/** The top level of the working tree that holds a folder; undefined without git or outside of a repository. */
export async function findGitTopLevel(folder: string): Promise<string | undefined> {
  try {
    const topLevel = await simpleGit({ baseDir: folder, timeout: { block: 10_000 } }).revparse(['--show-toplevel']);
    return topLevel.trim() === '' ? undefined : topLevel.trim();
  } catch {
    // No git on the PATH, no repository, or one that belongs to somebody else: then there is no top level to know.
    return undefined;
  }
}

/** The version of git, such as 2.39.5; undefined when there is none on the PATH. */
export async function findGitVersion(): Promise<string | undefined> {
  try {
    const version = await simpleGit({ timeout: { block: 10_000 } }).version();
    return version.installed ? `${version.major}.${version.minor}.${version.patch}` : undefined;
  } catch {
    return undefined;
  }
}
