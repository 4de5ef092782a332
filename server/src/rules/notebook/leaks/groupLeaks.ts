/** The rule about rows of one thing, such as a patient, on both sides of a split. */
import type { ObjectId } from '../../../notebook/flow/analysis.ts';
import { keptOn } from '../../../notebook/memory/keptOn.ts';
import type { CellRange } from '../../../notebook/read/notebook.ts';
import type { NotebookContext, NotebookFinding, NotebookRule } from '../notebookRule.ts';
import { argumentOf, columnsAt, methodOf } from './columnChanges.ts';
import { columnsOf } from './columns.ts';
import { groupFix } from './groupFix.ts';
import { nodesOf } from './nodes.ts';
import { splitsOf } from './randomSplits.ts';
import type { DataSplit } from './randomSplits.ts';
import { declaredSourceOf, isIdLike } from './rowNames.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { PlacedCall, RowGraph } from './rowGraph.ts';
import { tablesBehind } from './timeOrder.ts';

/** A column whose values stand in several rows each, which belong together. */
interface Grouping {
  readonly column: string;
  /** Ends "… belong together, since". */
  readonly because: string;
  readonly at: CellRange | undefined;
}

/** People, animals and machines: what one of them does now tells what it does next. */
const entity =
  /^(?:.*[_\s-])?(?:patient|subject|user|customer|client|device|machine|engine|unit|vehicle|driver|player|session|household|account|speaker|writer|author|participant|person|animal)s?(?:[_\s-]?(?:id|no|nr|number|code|name))?$/i;
/** What groups by a column, or counts how often its values come again. */
const repeating: ReadonlySet<string> = new Set(['groupby', 'nunique', 'value_counts', 'duplicated', 'drop_duplicates']);

/** A column whose values some call treats as coming again. */
interface RepeatedColumn {
  readonly column: string;
  readonly call: PlacedCall;
  /** The frames whose rows have it there. */
  readonly frames: readonly ObjectId[];
}

/** Found once, because a notebook may have thousands of such calls and of splits. */
const repeatedColumnsOf = keptOn((context: NotebookContext): readonly RepeatedColumn[] => {
  const { analysis } = context;
  if (analysis === undefined) return [];
  const graph = rowGraphOf(analysis);
  return graph.calls.flatMap((call) => repeatedBy(context, graph, call) ?? []);
});

function repeatedBy(context: NotebookContext, graph: RowGraph, call: PlacedCall): RepeatedColumn | undefined {
  if (call.receiver === undefined || !repeating.has(methodOf(call))) return undefined;
  const given = argumentOf(call, ['by', 'subset'], 0);
  const place = given?.at ?? subjectOf(context, call);
  const chosen = place === undefined ? undefined : columnsAt(place, nodesOf(context), graph);
  const [column, ...others] = chosen?.kind === 'these' ? chosen.names : [];
  if (column === undefined || others.length > 0 || !(entity.test(column) || isIdLike(column))) return undefined;
  const tables = tablesBehind(graph, { object: call.receiver, seenBy: call.statement });
  return { column, call, frames: [...tables].filter((id) => graph.object(id)?.kind === 'frame') };
}

function groupingOf(context: NotebookContext, split: DataSplit): Grouping | undefined {
  const { analysis, declaredData, notebook } = context;
  if (analysis === undefined) return undefined;
  const graph = rowGraphOf(analysis);
  for (const data of split.data) {
    const tables = tablesBehind(graph, data);
    const source = [...tables].flatMap((id) => declaredSourceOf(graph, id, declaredData, notebook.uri) ?? [])[0];
    const hasOneRowEach = [...tables].some((id) => graph.makersOf(id).some((call) => keepsOneRow(call)));
    if (hasOneRowEach) continue;
    if (source?.group !== undefined) {
      const because = `the spec names \`${source.group}\` as their group`;
      return { column: source.group, because, at: undefined };
    }
    // Of a source that the spec describes, nothing is guessed.
    if (source !== undefined) continue;
    for (const { column, call, frames } of repeatedColumnsOf(context)) {
      if (!frames.some((id) => tables.has(id))) continue;
      // An id that the model learns from is a category, which comes again in use.
      if (!entity.test(column) && !isLeftOut(context, split, column)) continue;
      return { column, because: `\`${methodOf(call)}\` looks at \`${column}\``, at: call.at };
    }
  }
  return undefined;
}

/** Whether no model learns from a column, as far as anybody can tell. */
function isLeftOut(context: NotebookContext, { training }: DataSplit, column: string): boolean {
  const columns = columnsOf(context);
  return columns !== undefined && training.data.every((data) => columns.trace(data, column).kind === 'absent');
}

function keepsOneRow(call: PlacedCall): boolean {
  return methodOf(call) === 'drop_duplicates' && argumentOf(call, ['subset'], 0) !== undefined;
}

/** `"a"` in `df["a"].nunique()` */
function subjectOf(context: NotebookContext, call: PlacedCall): CellRange | undefined {
  const around = nodesOf(context).nodeAt(call.at);
  const callee = around?.node.children.find(({ field }) => field === 'function');
  const owner = callee?.children.find(({ field }) => field === 'object');
  const key = owner?.type === 'subscript' ? owner.children.find(({ field }) => field === 'subscript') : undefined;
  return key === undefined ? undefined : { cell: call.at.cell, start: key.start, end: key.end };
}

function* splitGroups(context: NotebookContext): Generator<NotebookFinding> {
  const { analysis } = context;
  if (analysis === undefined) return;
  for (const split of splitsOf(analysis)) {
    // A cut where the rows stand may keep groups whole, or cut them by time.
    const isCut = split.kind === 'parts' && !split.isRandom;
    if (split.isGrouped || isCut || split.name === 'TimeSeriesSplit') continue;
    const grouping = groupingOf(context, split);
    if (grouping === undefined) continue;
    const fix = groupFix(context, split, grouping.column);
    const name = split.name === 'folds' ? 'These folds put' : `\`${split.name}\` puts`;
    yield {
      at: split.at,
      message: `${name} rows of one \`${grouping.column}\` on both sides, but such rows belong together, since ${grouping.because}: split by \`${grouping.column}\`.`,
      related:
        grouping.at === undefined
          ? []
          : [{ at: grouping.at, message: `This shows that a \`${grouping.column}\` has several rows.` }],
      fixes: fix === undefined ? [] : [fix],
    };
  }
}

export const groupLeakRule: NotebookRule = {
  id: 'leak/group',
  severity: 'I/W/E',
  finds: 'a split that puts rows of one person or thing on both sides',
  why: 'The model recognises whom it has seen in training, which it cannot do with new ones. Keep all rows of one on the same side with `GroupShuffleSplit` or `GroupKFold`; say `across_splits: shared` in the spec when production sees the same ones again.',
  hasFix: true,
  check: splitGroups,
};
