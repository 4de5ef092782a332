/**
 * Promotes the notebooks of public repositories and counts what comes out right.
 *
 *     PLUMBLINE_NOTEBOOK_CORPUS=folder node scripts/notebooks/promoteCorpus.ts [--sample 200] [--seed 1] [--out folder]
 *
 * A promotion succeeds when nothing throws, every module parses, and ruff finds no undefined or unused name in it.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { loadShippedEffects } from '../../server/src/notebook/effects/shippedEffects.ts';
import { createNotebookAnalyzer } from '../../server/src/notebook/flow/analyseNotebook.ts';
import { promote } from '../../server/src/notebook/promote/promote.ts';
import { polishFiles } from '../../server/src/operations/promote/polishFiles.ts';
import { loadRuffFormatter } from '../../server/src/platform/ruffFormatter.ts';
import { loadPythonParser } from '../../test/support/pythonParser.ts';
import { corpusRoot, findNotebooks, readNotebook, sample } from './corpus.ts';
import type { CorpusNotebook } from './corpus.ts';

interface Outcome extends CorpusNotebook {
  readonly kind: 'right' | 'wrong' | 'threw' | 'no-python';
  readonly milliseconds: number;
  /** Such as `F821 Undefined name x (train.py:12)`, or the exception. */
  readonly problems: readonly string[];
  readonly counts: { readonly converted: number; readonly dropped: number; readonly left: number };
  readonly reasons: readonly string[];
}

const { values: given } = parseArgs({
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
    only: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});

/** What the notebook's own text says needlessly, as a key twice or an f-string without a place, is not ours to count. */
const ownWords: ReadonlySet<string> = new Set(['F541', 'F601']);

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const root = corpusRoot(process.env);
const parser = await loadPythonParser();
const analyzer = createNotebookAnalyzer({ parser, effects: loadShippedEffects() });
const formatter = await loadRuffFormatter();
if (formatter === undefined) throw new Error('ruff is not installed: run npm install.');

const found = (await findNotebooks(root)).filter(({ path }) => given.only === undefined || path.includes(given.only));
const chosen = given.sample === undefined ? found : sample(found, Number(given.sample), Number(given.seed));
const outcomes: Outcome[] = [];
for (const notebook of chosen) outcomes.push(await tryOne(notebook));
report();

async function tryOne(place: CorpusNotebook): Promise<Outcome> {
  const nothing = { ...place, milliseconds: 0, counts: { converted: 0, dropped: 0, left: 0 }, reasons: [] };
  const notebook = await readNotebook(place.path);
  if (!notebook.isRead || !notebook.language.startsWith('python'))
    return { ...nothing, kind: 'no-python', problems: [] };
  try {
    const analysis = analyzer.analyse(notebook);
    const start = performance.now();
    const { files, report: told } = promote(analysis, {
      parser,
      packageName: 'promoted',
      notebook: basename(place.path),
      version: '0.0.0',
    });
    const milliseconds = performance.now() - start;
    const before = files.flatMap(({ path, text }) => (path.endsWith('.py') ? formatterProblems(path, text) : []));
    const { files: polished } = polishFiles(files, formatter ?? neverMissing());
    if (given.out !== undefined) {
      for (const { path, text } of polished) await save(join(given.out, relative(root, place.path)), path, text);
    }
    const reasons = told.statements.flatMap(({ outcome, reason, text, at }) =>
      outcome === 'left' ? [`${reason ?? ''} ← cell ${at.cell + 1}: ${text}`] : [],
    );
    const kind = before.length === 0 ? 'right' : 'wrong';
    return { ...place, kind, milliseconds, problems: before, counts: told.counts, reasons };
  } catch (error) {
    const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...nothing, kind: 'threw', problems: [shown.split('\n').slice(0, 4).join(' ')] };
  }
}

function neverMissing(): never {
  throw new Error('ruff was there a moment ago.');
}

function formatterProblems(path: string, text: string): readonly string[] {
  return (formatter?.check(text) ?? [])
    .filter(({ code }) => !ownWords.has(code))
    .map(
      ({ code, message, line }) =>
        `${code} ${message} (${basename(path)}:${line}) ${text.split('\n')[line - 1]?.trim().slice(0, 100) ?? ''}`,
    );
}

async function save(folder: string, path: string, text: string): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

function report(): void {
  for (const { path, kind, problems, reasons } of outcomes) {
    if (kind === 'wrong' || kind === 'threw') {
      say(`${kind} ${relative(root, path)}`);
      for (const problem of problems.slice(0, given.verbose ? 100 : 5)) say(`    ${problem}`);
    }
    if (given.verbose) for (const reason of reasons) say(`    left: ${reason}`);
  }
  const python = outcomes.filter(({ kind }) => kind !== 'no-python');
  const codes = new Map<string, number>();
  for (const { problems } of python) {
    for (const problem of problems) {
      const code = problem.split(' ')[0] ?? '';
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
  }
  say(JSON.stringify(Object.fromEntries([...codes].sort((left, right) => right[1] - left[1]))));
  const why = new Map<string, number>();
  for (const reason of python.flatMap(({ reasons }) => reasons)) {
    const short = (reason.split(' ← ')[0] ?? '').replace(/`[^`]*`/g, '`…`').replace(/cell \d+/, 'cell …');
    why.set(short, (why.get(short) ?? 0) + 1);
  }
  for (const [reason, count] of [...why].sort((left, right) => right[1] - left[1]).slice(0, 15))
    say(`${count} left: ${reason}`);
  const total = (key: 'converted' | 'dropped' | 'left'): number =>
    python.reduce((sum, { counts }) => sum + counts[key], 0);
  say(`statements: ${total('converted')} converted, ${total('dropped')} dropped, ${total('left')} left`);
  for (const [repository, own] of Map.groupBy(python, (outcome) => outcome.repository)) {
    const right = own.filter(({ kind }) => kind === 'right').length;
    say(`${repository}: ${right} of ${own.length}`);
  }
  const right = python.filter(({ kind }) => kind === 'right').length;
  const times = python.map(({ milliseconds }) => milliseconds).sort((left, right2) => left - right2);
  const median = times[Math.floor(times.length / 2)] ?? 0;
  say(`right: ${right} of ${python.length} (${((100 * right) / Math.max(1, python.length)).toFixed(1)} %)`);
  say(`promotion: median ${median.toFixed(0)} ms, slowest ${(times.at(-1) ?? 0).toFixed(0)} ms`);
}
