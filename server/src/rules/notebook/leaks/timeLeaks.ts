/** Rules about data that are ordered in time: split at random, or with features that look ahead. */
import { partOf } from '../../../notebook/syntax/pythonTree.ts';
import type { NotebookContext, NotebookFinding, NotebookFix, NotebookRule } from '../notebookRule.ts';
import { argumentOf, methodOf } from './columnChanges.ts';
import { columnChangesOf } from './columnChanges.ts';
import { columnsOf } from './columns.ts';
import { importChange } from './importEdits.ts';
import { labelColumnsOf } from './labelColumns.ts';
import { nodesOf } from './nodes.ts';
import { splitsOf } from './randomSplits.ts';
import type { DataSplit } from './randomSplits.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { Data, PlacedCall, RowGraph } from './rowGraph.ts';
import { rowSetsOf } from './rowSets.ts';
import { timeOrderOf } from './timeOrder.ts';
import type { TimeOrder } from './timeOrder.ts';
import { trainingsOf } from './trainings.ts';

function* shuffledTime(context: NotebookContext): Generator<NotebookFinding> {
  const { analysis } = context;
  if (analysis === undefined) return;
  for (const split of splitsOf(analysis)) {
    if (!split.isRandom) continue;
    const order = split.data.flatMap((data) => timeOrderOf(context, data) ?? [])[0];
    if (order === undefined) continue;
    const fix = fixOf(context, split, order);
    yield {
      at: split.at,
      message: `\`${split.name}\` mixes rows of all times, but these rows are ordered in time, since ${order.because}: keep the last ones for the test.`,
      ...(order.kind === 'dated' ? { atMost: 'info' as const } : {}),
      related:
        order.at === undefined ? [] : [{ at: order.at, message: 'This shows that the rows have an order in time.' }],
      fixes: fix === undefined ? [] : [fix],
    };
  }
}

function fixOf(context: NotebookContext, { name, maker }: DataSplit, { isSorted }: TimeOrder): NotebookFix | undefined {
  if (maker === undefined) return undefined;
  if (name === 'train_test_split') return isSorted ? withoutShuffle(maker) : undefined;
  if (name !== 'KFold' && name !== 'StratifiedKFold') return undefined;
  const folds = argumentOf(maker, ['n_splits'], 0);
  const newText = `TimeSeriesSplit(${typeof folds?.literal === 'number' ? `n_splits=${folds.literal}` : ''})`;
  return {
    title: 'Let each fold test on later rows than it trains on',
    isPreferred: true,
    changes: [...importChange(context, 'sklearn.model_selection', 'TimeSeriesSplit'), { at: maker.at, newText }],
  };
}

/** `train_test_split(…, shuffle=False)`, where nothing else stands against it. */
function withoutShuffle({ arguments: given }: PlacedCall): NotebookFix | undefined {
  const title = 'Split at a point in time';
  const shuffle = given.find(({ keyword }) => keyword === 'shuffle');
  const last = given.at(-1);
  if (last === undefined || given.some(({ keyword }) => keyword === 'stratify')) return undefined;
  if (shuffle !== undefined) return { title, changes: [{ at: shuffle.at, newText: 'False' }] };
  const at = { ...last.at, start: last.at.end };
  return { title, isPreferred: true, changes: [{ at, newText: ', shuffle=False' }] };
}

// ---- features that look ahead

interface LookAhead {
  readonly call: PlacedCall;
  /** Completes "… looks at later rows". */
  readonly what: string;
  readonly fix: NotebookFix | undefined;
}

function lookAheadOf(context: NotebookContext, call: PlacedCall): LookAhead | undefined {
  const title = 'Look back instead of ahead';
  const isOfTable = call.receiver !== undefined;
  const rename = (newText: string): NotebookFix | undefined => {
    const callee = nodesOf(context).nodeAt(call.at);
    const name = callee === undefined ? undefined : partOf(partOf(callee.node, 'function') ?? callee.node, 'attribute');
    if (name === undefined) return undefined;
    return {
      title,
      isPreferred: true,
      changes: [{ at: { cell: call.at.cell, start: name.start, end: call.at.end }, newText }],
    };
  };
  switch (isOfTable ? methodOf(call) : '') {
    case 'shift': {
      const periods = argumentOf(call, ['periods'], 0);
      if (periods === undefined || typeof periods.literal !== 'number' || periods.literal >= 0) return undefined;
      const changes = [{ at: periods.at, newText: String(-periods.literal) }];
      return {
        call,
        what: `\`shift(${periods.literal})\` takes values of later rows`,
        fix: { title, isPreferred: true, changes },
      };
    }
    case 'rolling': {
      const center = argumentOf(call, ['center'], undefined);
      if (center?.literal !== true) return undefined;
      const changes = [{ at: center.at, newText: 'False' }];
      return { call, what: 'a centred window takes in later rows', fix: { title, isPreferred: true, changes } };
    }
    case 'bfill':
    case 'backfill':
      return { call, what: `\`${methodOf(call)}\` fills gaps with later values`, fix: rename('ffill()') };
    case 'fillna': {
      const method = argumentOf(call, ['method'], undefined);
      if (method?.literal !== 'bfill' && method?.literal !== 'backfill') return undefined;
      const changes = [{ at: method.at, newText: '"ffill"' }];
      return { call, what: '`fillna` fills gaps with later values', fix: { title, isPreferred: true, changes } };
    }
    case 'interpolate': {
      const method = argumentOf(call, ['method'], 0)?.literal;
      if (method === 'pad' || method === 'ffill') return undefined;
      return { call, what: '`interpolate` draws lines to later values', fix: rename('ffill()') };
    }
    default:
      return undefined;
  }
}

function* featuresAhead(context: NotebookContext): Generator<NotebookFinding> {
  const { analysis } = context;
  if (analysis === undefined) return;
  const graph = rowGraphOf(analysis);
  for (const call of graph.calls) {
    const ahead = lookAheadOf(context, call);
    if (ahead === undefined || call.result === undefined) continue;
    const [receiver] = call.receivers;
    const data = receiver === undefined ? undefined : { object: receiver, seenBy: call.statement, at: call.at };
    const order = data === undefined ? undefined : timeOrderOf(context, data);
    if (order === undefined || order.kind === 'dated') continue;
    const features = featuresWith(context, graph, call.result);
    if (features === undefined) continue;
    yield {
      at: call.at,
      message: `${sentenceCase(ahead.what)}, which are not known yet when a prediction is needed: look back instead.`,
      related: [
        ...(order.at === undefined || order.at === call.at
          ? []
          : [{ at: order.at, message: 'This shows that the rows have an order in time.' }]),
        { at: features.at, message: 'A model learns from the result here.' },
      ],
      fixes: ahead.fix === undefined ? [] : [ahead.fix],
    };
  }
}

function sentenceCase(text: string): string {
  return text.startsWith('`') ? text : text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The first features of a model that hold values of an object, row by row; undefined when none do for sure. */
function featuresWith(context: NotebookContext, graph: RowGraph, result: number): Data | undefined {
  const columns = columnsOf(context);
  if (columns === undefined) return undefined;
  const rowSets = rowSetsOf(graph.analysis);
  const comesFrom = (data: Data): boolean => rowSets.originsOf(data).some(({ object }) => object === result);
  const sets = [...columnChangesOf(context).values()]
    .flat()
    .filter((change) => change.kind === 'set')
    .filter((set) => columns.valuesOf(set).some(comesFrom));
  for (const training of trainingsOf(graph.analysis).trainings) {
    const labels = labelColumnsOf(training, columns);
    for (const features of training.data) {
      // A whole table that was filled, or a feature that is one series.
      if (comesFrom(features)) return features;
      const isIn = sets.some((set) =>
        [...(set.columns?.kind === 'these' ? set.columns.names : [])].some((name) => {
          const trace = columns.trace(features, name);
          return trace.kind === 'kept' && trace.origin.set === set && labels.every(({ origin }) => origin.set !== set);
        }),
      );
      if (isIn) return features;
    }
  }
  return undefined;
}

export const timeLeakRules: readonly NotebookRule[] = [
  {
    id: 'leak/temporal-shuffle',
    severity: 'I/W/E',
    finds: 'a random split of rows that are ordered in time',
    why: 'The model learns from rows that lie after those it is tested on, and from their neighbours, which it will never have in use. Train on the past and test on what follows: cut at a date, or use `TimeSeriesSplit`.',
    hasFix: true,
    check: shuffledTime,
  },
  {
    id: 'leak/lookahead',
    severity: 'I/W/E',
    finds: 'a feature that is made of later rows',
    why: 'In use the later rows are not there yet. Shift, roll and fill backwards, so that each row is made of what was known at its time.',
    hasFix: true,
    check: featuresAhead,
  },
];
