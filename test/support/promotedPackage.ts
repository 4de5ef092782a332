/** The whole project that cells are promoted to, as text. */
import { promote } from '../../server/src/notebook/promote/promote.ts';
import type { Promotion, PromoteOptions } from '../../server/src/notebook/promote/promote.ts';
import { loadShippedEffects } from '../../server/src/notebook/effects/shippedEffects.ts';
import { createNotebookAnalyzer } from '../../server/src/notebook/flow/analyseNotebook.ts';
import type { Notebook } from '../../server/src/notebook/read/notebook.ts';
import type { PythonParser } from '../../server/src/notebook/syntax/pythonParser.ts';
import { notebookOf } from './notebookFlow.ts';

const effects = loadShippedEffects();

export interface PromotedPackage {
  readonly promotion: Promotion;
  /** The text of a file; empty when there is none. */
  readonly file: (path: string) => string;
  /** The lines of `preprocess`, comments and the check of columns left out. */
  readonly steps: readonly string[];
}

export function promotePackage(
  parser: PythonParser,
  cells: readonly string[] | Notebook,
  options: Partial<PromoteOptions> = {},
): PromotedPackage {
  const notebook = 'cells' in cells ? cells : notebookOf(cells);
  const analysis = createNotebookAnalyzer({ parser, effects }).analyse(notebook);
  const promotion = promote(analysis, {
    parser,
    packageName: 'promoted',
    notebook: '../a.ipynb',
    version: '0.0.0',
    ...options,
  });
  const texts = new Map(promotion.files.map(({ path, text }) => [path, text]));
  const file = (path: string): string => texts.get(path) ?? '';
  const body =
    /def preprocess\([^]*?\n(?<body>(?: {4}[^]*?)?)(?:\n\n\n|$)/.exec(file('src/promoted/infer.py'))?.groups?.[
      'body'
    ] ?? '';
  const steps = body
    .split('\n')
    .map((line) => line.replace(/^ {4}/, ''))
    .filter((line) => !/^(?:#|"""|check_rows|rows = in_order)/.test(line));
  return { promotion, file, steps };
}
