/** A step that was fitted before the folds were made becomes a step of a pipeline with the model, which gets the data as they were. */
import type { Statement } from '../../../../notebook/flow/analysis.ts';
import type { NotebookContext, NotebookFix } from '../../notebookRule.ts';
import { importChange } from '../importEdits.ts';
import { nodesOf, placeOf, writtenText } from '../nodes.ts';
import type { PlacedNode } from '../nodes.ts';
import type { Reducer } from '../reducers.ts';
import { rowGraphOf } from '../rowGraph.ts';
import { trainingsOf } from '../trainings.ts';
import type { Training } from '../trainings.ts';
import { fateOf, stepOf, stepsBehind } from './preparedData.ts';
import type { PreparedUse, PreparingStep } from './preparedData.ts';
import { rawNames } from './rawNames.ts';
import { wrapModel } from './wrappedModel.ts';

type Change = NotebookFix['changes'][number];

/**
 * For `X_scaled = StandardScaler().fit_transform(X)` above `cross_val_score(model, X_scaled, y)`, or above the `fit` of a
 * search. Settings of the search, what is read of its best model, and the data that this predicts are rewritten with it.
 *
 * @returns undefined where something is written in a form that could mean something else, or the change would not help
 */
export function pipelineFix(context: NotebookContext, reducer: Reducer, training: Training): NotebookFix | undefined {
  const { analysis } = context;
  const first = useOf(context, training);
  if (analysis === undefined || first === undefined) return undefined;
  const fits = first.steps.map((step) => fitOf(context, step));
  if (fits.includes(undefined)) return undefined;
  const isMeant = first.steps.some(({ call }, index) => call === reducer.call || fits[index]?.call === reducer.call);
  if (!isMeant) return undefined;

  const wrapped = trainingsOf(analysis)
    .trainings.filter(({ kind }) => kind !== 'fit')
    .flatMap((other) => wrapTraining(context, other, first) ?? []);
  const uses = wrapped.flatMap((one) => one.uses);
  const raw = rawNames(
    context,
    uses,
    fits.flatMap((fit) => fit?.statement ?? []),
  );
  if (raw === undefined || !wrapped.some((one) => one.training === training)) return undefined;
  const changes = unique([
    ...importChange(context, 'sklearn.pipeline', 'make_pipeline'),
    ...raw,
    ...wrapped.flatMap((one) => one.changes),
  ]);
  if (!context.improves(changes, 'leak/cv-preprocessing')) return undefined;
  const classes = first.steps.map(({ className }) => `\`${className}\``).join(' and ');
  return { title: `Put ${classes} into a pipeline with the model`, changes, isPreferred: true };
}

/** The data of a training, where they are all that it gets. */
function useOf(context: NotebookContext, { data, call }: Training): PreparedUse | undefined {
  const at = data.length === 0 || call.through !== undefined ? undefined : data[0]?.at;
  const written = at === undefined ? undefined : nodesOf(context).nodeAt(at);
  return written === undefined ? undefined : preparedUse(context, written);
}

function preparedUse(context: NotebookContext, written: PlacedNode): PreparedUse | undefined {
  const statement = nodesOf(context).statementAt(placeOf(written));
  const inline = written.node.type === 'call' ? stepOf(context, undefined, written) : undefined;
  const steps = inline === undefined ? stepsBehind(context, written) : [...stepsBehind(context, inline.source), inline];
  return statement === undefined || steps.length === 0 ? undefined : { at: written, statement, steps };
}

/** Where a step learns: the step itself, or the one `fit` before it that gets the same data. */
function fitOf(context: NotebookContext, step: PreparingStep) {
  if (step.fits) return { call: step.call, statement: undefined };
  const { analysis } = context;
  const [id] = step.call.receivers;
  const [call, ...others] =
    analysis === undefined || id === undefined
      ? []
      : rowGraphOf(analysis).calls.filter(
          ({ receivers, effect }) =>
            receivers.includes(id) && (effect?.role === 'fit' || effect?.role === 'fit-transform'),
        );
  const data = call?.arguments[0];
  const written = data === undefined ? undefined : nodesOf(context).nodeAt(data.at);
  const until = nodesOf(context).statementAt(step.call.at);
  if (call === undefined || others.length > 0 || written === undefined || until === undefined) return undefined;
  if (call.through !== undefined || call.arguments.length > 1 || writtenText(written) !== writtenText(step.source))
    return undefined;
  const own = new Set([until.id]);
  const statement = nodesOf(context).statementAt(call.at);
  return fateOf(context, written, until, own) === 'kept' ? { call, statement } : undefined;
}

/** What changes where a training gets data after the same steps; undefined for others, and where it cannot be done. */
function wrapTraining(context: NotebookContext, training: Training, first: PreparedUse) {
  const use = useOf(context, training);
  if (use === undefined || !isAfterSame(use.steps, first.steps) || !hasSameLabels(context, training, use)) {
    return undefined;
  }
  const makers = use.steps.map(({ maker }) => maker);
  if (makers.some((maker) => !isStillMade(context, maker, use.statement))) return undefined;
  const model = wrapModel(context, training.call, makers.map(writtenText));
  const evaluated = model?.evaluated.map((written) => preparedUse(context, written));
  if (model === undefined || evaluated === undefined) return undefined;
  // Data that were not prepared by these steps would now be prepared by them.
  const isPrepared = evaluated.every((one) => one !== undefined && isAfterSame(one.steps, first.steps));
  if (!isPrepared) return undefined;
  return { training, changes: model.changes, uses: [use, ...evaluated.flatMap((one) => one ?? [])] };
}

function isAfterSame(steps: readonly PreparingStep[], others: readonly PreparingStep[]): boolean {
  const ids = (all: readonly PreparingStep[]): string => all.map(({ call }) => call.receivers.join()).join(' ');
  return ids(steps) === ids(others);
}

/** A step in a pipeline learns from the labels that the model gets. */
function hasSameLabels(context: NotebookContext, { labels }: Training, { steps }: PreparedUse): boolean {
  const given = labels[0] === undefined ? undefined : nodesOf(context).nodeAt(labels[0].at);
  return steps.every(
    (step) => step.labels === undefined || (given !== undefined && writtenText(step.labels) === writtenText(given)),
  );
}

/** Whether a transformer means the same at a later statement; that it is fitted by then does not matter. */
function isStillMade(context: NotebookContext, maker: PlacedNode, until: Statement): boolean {
  if (maker.node.type !== 'identifier') return fateOf(context, maker, until) === 'kept';
  const from = nodesOf(context).statementAt(placeOf(maker));
  const between = context.analysis?.statements.slice((from?.id ?? until.id) + 1, until.id + 1) ?? [];
  const name = writtenText(maker);
  return between.every(({ definitions }) =>
    definitions.every((one) => one.name !== name || one.kind === 'mutate' || one.kind === 'maybe-mutate'),
  );
}

function unique(changes: readonly Change[]): readonly Change[] {
  const keyOf = ({ at, newText }: Change): string => `${at.cell}:${at.start}-${at.end} ${newText}`;
  return [...new Map(changes.map((change) => [keyOf(change), change])).values()];
}
