/** `plumbline profile`. */
import path from 'node:path';
import { plainText } from '../text/plainText.ts';
import { profileFile } from '../operations/profileFile.ts';
import { progressOn, requireDone } from './progress.ts';
import { UsageError } from './world.ts';
import type { Command } from './world.ts';

export const profileCommand: Command = {
  name: 'profile',
  summary: 'write how the values of every column of a table spread',
  help: `Usage: plumbline profile DATA --out FILE [options]

Reads a CSV, TSV, JSON lines or Parquet file (or its .gz) and writes a reference profile: exact counts that can be
merged, no rows. A profile is small, readable in a diff, and made to be committed.

Options:
  --out FILE          the profile to write, as a rule .plumbline/profiles/NAME.json
  --personal COLUMNS  columns with personal data, separated by commas: no value of theirs is kept
  --help              this text

Exit codes:
  0  written
  2  could not run; nothing was written

Examples:
  plumbline profile data/flights.parquet --out .plumbline/profiles/flights.json
  plumbline profile customers.csv --out customers.json --personal name,email
`,
  options: { out: { type: 'string' }, personal: { type: 'string' } },
  run: async (given, world) => {
    const [data, ...rest] = given.positionals;
    const { out } = given.values;
    if (data === undefined || rest.length > 0) throw new UsageError('plumbline profile takes one data file.');
    if (typeof out !== 'string' || out === '') throw new UsageError('Say with --out which file to write.');
    const location = path.resolve(world.cwd, data);
    const found = await world.realPath(location);
    if (found === undefined || found.isFolder) {
      throw new UsageError(`${JSON.stringify(data)} is ${found === undefined ? 'not there' : 'a folder, not a file'}.`);
    }
    const personal = typeof given.values['personal'] === 'string' ? given.values['personal'].split(',') : [];
    const outcome = await profileFile(
      { label: data, location: found.path, root: path.dirname(found.path), personal },
      { jobs: world.jobs, version: world.version },
      { signal: world.signal, onProgress: progressOn(world) },
    );
    const done = requireDone(outcome, world);
    if (done === undefined) return 130;
    await world.writeFile(path.resolve(world.cwd, out), done.text);
    for (const note of done.notes) world.say(`${plainText(note)}\n`);
    world.say(`${done.rows.toLocaleString('en')} rows of ${plainText(data)} profiled in ${plainText(out)}.\n`);
    return 0;
  },
};
