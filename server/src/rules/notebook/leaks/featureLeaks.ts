/** Rules about features that tell the answer: the target itself, what is computed from it, and the name of the row. */
import type { NotebookContext, NotebookFinding, NotebookRule, RelatedCell } from '../notebookRule.ts';
import { columnChangesOf } from './columnChanges.ts';
import type { ColumnSet } from './columnChanges.ts';
import { columnsOf, isSameOrigin } from './columns.ts';
import type { ColumnTrace, Columns } from './columns.ts';
import { dropFix } from './dropColumn.ts';
import { findRowNames } from './rowNames.ts';
import { isLabel, labelColumnsOf } from './labelColumns.ts';
import type { LabelColumn } from './labelColumns.ts';
import { nodesOf } from './nodes.ts';
import type { NodeFinder } from './nodes.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { Data, RowGraph } from './rowGraph.ts';
import { rowSetsOf } from './rowSets.ts';
import { trainingsOf } from './trainings.ts';
import type { Training, Trainings } from './trainings.ts';
import { partsOf } from './models.ts';

/** What all of these rules look at. */
interface View {
  readonly graph: RowGraph;
  readonly nodes: NodeFinder;
  readonly columns: Columns;
  readonly found: Trainings;
}

function viewOf(context: NotebookContext): View | undefined {
  const { analysis } = context;
  const columns = columnsOf(context);
  if (analysis === undefined || columns === undefined) return undefined;
  return { graph: rowGraphOf(analysis), nodes: nodesOf(context), columns, found: trainingsOf(analysis) };
}

/** Features of a model that takes all columns that it is given. */
function* featuresIn({ graph, found }: View): Generator<{ readonly training: Training; readonly features: Data }> {
  for (const training of found.trainings) {
    if (training.models.some((model) => choosesColumns(graph, model))) continue;
    for (const features of training.data) yield { training, features };
  }
}

/** Whether a model may leave out columns by itself. */
function choosesColumns(graph: RowGraph, model: number): boolean {
  const object = graph.object(model);
  if (object === undefined) return true;
  return partsOf(graph, object).some(
    ({ type, kind }) =>
      kind === 'unknown' || /ColumnTransformer|FunctionTransformer|Mapper|Selector|make_column/.test(type ?? ''),
  );
}

/** Whether features and answers stand beside each other: of rows that are moved against each other, nothing is said. */
function areAligned({ graph }: View, { labels }: Training, features: Data): boolean {
  const rowSets = rowSetsOf(graph.analysis);
  return labels.every((label) => rowSets.sameRows(features, label));
}

type Kept = Extract<ColumnTrace, { kind: 'kept' }>;

function fixesFor(
  view: View,
  training: Training,
  features: Data,
  column: string,
  trace: Kept,
  keepers: Iterable<number>,
) {
  const evaluations = view.found.pairs.filter((pair) => pair.training === training).map(({ evaluation }) => evaluation);
  const unwanted = { column, trace, features, keepers: new Set(keepers), evaluations };
  const fix = dropFix(unwanted, view.columns, view.nodes, view.graph);
  return fix === undefined ? [] : [fix];
}

/** The objects that the answer comes through: these must keep its column. */
function lineageOf({ table, column }: LabelColumn, columns: Columns): readonly number[] {
  const trace = columns.trace(table, column);
  return trace.kind === 'kept' ? [table.object, ...trace.path] : [table.object];
}

function* labelsInFeatures(context: NotebookContext): Generator<NotebookFinding> {
  const view = viewOf(context);
  if (view === undefined) return;
  const told = new Set<string>();
  for (const { training, features } of featuresIn(view)) {
    const labels = labelColumnsOf(training, view.columns);
    for (const label of areAligned(view, training, features) ? labels : []) {
      const trace = view.columns.trace(features, label.column);
      const key = `${label.origin.object} ${label.column}`;
      if (trace.kind !== 'kept' || !isSameOrigin(trace.origin, label.origin) || told.has(key)) continue;
      told.add(key);
      const isAnswer = label.source === undefined;
      yield {
        at: features.at,
        message: isAnswer
          ? `These features still contain the target \`${label.column}\`, so the model only copies it: drop the column.`
          : `These features still contain \`${label.column}\`, from which the target \`${label.source}\` is computed: drop the column.`,
        related: [{ at: label.table.at, message: `The target is taken from \`${label.column}\` here.` }],
        fixes: fixesFor(
          view,
          training,
          features,
          label.column,
          trace,
          labels.flatMap((one) => lineageOf(one, view.columns)),
        ),
      };
    }
  }
}

function* derivedFromTarget(context: NotebookContext): Generator<NotebookFinding> {
  const view = viewOf(context);
  if (view === undefined) return;
  const sets = [...columnChangesOf(context).values()].flat().filter((change) => change.kind === 'set');
  const told = new Set<ColumnSet>();
  for (const { training, features } of featuresIn(view)) {
    const labels = labelColumnsOf(training, view.columns);
    const [answer] = labels;
    if (answer === undefined || !areAligned(view, training, features)) continue;
    for (const set of sets.filter((one) => !told.has(one))) {
      for (const column of set.columns?.kind === 'these' ? set.columns.names : []) {
        const trace = view.columns.trace(features, column);
        if (trace.kind !== 'kept' || trace.origin.set !== set || labels.some(({ origin }) => origin.set === set))
          continue;
        const behind = view.columns.valuesOf(set).flatMap((value) => view.columns.columnsBehind(value));
        const source = labels.find((label) => behind.some((one) => isLabel(label, one, view.columns)));
        if (source === undefined) continue;
        told.add(set);
        yield {
          at: set.at,
          message: `\`${column}\` is computed from the target \`${source.column}\` and is a feature: leave it out, since it is not known when a prediction is needed.`,
          related: pathOfFeature(answer, features),
          fixes: fixesFor(view, training, features, column, trace, lineageOf(answer, view.columns)),
        };
      }
    }
  }
}

function pathOfFeature(answer: LabelColumn, features: Data): readonly RelatedCell[] {
  return [
    { at: answer.table.at, message: `The target is taken from \`${answer.column}\` here.` },
    { at: features.at, message: 'A model learns from the features here.' },
  ];
}

function* rowNamesInFeatures(context: NotebookContext): Generator<NotebookFinding> {
  const view = viewOf(context);
  if (view === undefined) return;
  const names = findRowNames(context, view.graph, view.nodes, view.columns);
  const told = new Set<string>();
  for (const { training, features } of featuresIn(view)) {
    // Networks look up what they learned about each name.
    if (training.models.some((id) => ['keras-model', 'torch-module'].includes(view.graph.object(id)?.kind ?? '')))
      continue;
    const labels = labelColumnsOf(training, view.columns);
    for (const { column, isOf, because, at } of names) {
      const trace = view.columns.trace(features, column);
      if (trace.kind !== 'kept' || trace.origin.set !== undefined || !isOf(trace) || told.has(column)) continue;
      if (labels.some((label) => label.column === column)) continue;
      told.add(column);
      const keepers = labels.flatMap((label) => lineageOf(label, view.columns));
      yield {
        at: features.at,
        message: `These features contain \`${column}\`, which ${because}: leave it out, since nothing learned about one row holds for the next.`,
        related: at === undefined ? [] : [{ at, message: 'This says that the column tells rows apart.' }],
        fixes: fixesFor(view, training, features, column, trace, keepers.length > 0 ? keepers : trace.path.slice(-1)),
      };
    }
  }
}

export const featureLeakRules: readonly NotebookRule[] = [
  {
    id: 'leak/label-in-features',
    severity: 'W/E/E',
    finds: 'features that still contain the target',
    why: 'The model reads the answer off its input. Its scores are perfect here and worthless in production, where the answer is not there. Drop the column before the data are split.',
    hasFix: true,
    check: labelsInFeatures,
  },
  {
    id: 'leak/target-derived',
    severity: 'I/W/E',
    finds: 'a feature that is computed from the target of the same row',
    why: 'When a prediction is needed the target is not known, and neither is what is computed from it. Leave such columns out; values of earlier rows, taken with `shift`, are known by then.',
    hasFix: true,
    check: derivedFromTarget,
  },
  {
    id: 'leak/id-feature',
    severity: 'H/I/I',
    finds: 'a column among the features that names each row',
    why: 'A name occurs once, so that nothing can be learned from it, except by chance or from the order in which rows were collected. Drop the column.',
    hasFix: true,
    check: rowNamesInFeatures,
  },
];
