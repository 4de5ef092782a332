/** Whether rows are ordered in time: by the spec, or by what the notebook does with them. */
import { keptOn } from '../../../notebook/memory/keptOn.ts';
import type { NotebookAnalysis, ObjectId } from '../../../notebook/flow/analysis.ts';
import type { CellRange } from '../../../notebook/read/notebook.ts';
import type { NotebookContext } from '../notebookRule.ts';
import { argumentOf, columnsAt, methodOf } from './columnChanges.ts';
import { nodesOf } from './nodes.ts';
import { oncePerAnalysis } from './oncePerAnalysis.ts';
import { perRows } from './perRows.ts';
import { declaredSourceOf } from './rowNames.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { Data, PlacedCall, RowGraph } from './rowGraph.ts';
import { rowSetsOf } from './rowSets.ts';

export interface TimeOrder {
  /**
   * `declared` by the spec; `shown` by a date together with what only makes sense in order; `dated` by a date alone,
   * which may mean nothing.
   */
  readonly kind: 'declared' | 'shown' | 'dated';
  /** Continues "these rows are ordered in time: …". */
  readonly because: string;
  /** Where the notebook shows it. */
  readonly at: CellRange | undefined;
  /** Whether the notebook relies on the rows standing in order, so that they can be cut where they stand. */
  readonly isSorted: boolean;
}

/** Methods that look at neighbours: they make no sense on rows in any order. */
const neighbourly: ReadonlySet<string> = new Set([
  'shift',
  'rolling',
  'resample',
  'ewm',
  'asfreq',
  'diff',
  'pct_change',
]);
const dateWord = /(?:^|[^a-z])(?:date|datetime|timestamp|dt|time)s?(?:$|[^a-z])|(?:Date|Time)$|^(?:ds|day|month)$/i;
const birthWord = /birth|dob/i;

/** @returns undefined where nothing says that the rows have an order in time */
export function timeOrderOf(context: NotebookContext, data: Data): TimeOrder | undefined {
  return ordersOf(context)(data);
}

/** Several rules ask about the same rows. */
const ordersOf = keptOn((context: NotebookContext) => perRows((rows) => findTimeOrder(context, rows)));

function findTimeOrder(context: NotebookContext, data: Pick<Data, 'object' | 'seenBy'>): TimeOrder | undefined {
  const { analysis, declaredData, notebook } = context;
  if (analysis === undefined) return undefined;
  const graph = rowGraphOf(analysis);
  const tables = tablesBehind(graph, data);
  const declared = [...tables].flatMap((id) => declaredSourceOf(graph, id, declaredData, notebook.uri) ?? [])[0];
  const calls = callsOnTables(analysis, tables);
  const sort = calls.find((call) => sortsByTime(context, graph, call));
  // Functions of these names do something else, as `sklearn.utils.resample` does.
  const neighbour = calls.find((call) => call.receiver !== undefined && neighbourly.has(methodOf(call)));
  const isSorted = sort !== undefined || neighbour !== undefined;
  if (declared?.time !== undefined) {
    return { kind: 'declared', because: `the spec names \`${declared.time}\` as their time`, at: undefined, isSorted };
  }
  const date = calls.find((call) => showsDate(context, graph, call));
  if (date === undefined && sort === undefined && !isResampled(neighbour)) return undefined;
  if (neighbour !== undefined) {
    return {
      kind: 'shown',
      because: `\`${methodOf(neighbour)}\` looks at their neighbours`,
      at: neighbour.at,
      isSorted,
    };
  }
  if (sort !== undefined) return { kind: 'shown', because: 'they are sorted by time', at: sort.at, isSorted };
  const forecast = forecastOf(analysis);
  if (forecast !== undefined) {
    return { kind: 'shown', because: 'the notebook makes forecasts', at: forecast.at, isSorted };
  }
  return date === undefined ? undefined : { kind: 'dated', because: 'they have a date', at: date.at, isSorted };
}

/** The first call that makes forecasts. */
const forecastOf = oncePerAnalysis((analysis) =>
  rowGraphOf(analysis).calls.find(({ callee }) => forecasting.test(callee ?? '')),
);

const forecasting = /^(?:prophet|fbprophet|pmdarima|sktime|darts|neuralprophet|gluonts|statsmodels\.tsa)\b/;

function isResampled(call: PlacedCall | undefined): boolean {
  return call !== undefined && ['resample', 'asfreq'].includes(methodOf(call));
}

/** Tables whose rows are these, or hold them. */
export function tablesBehind(graph: RowGraph, data: Pick<Data, 'object' | 'seenBy'>): ReadonlySet<ObjectId> {
  return new Set(
    rowSetsOf(graph.analysis)
      .originsOf(data)
      .map(({ object }) => object),
  );
}

/** The tables that the rows of a call's subject come from, by call. */
const subjectsOf: (analysis: NotebookAnalysis) => ReadonlyMap<PlacedCall, ReadonlySet<ObjectId>> = oncePerAnalysis(
  (analysis) => {
    const graph = rowGraphOf(analysis);
    const telling = graph.calls.filter((call) => tellingMethods.has(methodOf(call)));
    return new Map(
      telling.map((call) => {
        const isFunction = call.receiver === undefined || graph.object(call.receiver)?.kind === 'module';
        const objects = isFunction ? (call.arguments[0]?.objects ?? []) : call.receivers;
        const ids = [...objects, ...(call.result === undefined ? [] : [call.result])];
        const tables = ids.flatMap((object) => [...tablesBehind(graph, { object, seenBy: call.statement })]);
        return [call, new Set(tables)];
      }),
    );
  },
);

const tellingMethods: ReadonlySet<string> = new Set([
  ...neighbourly,
  'sort_values',
  'sort_index',
  'set_index',
  'to_datetime',
  'date_range',
  'read_csv',
  'read_parquet',
  'read_excel',
  'read_table',
]);

/** Calls that may tell of time, on data that have a table in common with some. */
function callsOnTables(analysis: NotebookAnalysis, tables: ReadonlySet<ObjectId>): readonly PlacedCall[] {
  const graph = rowGraphOf(analysis);
  const isRead = (id: ObjectId): boolean =>
    (graph.object(id)?.rows.length ?? 0) === 0 || graph.object(id)?.kind === 'frame';
  const roots = new Set([...tables].filter(isRead));
  return [...subjectsOf(analysis)].flatMap(([call, subject]) =>
    [...subject].some((id) => roots.has(id)) ? [call] : [],
  );
}

function namesTime(context: NotebookContext, graph: RowGraph, at: CellRange): boolean {
  const chosen = columnsAt(at, nodesOf(context), graph);
  return chosen?.kind === 'these' && [...chosen.names].some((name) => dateWord.test(name) && !birthWord.test(name));
}

function sortsByTime(context: NotebookContext, graph: RowGraph, call: PlacedCall): boolean {
  if (methodOf(call) !== 'sort_values') return false;
  const by = argumentOf(call, ['by'], 0);
  return by !== undefined && namesTime(context, graph, by.at);
}

function showsDate(context: NotebookContext, graph: RowGraph, call: PlacedCall): boolean {
  switch (methodOf(call)) {
    case 'to_datetime':
    case 'date_range':
      return !birthWord.test(call.arguments.map(({ at }) => textOf(context, at)).join(' '));
    case 'set_index': {
      const keys = argumentOf(call, ['keys'], 0);
      return keys !== undefined && namesTime(context, graph, keys.at);
    }
    default: {
      const dates = argumentOf(call, ['parse_dates'], undefined);
      return dates !== undefined && dates.literal !== false && !birthWord.test(textOf(context, dates.at));
    }
  }
}

function textOf({ notebook }: NotebookContext, { cell, start, end }: CellRange): string {
  return notebook.cells[cell]?.text.slice(start, end) ?? '';
}
