/** `plumbline drift --accept`: what a check compares becomes its reference, in the spec. */
import { URI } from 'vscode-uri';
import { acceptReference } from '../operations/drift/acceptReference.ts';
import type { ReferenceEdit } from '../operations/drift/acceptReference.ts';
import { plainText } from '../text/plainText.ts';
import { openSpec, relativeName, writerBeside } from './openSpec.ts';
import { progressOn, requireDone } from './progress.ts';
import { textOf, UsageError } from './world.ts';
import type { CommandLineWorld, ExitCode, Given } from './world.ts';

const specBytes = 10_000_000;

export async function acceptCheck(given: Given, world: CommandLineWorld): Promise<ExitCode> {
  const [written = '.', ...rest] = given.positionals;
  const checkId = textOf(given, 'check');
  if (rest.length > 0) throw new UsageError('plumbline drift takes one spec or folder.');
  if (checkId === undefined) throw new UsageError('Say with --check which check gets a new reference.');
  const { project, files } = await openSpec(written, world);
  const ports = {
    files,
    jobs: world.jobs,
    clock: { now: world.now },
    version: world.version,
    readEnvironment: world.readEnvironment,
    writeBeside: writerBeside(world),
  };
  const options = { signal: world.signal, onProgress: progressOn(world) };
  const windows = textOf(given, 'accept-windows')
    ?.split(';')
    .map((label) => label.trim())
    .filter((label) => label !== '');
  if (windows?.length === 0)
    throw new UsageError('Name the windows as they are shown, such as 2001-05 or "2001-04; 2001-05".');
  const done = requireDone(await acceptReference(project, { checkId, windows }, ports, options), world);
  if (done === undefined) return 130;
  const { edit, profile, notes } = done;
  const location = URI.parse(edit.uri).fsPath;
  const text = world.readText(location, specBytes);
  if (text === undefined) throw new UsageError(`${JSON.stringify(relativeName(location, world.cwd))} cannot be read.`);
  await world.writeFile(location, applyEdit(text, edit));
  for (const note of notes) world.say(`${plainText(note)}\n`);
  if (profile !== undefined) {
    // Where it lies from here; the spec names it from its own folder.
    const kept = URI.parse(new URL(profile, project.mainUri).toString()).fsPath;
    world.say(`Kept as ${plainText(relativeName(kept, world.cwd))}.\n`);
  }
  world.say(`The reference of ${plainText(checkId)} is now ${plainText(edit.newText)}.\n`);
  return 0;
}

/** Lines end with a line feed, which a carriage return may stand before. */
function applyEdit(text: string, { range, newText }: ReferenceEdit): string {
  const lines = text.split('\n');
  const offsetOf = ({ line, character }: ReferenceEdit['range']['start']): number =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, character);
  return `${text.slice(0, offsetOf(range.start))}${newText}${text.slice(offsetOf(range.end))}`;
}
