/** The run records of a project, by name. */
import type { RunRecord } from '../../../../schemas/run.ts';
import type { Project } from '../../spec/project.ts';
import { findRunName, readRunFile } from '../../stores/runFile.ts';
import { recordWithIdsOfNow } from '../facts/idsOfNow.ts';
import { runFolder } from '../facts/ownRuns.ts';
import type { WorkspaceFiles } from '../ports.ts';

export interface NamedRun {
  readonly name: string;
  readonly record: RunRecord;
}

const runLimit = 2000;
const recordBytes = 8_000_000;

/**
 * Reads one record.
 *
 * @param wanted the name of a run or its beginning; `latest` and `latest~1`, `latest~2` … count from the newest on
 * @returns one sentence when there is none, or several are meant
 */
export async function readRun(
  project: Project,
  wanted: string,
  files: WorkspaceFiles,
): Promise<NamedRun | { readonly sentence: string }> {
  const found = await files.glob(`${runFolder}/*.json`, project.mainUri, runLimit);
  const uris = new Map(
    found.flatMap((match) => (match.kind === 'file' ? [[nameOf(match.uri), match.uri] as const] : [])),
  );
  const names = [...uris.keys()].sort();
  const name = nameMeant(names, wanted);
  if (typeof name !== 'string') return name;
  const content = await files.readFile(uris.get(name) ?? '', recordBytes);
  if (content.kind !== 'content') return { sentence: `The record of the run ${name} cannot be opened.` };
  const read = readRunFile(content.text);
  if (read.kind === 'problem') {
    return { sentence: `The record of the run ${name} cannot be read because ${read.because}.` };
  }
  return { name, record: recordWithIdsOfNow(project, read.record) };
}

function nameOf(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1)).replace(/\.json$/, '');
}

/** Names begin with the time, so that their order is that of the runs. */
function nameMeant(names: readonly string[], wanted: string): string | { readonly sentence: string } {
  if (names.length === 0) return { sentence: `There is no run in ${runFolder}; \`plumbline evaluate\` writes one.` };
  const back = /^latest(?:~(\d+))?$/.exec(wanted);
  if (back !== null) {
    const name = names.at(-1 - Number(back[1] ?? 0));
    return (
      name ?? {
        sentence: `${names.length === 1 ? 'There is only 1 run' : `There are only ${names.length} runs`} in ${runFolder}, so ${wanted} is none of them.`,
      }
    );
  }
  const found = findRunName(names, wanted);
  if (found === undefined) {
    return {
      sentence: `No run in ${runFolder} begins with ${JSON.stringify(wanted)}; the newest is ${names.at(-1) ?? ''}.`,
    };
  }
  if (found.kind === 'one') return found.name;
  return {
    sentence: `${JSON.stringify(wanted)} begins the names of ${found.names.length} runs; write one of ${found.names.join(', ')}.`,
  };
}
