/** Scores on rows that were trained on, and models that are never scored at all. */
import type { NotebookAnalysis } from '../../../notebook/flow/analysis.ts';
import type { NotebookRule, RelatedCell } from '../notebookRule.ts';
import { oncePerAnalysis } from './oncePerAnalysis.ts';
import { overlapFix } from './overlapFix.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { Data, PlacedCall, RowGraph } from './rowGraph.ts';
import { rowSetsOf } from './rowSets.ts';
import { heldOutOf } from './testData.ts';
import { trainingsOf } from './trainings.ts';
import type { Evaluation, Training } from './trainings.ts';
import { callName, cellName, dataName } from './wording.ts';

/** A score on rows that were trained on, where nothing else scores the model. */
export interface Seen {
  readonly training: Training;
  readonly evaluation: Evaluation;
  readonly trained: Data;
  readonly data: Data;
  /** Whether the rows are the very same, rather than some of them. */
  readonly isSame: boolean;
}

/** Trainings whose every evaluation is on rows that were trained on: the first scored one of each. */
export const seenOf: (analysis: NotebookAnalysis) => readonly Seen[] = oncePerAnalysis((analysis) => {
  const rowSets = rowSetsOf(analysis);
  const { pairs } = trainingsOf(analysis);
  return [...Map.groupBy(pairs, ({ training }) => training)].flatMap(([training, own]) => {
    const uses = own.flatMap(({ evaluation }) =>
      evaluation.data.map((data) => {
        const trained = training.data.find((rows) => rowSets.overlap(data, rows));
        const isSame = trained !== undefined && rowSets.sameRows(data, trained);
        return { training, evaluation, data, trained, isSame };
      }),
    );
    const scored = uses.filter(({ evaluation }) => evaluation.isScored);
    const seen = scored.flatMap((use) => (use.trained === undefined ? [] : [{ ...use, trained: use.trained }]));
    const first = seen.find(({ isSame }) => !isSame) ?? seen[0];
    if (first === undefined || seen.length < scored.length) return [];
    // Something that is only predicted may still be what is held out.
    const isAllSeen = uses.every(({ trained }) => trained !== undefined);
    return isAllSeen || first.isSame ? [first] : [];
  });
});

export const trainingRowRules: readonly NotebookRule[] = [
  {
    id: 'leak/overlap',
    severity: 'W/E/E',
    finds: 'a model that is tested on rows that it was trained on',
    why: 'It has seen the answers, so its score says how well it remembers. Test on the part of the split that was not trained on.',
    hasFix: true,
    *check(context) {
      const { analysis } = context;
      if (analysis === undefined) return;
      const rowSets = rowSetsOf(analysis);
      for (const seen of seenOf(analysis)) {
        const { training, evaluation, trained, data, isSame } = seen;
        // Copies that were made before a split are the case of a rule of their own.
        const isCopied = rowSets.duplications(data).some((call) => rowSets.duplications(trained).includes(call));
        if (isSame || isCopied) continue;
        yield {
          tryFixes: () => [overlapFix(context, seen)],
          at: data.at,
          message: `Rows that the model was trained on in ${cellName(training.at)} are in ${dataName(analysis, data, 'this')}: test it on rows that were kept apart.`,
          related: related(analysis, training, trained, evaluation),
        };
      }
    },
  },
  {
    id: 'leak/train-score-only',
    severity: 'I/W/E',
    finds: 'a model whose only score is on its training rows',
    why: 'Such a score says how well the model remembers, not how well it will do on new rows. Keep a part of the rows apart before training, and score the model on them.',
    *check({ analysis }) {
      if (analysis === undefined) return;
      for (const { training, evaluation, trained, data, isSame } of seenOf(analysis)) {
        if (!isSame || isHeldOutElsewhere(analysis, training)) continue;
        yield {
          at: data.at,
          message: `The model is scored only on ${dataName(analysis, data, 'the rows')}, which it was trained on in ${cellName(training.at)}: keep some rows apart, and score it on them.`,
          related: related(analysis, training, trained, evaluation),
        };
        // One is enough: what is missing is a split, for all of them.
        return;
      }
    },
  },
  {
    id: 'leak/no-test-set',
    severity: 'I/W/E',
    finds: 'a model that is trained, and never scored on rows that were held out',
    why: 'Nobody can tell whether it will work on new rows. Keep a part of the rows apart before training, and score the model on them.',
    *check({ analysis }) {
      if (analysis === undefined) return;
      const { trainings, evaluations } = trainingsOf(analysis);
      const graph = rowGraphOf(analysis);
      if (heldOutOf(analysis).length > 0 || seenOf(analysis).length > 0) return;
      if (learnsByActing(graph)) return;
      if (trainings.some((training) => training.kind !== 'fit' || isWatched(analysis, training))) return;
      // A metric of what nobody can follow may be that of held-out rows.
      if (graph.calls.some(({ effect }) => effect?.role === 'metric')) return;
      if (evaluations.some((evaluation) => evaluation.isScored || mayBeScored(graph, evaluation))) return;
      const last = trainings.findLast((training) => isForPrediction(graph, training));
      if (last === undefined) return;
      yield {
        at: last.at,
        message: `\`${callName(last.call)}\` trains a model that nothing held out scores: keep some rows apart, and score it on them.`,
      };
    },
  },
];

/** An agent is judged by what it earns in its environment, where no rows can be held out. */
function learnsByActing({ calls }: RowGraph): boolean {
  return calls.some(({ callee }) => callee !== undefined && environments.test(callee));
}

const environments = /^(?:gym|gymnasium|pettingzoo|stable_baselines3|dm_control|gym_super_mario_bros)\./;

function related(
  analysis: NotebookAnalysis,
  training: Training,
  trained: Data,
  evaluation: Evaluation,
): readonly RelatedCell[] {
  return [
    { at: training.at, message: `Trains on ${dataName(analysis, trained, 'these rows')}.` },
    { at: evaluation.at, message: 'Scores the model on some of them.' },
  ];
}

/** Whether something else scores models on rows like these: another model on held-out rows, or a cross-validation. */
function isHeldOutElsewhere(analysis: NotebookAnalysis, training: Training): boolean {
  return (
    heldOutOf(analysis).length > 0 ||
    trainingsOf(analysis).trainings.some(({ kind }) => kind !== 'fit') ||
    isWatched(analysis, training)
  );
}

/** Whether a training looks at rows that it does not learn from. */
function isWatched(analysis: NotebookAnalysis, { data, validation, call, models }: Training): boolean {
  const graph = rowGraphOf(analysis);
  const rowSets = rowSetsOf(analysis);
  const keeps = (made: PlacedCall): boolean =>
    made.arguments.some(
      ({ keyword, literal }) =>
        (keyword === 'validation_split' && literal !== 0) || (keyword === 'oob_score' && literal === true),
    );
  const watches = validation.some((rows) => !data.some((trained) => rowSets.overlap(rows, trained)));
  return watches || keeps(call) || models.some((model) => graph.makersOf(model).some(keeps));
}

/** Whether what is predicted goes where nobody can look: there it may be scored. */
function mayBeScored(graph: RowGraph, { call }: Evaluation): boolean {
  return graph.calls.some(
    ({ effect, arguments: given }) =>
      effect?.source === 'unknown' &&
      call.result !== undefined &&
      given.some(({ objects }) => graph.dataIn(objects).includes(call.result ?? -1)),
  );
}

/** Models of statistics are fitted to be read, and those without labels find what nobody knows. */
function isForPrediction(graph: RowGraph, { models, data, labels, call }: Training): boolean {
  const kinds = models.map((model) => graph.object(model)?.kind ?? 'unknown');
  if (data.length === 0 || kinds.some((kind) => kind === 'statsmodel' || kind === 'fitted')) return false;
  // Networks and boosters may have their labels in their data.
  return labels.length > 0 || !call.text.endsWith('.fit') || kinds.some((kind) => kind === 'keras-model');
}
