/** Notebooks: a whole check of one when it is opened and after an edit, and of hundreds in one process. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadShippedEffects } from '../../server/src/notebook/effects/shippedEffects.ts';
import { createNotebookAnalyzer } from '../../server/src/notebook/flow/analyseNotebook.ts';
import type { NotebookAnalyzer } from '../../server/src/notebook/flow/analyseNotebook.ts';
import type { Notebook } from '../../server/src/notebook/read/notebook.ts';
import type { PythonParser } from '../../server/src/notebook/syntax/pythonParser.ts';
import { checkNotebook } from '../../server/src/rules/notebook/checkNotebook.ts';
import { notebookOf } from '../support/notebookFlow.ts';
import { loadPythonParser } from '../support/pythonParser.ts';
import { makeNotebook } from './makeNotebook.ts';
import { time } from './measure.ts';
import { showTiming } from './report.ts';
import type { BenchReport } from './report.ts';

/** Notebooks that are checked in a row. */
const many = 500;
const freshTurns = 60;

export async function benchNotebooks({ row }: BenchReport): Promise<void> {
  const parser = await loadPythonParser();
  const check = checkWith(parser, createNotebookAnalyzer({ parser, effects: loadShippedEffects() }));

  const fresh = await time(freshTurns, (turn) => check(notebookOf(makeNotebook(many + freshTurns + turn))));
  row('a notebook of 30 cells, seen for the first time', showTiming(fresh), 'p50 ≤ 50 ms', fresh.p50 <= 50);

  const cells = makeNotebook(0);
  const edited = await time(100, (turn) => {
    // Somebody types a number in a cell in the middle.
    const at = Math.floor(cells.length / 2);
    return check(notebookOf(cells.map((text, index) => (index === at ? `${text}\nprint(${turn})` : text))));
  });
  row('the same after one character in a cell in the middle', showTiming(edited), 'p50 ≤ 10 ms', edited.p50 <= 10);

  const collect = exposeCollector();
  let findings = 0;
  let half = 0;
  const start = performance.now();
  for (let number = 0; number < many; number += 1) {
    if (number === many / 2) half = usedMiB(collect);
    findings += check(notebookOf(makeNotebook(number)));
  }
  const seconds = (performance.now() - start) / 1000;
  const grown = usedMiB(collect) - half;
  row(`${many} notebooks in one process (${findings} findings)`, `${seconds.toFixed(1)} s`, '≤ 15 s', seconds <= 15);
  row(`memory that the second half of them adds`, `${grown.toFixed(1)} MiB`, '≤ 10 MiB', grown <= 10);
}

function checkWith(parser: PythonParser, analyzer: NotebookAnalyzer): (notebook: Notebook) => number {
  const analyse = (notebook: Notebook) => analyzer.analyse(notebook);
  return (notebook) => {
    const { findings, failures } = checkNotebook(notebook, { parser, phase: 'pilot', analyse });
    const [failure] = failures;
    if (failure !== undefined) throw new Error(`${failure.rule} threw.`, { cause: failure.error });
    return findings.length;
  };
}

/** The collector of garbage, so that what is measured is what is kept. */
function exposeCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

function usedMiB(collect: () => void): number {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
