/**
 * Scores the rules about leaks against notebooks that others have labelled.
 *
 *     PLUMBLINE_LEAK_CORPUS=folder node scripts/notebooks/scoreLeaks.ts [--verbose]
 *
 * The folder is a checkout of the `tests` of leakage-analysis (Yang et al., ASE 2022): `inputs/*.py`, and expectations
 * in `test_overlap.py` and `test_preprocessing.py`, which name the trainings that leak. Each kind is scored twice: per
 * file, and per training by the class of its model. A training whose class their type inference did not know counts as
 * found when we find one that they do not name. One test set for several models is scored per file, against labels of our
 * own (`multiTestLabels.ts`). Nothing of that corpus is part of this repository.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { loadShippedEffects } from '../../server/src/notebook/effects/shippedEffects.ts';
import { createNotebookAnalyzer } from '../../server/src/notebook/flow/analyseNotebook.ts';
import type { NotebookAnalysis } from '../../server/src/notebook/flow/analysis.ts';
import { readPercent } from '../../server/src/notebook/read/readPercent.ts';
import { copiedRowsOf } from '../../server/src/rules/notebook/leaks/copiedRows.ts';
import { nameOfModel } from '../../server/src/rules/notebook/leaks/models.ts';
import { leakingReducersOf } from '../../server/src/rules/notebook/leaks/preprocessing.ts';
import { multiTestRule } from '../../server/src/rules/notebook/leaks/multiTest.ts';
import { refitsOf } from '../../server/src/rules/notebook/leaks/refitOnTest.ts';
import { rowGraphOf } from '../../server/src/rules/notebook/leaks/rowGraph.ts';
import { seenOf } from '../../server/src/rules/notebook/leaks/trainingRows.ts';
import type { Training } from '../../server/src/rules/notebook/leaks/trainings.ts';
import { callName } from '../../server/src/rules/notebook/leaks/wording.ts';
import { checkFixture } from '../../test/support/notebookFixture.ts';
import { loadPythonParser } from '../../test/support/pythonParser.ts';
import { multiTestLabels } from './multiTestLabels.ts';

const { values: given } = parseArgs({ options: { verbose: { type: 'boolean', default: false } } });
const root = z.string().min(1).safeParse(process.env['PLUMBLINE_LEAK_CORPUS']);
if (!root.success) throw new Error('Set PLUMBLINE_LEAK_CORPUS to the folder with `inputs` and `test_overlap.py`.');

const kinds = ['preprocessing', 'overlap'] as const;
type Kind = (typeof kinds)[number];

/** The trainings that leak, by kind: the published kinds, mapped to our rules (reference, 5.2). */
function leakingTrainings(analysis: NotebookAnalysis, kind: Kind): readonly Training[] {
  switch (kind) {
    case 'preprocessing':
      // Means of the target are among them.
      return [...leakingReducersOf(analysis), ...refitsOf(analysis)].flatMap(({ trainings }) => trainings);
    case 'overlap':
      return [
        ...copiedRowsOf(analysis).flatMap(({ trainings }) => trainings),
        ...seenOf(analysis).map(({ training }) => training),
      ];
  }
}

/** `LogisticRegression.fit`; `Unknown.fit` where nobody knows the class. */
function namesOf(analysis: NotebookAnalysis, trainings: readonly Training[]): ReadonlySet<string> {
  const graph = rowGraphOf(analysis);
  return new Set(
    trainings.flatMap(({ models, call }) =>
      models.map((model) => `${nameOfModel(graph, model) ?? 'Unknown'}.${callName(call)}`),
    ),
  );
}

interface Expectation {
  readonly file: string;
  readonly methods: readonly string[];
}

/** `template("a.py", ["LogisticRegression.fit"])` */
function expectationsIn(text: string): readonly Expectation[] {
  return [...text.matchAll(/^\s+template\("(?<file>[^"]+)",\s*\[(?<methods>[^\]]*)\]/gm)].map(({ groups }) => ({
    file: groups?.['file'] ?? '',
    methods: [...(groups?.['methods'] ?? '').matchAll(/["'](?<method>[^"']+)["']/g)].map(
      ({ groups: inner }) => inner?.['method'] ?? '',
    ),
  }));
}

class Score {
  private right = 0;
  private wrong = 0;
  private missed = 0;

  add(right: number, wrong: number, missed: number): void {
    this.right += right;
    this.wrong += wrong;
    this.missed += missed;
  }

  get text(): string {
    const share = (count: number, of: number): string => (of === 0 ? 'none' : (count / of).toFixed(2));
    const precision = share(this.right, this.right + this.wrong);
    const recall = share(this.right, this.right + this.missed);
    return `precision ${precision}, recall ${recall} (${this.right} right, ${this.wrong} wrong, ${this.missed} missed)`;
  }
}

/** Classes that their type inference could not tell. */
function isUnknown(method: string): boolean {
  return /\bUnknown\b|\|/.test(method);
}

function compareMethods(wanted: readonly string[], found: ReadonlySet<string>) {
  const named = wanted.filter((method) => !isUnknown(method));
  const extra = [...found].filter((method) => !named.includes(method));
  const unknown = wanted.length - named.length;
  const missed = named.filter((method) => !found.has(method)).length + (unknown > 0 && extra.length === 0 ? 1 : 0);
  const right = named.filter((method) => found.has(method)).length + (unknown > 0 && extra.length > 0 ? 1 : 0);
  return { right, wrong: unknown > 0 ? 0 : extra.length, missed };
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const parser = await loadPythonParser();
const analyzer = createNotebookAnalyzer({ parser, effects: loadShippedEffects() });
for (const kind of kinds) {
  const files = new Score();
  const trainings = new Score();
  for (const { file, methods } of expectationsIn(await readFile(join(root.data, `test_${kind}.py`), 'utf8'))) {
    const text = await readFile(join(root.data, 'inputs', file), 'utf8');
    const analysis = analyzer.analyse(readPercent(`file:///${file}`, text).notebook);
    const found = namesOf(analysis, leakingTrainings(analysis, kind));
    const isWanted = methods.length > 0;
    const isFound = found.size > 0;
    files.add(isWanted && isFound ? 1 : 0, !isWanted && isFound ? 1 : 0, isWanted && !isFound ? 1 : 0);
    const { right, wrong, missed } = compareMethods(methods, found);
    trainings.add(right, wrong, missed);
    if (given.verbose && (wrong > 0 || missed > 0)) {
      say(`  ${file}: they name ${methods.join(', ') || 'none'}; we find ${[...found].join(', ') || 'none'}`);
    }
  }
  say(`${kind}, per file: ${files.text}`);
  say(`${kind}, per training: ${trainings.text}`);
}

const inputs = (await readdir(join(root.data, 'inputs'))).filter((file) => file.endsWith('.py')).sort();
const repeated = new Score();
for (const file of inputs) {
  const text = await readFile(join(root.data, 'inputs', file), 'utf8');
  const { notebook } = readPercent(`file:///${file}`, text);
  const isFound = checkFixture({ notebook, spec: undefined }, parser).some(({ rule }) => rule === multiTestRule.id);
  const label = multiTestLabels.get(file);
  const isWanted = label !== undefined;
  repeated.add(isWanted && isFound ? 1 : 0, !isWanted && isFound ? 1 : 0, isWanted && !isFound ? 1 : 0);
  if (given.verbose && isWanted !== isFound) say(`  ${file}: ${label ?? 'we find one that is none'}`);
}
say(`multi-test, per file: ${repeated.text}`);
