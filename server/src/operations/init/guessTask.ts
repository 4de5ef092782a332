/** Guesses what is asked of the label of the main table. */
import type { GuessedTask } from './guessModel.ts';
import type { Findings } from './proposeSpec.ts';

/**
 * What a model answers, else what the values of the label are usually asked for.
 *
 * @returns no task where nothing speaks for one; `from` is the end of "guessed from …"
 */
export function guessTask({ main, models, classes }: Findings): {
  readonly task: GuessedTask | undefined;
  readonly from: string;
} {
  const kind = main?.guesses.label?.column.kind;
  if (kind === undefined) return { task: undefined, from: '' };
  if (kind === 'boolean') return { task: 'binary-classification', from: 'its type, boolean' };
  const answered = models.find(({ guess }) => guess?.task !== undefined)?.guess?.task;
  if (answered !== undefined) return { task: answered, from: 'what the model answers' };
  if (classes?.length === 2) return { task: 'binary-classification', from: 'its two values' };
  // Whole numbers may be classes as well as amounts.
  if (kind === 'text' && classes !== undefined) return { task: 'multiclass-classification', from: 'its values' };
  return { task: kind === 'float' ? 'regression' : undefined, from: `its type, ${kind}` };
}
