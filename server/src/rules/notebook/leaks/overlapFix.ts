/** The other part of the split, for a training or for a score. */
import type { NotebookContext, NotebookFix } from '../notebookRule.ts';
import type { Data } from './rowGraph.ts';
import { splitBehind } from './splitStatement.ts';
import type { SplitStatement } from './splitStatement.ts';
import type { Seen } from './trainingRows.ts';
import { textAt } from './wording.ts';

/** @returns undefined where no split gives the parts names, or the change would not help */
export function overlapFix(context: NotebookContext, seen: Seen): NotebookFix | undefined {
  const fixes = [trainOnTrainingPart(context, seen), testOnTestPart(context, seen)];
  return fixes.find((fix) => fix !== undefined && context.improves(fix.changes, 'leak/overlap'));
}

/** `model.fit(X, y)` where `X_test` is tested on: the training part of the same split. */
function trainOnTrainingPart(context: NotebookContext, { training, data }: Seen): NotebookFix | undefined {
  const split = splitBehind(context, data);
  return split === undefined ? undefined : replaced(context, split, [...training.data, ...training.labels], 'train');
}

/** `model.score(X, y)` where `X_train` was trained on: the test part. */
function testOnTestPart(context: NotebookContext, { training, evaluation, trained }: Seen): NotebookFix | undefined {
  const split = splitBehind(context, trained);
  if (split === undefined || evaluation.kind !== 'score' || training.statement >= evaluation.statement)
    return undefined;
  return replaced(context, split, [...evaluation.data, ...evaluation.labels], 'test');
}

function replaced(
  context: NotebookContext,
  split: SplitStatement,
  given: readonly Data[],
  part: 'train' | 'test',
): NotebookFix | undefined {
  const { analysis } = context;
  if (analysis === undefined) return undefined;
  const places = [...new Map(given.map(({ at }) => [`${at.cell}:${at.start}`, at])).values()];
  const changes = places.flatMap((at) => {
    const piece = split.pieces.find(({ whole }) => whole === textAt(analysis, at));
    return piece === undefined ? [] : [{ at, newText: piece[part] }];
  });
  if (changes.length === 0 || changes.length < places.length) return undefined;
  const names = changes.map(({ newText }) => `\`${newText}\``).join(' and ');
  return { title: `${part === 'train' ? 'Train' : 'Test'} on ${names}`, changes, isPreferred: true };
}
