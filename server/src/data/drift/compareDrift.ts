/** Compares windows of a table with a reference, some columns at a time, so that memory does not grow with columns or rows. */
import type {
  DriftChunks,
  DriftColumn,
  DriftFound,
  DriftRequest,
  DriftResult,
  DriftSide,
} from '../../../../schemas/driftJob.ts';
import type { JobContext, JobHandler } from '../../../../schemas/jobs.ts';
import type { TableColumn } from '../../../../schemas/tableJobs.ts';
import { textMeasures } from '../../../../schemas/textMeasures.ts';
import type { ColumnKind, Profile, ProfileColumn } from '../../../../schemas/profile.ts';
import { compareColumn, type CompareOptions, type WindowState } from '../../drift/comparison/compareColumn.ts';
import { lookAtBlocks } from '../../drift/comparison/alikeRows.ts';
import { alignKinds, type AlignedKinds, type LostPrecision } from '../../drift/comparison/alignKinds.ts';
import { addCounted, type CountedColumn } from '../../drift/comparison/countedColumn.ts';
import { sayBlocks } from '../../drift/comparison/sayBlocks.ts';
import { saySoFar } from '../../drift/comparison/saySoFar.ts';
import type { AnsweredRows } from '../../drift/answers/answeredRows.ts';
import { decideColumns } from '../../drift/verdict/decideColumns.ts';
import type { UndecidedColumn } from '../../drift/verdict/decideColumns.ts';
import { countJudged, countTests, isComparedExactly } from '../../drift/comparison/familyOfTests.ts';
import { judgeStates, shownWindows, type FilledWindow } from '../../drift/comparison/windowStates.ts';
import { lookAtColumns } from '../columnLook.ts';
import { wholeCell } from '../engine.ts';
import { keepRows } from '../keepRows.ts';
import { withTable, type OpenTable, type TableWorld } from '../openTable.ts';
import { needsOrigin, writeSplitFilters } from '../splitConditions.ts';
import { answerWith, TableProblem } from '../tableProblem.ts';
import { changedRows } from './changedRows.ts';
import { compareAnswers } from './compareAnswers.ts';
import { compareTogether } from './compareTogether.ts';
import { compareTexts, findFreeTexts, textsOf } from './compareTexts.ts';
import type { ComparedTexts, KeptTexts, SideTexts } from './compareTexts.ts';
import { cutBlocks, type CutBlocks } from './cutBlocks.ts';
import { cutReference, type CutReference } from './cutReference.ts';
import { countColumns, type CountedCut, type WantedColumn } from './countColumns.ts';
import { countWindows, type WindowCounter } from './countWindows.ts';
import { findLookalikes, type TextColumns } from './findLookalikes.ts';
import { queueRows } from './queueRows.ts';
import { readAnswers } from './readAnswers.ts';
import { isSampled, sampleRows, type Sample } from './sampleRows.ts';

import { cutWindows, type Cut } from './windowSql.ts';

/** Share of the progress that opening both sides takes. */
const firstShare = 0.1;
/** Each window of each column takes about 150 kB while it is counted. */
const talliesPerPass = 512;
/** Column of the number of a row in its whole table. */
const identity = '__plumbline_row';
const mostColumnsPerPass = 64;
/** Most columns of the first of several passes. */
const firstColumns = 8;
/** So many values are counted in about a quarter of a second; more are not worth waiting for before anything is known. */
const firstValues = 6_000_000;
/** Columns of which it is told why they are not compared, where none is. */
const mostReasons = 3;

export const compareDrift: JobHandler<'compareDrift'> = (request, context) =>
  answerWith<'compareDrift'>(async () => {
    const world: TableWorld = {
      scratch: context.scratch,
      limits: needsTwoEngines(request)
        ? { ...context.limits, memoryBytes: context.limits.memoryBytes / 2, diskBytes: context.limits.diskBytes / 2 }
        : context.limits,
    };
    const found = await openAndCompare(request, world, context.report, undefined);
    if ('result' in found) return found.result;
    const again = await openAndCompare(request, world, context.report, found.asText);
    if ('asText' in again) throw new RangeError('Columns that are read as text do not become text.');
    return again.result;
  });

/** @returns the columns that have to be read as text first, where they were not yet and there are some */
function openAndCompare(
  request: DriftRequest,
  world: TableWorld,
  report: JobContext<'compareDrift'>['report'],
  asText: TextColumns | undefined,
): Promise<{ readonly result: DriftResult } | { readonly asText: TextColumns }> {
  const { chunks, truth } = request;
  const reading = (side: keyof TextColumns) => ({ world, textColumns: asText?.[side] ?? [] });
  return withSide(request.current, chunks, reading('current'), undefined, (current) =>
    withSide(
      request.reference,
      { kind: 'truth', condition: truth },
      reading('reference'),
      current,
      async (reference) => {
        const lookalikes = asText === undefined ? await findLookalikes(reference, current, request) : undefined;
        if (lookalikes !== undefined) return { asText: lookalikes };
        return { result: await compareSides(reference, current, request, report) };
      },
    ),
  );
}

/** The current side is cut into windows, the reference by class. */
type Cutting = DriftChunks | { readonly kind: 'truth'; readonly condition: string | undefined };

/** One side, ready to be counted column by column. */
export interface OpenSide {
  readonly label: string;
  readonly columns: readonly Pick<TableColumn, 'name' | 'kind'>[];
  readonly windows: readonly FilledWindow[];
  readonly rows: number;
  readonly notes: readonly string[];
  /** Columns whose types follow from their values, as in CSV, and on whose types nothing else depends. */
  readonly guessed: ReadonlySet<string>;
  /** The table, where there is one that the other side may share. */
  readonly table?: { readonly open: OpenTable; readonly source: string; readonly rows: string } | undefined;
  readonly isPersonal: (name: string, marked: ReadonlySet<string>) => boolean;
  /** For each column, one count per window. */
  readonly count: (wanted: CountWish) => Promise<readonly (readonly CountedColumn[])[]>;
  /** The same rows, cut in another way; undefined where there are only counts. */
  readonly cut: ((chunks: DriftChunks) => Promise<Pick<OpenSide, 'windows' | 'count'>>) | undefined;
  /** The same rows, cut into periods beside the windows that they have, and counted in one pass; undefined as above. */
  readonly cutBlocks: ((period: Pick<Period, 'column' | 'length'>) => Promise<BesideWindows>) | undefined;
  /** Answers and labels of every row; undefined where there are only counts. */
  readonly answers: ((wish: NonNullable<DriftRequest['answers']>) => Promise<AnsweredRows>) | undefined;
  /** Some rows of each window, of columns that may be read row by row; undefined where there are only counts. */
  readonly sample: ((names: readonly string[]) => Promise<readonly Sample[]>) | undefined;
  /** Texts of every row; undefined where there are only counts. */
  readonly texts: SideTexts | undefined;
  /** What a profile keeps of a column of free text; undefined for rows, and for other columns. */
  readonly keptTexts: (name: string) => KeptTexts | undefined;
  /** What a profile counts of a column in the rows of the positive class; rows are cut by class instead. */
  readonly keptPositives: (name: string) => ProfileColumn | undefined;
}

type Period = Extract<DriftChunks, { kind: 'period' }>;

interface BesideWindows {
  /** The periods, those without rows included. */
  readonly windows: readonly FilledWindow[];
  /** Counts of the windows of the side, and of the periods. */
  readonly count: (wanted: CountWish) => Promise<{ readonly windows: CountedCut; readonly blocks: CountedCut }>;
}

export interface CountWish {
  readonly columns: readonly { readonly name: string; readonly isPersonal: boolean }[];
  readonly isExact: boolean;
  readonly onShare: (share: number) => void;
}

function needsTwoEngines({ reference, current }: DriftRequest): boolean {
  return reference.kind === 'rows' && current.kind === 'rows' && keyOf(reference) !== keyOf(current);
}

/** Sides of equal key read the same files in the same way. */
function keyOf({ source, splits }: Extract<DriftSide, { kind: 'rows' }>): string {
  return JSON.stringify([source, needsOrigin(splits)]);
}

function withSide<Result>(
  side: DriftSide,
  chunks: Cutting,
  { world, textColumns }: { readonly world: TableWorld; readonly textColumns: readonly string[] },
  other: OpenSide | undefined,
  use: (side: OpenSide) => Promise<Result>,
): Promise<Result> {
  if (side.kind === 'profile') {
    return use(openProfile(side.profile, side.label, chunks.kind === 'truth' ? chunks.condition : undefined));
  }
  const key = keyOf(side);
  if (other?.table?.source === key) {
    const { open, rows } = other.table;
    return openRows(open, rows, side, chunks).then(use);
  }
  const options = { readsAll: true, withOrigin: needsOrigin(side.splits), textColumns };
  const scratch = other === undefined ? world.scratch : `${world.scratch}/reference`;
  return withTable(side.source, { ...world, scratch }, options, async (open) => {
    const rows = await keepRows(open, open.query, () => undefined);
    return use(await openRows(open, rows, side, chunks));
  });
}

/** @param truth condition of the rows of the positive class; what the profile keeps of another one is of no use */
function openProfile(profile: Profile, label: string, truth: string | undefined): OpenSide {
  const byName = new Map(profile.columns.map((column) => [column.name, column]));
  const { positives } = profile;
  const ofPositives = new Map(
    (positives !== undefined && positives.condition === truth ? positives.columns : []).map((own) => [own.name, own]),
  );
  const find = (name: string) => {
    const column = byName.get(name);
    if (column === undefined) throw new RangeError(`The profile has no column ${name}.`);
    return column;
  };
  return {
    label,
    columns: profile.columns,
    windows: [{ label, isIncomplete: false, rows: profile.rows }],
    rows: profile.rows,
    notes: [],
    guessed: new Set(),
    isPersonal: (name) => {
      const { spread } = find(name);
      return spread.shape === 'withheld' && spread.because === 'personal';
    },
    count: ({ columns }) => Promise.resolve(columns.map(({ name }) => [find(name)])),
    cut: undefined,
    cutBlocks: undefined,
    answers: undefined,
    sample: undefined,
    texts: undefined,
    keptTexts: (name) => {
      const column = find(name);
      return column.spread.shape === 'texts' ? { column, spread: column.spread } : undefined;
    },
    keptPositives: (name) => ofPositives.get(name),
  };
}

async function openRows(
  open: OpenTable,
  base: string,
  side: Extract<DriftSide, { kind: 'rows' }>,
  chunks: Cutting,
): Promise<OpenSide> {
  const { label, source, splits, split } = side;
  const condition = split === undefined ? undefined : (await writeSplitFilters(open, splits)).get(split);
  if (split !== undefined && condition === undefined) {
    throw new TableProblem(`There is no split ${split} of ${open.label}.`);
  }
  const ofSplit = (from: string): string =>
    condition === undefined ? from : `(SELECT * FROM ${from} WHERE ${condition})`;
  const cut =
    chunks.kind === 'truth' ? await cutByTruth(open, chunks.condition) : await cutWindows(open, ofSplit(base), chunks);
  const number = '__plumbline_window';
  const cutRows = (from: string): string => `(SELECT *, ${cut.number} AS ${number} FROM ${ofSplit(from)})`;
  const rows = cutRows(base);
  const windows = await fillWindows(open, rows, number, cut);
  const left =
    cut.left === 0 ? [] : [`${cut.left.toLocaleString('en')} rows of ${label} have no time and lie in no window.`];
  return {
    label,
    columns: open.columns,
    windows,
    rows: windows.reduce((sum, window) => sum + window.rows, 0),
    notes: [...open.notes, ...left],
    guessed: guessedOf(open, side, chunks),
    table: { open, source: keyOf({ kind: 'rows', label, source, splits }), rows: base },
    isPersonal: (name, marked) => [...open.originsOf(name)].some((origin) => marked.has(origin)),
    count: async (wish) => (await countCuts(open, rows, [{ number, windows }], wish)).windows,
    cut: (other) => openRows(open, base, side, other),
    cutBlocks: async (period) => {
      const blocks = await cutWindows(open, ofSplit(base), { ...period, kind: 'period', latestOnly: false });
      const block = '__plumbline_block';
      const both = `(SELECT *, ${cut.number} AS ${number}, ${blocks.number} AS ${block} FROM ${ofSplit(base)})`;
      const periods = await fillWindows(open, both, block, blocks);
      return {
        windows: periods,
        count: (wish) =>
          countCuts(
            open,
            both,
            [
              { number, windows },
              { number: block, windows: periods },
            ],
            wish,
          ),
      };
    },
    answers: open.engine.dialect.hasRowOrder
      ? (wish) => readAnswers(open, rows, number, wish, chunks.kind === 'period' ? chunks.column : undefined)
      : undefined,
    texts: open.engine.dialect.hasRowOrder ? textsOf(open.engine, rows, number) : undefined,
    keptTexts: () => undefined,
    keptPositives: () => undefined,
    sample: !open.engine.dialect.hasRowOrder
      ? undefined
      : (names) =>
          sampleRows({
            engine: open.engine,
            rows: cutRows(`(SELECT *, row_number() OVER () AS ${identity} FROM ${base})`),
            identity,
            // Classes are read in their proportion, as one: as many rows of each would make another reference.
            ...(chunks.kind === 'truth'
              ? { number: '0', windows: [windows.reduce((sum, window) => sum + window.rows, 0)] }
              : { number, windows: windows.map((window) => window.rows) }),
            columns: names.map((name) => open.column(name)).filter(isSampled),
          }),
  };
}

async function fillWindows({ engine }: OpenTable, rows: string, number: string, cut: Cut): Promise<FilledWindow[]> {
  const counts = await engine.select(
    `SELECT ${number} AS w, count(*) AS n FROM ${rows} WHERE ${number} IS NOT NULL GROUP BY 1`,
  );
  const rowsOf = new Map(counts.map((row) => [wholeCell(row, 'w'), wholeCell(row, 'n')]));
  return cut.windows.map((window, index) => ({ ...window, rows: rowsOf.get(index) ?? 0 }));
}

interface FilledCut {
  /** Column of the number of the window of a row. */
  readonly number: string;
  readonly windows: readonly FilledWindow[];
}

async function countCuts(
  open: OpenTable,
  rows: string,
  [first, second]: readonly [FilledCut, FilledCut?],
  { columns, isExact, onShare }: CountWish,
): Promise<{ readonly windows: CountedCut; readonly blocks: CountedCut }> {
  const wished = columns.map(({ name, isPersonal }) => ({ column: open.column(name), isPersonal }));
  const table = { engine: open.engine, rows, isExact };
  const rowsOf = ({ number, windows }: FilledCut) => ({ number, windows: windows.map((window) => window.rows) });
  if (open.engine.dialect.hasRowOrder) {
    const blocks = second === undefined ? undefined : rowsOf(second);
    return countColumns({ ...table, ...rowsOf(first), blocks, label: open.label, columns: wished, onShare });
  }
  // Counts alone leave an engine of others.
  const count = (cut: FilledCut) => countApart({ ...table, number: cut.number }, cut.windows.length, wished);
  return { windows: await count(first), blocks: second === undefined ? [] : await count(second) };
}

/** Derived columns, splits and classes are told by values of a type. */
function guessedOf(
  { files, columns }: OpenTable,
  { source, split }: Extract<DriftSide, { kind: 'rows' }>,
  chunks: Cutting,
): ReadonlySet<string> {
  const isGuessed = files.some(({ format }) => format === 'csv' || format === 'tsv');
  if (!isGuessed || source.derive.length > 0 || split !== undefined) return new Set();
  if (chunks.kind === 'truth' && chunks.condition !== undefined) return new Set();
  return new Set(columns.flatMap(({ name }) => (chunks.kind === 'period' && chunks.column === name ? [] : [name])));
}

/** Counts one column after the other, without reading a row. */
async function countApart(
  table: Pick<WindowCounter, 'engine' | 'rows' | 'number' | 'isExact'>,
  windows: number,
  wished: readonly WantedColumn[],
): Promise<readonly (readonly CountedColumn[])[]> {
  const { engine, rows, number } = table;
  const columns = wished.map(({ column }) => column);
  const looks = await lookAtColumns({ engine, rows, columns, group: number }, () => undefined);
  const counted: (readonly CountedColumn[])[] = [];
  for (const [index, { column, isPersonal }] of wished.entries()) {
    counted.push(await countWindows({ ...table, windows, column, look: looks[index] ?? new Map(), isPersonal }));
  }
  return counted;
}

/** Rows of the other classes are window 0, those of the positive class window 1. */
async function cutByTruth(open: OpenTable, condition: string | undefined): Promise<Cut> {
  const whole = { label: 'all rows', isIncomplete: false };
  if (condition === undefined) return { number: '0', windows: [whole], left: 0 };
  const sql = await open.writeCondition(condition);
  return { number: `CASE WHEN ${sql} THEN 1 ELSE 0 END`, windows: [whole, whole], left: 0 };
}

async function compareSides(
  reference: OpenSide,
  current: OpenSide,
  request: DriftRequest,
  report: JobContext<'compareDrift'>['report'],
) {
  if (reference.rows === 0)
    throw new TableProblem(`${reference.label} has no rows, so there is nothing to compare with.`);
  if (current.rows === 0) throw new TableProblem(`${current.label} has no rows, so there is nothing to compare.`);
  const { names, notCompared } = chooseColumns(reference, current, request.columns);
  const states = judgeStates(current.windows, request);
  const isExact = request.exact || isComparedExactly(reference.rows + current.rows);
  const marked = new Set(request.personal);
  const isPersonal = (name: string): boolean => reference.isPersonal(name, marked) || current.isPersonal(name, marked);
  const texts = await findFreeTexts(reference, current, names, isPersonal);
  const judged = names.flatMap((name) => (texts.has(name) ? textMeasures.map(() => name) : [name]));
  const cut = await cutReference(reference, request);
  const alike = await cutBlocks(reference, request);
  const uncut = [cut, alike].flatMap((one) => (typeof one === 'string' ? [one] : []));
  const lost: ColumnsOptions['lost'] = [];
  const weeks = new Map<string, number>();
  const options = {
    ...request,
    isPersonal,
    isExact,
    retyped: notCompared,
    lost,
    cut: typeof cut === 'string' ? undefined : cut,
    blocks: typeof alike === 'string' ? undefined : alike,
    weeks,
    tests: countTests(judged, reference.columns, states),
  };
  const plain = names.filter((name) => !texts.has(name));
  const notes = [...new Set([...reference.notes, ...current.notes, ...sayTexts(texts, reference, current), ...uncut])];
  const windows = shownWindows(current.windows, states);
  const foundOf = (columns: readonly DriftColumn[], compared: number): DriftFound => {
    const known = { referenceRows: reference.rows, windows, notCompared, notes };
    return { total: names.length, compared, columns: [...columns], ...known };
  };
  const found = await compareColumns(reference, current, plain, states, options, (doing, share, pass) => {
    const progress = { doing, share: firstShare + ((1 - firstShare) * share * plain.length) / names.length };
    report(pass === undefined ? progress : { ...progress, found: foundOf(pass.columns, pass.compared) });
  });
  const compared: ComparedTexts[] = [];
  for (const name of texts) {
    report({ doing: `Comparing ${name}`, share: 1 - (texts.size - compared.length) / names.length });
    const own = await compareTexts(reference, current, name);
    compared.push(own);
    found.set(
      name,
      own.columns.map(({ name: measure, reference: before, positives, windows: counts }) => ({
        name: measure,
        kind: before.kind,
        ...compareColumn(before, counts, states, { ...options, positives }),
      })),
    );
    const pass = decideColumns([...found.values()].flat(), request).slice(-own.columns.length);
    report({
      doing: `Compared ${name}`,
      share: 1 - (texts.size - compared.length) / names.length,
      found: foundOf(pass, found.size),
    });
  }
  const columns = names.flatMap((name) => found.get(name) ?? []);
  const decided = decideColumns(columns, request);
  const together = await compareTogether(reference, current, { names, texts }, states, request, (doing) => {
    report({ doing, share: 0.99 });
  });
  const others = [
    ...(together === undefined ? [] : ['whole rows']),
    ...(texts.size === 0 ? [] : ['free text']),
    ...(request.answers === undefined ? [] : ['answers held against labels']),
  ];
  const sayHeld = options.blocks === undefined ? [] : sayBlocks(options.blocks, decided, weeks, others);
  const answers = await compareAnswers(reference, current, decided, states, request);
  const changed = await changedRows(reference, current, decided, compared, request);
  const queue = await queueRows(reference, current, { columns: decided, names, texts }, states, request);
  report({ doing: `Compared ${current.label} with ${reference.label}`, share: 1 });
  return {
    referenceRows: reference.rows,
    windows,
    columns: decided,
    notCompared,
    ...(together === undefined ? {} : { together }),
    ...(answers === undefined ? {} : { answers }),
    ...(queue === undefined ? {} : { queue }),
    ...(changed === undefined ? {} : { changed }),
    tests: countJudged(decided),
    seed: request.seed,
    notes: [...notes, ...sayLost(lost), ...sayHeld],
  };
}

function sayTexts(texts: ReadonlySet<string>, reference: OpenSide, current: OpenSide): readonly string[] {
  if (texts.size === 0) return [];
  const names = [...texts].join(', ');
  const is = texts.size === 1 ? `${names} holds` : `${names} hold`;
  const isKept = [...texts].some((name) => [reference, current].some((side) => side.keptTexts(name) !== undefined));
  return isKept
    ? [`${is} free text, compared by its length and by the words that the profile keeps of it.`]
    : [`${is} free text, compared by its length, by the words that the reference never had, and by a classifier.`];
}

interface ColumnsOptions extends CompareOptions, Pick<DriftRequest, 'correction'> {
  /** Takes the columns of another type that are found. */
  readonly retyped: DriftResult['notCompared'];
  /** The reference in chunks, where a tool asks for them. */
  readonly cut: CutReference | undefined;
  /** The reference in blocks whose rows are alike, where it has them. */
  readonly blocks: CutBlocks | undefined;
  /** Takes for each column the probability that weeks lie so far apart when days are independent. */
  readonly weeks: Map<string, number>;
  /** Takes the columns of which one side holds less than the other. */
  readonly lost: { readonly column: string; readonly what: LostPrecision }[];
  readonly isPersonal: (name: string) => boolean;
  readonly isExact: boolean;
}

/**
 * Counts and judges columns, several in each pass over the rows.
 *
 * @param onShare called now and then with what is done and its share of all these columns, and after each pass with
 *   its columns, whose verdicts hold among those compared until then
 */
async function compareColumns(
  reference: OpenSide,
  current: OpenSide,
  names: readonly string[],
  states: readonly WindowState[],
  options: ColumnsOptions,
  onShare: (doing: string, share: number, pass?: ComparedPass) => void,
): Promise<Map<string, readonly UndecidedColumn[]>> {
  const { isPersonal, isExact, retyped, lost, cut, blocks, weeks } = options;
  const found = new Map<string, readonly UndecidedColumn[]>();
  const rows = reference.rows + current.rows;
  const texts = new Set(reference.columns.flatMap(({ name, kind }) => (kind === 'text' ? [name] : [])));
  const mostWindows = Math.max(reference.windows.length, current.windows.length, blocks?.blocks ?? 0);
  for (const group of groupColumns(names, (name) => !texts.has(name), rows, mostWindows)) {
    const [first = '', last = ''] = [group[0], group.at(-1)];
    const doing = first === last ? `Comparing ${first}` : `Comparing ${first} to ${last}`;
    const onRows = (before: number, own: number) => (share: number) => {
      onShare(doing, (found.size + (group.length * (before + share * own)) / rows) / names.length);
    };
    const wish = { columns: group.map((name) => ({ name, isPersonal: isPersonal(name) })), isExact };
    const wishOfReference = { ...wish, onShare: onRows(0, reference.rows) };
    const { windows: references, blocks: inBlocks = [] } =
      blocks === undefined ? { windows: await reference.count(wishOfReference) } : await blocks.count(wishOfReference);
    const currents = await current.count({ ...wish, onShare: onRows(reference.rows, current.rows) });
    const chunks = await cut?.count({ ...wish, onShare: () => undefined });
    for (const [index, name] of group.entries()) {
      const [[rest, ofClass] = [], windows = []] = [references[index], currents[index]];
      const own = rest === undefined || ofClass === undefined ? rest : addCounted(rest, ofClass);
      if (own === undefined) throw new RangeError('A side has a window.');
      const kept = ofClass ?? reference.keptPositives(name);
      const ofReference = [
        own,
        ...(kept === undefined ? [] : [kept]),
        ...(chunks?.[index] ?? []),
        ...(inBlocks[index] ?? []),
      ];
      const aligned = alignKinds(ofReference, windows);
      if (aligned.kind === 'retyped') {
        retyped.push({ column: name, reason: 'retyped', because: sayRetyped(aligned, reference, current) });
        found.set(name, []);
        continue;
      }
      if (aligned.lost !== undefined) lost.push({ column: name, what: aligned.lost });
      const [before = own, ...others] = aligned.references;
      const positives = kept === undefined ? undefined : others.shift();
      const chunkCount = chunks?.[index]?.length ?? 0;
      const alike =
        blocks === undefined ? undefined : lookAtBlocks(before, others.slice(chunkCount), blocks, options.seed);
      if (alike?.ofGroups !== undefined) weeks.set(name, alike.ofGroups);
      const referenceChunks = others.slice(0, chunkCount);
      const compared = compareColumn(before, aligned.windows, states, {
        ...options,
        positives,
        referenceChunks,
        alike,
      });
      found.set(name, [{ name, kind: before.kind, ...compared }]);
    }
    const soFar = decideColumns([...found.values()].flat(), options);
    const own = group.reduce((sum, name) => sum + (found.get(name)?.length ?? 0), 0);
    const pass = { columns: soFar.slice(soFar.length - own), compared: found.size };
    onShare(saySoFar(soFar, names.length), found.size / names.length, pass);
  }
  return found;
}

function sayRetyped(
  { before, after }: Extract<AlignedKinds, { kind: 'retyped' }>,
  { label: reference }: OpenSide,
  { label: current }: OpenSide,
): string {
  return `It is ${nameKind(before)} in ${reference} and ${nameKind(after)} in ${current}: its type has changed, so its values are not compared.`;
}

function nameKind(kind: ColumnKind): string {
  return kind === 'opaque' ? 'nested or binary' : kind;
}

/** What both sides do not hold alike, in one sentence for all columns. */
function sayLost(lost: ColumnsOptions['lost']): readonly string[] {
  const [first] = lost;
  if (first === undefined) return [];
  const named = lost.slice(0, mostReasons).map(({ column }) => column);
  const more = lost.length - named.length;
  const names = more === 0 ? named.join(', ') : `${named.join(', ')} and ${more} more`;
  return [
    `${names}: dates on one side and moments on the other, so they are compared by day and ${first.what} are not compared.`,
  ];
}

interface ComparedPass {
  readonly columns: readonly DriftColumn[];
  /** Columns that were compared until now. */
  readonly compared: number;
}

/** The columns that both sides have, in the order of the reference, and what becomes of the others. */
function chooseColumns(reference: OpenSide, current: OpenSide, wanted: readonly string[] | undefined) {
  const [left, right] = [reference, current].map(({ columns }) => new Set(columns.map(({ name }) => name)));
  const asked = wanted ?? [...new Set([...(left ?? []), ...(right ?? [])])];
  const notCompared: DriftResult['notCompared'] = [];
  const names = asked.filter((name) => {
    const [hasLeft, hasRight] = [left?.has(name) === true, right?.has(name) === true];
    if (hasLeft && hasRight) return true;
    if (hasLeft) {
      notCompared.push({
        column: name,
        reason: 'vanished',
        because: `${current.label} lacks it: the column has vanished.`,
      });
    } else if (hasRight) {
      notCompared.push({ column: name, reason: 'new', because: `${reference.label} lacks it: the column is new.` });
    } else {
      const because = `Neither ${reference.label} nor ${current.label} has a column of this name; check the spelling.`;
      notCompared.push({ column: name, reason: 'unknown', because });
    }
    return false;
  });
  if (names.length === 0 && wanted !== undefined) {
    const why = notCompared.slice(0, mostReasons).map(({ column, because }) => `${column}: ${because}`);
    throw new TableProblem(`No column that was asked for can be compared. ${why.join(' ')}`);
  }
  if (names.length === 0) {
    throw new TableProblem(
      `${reference.label} and ${current.label} have no column in common; check that both hold the same table.`,
    );
  }
  return { names, notCompared };
}

/**
 * Columns that are counted in one pass: few at first, so that something is known soon, then as many as fit.
 *
 * @param isNumeric whether a column is no text, of which each takes a pass of its own
 */
function groupColumns(
  names: readonly string[],
  isNumeric: (name: string) => boolean,
  rows: number,
  windows: number,
): readonly (readonly string[])[] {
  const most = Math.max(1, Math.min(mostColumnsPerPass, Math.floor(talliesPerPass / windows)));
  if (names.length <= most && names.length * rows <= firstValues) return [names];
  const few = Math.max(1, Math.min(most, firstColumns, Math.floor(firstValues / rows)));
  const quick = names.filter(isNumeric);
  const first = new Set((quick.length === 0 ? names : quick).slice(0, few));
  const rest = names.filter((name) => !first.has(name));
  const groups = Array.from({ length: Math.ceil(rest.length / most) }, (_, group) =>
    rest.slice(group * most, (group + 1) * most),
  );
  return [[...first], ...groups];
}
