/** The spec that a command is about: found, read, with what may be read and written beside it. */
import path from 'node:path';
import { URI } from 'vscode-uri';
import { findProjects, loadProject } from '../operations/loadProject.ts';
import type { WorkspaceFiles } from '../operations/ports.ts';
import { openWorkspace } from './openWorkspace.ts';
import { sayIgnored } from './sayIgnored.ts';
import { UsageError } from './world.ts';
import type { CommandLineWorld } from './world.ts';

export interface OpenedSpec {
  readonly project: Exclude<Awaited<ReturnType<typeof loadProject>>, { readonly sentence: string }>;
  readonly files: WorkspaceFiles;
  /** Path of the spec, relative to the working directory. */
  readonly spec: string;
}

/** Specs that are named one by one. */
const mostNamed = 8;

/** The one spec at or below a place. @throws {UsageError} when there is none, or several */
export async function openSpec(written: string, world: CommandLineWorld): Promise<OpenedSpec> {
  const location = await world.realPath(path.resolve(world.cwd, written));
  if (location === undefined) throw new UsageError(`There is no file or folder ${JSON.stringify(written)}.`);
  const kind = location.isFolder ? 'folder' : 'file';
  const files = await openWorkspace([{ location: location.path, kind }], world);
  const nameOf = (uri: string) => relativeName(URI.parse(uri).fsPath, world.cwd);
  const groups = await findProjects(files, URI.file(location.path).toString());
  const [group, ...others] = groups;
  if (group === undefined) {
    const ignored = await sayIgnored([{ location: location.path, kind }], world);
    throw new UsageError(
      `There is no plumbline.yaml at or below ${JSON.stringify(written)}; ${ignored}plumbline init proposes one.`,
    );
  }
  if (others.length > 0) {
    const names = groups.map(({ mainUri }) => nameOf(mainUri));
    const rest = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
    throw new UsageError(`There are ${names.length} specs; name one: ${names.slice(0, mostNamed).join(', ')}${rest}.`);
  }
  const project = await loadProject(files, group, nameOf);
  if ('sentence' in project) throw new UsageError(project.sentence);
  return { project, files, spec: nameOf(group.mainUri) };
}

/** Writes files by their paths relative to a spec, and the folders that they need. */
export function writerBeside(world: CommandLineWorld) {
  return async (mainUri: string, relative: string, text: string): Promise<void> => {
    const location = path.join(path.dirname(URI.parse(mainUri).fsPath), ...relative.split('/'));
    await world.makeFolder(path.dirname(location));
    await world.writeFile(location, text);
  };
}

/** A path from the working directory, with forward slashes, as compilers print it. */
export function relativeName(location: string, cwd: string): string {
  return path.relative(cwd, location).split(path.sep).join('/');
}
