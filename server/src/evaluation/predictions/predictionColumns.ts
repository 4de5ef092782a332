/** Which columns of a table of predictions hold what. */
import type { PredictionsRequest } from '../../../../schemas/predictionsJob.ts';
import type { SourceColumn } from '../rowSource.ts';

export interface ScoreColumn {
  readonly column: string;
  /** The class that the name of the column ends with; undefined when it names none. */
  readonly class: string | undefined;
}

export interface PredictionColumns {
  readonly truth: string;
  readonly answer: string | undefined;
  /** One for each class, or a single one; empty when there are no scores. */
  readonly scores: readonly ScoreColumn[];
  /** Whether the single column of scores holds a list with one for each class. */
  readonly isScoreList: boolean;
}

const truthNames = ['y_true', 'truth', 'true', 'target', 'label', 'labels', 'actual', 'ground_truth', 'class', 'y'];
const answerNames = [
  ...['y_pred', 'prediction', 'predictions', 'pred', 'predicted', 'predicted_label', 'predicted_class'],
  ...['answer', 'output_label', 'y_hat', 'yhat', 'forecast'],
];
const scoreNames = ['y_score', 'score', 'scores', 'probability', 'probabilities', 'proba', 'prob', 'y_prob', 'y_proba'];
const scorePrefixes = [...scoreNames, 'pred_proba', 'predict_proba', 'p'];

/**
 * Takes the columns that the user names, and finds the others by the names that libraries give them.
 *
 * @returns one sentence about the column that is missing, and how to name it
 */
export function findPredictionColumns(
  columns: readonly SourceColumn[],
  { columns: named, usualTruth, task, source }: PredictionsRequest,
): PredictionColumns | { readonly sentence: string } {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const wanted = [named.truth, named.answer, ...(named.scores ?? [])].flatMap((name) => name ?? []);
  const missing = wanted.find((name) => !byName.has(name));
  if (missing !== undefined) {
    return { sentence: `${source.label} has no column "${missing}"; it has ${listed(columns)}.` };
  }
  const truth = named.truth ?? findColumn(columns, usualTruth === undefined ? truthNames : [usualTruth, ...truthNames]);
  if (truth === undefined) {
    return { sentence: `${source.label} has ${listed(columns)}; say with --truth which of them holds what is true.` };
  }
  const rest = columns.filter(({ name }) => name !== truth);
  const answer = named.answer ?? findColumn(rest, answerNames);
  const others = rest.filter(({ name }) => name !== answer);
  const scores = task === 'regression' ? [] : findScores(others, named.scores);
  if (answer === undefined && scores.length === 0) {
    const option = task === 'regression' ? '--answer' : '--answer or --scores';
    return { sentence: `${source.label} has ${listed(columns)}; say with ${option} which of them holds the answers.` };
  }
  const single = scores.length === 1 ? byName.get(scores[0]?.column ?? '') : undefined;
  const isScoreList = single !== undefined && (single.isList || single.kind === 'text');
  return { truth, answer, scores, isScoreList };
}

const mostListed = 12;

function listed(columns: readonly SourceColumn[]): string {
  const shown = columns.slice(0, mostListed).map(({ name }) => name);
  const others = columns.length - shown.length;
  return `the columns ${shown.join(', ')}${others === 0 ? '' : ` and ${others} others`}`;
}

/** The first of several names that a column has, whatever the case of its letters. */
function findColumn(columns: readonly SourceColumn[], names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
    if (found !== undefined) return found.name;
  }
  return undefined;
}

function findScores(columns: readonly SourceColumn[], named: readonly string[] | undefined): readonly ScoreColumn[] {
  if (named !== undefined) return named.map((column) => ({ column, class: classInName(column) }));
  const single = findColumn(columns, scoreNames);
  if (single !== undefined) return [{ column: single, class: undefined }];
  const several = columns.map(({ name }) => ({ column: name, class: classInName(name) }));
  return several.filter((score) => score.class !== undefined);
}

/** What follows `score_`, `proba_` and the like. */
function classInName(column: string): string | undefined {
  const lower = column.toLowerCase();
  const prefix = scorePrefixes.find((one) => lower.startsWith(one) && /^[_.:\- ]./.test(lower.slice(one.length)));
  return prefix === undefined ? undefined : column.slice(prefix.length + 1);
}
