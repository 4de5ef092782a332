/** Guesses what a model answers and which columns it reads, by the shapes of its graph and the table beside it. */
import type { GraphValueFact, ModelFact } from '../../../../schemas/facts.ts';
import type { ColumnSummary } from '../../../../schemas/profile.ts';
import type { ColumnFact } from '../../../../schemas/facts.ts';

export type GuessedTask = 'binary-classification' | 'multiclass-classification' | 'regression';

/** What is known of the table that a model may have learned from. */
export interface LearnedTable {
  readonly columns: readonly ColumnFact[];
  /** Undefined when none was guessed. */
  readonly label: ColumnFact | undefined;
  readonly time: string | undefined;
  /** Undefined when the label has none, or nobody counted. */
  readonly classes: readonly string[] | undefined;
  /** How the columns spread; none when nobody counted. */
  readonly summaries: readonly ColumnSummary[];
}

export interface ModelGuess {
  readonly task: GuessedTask | undefined;
  /** Input of the graph → columns in their order. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
  /** Output of the graph → what it means. */
  readonly outputs: ReadonlyMap<string, string>;
}

export function guessModel({ inputs, outputs }: ModelFact, table: LearnedTable): ModelGuess {
  return { ...guessAnswers(outputs, table), columns: guessColumns(inputs, table) };
}

function guessAnswers(outputs: readonly GraphValueFact[], table: LearnedTable): Pick<ModelGuess, 'task' | 'outputs'> {
  const nothing = { task: undefined, outputs: new Map<string, string>() };
  const scores = outputs.filter((output) => isFloat(output) && /prob/i.test(output.name));
  const [score] = scores;
  const others = outputs.filter((output) => output !== score);
  if (score !== undefined && others.every(isAnswer)) {
    const width = widthOf(score);
    // Converters name the chosen class, too, which follows from the probabilities and a threshold.
    const rest = others.map(({ name }) => [name, 'ignore'] as const);
    const count = table.classes?.length;
    if (width === undefined || (count !== undefined && count !== Math.max(width, 2))) return nothing;
    if (width === 1) return { task: 'binary-classification', outputs: new Map([[score.name, 'probability'], ...rest]) };
    const task = width === 2 ? 'binary-classification' : 'multiclass-classification';
    return { task, outputs: new Map([[score.name, 'probabilities'], ...rest]) };
  }
  const [only] = outputs;
  const isNumber = table.label === undefined ? only?.name === 'variable' : isAmount(table);
  if (only === undefined || outputs.length > 1 || !isFloat(only) || widthOf(only) !== 1 || !isNumber) return nothing;
  return { task: 'regression', outputs: new Map([[only.name, 'value']]) };
}

/** Whether the label is a number that one measures, and no number of a class. */
function isAmount({ label, classes }: LearnedTable): boolean {
  return label?.kind === 'float' || (label?.kind === 'integer' && classes === undefined);
}

function isFloat({ kind, type }: GraphValueFact): boolean {
  return kind === 'tensor' && (type === 'float32' || type === 'float64');
}

/** Names or numbers of classes, one for each row. */
function isAnswer({ kind, type, shape }: GraphValueFact): boolean {
  const isName = type === 'string' || type === 'int64' || type === 'int32';
  return kind === 'tensor' && isName && (shape === undefined || shape.length === 1 || shape.at(-1) === 1);
}

/** Numbers for each row; undefined when the graph does not say. */
export function widthOf({ shape }: GraphValueFact): number | undefined {
  if (shape?.length === 1) return 1;
  const width = shape?.length === 2 ? shape[1] : undefined;
  return typeof width === 'number' ? width : undefined;
}

/** Of one table of numbers as input: the columns of numbers, when they are as many. */
function guessColumns(inputs: readonly GraphValueFact[], table: LearnedTable): ModelGuess['columns'] {
  const [input] = inputs;
  if (input === undefined || inputs.length > 1 || !isFloat(input)) return new Map();
  const width = widthOf(input);
  const numbers = table.columns.filter(
    ({ name, kind }) => (kind === 'integer' || kind === 'float') && name !== table.label?.name && name !== table.time,
  );
  const measured = numbers.filter((column) => !countsRows(column, table));
  const fitting = [measured, numbers].find(({ length }) => length > 1 && length === width);
  return fitting === undefined ? new Map() : new Map([[input.name, fitting.map(({ name }) => name)]]);
}

/** A number of the row rather than a measurement: it has a name for that, or no row shares it with another. */
function countsRows({ name, kind }: ColumnFact, { summaries }: LearnedTable): boolean {
  if (kind !== 'integer') return false;
  // The engine names a column without a name by its place, as pandas writes its index.
  if (/^(?:column0+|unnamed: 0|index|id|row|.*[_a-z]id)$/i.test(name)) return true;
  const summary = summaries.find((one) => one.name === name);
  return summary?.distinct.kind === 'exact' && summary.rows > 1 && summary.distinct.count === summary.rows;
}
