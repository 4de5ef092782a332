/** What the code of notebooks says of a model that came out of them: how it was judged, and which columns it reads. */
import { metricNames } from '../../../../schemas/metricNames.ts';
import { readIpynb } from '../../notebook/read/readIpynb.ts';
import type { GuessedTask } from './guessModel.ts';

export interface NotebookHints {
  readonly path: string;
  /** Names as the spec has them of metrics that are called, each once, in the order of the notebook. */
  readonly metrics: readonly string[];
  /** Lists of texts, in the order of the notebook: some of them may be lists of columns. */
  readonly lists: readonly (readonly string[])[];
}

/** Functions of scikit-learn are aliases of our names. */
const byAlias: ReadonlyMap<string, string> = new Map(
  metricNames.flatMap(({ name, aliases }) => aliases.map((alias) => [alias, name] as const)),
);

const callPattern = /\b([a-z][a-z0-9_]*_(?:score|error))\s*\(/g;
const textPattern = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;
/** A list of nothing but texts; its bounds hold the time for what looks like thousands of lists within each other. */
const listPattern =
  /\[\s*((?:"[^"\\\n]{0,99}"|'[^'\\\n]{0,99}')(?:\s*,\s*(?:"[^"\\\n]{0,99}"|'[^'\\\n]{0,99}')){0,99})(?:\s*,)?\s*\]/g;
/** Characters of code: what is longer is no notebook that a person wrote, and its end hints at nothing. */
const mostCode = 300_000;

/** @param text of an `.ipynb` file; one that cannot be read hints at nothing */
export function readNotebookHints(path: string, text: string): NotebookHints {
  const { cells } = readIpynb(`file:///${path}`, text).notebook;
  const code = cells
    .flatMap((cell) => (cell.kind === 'code' ? [cell.text.replace(/^[ \t]*#.*$/gm, '')] : []))
    .join('\n')
    .slice(0, mostCode);
  const metrics = [...code.matchAll(callPattern)].flatMap(([, call = '']) => byAlias.get(call) ?? []);
  const lists = [...code.matchAll(listPattern)].map(([, inside = '']) =>
    [...inside.matchAll(textPattern)].map(([quoted]) => quoted.slice(1, -1)),
  );
  return { path, metrics: [...new Set(metrics)], lists };
}

/** What is mostly computed for a task, best first; each is defined without another key. */
const usualMetrics: Readonly<Record<GuessedTask, readonly string[]>> = {
  'binary-classification': [
    'roc-auc',
    'average-precision',
    'f1',
    'recall',
    'precision',
    'balanced-accuracy',
    'accuracy',
  ],
  'multiclass-classification': ['accuracy', 'balanced-accuracy'],
  regression: ['mae', 'rmse', 'mse', 'r2'],
};

const ofClasses: ReadonlySet<string> = new Set([
  ...usualMetrics['binary-classification'],
  ...usualMetrics['multiclass-classification'],
]);
const ofNumbers: ReadonlySet<string> = new Set(usualMetrics.regression);

/**
 * Whether answers are judged as classes or as numbers, by the first notebook that says so.
 *
 * @returns undefined when none does, or the first one that does so does both
 */
export function findJudgement(
  hints: readonly NotebookHints[],
): { readonly of: 'classes' | 'numbers'; readonly path: string } | undefined {
  for (const { path, metrics } of hints) {
    const [areClasses, areNumbers] = [ofClasses, ofNumbers].map((names) => metrics.some((name) => names.has(name)));
    if (areClasses && areNumbers) return undefined;
    if (areClasses) return { of: 'classes', path };
    if (areNumbers) return { of: 'numbers', path };
  }
  return undefined;
}

/** @returns a metric and the end of "guessed from …" */
export function guessMetric(
  task: GuessedTask,
  hints: readonly NotebookHints[],
): { readonly metric: string; readonly from: string } {
  const usual = usualMetrics[task];
  for (const { path, metrics } of hints) {
    const called = usual.find((name) => metrics.includes(name));
    if (called !== undefined) return { metric: called, from: path };
  }
  return { metric: usual[0] ?? '', from: `the task; others are ${usual.slice(1, 5).join(', ')}` };
}

/**
 * The list of a notebook that names so many columns.
 *
 * @param columns of the table
 * @returns undefined when there is none, or when there are two different ones
 */
export function findColumnList(
  hints: readonly NotebookHints[],
  columns: ReadonlySet<string>,
  width: number,
): { readonly names: readonly string[]; readonly path: string } | undefined {
  const fitting = hints.flatMap(({ path, lists }) =>
    lists
      .filter((names) => names.length === width && new Set(names).size === width)
      .filter((names) => names.every((name) => columns.has(name)))
      .map((names) => ({ names, path })),
  );
  const [first, ...others] = fitting;
  const isSame = others.every(({ names }) => names.every((name, index) => name === first?.names[index]));
  return isSame ? first : undefined;
}
