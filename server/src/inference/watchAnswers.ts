/** The job that has rows answered, each only once, and looks at the answers of each window in every way that is wished. */
import type { EvaluationRequest } from '../../../schemas/evaluationJob.ts';
import type { JobContext, JobHandler } from '../../../schemas/jobs.ts';
import type { AnswersFinding, AnswersRequest, AnswersResult, AnswersWish } from '../../../schemas/watchJob.ts';
import type { AnsweredRows as JudgedRows } from '../drift/answers/answeredRows.ts';
import { compareAnswered } from '../drift/answers/compareAnswered.ts';
import type { AnsweredBlocks, CutAnswers, GivenAnswers } from '../drift/answers/compareAnswered.ts';
import { judgeAnswers } from '../drift/answers/judgeAnswers.ts';
import { judgeLosses } from '../drift/answers/judgeLosses.ts';
import { chooseBlocks } from '../drift/comparison/chooseBlocks.ts';
import { endOf, planPeriods, planRows, windowOfMoment } from '../drift/watch/planWindows.ts';
import { pickRows } from '../evaluation/answers.ts';
import type { Answers, ClassAnswers } from '../evaluation/answers.ts';
import { answersOfScores } from '../evaluation/answersOfScores.ts';
import { measureMetrics } from '../evaluation/describeAnswers.ts';
import type { RowSource } from '../evaluation/rowSource.ts';
import { columnsOf, parseExpression } from '../spec/expression.ts';
import { answerJob } from './answerJob.ts';
import { answerRows } from './answerRows.ts';
import { createImageReader } from './images/createImageReader.ts';
import { ModelProblem } from './modelProblem.ts';
import { openAskedModel } from './openAskedModel.ts';
import type { RowPorts } from './openAskedModel.ts';
import type { OpenModel } from './openModel.ts';

type Context = JobContext<'watchAnswers'>;
type WantedSide = AnswersRequest['sides'][number];
type Compared = Extract<AnswersWish, { kind: 'compared' }>;

/** What the job needs of the side that reads tables. */
export type WatchPorts = RowPorts<JobContext<'evaluateModel'>>;

/** Share of the job that answering takes. */
const answeredShare = 0.8;
/** Conditions that hold for every row and for none. */
const [always, never] = ['1 = 1', '1 = 0'];
/** Score from which one of two classes is answered, unless the spec says otherwise. */
const standardThreshold = 0.5;
const dayMs = 86_400_000;

export function createWatchAnswers(ports: WatchPorts): JobHandler<'watchAnswers'> {
  return (request, context) => answerJob<'watchAnswers'>(ports, () => watch(request, context, ports));
}

async function watch(request: AnswersRequest, context: Context, ports: WatchPorts): Promise<AnswersResult> {
  const [first] = request.sides;
  if (first === undefined) throw new RangeError('There are rows to answer.');
  const start = process.hrtime.bigint();
  const model = await openAskedModel(first.rows, context, ports);
  try {
    const sides = createSides(model, request, context, ports);
    const findings: AnswersResult['findings'] = [];
    let began = start;
    for (const wish of request.wishes) {
      const found = await lookAt(wish, sides);
      const now = process.hrtime.bigint();
      findings.push({ ...found, id: wish.id, seconds: Number(now - began) / 1e9 });
      began = now;
    }
    context.report({ doing: 'Looked at the answers', share: 1 });
    return { findings };
  } finally {
    await model.close();
  }
}

type Side = AnsweredSide | ModelProblem;
type Sides = (id: string) => Promise<Side>;

/** Answers the rows of a side when it is first asked for. What it cannot answer is said to each that asks. */
function createSides(model: OpenModel, { sides }: AnswersRequest, context: Context, ports: WatchPorts): Sides {
  const answered = new Map<string, Side>();
  return async (id) => {
    const known = answered.get(id);
    if (known !== undefined) return known;
    const wanted = sides.find((side) => side.id === id);
    if (wanted === undefined) throw new RangeError(`There are no rows ${id}.`);
    const onShare = (share: number): void => {
      context.report({
        doing: `Answering the rows of ${id}`,
        share: (answeredShare * (answered.size + share)) / sides.length,
      });
    };
    const side = await answerSide(model, wanted, context, ports, onShare).catch((error: unknown) => {
      if (error instanceof ModelProblem) return error;
      const explained = ports.explain(error);
      if (explained === undefined) throw error;
      return new ModelProblem(explained.sentence, explained.category);
    });
    answered.set(id, side);
    return side;
  };
}

type Looked = Omit<AnswersResult['findings'][number], 'id' | 'seconds'>;

async function lookAt(wish: AnswersWish, sides: Sides): Promise<Looked> {
  const failed = ({ message }: Error): Looked => ({
    rows: 0,
    unanswered: 0,
    unlabelled: 0,
    found: { kind: 'failed', sentence: message },
    notes: [],
  });
  const current = await sides(wish.current);
  if (current instanceof ModelProblem) return failed(current);
  const reference = wish.kind === 'compared' ? await sides(wish.reference) : undefined;
  if (reference instanceof ModelProblem) return failed(reference);
  try {
    const cut = cutAnswers(current, wish.chunks);
    const notes = [...current.notes, ...(reference?.notes ?? []), ...sayLeft(wish.current, cut.left)];
    const find = async (): Promise<AnswersFinding> => {
      switch (wish.kind) {
        case 'compared': {
          const blocks = await cutBlocks(wish, reference ?? current);
          if (typeof blocks === 'string') notes.push(blocks);
          return compare(
            wish,
            current,
            reference ?? current,
            cut,
            typeof blocks === 'string' ? undefined : blocks,
            notes,
          );
        }
        case 'alerts':
          return { kind: 'alerts', ...countAlerts(current, cut) };
        case 'metric':
          return measureWindows(wish, current, cut);
      }
    };
    const { length: rows } = current.truth;
    const { unanswered, unlabelled } = current;
    const found = await find();
    return { rows, unanswered, unlabelled, found, notes: [...new Set(notes)] };
  } catch (error) {
    if (error instanceof ModelProblem) return failed(error);
    throw error;
  }
}

function sayLeft(label: string, rows: number): readonly string[] {
  return rows === 0 ? [] : [`${rows.toLocaleString('en')} rows of ${label} have no time and lie in no window.`];
}

/** Rows that have an answer; arrays of one length. */
interface AnsweredSide {
  readonly id: string;
  readonly request: EvaluationRequest;
  /** Their truth counts only where the truth below is known. */
  readonly answers: Answers;
  readonly given: GivenAnswers;
  /** Index of the true class or the true number; NaN while the label has not come. */
  readonly truth: Float64Array;
  /** Milliseconds since 1970, NaN where there is none; undefined without a column of times. */
  readonly times: Float64Array | undefined;
  readonly arrived: Float64Array | undefined;
  /** Inputs that are numbers, in the order of the request; none where no loss is learnt. */
  readonly inputs: readonly Float64Array[];
  readonly unanswered: number;
  readonly unlabelled: number;
  readonly notes: readonly string[];
}

/** What reads the rows reports nothing of its own: the share of answered rows is told instead. */
const quietly = (): void => undefined;

async function answerSide(
  model: OpenModel,
  { id, rows: wanted, time, arrived }: WantedSide,
  context: Context,
  ports: WatchPorts,
  onShare: (share: number) => void,
): Promise<AnsweredSide> {
  const images = { readImage: createImageReader(wanted, ports), threads: context.limits.threads };
  const outcome = await ports.withRows(
    wanted.source,
    wanted.splits,
    { limits: context.limits, scratch: `${context.scratch}/rows`, report: quietly },
    async (source) => {
      try {
        const has = (name: string | undefined) => source.columns.some((column) => column.name === name);
        const moments = [...new Set([time, arrived].filter((name) => name !== undefined))].filter(
          // Labels that have not come may lack the column that says when they came.
          (name) => name === time || has(name),
        );
        const request = {
          ...wanted,
          metrics: [],
          ...(hasTruth(wanted, source) ? {} : { truth: unknownTruth(wanted) }),
        };
        const also = { unlabelled: true, moments, numbers: numericInputs(wanted, source) };
        const answered = await answerRows(model, source, request, request.split, images, onShare, also);
        return { request, answered, notes: source.notes };
      } catch (error) {
        // What the model cannot answer is no problem of the table, whose reader explains what it is thrown.
        if (error instanceof ModelProblem) return error;
        throw error;
      }
    },
  );
  if (outcome instanceof ModelProblem) throw outcome;
  const { request, answered, notes } = outcome;
  const { truth } = wanted;
  if (truth.kind === 'labels') {
    throw new ModelProblem(`Rows with several classes each have no single answer that could be watched.`);
  }
  const names = truth.kind === 'classes' ? truth.classes.map(({ name }) => name) : undefined;
  const positive = names?.indexOf(wanted.positive ?? '') ?? -1;
  const read = answersOfScores({
    truth: answered.truth,
    ...answered.scores,
    as: answered.as,
    order: request.outputs.find(({ as }) => as === answered.as)?.classes,
    classes: names,
    positive: positive === -1 ? undefined : positive,
    threshold: request.threshold ?? standardThreshold,
  });
  if ('sentence' in read) throw new ModelProblem(read.sentence);
  const pick = (values: Float64Array | undefined) =>
    values === undefined ? undefined : Float64Array.from(read.rows, (row) => values[row] ?? Number.NaN);
  return {
    id,
    request: wanted,
    answers: read.answers,
    given: givenOf(read.answers),
    truth: pick(answered.truth) ?? new Float64Array(),
    times: time === undefined ? undefined : pick(answered.moments.get(time)),
    arrived: arrived === undefined ? undefined : pick(answered.moments.get(arrived)),
    inputs: [...answered.numbersOf.values()].map((column) => pick(column) ?? column),
    unanswered: answered.truth.length - read.rows.length,
    unlabelled: answered.unlabelled,
    notes: [...notes, ...answered.notes],
  };
}

/** Data of production may lack the column of the label. */
function hasTruth({ truth }: EvaluationRequest, { columns }: RowSource): boolean {
  const known = new Set(columns.map(({ name }) => name));
  if (truth.kind !== 'classes') return known.has(truth.column);
  return truth.classes.every(({ where }) => {
    const parsed = parseExpression(where);
    return parsed.kind === 'expression' && columnsOf(parsed.root).every(({ name }) => known.has(name));
  });
}

/** Inputs from which the loss of an answer can be expected: those of a model of numbers that are numbers themselves. */
function numericInputs({ task, inputs }: EvaluationRequest, { columns }: RowSource): readonly string[] {
  if (task !== 'regression') return [];
  const kinds = new Map(columns.map(({ name, kind }) => [name, kind]));
  const named = new Set(inputs.flatMap((input) => (input.image === undefined ? input.columns : [])));
  return [...named].filter((name) => ['float', 'integer', 'boolean'].includes(kinds.get(name) ?? ''));
}

/** A truth that no row has. */
function unknownTruth({ truth }: EvaluationRequest): EvaluationRequest['truth'] {
  const classes =
    truth.kind === 'classes'
      ? truth.classes
      : [
          { name: 'any', where: always },
          { name: 'none', where: never },
        ];
  return { kind: 'classes', classes: classes.map((one) => ({ ...one, where: never })) };
}

function givenOf(answers: Answers): GivenAnswers {
  switch (answers.kind) {
    case 'numbers':
      return { scores: answers.answers, classes: undefined };
    case 'labels':
      throw new RangeError('Rows with several classes have no single answer.');
    case 'classes':
      return { scores: scoresOf(answers), classes: { names: answers.classes, codes: answers.answers } };
  }
}

/** The score of the class that one looks for; without one, that of the class that was answered. */
function scoresOf({ probabilities, positive, answers }: ClassAnswers): Float64Array | undefined {
  if (probabilities === undefined) return undefined;
  const { values, classes } = probabilities;
  return Float64Array.from(answers, (answer, row) => values[row * classes + (positive ?? answer)] ?? Number.NaN);
}

type Cut = CutAnswers & { readonly left: number };

/** @throws {ModelProblem} when there are too many windows, or none */
function cutAnswers({ id, truth, times }: AnsweredSide, chunks: AnswersWish['chunks']): Cut {
  const { length } = truth;
  if (length === 0) throw new ModelProblem(`No row of ${id} was answered, so there is nothing to look at.`);
  const numbers = new Int32Array(length);
  if (chunks.kind === 'whole') {
    return { windows: [{ label: 'all rows', isIncomplete: false, rows: length }], numbers, left: 0 };
  }
  if (chunks.kind !== 'period') {
    const plan = requirePlan(
      planRows(length, chunks.kind === 'rows' ? chunks.rows : Math.ceil(length / chunks.windows)),
    );
    for (let row = 0; row < length; row++) numbers[row] = Math.floor(row / plan.size);
    return { ...fill(plan.windows, numbers), left: 0 };
  }
  const known = times?.filter((time) => Number.isFinite(time)) ?? new Float64Array();
  if (known.length === 0) {
    throw new ModelProblem(`No row of ${id} has a time in the column "${chunks.column}".`);
  }
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const time of known) {
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  const isOfDays = known.every((time) => time % dayMs === 0);
  const end = endOf(last / 1000, { isOfDays });
  const plan = requirePlan(planPeriods([first / 1000, end], chunks.length, chunks.latestOnly));
  for (let row = 0; row < length; row++) numbers[row] = windowOfMoment(plan, times?.[row] ?? Number.NaN) ?? -1;
  return { ...fill(plan.windows, numbers), left: length - known.length };
}

function requirePlan<Plan extends object>(plan: Plan | { readonly sentence: string }): Plan {
  if ('sentence' in plan) throw new ModelProblem(plan.sentence);
  return plan;
}

function fill(windows: readonly { readonly label: string; readonly isIncomplete: boolean }[], numbers: Int32Array) {
  const rows = new Float64Array(windows.length);
  for (const number of numbers) if (number >= 0) rows[number] = (rows[number] ?? 0) + 1;
  return { windows: windows.map((window, index) => ({ ...window, rows: rows[index] ?? 0 })), numbers };
}

/** The blocks of the reference whose rows are alike; one sentence where rows have to count as independent. */
async function cutBlocks(
  { compare: { blocks }, chunks }: Compared,
  reference: AnsweredSide,
): Promise<AnsweredBlocks | string | undefined> {
  if (blocks === undefined) return undefined;
  const { column } = blocks;
  const found = await chooseBlocks(reference.id, { blocks, chunks }, (length) => {
    try {
      return Promise.resolve({ cut: cutAnswers(reference, { kind: 'period', column, length, latestOnly: false }) });
    } catch (error) {
      if (error instanceof ModelProblem) return Promise.resolve({ sentence: error.message });
      throw error;
    }
  });
  if (typeof found === 'string') return found;
  const { chosen, cut, filled } = found;
  const places = new Map(filled.map((place, block) => [place, block]));
  return { chosen, numbers: cut.numbers.map((place) => places.get(place) ?? -1) };
}

function compare(
  { compare: options }: Compared,
  current: AnsweredSide,
  reference: AnsweredSide,
  cut: Cut,
  blocks: AnsweredBlocks | undefined,
  notes: string[],
): AnswersFinding {
  const drift = compareAnswered(reference.given, current.given, cut, options, blocks);
  const judged = drift.windows.flatMap(({ because }, window) => (because === undefined ? [window] : []));
  const answers = judge({ ...options, cut: blocks }, current, reference, cut, judged);
  if (answers === undefined) return { kind: 'compared', drift };
  if (!('sentence' in answers)) return { kind: 'compared', drift, answers };
  notes.push(answers.sentence);
  return { kind: 'compared', drift };
}

/** What answers are worth; undefined for those of which that is not estimated, such as many classes. */
function judge(
  { falseAlarm, correction, seed, cut: blocks }: Compared['compare'] & { readonly cut: AnsweredBlocks | undefined },
  current: AnsweredSide,
  reference: AnsweredSide,
  { numbers }: Cut,
  windows: readonly number[],
) {
  const whole = new Int32Array(reference.truth.length);
  if (current.answers.kind === 'numbers' && reference.answers.kind === 'numbers') {
    const rowsOf = (side: AnsweredSide, of: Int32Array) => ({
      ...labelledRowsOf(side, of),
      answers: side.given.scores ?? new Float64Array(),
      truth: side.truth,
      inputs: side.inputs,
    });
    return judgeLosses(rowsOf(reference, whole), rowsOf(current, numbers), windows);
  }
  const [before, after] = [judgedRowsOf(reference, whole), judgedRowsOf(current, numbers)];
  if (before === undefined || after === undefined) return undefined;
  const threshold = current.request.threshold ?? standardThreshold;
  const options = { windows, threshold, falseAlarm, correction, seed, blocks, inputsOf: () => undefined };
  return judgeAnswers(before, after, options);
}

/** Scores with what came true, where one class of two is looked for. */
function judgedRowsOf(
  { answers, given, truth, times, arrived }: AnsweredSide,
  windows: Int32Array,
): JudgedRows | undefined {
  if (answers.kind !== 'classes' || answers.classes.length !== 2 || given.scores === undefined) return undefined;
  const { positive } = answers;
  if (positive === undefined) return undefined;
  return {
    answers: given.scores,
    truth: truth.map((index) => (Number.isNaN(index) ? Number.NaN : Number(index === positive))),
    ...labelledRowsOf({ truth, times, arrived }, windows),
  };
}

/** When labels came, and what a row is shown by. */
function labelledRowsOf(
  { truth, times, arrived }: Pick<AnsweredSide, 'truth' | 'times' | 'arrived'>,
  windows: Int32Array,
): Pick<JudgedRows, 'windows' | 'arrived' | 'at'> {
  return {
    windows,
    arrived: arrived ?? times ?? new Float64Array(truth.length).fill(Number.NaN),
    at: (row) => {
      const time = times?.[row] ?? Number.NaN;
      return Number.isFinite(time) ? new Date(time).toISOString().slice(0, 19).replace('T', ' ') : null;
    },
  };
}

function countAlerts({ answers }: AnsweredSide, { windows, numbers }: Cut) {
  if (answers.kind !== 'classes' || answers.positive === undefined) return {};
  const holds = new Float64Array(windows.length);
  for (const [row, number] of numbers.entries()) {
    if (number >= 0 && answers.answers[row] === answers.positive) holds[number] = (holds[number] ?? 0) + 1;
  }
  return { windows: windows.map((window, index) => ({ ...window, holds: holds[index] ?? 0 })) };
}

/** The name of the slices that windows are. */
const slice = 'window';

function measureWindows(
  { metric }: Extract<AnswersWish, { kind: 'metric' }>,
  { answers, truth, request }: AnsweredSide,
  { windows, numbers }: Cut,
): AnswersFinding {
  const labelled = Uint32Array.from(truth.keys()).filter((row) => !Number.isNaN(truth[row] ?? Number.NaN));
  const codes = Int32Array.from(labelled, (row) => numbers[row] ?? -1);
  const slices = {
    conditions: new Map(),
    columns: new Map([[slice, { values: windows.map(({ label }) => label), codes }]]),
  };
  const wanted = { ...metric, slices: [{ id: slice, by: slice, minRows: 0 }] };
  const [measured] = measureMetrics([wanted], pickRows(answers, labelled), slices, request.seed);
  return {
    kind: 'metric',
    windows: windows.map(({ label, isIncomplete }) => {
      const { rows = 0, ...value } = measured?.slices[`${slice}/${label}`] ?? {};
      return { label, isIncomplete, rows, ...('state' in value ? { value } : {}) };
    }),
  };
}
