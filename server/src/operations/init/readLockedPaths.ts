/** What the stages of DVC wrote when they last ran: paths that a `dvc.lock` pins. */
import { readDvcLock } from '../../stores/dvcLock.ts';
import { readDvcPipeline } from '../../stores/dvcPipeline.ts';
import { folderOf, joinPath } from '../../stores/pathBeside.ts';
import type { WorkspaceFiles } from '../ports.ts';

const mostBytes = 5_000_000;

/**
 * @param pipelines paths of `dvc.yaml` files, from the folder of the spec
 * @returns files and folders with a hash → path of the `dvc.lock`; a lock that cannot be read pins nothing
 */
export async function readLockedPaths(
  specUri: string,
  pipelines: readonly string[],
  files: WorkspaceFiles,
): Promise<ReadonlyMap<string, string>> {
  const locked = new Map<string, string>();
  const textOf = async (path: string): Promise<string | undefined> => {
    const resolved = await files.resolve(path, specUri);
    if (resolved.kind !== 'file') return undefined;
    const content = await files.readFile(resolved.uri, mostBytes);
    return content.kind === 'content' ? content.text : undefined;
  };
  for (const path of pipelines) {
    const folder = folderOf(path);
    const lockPath = joinPath(folder, 'dvc.lock');
    const [yaml, lock] = [await textOf(path), await textOf(lockPath)];
    if (yaml === undefined || lock === undefined) continue;
    const pipeline = readDvcPipeline(yaml, () => undefined);
    if (pipeline.kind === 'problem') continue;
    const wdirs = new Map(pipeline.pipeline.stages.map(({ name, wdir }) => [name, wdir]));
    const read = readDvcLock(lock, (stage) => joinPath(folder, wdirs.get(stage) ?? ''));
    if (read.kind === 'problem') continue;
    for (const { path: output, hash } of read.stages.flatMap(({ outs }) => outs)) {
      if (hash !== undefined) locked.set(output, lockPath);
    }
  }
  return locked;
}
