/** What code says of the model that came out of it: what it learned, how it was judged, and which columns it reads. */
import { metricNames } from '../../../../schemas/metricNames.ts';
import { readIpynb } from '../../notebook/read/readIpynb.ts';
import type { GuessedTask } from './guessModel.ts';

export interface CodeHints {
  readonly path: string;
  /** Names as the spec has them of metrics that are called, each once, in the order of the code. */
  readonly metrics: readonly string[];
  /** Lists of texts, in the order of the code: some of them may be lists of columns. */
  readonly lists: readonly (readonly string[])[];
  /** Names of columns that are taken as what is to be learned, each once. */
  readonly learned: readonly string[];
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
/** Characters of code: what is longer is nothing that a person wrote, and its end hints at nothing. */
const mostCode = 300_000;

/** `frame["column"]`, `frame.loc[:, "column"]`; what is compared with an amount is no label, one is made of it. */
const columnOfFrame = String.raw`\w{1,50}(?:\.loc)?\[\s*(?::\s*,\s*)?(["'])([^"'\\\n]{1,99})\1\s*\](?!\s*[<>])`;
/** Names that hold the right answers by custom, and names of their column. */
const answers = String.raw`(?:y|target|labels?|y_(?:train|test|true|all|full|raw))`;
const answerColumn = /\b(?:target|label)(?:_?(?:col(?:umn)?|name|feature|variable))?\s*=\s*(["'])([^"'\\\n]{1,99})\1/gi;
const learnedPatterns: readonly RegExp[] = [
  answerColumn,
  // y = frame["column"], and X, y = frame[columns], frame["column"]
  new RegExp(String.raw`^[ \t]*${answers}\s*=\s*${columnOfFrame}`, 'gm'),
  // y = frame.pop("column")
  new RegExp(String.raw`^[ \t]*${answers}\s*=\s*\w{1,50}\.pop\(\s*(["'])([^"'\\\n]{1,99})\1\s*\)`, 'gm'),
  new RegExp(String.raw`^[ \t]*X\w{0,20}\s*,\s*${answers}\s*=.{1,300},\s*${columnOfFrame}`, 'gm'),
  new RegExp(String.raw`^[ \t]*${answers}\s*=\s*(\w{1,50})\.([a-zA-Z]\w{0,98})(?:\.values)?[ \t]*$`, 'gm'),
  // model.fit(rows, frame["column"]), train_test_split(rows, frame["column"])
  new RegExp(String.raw`(?:\.fit|\btrain_test_split)\(\s*[^()\n]{1,300},\s*(?:y\s*=\s*)?${columnOfFrame}`, 'g'),
];

/** @param text of an `.ipynb` or a `.py` file; a notebook that cannot be read hints at nothing */
export function readCodeHints(path: string, text: string): CodeHints {
  const code = codeOf(path, text)
    .replace(/^[ \t]*#.*$/gm, '')
    .slice(0, mostCode);
  const metrics = [...code.matchAll(callPattern)].flatMap(([, call = '']) => byAlias.get(call) ?? []);
  const lists = [...code.matchAll(listPattern)].map(([, inside = '']) =>
    [...inside.matchAll(textPattern)].map(([quoted]) => quoted.slice(1, -1)),
  );
  const learned = learnedPatterns.flatMap((pattern) => [...code.matchAll(pattern)].map(([, , column = '']) => column));
  return { path, metrics: [...new Set(metrics)], lists, learned: [...new Set(learned)] };
}

function codeOf(path: string, text: string): string {
  if (!path.endsWith('.ipynb')) return text;
  const { cells } = readIpynb(`file:///${path}`, text).notebook;
  return cells.flatMap((cell) => (cell.kind === 'code' ? [cell.text] : [])).join('\n');
}

/** What is mostly computed for a task, best first; each is defined without another key. */
export const usualMetrics: Readonly<Record<GuessedTask, readonly string[]>> = {
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
 * The column that is learned, by the first code that learns one of these.
 *
 * @param columns of the table
 * @returns undefined when there is none, or when that code learns several
 */
export function findLearned(
  hints: readonly CodeHints[],
  columns: ReadonlySet<string>,
): { readonly name: string; readonly path: string } | undefined {
  for (const { path, learned } of hints) {
    const [name, ...others] = learned.filter((one) => columns.has(one));
    if (name !== undefined) return others.length === 0 ? { name, path } : undefined;
  }
  return undefined;
}

/**
 * Whether answers are judged as classes or as numbers, by the first code that says so.
 *
 * @returns undefined when none does, or the first one that does so does both
 */
export function findJudgement(
  hints: readonly CodeHints[],
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
  hints: readonly CodeHints[],
): { readonly metric: string; readonly from: string } {
  const usual = usualMetrics[task];
  for (const { path, metrics } of hints) {
    const called = usual.find((name) => metrics.includes(name));
    if (called !== undefined) return { metric: called, from: path };
  }
  return { metric: usual[0] ?? '', from: `the task; others are ${usual.slice(1, 5).join(', ')}` };
}

/**
 * The list in code that names so many columns.
 *
 * @param columns of the table
 * @returns undefined when there is none, or when there are two different ones
 */
export function findColumnList(
  hints: readonly CodeHints[],
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
