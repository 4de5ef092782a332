/** `plumbline drift`. */
import path from 'node:path';
import { URI } from 'vscode-uri';
import { incompleteWindows, mostQueuedRows, type PeriodLength } from '../../../schemas/driftJob.ts';
import { compareFiles } from '../operations/drift/compareFiles.ts';
import { compareProject } from '../operations/drift/compareProject.ts';
import type { DriftOutcome, QueueWriting } from '../operations/drift/compareProject.ts';
import { readMethods, readPeriod } from '../operations/drift/driftWishes.ts';
import type { DriftWishes, WishedChunks } from '../operations/drift/driftWishes.ts';
import { parseProfile } from '../operations/drift/planCheck.ts';
import { findFolder, tableSource } from '../operations/facts/findTable.ts';
import { driftFormats, renderDrift, verdictOfDrift } from '../operations/drift/renderDrift.ts';
import { acceptCheck } from './acceptCheck.ts';
import { openSpec, relativeName, writerBeside } from './openSpec.ts';
import { progressOn, requireDone } from './progress.ts';
import { choose, textOf, UsageError } from './world.ts';
import type { Command, CommandLineWorld, ExitCode, Given } from './world.ts';

const profileBytes = 100_000_000;

export const driftCommand: Command = {
  name: 'drift',
  summary: 'say which columns changed against a reference, how surely, and by enough to matter',
  help: `Usage: plumbline drift [SPEC] [options]
       plumbline drift REFERENCE CURRENT [options]
       plumbline drift --reference FILE --current FILE [options]

Compares the inputs that the checks of a spec watch, or the columns of two files, with what is normal. Each column of
each window gets one of three answers: drift, stable, or cannot tell with the rows that would settle it. The rate of
false alarms is held over all columns and windows together. Checks of outputs compare the answers of the model, checks
of a metric or the share of alerts hold them against their range, and an invariant must hold for each row. A reference
that ends in .json is a profile, made by plumbline profile. The latest comparison of each check is written into
.plumbline/drift beside the spec.

Which rows:
  --check ID          only this check of the spec
  --reference FILE    what is normal: CSV, TSV, JSON lines, Parquet (or its .gz), a folder of such files or of images,
                      or a profile
  --current FILE      what is compared with it
  --columns A,B       only these columns
  --personal A,B      columns with personal data: no value of theirs is kept or shown (two files)

Windows:
  --every PERIOD      periods such as "1 day", "1 week", "1 month"; two files also need --time
  --time COLUMN       column with the time of a row (two files)
  --rows N            windows of N rows
  --windows N         N windows of equal size
  --against WHAT      reference, previous, or rolling:N for the N windows before (default: reference)
  --incomplete WHAT   a window that the data does not fill: keep, append to the one before, or drop (default: keep)
  --min-rows N        windows with fewer rows get no verdict
  --block PERIOD      rows of one such period are alike: changes are held against how far such periods of the reference
                      lie apart (default: "1 day" where times are known; none: rows are independent); two files also
                      need --time

Verdict:
  --false-alarm RATE  such as "5 %" (default: as the check says, else 5 %)
  --exact             compare every value, never bins
  --method NAMES      auto, all, evidently, nannyml, tfdv, whylogs, or names of statistics, separated by commas:
                      what is shown beside the verdict (default: as the check says). Whole rows are compared by
                      domain_classifier, pca_reconstruction, row_mmd and correlation_change

Answers of a model:
  --score COLUMN      column with the score of the positive class: estimates what it is worth without labels
  --truth CONDITION   what makes a row positive, such as "late = true"; rows that lack it have no label yet
  --threshold NUMBER  score from which a row is answered positive (default: 0.5)
  --arrived COLUMN    column with the time at which the label came (default: in the order of rows)

Labels:
  --label N           pick N rows of the window that changed most: uncertain, anomalous and representative ones
  --queue FILE        CSV file into which they go (default: the queue that the spec names under new_data)

Reference:
  --accept            instead of comparing, make what --check ID compares its new reference: a split by its name,
                      anything else as a profile in .plumbline/profiles; writes both the profile and the spec

  --accept-windows W  the same of some windows alone, as the output names them, such as "2001-04; 2001-05"

Other:
  --no-record         write nothing
  --format FORMAT     ${driftFormats.join(', ')} (default: text)
  --help              this text

Exit codes:
  0  nothing drifts; what cannot be told is counted in the output
  1  drift, or a column that has vanished or changed its type
  2  could not run, or a check could not be compared
  130  cancelled; nothing was recorded of the check that was under way

Examples:
  plumbline drift examples/flight-delays
  plumbline drift examples/flight-delays --check months
  plumbline drift examples/digits --check scanner --accept
  plumbline drift examples/flight-delays --check months --accept-windows 2001-05
  plumbline drift march.csv april.csv --columns distance,origin
  plumbline drift photos/march photos/april
  plumbline drift --reference .plumbline/profiles/train.json --current june.parquet --format markdown
`,
  options: {
    check: { type: 'string' },
    reference: { type: 'string' },
    current: { type: 'string' },
    columns: { type: 'string' },
    personal: { type: 'string' },
    every: { type: 'string' },
    time: { type: 'string' },
    rows: { type: 'string' },
    windows: { type: 'string' },
    against: { type: 'string' },
    incomplete: { type: 'string', words: incompleteWindows.options },
    'min-rows': { type: 'string' },
    block: { type: 'string' },
    'false-alarm': { type: 'string' },
    exact: { type: 'boolean' },
    method: { type: 'string' },
    score: { type: 'string' },
    truth: { type: 'string' },
    threshold: { type: 'string' },
    arrived: { type: 'string' },
    label: { type: 'string' },
    queue: { type: 'string' },
    accept: { type: 'boolean' },
    'accept-windows': { type: 'string' },
    'no-record': { type: 'boolean' },
    format: { type: 'string', words: driftFormats },
  },
  run: async (given, world) => {
    if (given.values['accept'] === true || given.values['accept-windows'] !== undefined)
      return acceptCheck(given, world);
    const format = choose(given, 'format', driftFormats, 'text');
    const wishes = readWishes(given);
    const [reference, current] = sidesOf(given);
    if ((reference === undefined) !== (current === undefined)) {
      throw new UsageError('Give both --reference and --current, or neither to compare what a spec watches.');
    }
    // Whatever is compared is compared by a worker, which starts while the spec is read.
    world.jobs.prepare?.();
    const outcome =
      reference !== undefined && current !== undefined
        ? await runFiles(reference, current, wishes, given, world)
        : await runSpec(wishes, given, world);
    const done = requireDone(outcome, world);
    if (done === undefined) return 130;
    const baseUri = `${URI.file(world.cwd).toString()}/`;
    world.print(renderDrift(done.report, format, { hasColour: world.hasColour, baseUri }));
    return exitCodeOf(verdictOfDrift(done.report));
  },
};

function exitCodeOf(verdict: ReturnType<typeof verdictOfDrift>): ExitCode {
  switch (verdict) {
    case 'stable':
    case 'cannot-tell':
      return 0;
    case 'drift':
      return 1;
    case 'failed':
      return 2;
  }
}

async function runSpec(wishes: DriftWishes, given: Given, world: CommandLineWorld): Promise<DriftOutcome> {
  const [written = '.'] = given.positionals;
  for (const option of ['time', 'personal']) {
    if (given.values[option] !== undefined)
      throw new UsageError(`--${option} goes with --reference and --current; a spec says it itself.`);
  }
  const { project, files } = await openSpec(written, world);
  return compareProject(
    project,
    { ...wishes, checkId: textOf(given, 'check') },
    {
      files,
      jobs: world.jobs,
      clock: { now: world.now },
      version: world.version,
      readEnvironment: world.readEnvironment,
      writeQueue: queueWriter(world, textOf(given, 'queue') === undefined ? folderOf(project) : world.cwd),
      nameOf: (uri) => relativeName(URI.parse(uri).fsPath, world.cwd),
      ...(given.values['no-record'] === true ? {} : { writeBeside: writerBeside(world) }),
    },
    { signal: world.signal, onProgress: progressOn(world) },
  );
}

/** Two places in a row are a reference and what is compared with it. */
function sidesOf(given: Given): readonly [reference: string | undefined, current: string | undefined] {
  const [first, second, ...others] = given.positionals;
  const named = [textOf(given, 'reference'), textOf(given, 'current')] as const;
  if (second === undefined) return named;
  if (others.length > 0) throw new UsageError('plumbline drift takes one spec, or two files or folders.');
  if (named.some((one) => one !== undefined)) {
    throw new UsageError('Two files are named in a row, or by --reference and --current, not both.');
  }
  return [first, second];
}

async function runFiles(
  reference: string,
  current: string,
  wishes: DriftWishes,
  given: Given,
  world: CommandLineWorld,
): Promise<DriftOutcome> {
  if (given.positionals.length === 1)
    throw new UsageError('Two files are compared without a spec; leave the spec out.');
  if (textOf(given, 'check') !== undefined)
    throw new UsageError('--check names a check of a spec; two files have none.');
  const [left, right] = [await sideOf(reference, world), await sideOf(current, world)];
  return compareFiles(
    {
      ...wishes,
      reference: left,
      current: right,
      time: textOf(given, 'time'),
      personal: listOf(given, 'personal') ?? [],
    },
    {
      jobs: world.jobs,
      clock: { now: world.now },
      version: world.version,
      writeQueue: queueWriter(world, world.cwd),
    },
    { signal: world.signal, onProgress: progressOn(world) },
  );
}

function folderOf({ mainUri }: { readonly mainUri: string }): string {
  return path.dirname(URI.parse(mainUri).fsPath);
}

/** Writes a new file below a folder, and the folders that lead to it. */
function queueWriter(world: CommandLineWorld, folder: string) {
  return async (file: string, text: string): Promise<QueueWriting> => {
    const location = path.resolve(folder, file);
    await world.makeFolder(path.dirname(location));
    return (await world.createFile(location, text)) ? 'written' : 'there';
  };
}

async function sideOf(written: string, world: CommandLineWorld) {
  const found = await world.realPath(path.resolve(world.cwd, written));
  if (found === undefined) throw new UsageError(`${JSON.stringify(written)} is not there.`);
  if (found.isFolder) return folderSide(written, found.path, world);
  if (found.path.endsWith('.json')) {
    const text = world.readText(found.path, profileBytes);
    if (text === undefined)
      throw new UsageError(`${JSON.stringify(written)} cannot be read, or is larger than 100 MB.`);
    const profile = parseProfile(text, written);
    if ('sentence' in profile) throw new UsageError(profile.sentence);
    return profile.side;
  }
  const source = { label: written, root: path.dirname(found.path), files: [found.path], derive: [] };
  return { kind: 'rows' as const, label: written, source, splits: [] };
}

async function folderSide(written: string, folder: string, world: CommandLineWorld) {
  const parent = path.dirname(folder);
  const uri = URI.file(path.join(parent, 'plumbline.yaml')).toString();
  const found = await findFolder(world.openFiles([parent]), path.basename(folder), uri);
  if (found.kind === 'unknown') {
    throw new UsageError(`${JSON.stringify(written)} cannot be compared: ${found.because}.`);
  }
  const source = { ...tableSource(found, []), label: written };
  return { kind: 'rows' as const, label: written, source, splits: [] };
}

function readWishes(given: Given): DriftWishes {
  const names = listOf(given, 'method');
  const methods = names === undefined ? undefined : readMethods(names);
  if (methods !== undefined && 'sentence' in methods) throw new UsageError(methods.sentence);
  return {
    chunks: readChunks(given),
    against: readAgainst(given),
    incomplete:
      given.values['incomplete'] === undefined
        ? undefined
        : choose(given, 'incomplete', incompleteWindows.options, 'keep'),
    leastRows: readCount(given, 'min-rows'),
    block: textOf(given, 'block') === 'none' ? 'none' : readLength(given, 'block'),
    falseAlarm: readRate(given),
    columns: listOf(given, 'columns'),
    isExact: given.values['exact'] === true,
    methods,
    answers: readAnswers(given),
    queue: readQueue(given),
  };
}

function readQueue(given: Given): DriftWishes['queue'] {
  const [rows, file] = [readCount(given, 'label'), textOf(given, 'queue')];
  if (rows === undefined && file !== undefined) {
    throw new UsageError('--queue goes with --label, which says how many rows are picked.');
  }
  if (rows === undefined) return undefined;
  if (file === undefined && given.values['reference'] !== undefined) {
    throw new UsageError('Say with --queue into which file the rows go; a spec says it itself.');
  }
  return { rows: Math.min(rows, mostQueuedRows), file };
}

function readAnswers(given: Given): DriftWishes['answers'] {
  const [score, truth, arrived] = ['score', 'truth', 'arrived'].map((option) => textOf(given, option));
  const threshold = textOf(given, 'threshold');
  if (score === undefined && truth === undefined) {
    const lonely = arrived === undefined ? 'threshold' : 'arrived';
    if (arrived !== undefined || threshold !== undefined) {
      throw new UsageError(`--${lonely} goes with --score and --truth, which name the answers that are watched.`);
    }
    return undefined;
  }
  if (score === undefined || truth === undefined) {
    throw new UsageError('Give both --score and --truth: what was answered, and what makes a row positive.');
  }
  const cut = threshold === undefined ? 0.5 : Number(threshold);
  if (threshold?.trim() === '' || !Number.isFinite(cut)) {
    throw new UsageError(`--threshold takes a number such as 0.4, and was given ${JSON.stringify(threshold)}.`);
  }
  return { score, truth, threshold: cut, ...(arrived === undefined ? {} : { arrived }) };
}

function readChunks(given: Given): WishedChunks | undefined {
  const [every, rows, windows] = [readLength(given, 'every'), readCount(given, 'rows'), readCount(given, 'windows')];
  if ([every, rows, windows].filter((one) => one !== undefined).length > 1) {
    throw new UsageError('Windows are cut in one way: give one of --every, --rows and --windows.');
  }
  if (rows !== undefined) return { kind: 'rows', rows };
  if (windows !== undefined) return { kind: 'number', windows };
  return every === undefined ? undefined : { kind: 'period', length: every };
}

function readLength(given: Given, option: string): PeriodLength | undefined {
  const text = textOf(given, option);
  if (text === undefined) return undefined;
  const length = readPeriod(text);
  if (length !== undefined) return length;
  throw new UsageError(
    `--${option} takes a period such as "1 day", "2 weeks" or "1 month", and was given ${JSON.stringify(text)}.`,
  );
}

function readAgainst(given: Given): DriftWishes['against'] {
  const text = textOf(given, 'against');
  if (text === undefined || text === 'reference') return text === undefined ? undefined : { kind: 'fixed' };
  if (text === 'previous') return { kind: 'previous' };
  const windows = Number(/^rolling:(\d{1,3})$/.exec(text)?.[1] ?? 0);
  if (windows < 1) {
    throw new UsageError(`--against takes reference, previous or rolling:N, and was given ${JSON.stringify(text)}.`);
  }
  return { kind: 'rolling', windows };
}

function readCount(given: Given, option: string): number | undefined {
  const text = textOf(given, option);
  if (text === undefined) return undefined;
  const count = /^\d{1,12}$/.test(text) ? Number(text) : 0;
  if (count < 1)
    throw new UsageError(`--${option} takes a whole number of at least 1, and was given ${JSON.stringify(text)}.`);
  return count;
}

function readRate(given: Given): number | undefined {
  const text = textOf(given, 'false-alarm');
  if (text === undefined) return undefined;
  const match = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text);
  const rate = match === null ? 0 : Number(match[1]) / (match[2] === '%' ? 100 : 1);
  if (rate > 0 && rate < 1) return rate;
  throw new UsageError(`--false-alarm takes a rate such as "5 %" or 0.05, and was given ${JSON.stringify(text)}.`);
}

function listOf(given: Given, option: string): readonly string[] | undefined {
  return textOf(given, option)
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
