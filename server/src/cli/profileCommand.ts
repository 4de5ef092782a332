/** `plumbline profile`. */
import path from 'node:path';
import { mergeProfileFiles } from '../operations/drift/mergeProfileFiles.ts';
import { findSide } from '../operations/drift/planCheck.ts';
import { profileRows } from '../operations/drift/profileRows.ts';
import { profileFile } from '../operations/profileFile.ts';
import type { ProfileFileOutcome } from '../operations/profileFile.ts';
import { plainText } from '../text/plainText.ts';
import { openSpec } from './openSpec.ts';
import { progressOn, requireDone } from './progress.ts';
import { textOf, UsageError } from './world.ts';
import type { Command, CommandLineWorld, Given } from './world.ts';

const profileBytes = 100_000_000;

export const profileCommand: Command = {
  name: 'profile',
  summary: 'write how the values of every column of a table spread',
  help: `Usage: plumbline profile DATA --out FILE [options]
       plumbline profile [SPEC] --of ID --out FILE
       plumbline profile PROFILE PROFILE… --out FILE

Reads a CSV, TSV, JSON lines or Parquet file (or its .gz), or a split or data source of a spec, and writes a reference
profile: exact counts that can be merged, no rows. Of free text it keeps lengths and words, of images their measures.
Profiles of the same columns are added. A profile is small, readable in a diff, and made to be committed.

Options:
  --out FILE          the profile to write, as a rule .plumbline/profiles/NAME.json
  --of ID             the split or data source of the spec that is profiled; it says itself what is personal
  --personal COLUMNS  columns with personal data, separated by commas: no value of theirs is kept (data file)
  --help              this text

Exit codes:
  0  written
  2  could not run; nothing was written

Examples:
  plumbline profile data/flights.parquet --out .plumbline/profiles/flights.json
  plumbline profile customers.csv --out customers.json --personal name,email
  plumbline profile examples/digits --of train --out .plumbline/profiles/train.json
  plumbline profile january.json february.json --out winter.json
`,
  options: { out: { type: 'string' }, of: { type: 'string' }, personal: { type: 'string' } },
  run: async (given, world) => {
    const [data, ...rest] = given.positionals;
    const { out } = given.values;
    const id = textOf(given, 'of');
    const areProfiles = rest.length > 0 && given.positionals.every((name) => name.endsWith('.json'));
    if ((id === undefined && data === undefined) || (rest.length > 0 && !areProfiles))
      throw new UsageError('plumbline profile takes one data file, a spec with --of, or several profiles.');
    if (typeof out !== 'string' || out === '') throw new UsageError('Say with --out which file to write.');
    const outcome = areProfiles
      ? mergeFiles(given.positionals, out, world)
      : id === undefined
        ? await profileData(data ?? '', given, world)
        : await profileOfSpec(data ?? '.', id, given, world);
    const done = requireDone(outcome, world);
    if (done === undefined) return 130;
    const location = path.resolve(world.cwd, out);
    await world.makeFolder(path.dirname(location));
    await world.writeFile(location, done.text);
    for (const note of done.notes) world.say(`${plainText(note)}\n`);
    const what = areProfiles ? `${given.positionals.length} profiles` : (id ?? data ?? '');
    world.say(`${done.rows.toLocaleString('en')} rows of ${plainText(what)} profiled in ${plainText(out)}.\n`);
    return 0;
  },
};

async function profileData(data: string, given: Given, world: CommandLineWorld): Promise<ProfileFileOutcome> {
  const found = await world.realPath(path.resolve(world.cwd, data));
  if (found === undefined) throw new UsageError(`${JSON.stringify(data)} is not there.`);
  if (found.isFolder) {
    throw new UsageError(
      `${JSON.stringify(data)} is a folder, not a file; a spec is profiled with --of, which names a split or data source.`,
    );
  }
  const personal = typeof given.values['personal'] === 'string' ? given.values['personal'].split(',') : [];
  return profileFile(
    { label: data, location: found.path, root: path.dirname(found.path), personal },
    { jobs: world.jobs, version: world.version },
    { signal: world.signal, onProgress: progressOn(world) },
  );
}

async function profileOfSpec(
  written: string,
  id: string,
  given: Given,
  world: CommandLineWorld,
): Promise<ProfileFileOutcome> {
  if (given.values['personal'] !== undefined)
    throw new UsageError('--personal goes with a data file; a spec says itself what is personal.');
  const { project, files } = await openSpec(written, world);
  const found = await findSide(project, id, { files, readEnvironment: world.readEnvironment });
  if ('sentence' in found) return { kind: 'failed', sentence: found.sentence };
  const ports = { jobs: world.jobs, version: world.version };
  return profileRows(project, found, ports, { signal: world.signal, onProgress: progressOn(world) });
}

function mergeFiles(names: readonly string[], out: string, world: CommandLineWorld): ProfileFileOutcome {
  const files = names.map((name) => {
    const text = world.readText(path.resolve(world.cwd, name), profileBytes);
    if (text === undefined) throw new UsageError(`${JSON.stringify(name)} cannot be read, or is larger than 100 MB.`);
    return { name, text };
  });
  return mergeProfileFiles(files, out);
}
