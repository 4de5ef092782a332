/** The workspace of the paths that a command is given, and where in it files are searched for. */
import path from 'node:path';
import type { SearchFolders, WorkspaceFiles } from '../operations/ports.ts';
import type { CommandLineWorld } from './world.ts';

/** A path that a command is given. */
export interface GivenPath {
  /** Absolute, links followed. */
  readonly location: string;
  readonly kind: 'file' | 'folder';
}

type World = Pick<CommandLineWorld, 'openFiles' | 'realPath' | 'topLevelOf'>;

/**
 * The files around some paths. The workspace of a path is the top level of its repository, else its own folder; files
 * are searched for in the project alone, because a repository may hold a hundred thousand others.
 */
export async function openWorkspace(given: readonly GivenPath[], world: World): Promise<WorkspaceFiles> {
  const roots = await findRoots(given, world);
  return world.openFiles(roots, await findSearchFolders(given, roots, world));
}

async function findRoots(given: readonly GivenPath[], world: World): Promise<readonly string[]> {
  const roots = new Set<string>();
  for (const { location, kind } of given) {
    const folder = kind === 'folder' ? location : path.dirname(location);
    const topLevel = await world.topLevelOf(folder);
    const root = topLevel === undefined ? undefined : await world.realPath(topLevel);
    roots.add(root?.path ?? folder);
  }
  return [...roots];
}

/**
 * The folders that hold the projects of some paths: from the uppermost folder with a spec on the way down to a path,
 * else from the path on. A project reaches down, so no other folder has a part of it, and a notebook is compared with
 * the code of its project; one that may have none, with that of the workspace.
 */
async function findSearchFolders(
  given: readonly GivenPath[],
  roots: readonly string[],
  world: World,
): Promise<SearchFolders> {
  const specs = new Set<string>();
  const others = new Set<string>();
  for (const { location, kind } of given) {
    const folder = kind === 'folder' ? location : path.dirname(location);
    const way = [folder];
    for (let at = folder; !roots.includes(at) && path.dirname(at) !== at; at = path.dirname(at)) {
      way.unshift(path.dirname(at));
    }
    const root = way[0] ?? folder;
    // A repository may keep its files elsewhere; then all of them are looked through, and none beside them.
    if (!roots.includes(root)) return { specs: roots, others: roots };
    const found = await Promise.all(way.map((at) => world.realPath(path.join(at, 'plumbline.yaml'))));
    const project = way.find((_, index) => found[index] !== undefined);
    specs.add(project ?? folder);
    others.add(project ?? root);
  }
  return { specs: [...specs], others: [...others] };
}
