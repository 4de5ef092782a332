/** Guesses what is asked of the label of the main table. */
import type { GuessedTask } from './guessModel.ts';
import type { Findings } from './proposeSpec.ts';
import { findJudgement } from './readCodeHints.ts';

/**
 * What a model answers, else what the values of the label are usually asked for, or how a notebook judges answers.
 *
 * @returns no task where nothing speaks for one; `from` is the end of "guessed from …"
 */
export function guessTask({ main, models, classes, hints }: Findings): {
  readonly task: GuessedTask | undefined;
  readonly from: string;
} {
  const kind = main?.guesses.label?.column.kind;
  if (kind === undefined) return { task: undefined, from: '' };
  if (kind === 'boolean') return { task: 'binary-classification', from: 'its type, boolean' };
  const answered = models.find(({ guess }) => guess?.task !== undefined)?.guess?.task;
  if (answered !== undefined) return { task: answered, from: 'what the model answers' };
  if (classes?.length === 2) return { task: 'binary-classification', from: 'its two values' };
  if (kind === 'text' && classes !== undefined) return { task: 'multiclass-classification', from: 'its values' };
  // Whole numbers may be classes as well as amounts: a notebook that judges answers knows which.
  const judged = findJudgement(hints);
  if (judged?.of === 'numbers' && kind === 'integer') return { task: 'regression', from: judged.path };
  if (judged?.of === 'classes' && classes !== undefined)
    return { task: 'multiclass-classification', from: judged.path };
  return { task: kind === 'float' ? 'regression' : undefined, from: `its type, ${kind}` };
}
