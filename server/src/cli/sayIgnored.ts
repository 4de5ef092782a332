/** Why a path that a command is given is not found: `.plumblineignore` names it. */
import path from 'node:path';
import { ignoreFileLimit, ignoreFileName, parseIgnoreFile } from '../operations/ignoreFile.ts';
import type { GivenPath } from './openWorkspace.ts';
import type { CommandLineWorld } from './world.ts';

/**
 * What stands before the other ways to go on, where nothing was found.
 *
 * @returns `` `.plumblineignore` leaves out "a/plumbline.yaml"; ``, with a space behind it; empty where it names none
 */
export async function sayIgnored(
  given: readonly GivenPath[],
  { cwd, realPath, readText, topLevelOf }: Pick<CommandLineWorld, 'cwd' | 'realPath' | 'readText' | 'topLevelOf'>,
): Promise<string> {
  const names: string[] = [];
  for (const { location, kind } of given) {
    const folder = kind === 'folder' ? location : path.dirname(location);
    const topLevel = await topLevelOf(folder);
    const root = (topLevel === undefined ? undefined : await realPath(topLevel))?.path ?? folder;
    const text = readText(path.join(root, ignoreFileName), ignoreFileLimit);
    if (text === undefined) continue;
    // Of a folder its own spec is what somebody meant, where it has one.
    const spec = kind === 'folder' ? path.join(location, 'plumbline.yaml') : location;
    if ((await realPath(spec)) === undefined) continue;
    const isIgnored = parseIgnoreFile(text);
    if (isIgnored(path.relative(root, spec).replaceAll(path.sep, '/'))) names.push(path.relative(cwd, spec));
  }
  return names.length === 0
    ? ''
    : `\`${ignoreFileName}\` leaves out ${names.map((name) => JSON.stringify(name)).join(', ')}; `;
}
