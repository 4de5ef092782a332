/**
 * Promotes notebooks of public repositories, runs each beside its package, and counts how many compute the same.
 *
 *     PLUMBLINE_NOTEBOOK_CORPUS=folder node scripts/notebooks/verifyCorpus.ts --python path
 *         [--only text] [--sample 50] [--seed 1] [--seconds 120] [--verbose] [--repair] [--out outcomes.json]
 *
 * `--repair` first replaces, in memory, calls that libraries of today no longer have, as their release notes say; such
 * notebooks are counted apart.
 *
 * A notebook counts as one that runs by itself when its own run ends without an exception, data and packages being
 * there. Their text stays outside this repository.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Verification } from '../../schemas/promotion.ts';
import { verificationRequest } from '../../schemas/verificationJob.ts';
import { createVerifyPromotion } from '../../server/src/execution/verifyPromotion.ts';
import { loadShippedEffects } from '../../server/src/notebook/effects/shippedEffects.ts';
import { createNotebookAnalyzer } from '../../server/src/notebook/flow/analyseNotebook.ts';
import { loadImplied } from '../../server/src/notebook/packages/impliedDistributions.ts';
import { promote } from '../../server/src/notebook/promote/promote.ts';
import { readIpynb } from '../../server/src/notebook/read/readIpynb.ts';
import { planVerification } from '../../server/src/notebook/verify/planVerification.ts';
import { loadPythonParser } from '../../test/support/pythonParser.ts';
import { corpusRoot, findNotebooks, sample } from './corpus.ts';
import type { CorpusNotebook } from './corpus.ts';

const { values: given } = parseArgs({
  options: {
    python: { type: 'string' },
    only: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '120' },
    verbose: { type: 'boolean', default: false },
    repair: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});

interface Outcome {
  readonly notebook: string;
  readonly verdict: Verification['verdict'] | 'threw' | 'no-python';
  readonly sentence: string;
  /** Whether the notebook itself ran to its end. */
  readonly runs: boolean;
  readonly compared: number;
  /** Whether its text was repaired before. */
  readonly repaired: boolean;
}

/** One-line renames of API, in the text of the JSON. */
const repairs: readonly (readonly [RegExp, string])[] = [
  [/from sklearn\.externals import joblib/g, 'import joblib'],
  [/base_estimator=/g, 'estimator='],
  [/,\s*multi_class=(?:'\w+'|\\"\w+\\")/g, ''],
  [/multi_class=(?:'\w+'|\\"\w+\\"),?\s*/g, ''],
  [/solver='liblinear'/g, "solver='lbfgs'"],
  [/normalize=(?:True|False),?/g, ''],
  [
    /from IPython\.display import set_matplotlib_formats/g,
    'from matplotlib_inline.backend_inline import set_matplotlib_formats',
  ],
  [/\.get_feature_names\(\)/g, '.get_feature_names_out()'],
  [/plot_confusion_matrix/g, 'ConfusionMatrixDisplay.from_estimator'],
];

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const root = corpusRoot(process.env);
const parser = await loadPythonParser();
const analyzer = createNotebookAnalyzer({ parser, effects: loadShippedEffects() });
const implied = loadImplied();
const verify = createVerifyPromotion({ harness: path.resolve(import.meta.dirname, '../../server/python') });
const scratch = await mkdtemp(path.join(tmpdir(), 'plumbline-verify-'));

const found = (await findNotebooks(root)).filter(
  ({ path: file }) => given.only === undefined || file.includes(given.only),
);
const chosen = given.sample === undefined ? found : sample(found, Number(given.sample), Number(given.seed));
const outcomes: Outcome[] = [];
try {
  for (const place of chosen) {
    const outcome = await tryOne(place);
    outcomes.push(outcome);
    say(`${outcome.verdict.padEnd(12)} ${outcome.notebook}`);
    if (outcome.verdict !== 'equal') say(`             ${outcome.sentence}`);
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
report();
if (given.out !== undefined) await writeFile(given.out, `${JSON.stringify(outcomes, null, 2)}\n`);

async function tryOne({ path: file }: CorpusNotebook): Promise<Outcome> {
  const name = path.relative(root, file).replaceAll(path.sep, '/');
  const text = await readFile(file, 'utf8');
  const repairedText = given.repair ? repair(text) : text;
  const repaired = repairedText !== text;
  const nothing = { notebook: name, runs: false, compared: 0, repaired };
  const { notebook } = readIpynb(pathToFileURL(file).href, repairedText);
  if (!notebook.isRead || !notebook.language.startsWith('python')) {
    return { ...nothing, verdict: 'no-python', sentence: 'It is no notebook in Python.' };
  }
  try {
    const project = path.join(path.dirname(file), 'promoted');
    const promotion = promote(analyzer.analyse(notebook), {
      parser,
      packageName: 'promoted',
      notebook: `../${path.basename(file)}`,
      version: '0.0.0',
    });
    const { plan, map, files } = promotion;
    if (promotion.report.counts.converted === 0) {
      return { ...nothing, verdict: 'not-run', sentence: 'It has nothing that a package could be made of.' };
    }
    const request = verificationRequest.parse({
      label: name,
      root,
      notebook: file,
      project,
      files,
      plan: planVerification({ plan, code: plan.source.code, entries: map.entries, implied }),
      python: given.python === undefined ? {} : { chosen: { path: path.resolve(given.python), by: '--python' } },
      limits: { runSeconds: Number(given.seconds) },
    });
    const limits = { memoryBytes: 2 ** 30, diskBytes: 2 ** 30, threads: 1 };
    const answer = await verify(request, { limits, scratch, report: () => undefined });
    if (answer.kind === 'failed') return { ...nothing, verdict: 'threw', sentence: answer.sentence };
    const { verification } = answer.value;
    if (given.verbose) tellProbes(verification);
    return {
      notebook: name,
      verdict: verification.verdict,
      sentence: verification.sentence,
      runs:
        verification.seconds !== null && verification.failure?.in !== 'notebook' && verification.verdict !== 'timeout',
      repaired,
      compared: verification.probes.filter(({ verdict }) => verdict.startsWith('equal')).length,
    };
  } catch (error) {
    const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...nothing, verdict: 'threw', sentence: shown.split('\n').slice(0, 3).join(' ') };
  }
}

function repair(text: string): string {
  return repairs.reduce((now, [from, to]) => now.replace(from, to), text);
}

function tellProbes({ probes }: Verification): void {
  for (const { id, verdict, notebook, package: other, difference } of probes) {
    say(`    ${verdict.padEnd(22)} ${id}: ${notebook ?? '–'} | ${other ?? '–'} ${difference ?? ''}`);
  }
}

function report(): void {
  for (const [verdict, own] of Map.groupBy(outcomes, (outcome) => outcome.verdict)) say(`${verdict}: ${own.length}`);
  tellShare('run by themselves', (outcome) => !outcome.repaired);
  if (given.repair) tellShare('run after a repair', (outcome) => outcome.repaired);
}

function tellShare(what: string, isMeant: (outcome: Outcome) => boolean): void {
  const running = outcomes.filter((outcome) => outcome.runs && isMeant(outcome));
  const equal = running.filter(({ verdict }) => verdict === 'equal' || verdict === 'equal-within-tolerance');
  const share = ((100 * equal.length) / Math.max(1, running.length)).toFixed(1);
  say(`of ${running.length} that ${what}, ${equal.length} are verified equal (${share} %)`);
}
