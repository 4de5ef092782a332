/** Why there is no model to answer with, in one sentence. */
import type { Call, NotebookAnalysis, Statement } from '../../flow/analysis.ts';

/** Of a model that something else trains, as `trainer.fit(model)` does. */
export function whyByTrainer({ text }: Call): string {
  return `The model is trained by \`${text}\`, for which inference is not derived: save the model with its own library, and load it by that.`;
}

/** Of a notebook in which no training leads to a model with a name. */
export function whyNoModel(analysis: NotebookAnalysis, kept: readonly Statement[]): string {
  const trainings = kept.flatMap(({ calls }) => calls).filter(({ effect }) => effect?.role === 'fit');
  if (trainings.some(({ callee, text }) => (callee ?? text).endsWith('.backward')) || appliesGradients(analysis))
    return 'The model is trained by a loop of the notebook itself, where it cannot be kept.';
  const training = trainings.find(({ receiver, result }) => receiver === undefined && result !== undefined);
  if (training !== undefined)
    return `The model is made by \`${training.text}\` inside a function or a loop, where it cannot be kept.`;
  const trainer = trainings.length > 0 ? undefined : otherTrainer(analysis);
  if (trainer !== undefined) return whyByTrainer(trainer);
  const loaded = trainings.length > 0 ? undefined : askedAfterLoading(analysis);
  return loaded === undefined
    ? 'The notebook trains no model that is used afterwards.'
    : `The notebook trains no model: it asks one that \`${loaded.text}\` loads.`;
}

/** As a step of Flax does, in a function that is compiled before it is called. */
function appliesGradients({ notebook }: NotebookAnalysis): boolean {
  return notebook.cells.some(({ kind, text }) => kind === 'code' && /\.apply_gradients\(/.test(text));
}

/**
 * A training by another object that is not part of the package, or of which nobody knows the class, as one of the notebook
 * that extends a library's.
 */
function otherTrainer({ statements }: NotebookAnalysis): Call | undefined {
  const isTrainer = ({ effect, text, through }: Call): boolean =>
    (effect?.role === 'fit' && effect.trains !== undefined) ||
    (through === undefined && effect?.source === 'unknown' && text.endsWith('.train'));
  return statements.flatMap(({ calls }) => calls).find(isTrainer);
}

/** Whether something is trained in a way that the table of effects does not describe. */
export function trainsInOwnWay(analysis: NotebookAnalysis): boolean {
  return appliesGradients(analysis) || otherTrainer(analysis) !== undefined;
}

/** The call that loads a model which the notebook asks, as `pipeline("summarization")` does. */
function askedAfterLoading({ statements }: NotebookAnalysis): Call | undefined {
  const calls = statements.flatMap((statement) => statement.calls);
  const asked = new Set(calls.flatMap(({ effect, receivers }) => (effect?.role === 'predict' ? receivers : [])));
  return calls.find(({ effect, result }) => effect?.role === 'load' && result !== undefined && asked.has(result));
}
