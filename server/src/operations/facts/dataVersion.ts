/** Which bytes a data source is today, as one text that two runs can be compared by. */
import type { Fact } from '../../../../schemas/facts.ts';
import type { Project } from '../../spec/project.ts';
import { readDvcOutputs } from '../../stores/dvcOutput.ts';
import type { DvcOutput } from '../../stores/dvcOutput.ts';
import { folderOf, joinPath } from '../../stores/pathBeside.ts';
import { dvcProjectsFact } from './dvcRuns.ts';
import { fileFact, plainOf } from './fileFacts.ts';
import { dataSourceOf } from './tableRequests.ts';
import { objectFact } from './historyFacts.ts';
import { mapFact, uriOf } from './world.ts';
import type { FactWorld } from './world.ts';

/**
 * The version of a data source: `md5 901eadf9…`, `etag …`, `git 4b825dc6…`, `s3 bucket/key 3sL4…`,
 * `pachyderm repo@branch=commit`, `table 8214`. A run record keeps it, and a measurement on another one is stale.
 *
 * @returns known as undefined when the spec pins nothing, or something that git does not hold or may not be asked for
 */
export function dataVersionFact(world: FactWorld, project: Project, dataId: string): Fact<string | undefined> {
  const source = dataSourceOf(project.spec, dataId);
  const version = source?.fields.version;
  if (source === undefined || version === undefined) return { state: 'known', value: undefined };
  const { dvc, git, md5, s3, pachyderm, table_version: table } = version.fields;
  const text = (value: string): Fact<string> => ({ state: 'known', value });
  if (dvc !== undefined)
    return dvcVersion(world, project, dvc.text, uriOf(project, dvc.place), source.fields.path?.text);
  if (git !== undefined)
    return mapFact(objectFact(world, git.text, uriOf(project, git.place)), (id) =>
      id === undefined ? undefined : `git ${id}`,
    );
  if (md5 !== undefined) return text(`md5 ${md5.text}`);
  if (s3 !== undefined) {
    const { bucket, key, version_id: id } = s3.fields;
    return text(`s3 ${bucket?.text ?? ''}/${key?.text ?? ''} ${id?.text ?? ''}`);
  }
  if (pachyderm !== undefined) {
    const { repo, branch, commit } = pachyderm.fields;
    return text(`pachyderm ${repo?.text ?? ''}@${branch?.text ?? ''}=${commit?.text ?? ''}`);
  }
  return table === undefined ? { state: 'known', value: undefined } : text(`table ${table.text}`);
}

function dvcVersion(
  world: FactWorld,
  project: Project,
  pin: string,
  uri: string,
  path: string | undefined,
): Fact<string | undefined> {
  const wanted = path === undefined ? undefined : joinPath('', path);
  if (/(?:^|\/)dvc\.(?:lock|yaml)$/.test(pin)) {
    return mapFact(dvcProjectsFact(world, project), (projects) =>
      hashText(projects.flatMap(({ locked }) => locked.flatMap(({ outs }) => outs)).find((out) => out.path === wanted)),
    );
  }
  return mapFact(fileFact(world, pin, uri), (file) => {
    const read = file === undefined ? undefined : readDvcOutputs(plainOf(file), folderOf(pin));
    if (read?.kind !== 'outputs') return undefined;
    return hashText(read.outputs.find((out) => out.path === wanted) ?? read.outputs[0]);
  });
}

/** Name and value of a hash, as a data version has them. */
export function hashText(output: DvcOutput | undefined): string | undefined {
  return output?.hash === undefined ? undefined : `${output.hash.name} ${output.hash.value}`;
}
