/** Data that changed while the spec stayed as it is: pins of DVC against those of a commit. */
import type { Change } from '../../review/change.ts';
import { quoted } from '../../review/words.ts';
import type { Project } from '../../spec/project.ts';
import { readDvcFile } from '../../stores/dvcOutput.ts';
import { folderOf, joinPath } from '../../stores/pathBeside.ts';
import { hashText } from '../facts/dataVersion.ts';
import type { History, WorkspaceFiles } from '../ports.ts';

/** A `.dvc` file holds a few lines. */
const mostPinBytes = 1_000_000;

export interface PinPorts {
  readonly files: WorkspaceFiles;
  readonly history: History;
}

/**
 * One change for each data source that names the same `.dvc` file before and after, with another hash in it. A source
 * that names another file is a change of the spec itself.
 *
 * @param revision the commit to compare with
 * @returns nothing for a pin that cannot be read on one of the sides
 */
export async function reviewDataPins(
  before: Project,
  after: Project,
  revision: string,
  { files, history }: PinPorts,
): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const [id, source] of after.spec.fields.data?.entries ?? []) {
    const pin = source.fields.version?.fields.dvc;
    const earlier = before.spec.fields.data?.entries.get(id)?.fields.version?.fields.dvc;
    const at = pin === undefined ? undefined : after.locate(pin.place);
    if (pin === undefined || at === undefined || earlier?.text !== pin.text || !pin.text.endsWith('.dvc')) continue;
    const found = await files.resolve(pin.text, at.file.uri);
    if (found.kind !== 'file') continue;
    const [now, then] = await Promise.all([
      files.readFile(found.uri, mostPinBytes),
      history.readAt([found.uri], revision, mostPinBytes),
    ]);
    const path = source.fields.path?.text;
    const to = now.kind === 'content' ? hashIn(now.text, pin.text, path) : undefined;
    const old = then.kind === 'files' ? then.files[0]?.text : undefined;
    const from = old === undefined ? undefined : hashIn(old, pin.text, path);
    if (from === undefined || to === undefined || from === to) continue;
    changes.push({
      kind: 'data',
      weight: 'neutral',
      level: undefined,
      subject: `data.${id}.version`,
      sentence: `The data of ${quoted(id)} changed from ${quoted(from)} to ${quoted(to)}, says ${quoted(pin.text)}.`,
      from,
      to,
      base: undefined,
      current: { uri: at.file.uri, start: at.start, end: at.end },
      money: undefined,
      stated: undefined,
      writtenIn: found.uri,
    });
  }
  return changes;
}

function hashIn(text: string, pin: string, path: string | undefined): string | undefined {
  const read = readDvcFile(text, folderOf(pin));
  if (read.kind !== 'outputs') return undefined;
  const wanted = path === undefined ? undefined : joinPath('', path);
  return hashText(read.outputs.find((output) => output.path === wanted) ?? read.outputs[0]);
}
