/** The job that has rows answered and looks at the answers of each window: how scores spread, and how often it alerts. */
import type { EvaluationRequest } from '../../../schemas/evaluationJob.ts';
import type { JobContext, JobHandler, JobLimits, JobProgress } from '../../../schemas/jobs.ts';
import type { TableSource } from '../../../schemas/tableSource.ts';
import { answerColumns } from '../../../schemas/watchJob.ts';
import type { AnswersRequest, AnswersResult } from '../../../schemas/watchJob.ts';
import type { Answers } from '../evaluation/answers.ts';
import { answersOfScores } from '../evaluation/answersOfScores.ts';
import { answerJob } from './answerJob.ts';
import { answerRows } from './answerRows.ts';
import type { AnsweredRows } from './answerRows.ts';
import { createImageReader } from './images/createImageReader.ts';
import { ModelProblem } from './modelProblem.ts';
import { openAskedModel } from './openAskedModel.ts';
import type { RowPorts } from './openAskedModel.ts';
import type { OpenModel } from './openModel.ts';

type Context = JobContext<'watchAnswers'>;

/** What the job needs of the side that reads and writes tables. */
export interface WatchPorts extends RowPorts<JobContext<'evaluateModel'>> {
  readonly compareDrift: JobHandler<'compareDrift'>;
  readonly countHolding: JobHandler<'countHolding'>;
  readonly writeAnswers: (file: string, header: readonly string[], rows: Iterable<readonly string[]>) => Promise<void>;
}

/** Share of the job that comparing takes. */
const comparedShare = 0.2;
/** Conditions that hold for every row and for none: the truth is not read. */
const [always, never] = ['1 = 1', '1 = 0'];
/** Score from which one of two classes is answered, unless the spec says otherwise. */
const standardThreshold = 0.5;

export function createWatchAnswers(ports: WatchPorts): JobHandler<'watchAnswers'> {
  return (request, context) => answerJob<'watchAnswers'>(ports, () => watch(request, context, ports));
}

async function watch(request: AnswersRequest, context: Context, ports: WatchPorts): Promise<AnswersResult> {
  const { current, reference, labels, chunks } = request;
  const model = await openAskedModel(current, context, ports);
  try {
    const sides = reference === undefined ? 1 : 2;
    const tableOf = (side: EvaluationRequest, label: string, done: number) =>
      answerSide(model, withoutTruth(side, request.time), label, request.time, context, ports, (share) => {
        const doing = `Answering the rows of ${label}`;
        context.report({ doing, share: ((1 - comparedShare) * (done + share)) / sides });
      });
    const seen = await tableOf(current, labels.current, 0);
    const usual = reference === undefined ? undefined : await tableOf(reference, labels.reference ?? 'reference', 1);
    const alerts = seen.columns.includes(answerColumns.alert)
      ? await ports.countHolding(
          { source: seen.source, splits: [], where: `${answerColumns.alert} = 1`, chunks },
          world(context, 'alerts'),
        )
      : undefined;
    if (alerts?.kind === 'failed') throw new ModelProblem(alerts.sentence, alerts.category);
    const drift =
      usual === undefined
        ? undefined
        : await ports.compareDrift(driftRequestOf(request, seen, usual), world(context, 'compared'));
    if (drift?.kind === 'failed') throw new ModelProblem(drift.sentence, drift.category);
    return {
      rows: seen.rows,
      unanswered: seen.unanswered,
      ...(drift === undefined ? {} : { drift: drift.value }),
      ...(alerts === undefined ? {} : { alerts: alerts.value.windows }),
      notes: [...new Set([...seen.notes, ...(usual?.notes ?? []), ...(alerts?.value.notes ?? [])])],
    };
  } finally {
    await model.close();
  }
}

/** What a part of the job gets of the machine. */
interface PartWorld {
  readonly limits: JobLimits;
  readonly scratch: string;
  readonly report: (progress: JobProgress<'compareDrift'>) => void;
}

/** Each part of the job has its own folder for temporary files, and the comparisons come last. */
function world({ limits, scratch, report }: Context, folder: string): PartWorld {
  return {
    limits,
    scratch: `${scratch}/${folder}`,
    report: ({ doing, share }) => report({ doing, share: 1 - comparedShare + comparedShare * share }),
  };
}

interface AnswerTable {
  readonly source: TableSource;
  readonly columns: readonly string[];
  readonly rows: number;
  readonly unanswered: number;
  readonly notes: readonly string[];
}

function driftRequestOf(
  { chunks, compare, labels }: AnswersRequest,
  current: AnswerTable,
  reference: AnswerTable,
): Parameters<JobHandler<'compareDrift'>>[0] {
  const side = ({ source }: AnswerTable, label: string) => ({
    kind: 'rows' as const,
    label,
    source,
    splits: [],
  });
  return {
    ...standardDrift,
    ...compare,
    reference: side(reference, labels.reference ?? 'reference'),
    current: side(current, labels.current),
    columns: [answerColumns.score, answerColumns.answer].filter((column) => current.columns.includes(column)),
    chunks,
  };
}

const standardDrift = {
  personal: [],
  together: [],
  vectors: [],
  showsRows: false,
  against: { kind: 'fixed' },
  incomplete: 'keep',
  seed: 20261102,
} as const satisfies Partial<Parameters<JobHandler<'compareDrift'>>[0]>;

/** The same rows with every one of them asked, and their time kept as text. */
function withoutTruth(request: EvaluationRequest, time: string | undefined): EvaluationRequest {
  const { truth, task } = request;
  const anything: EvaluationRequest['truth'] =
    truth.kind === 'classes'
      ? { ...truth, classes: truth.classes.map((one, index) => ({ ...one, where: index === 0 ? always : never })) }
      : {
          kind: 'classes',
          classes: [
            { name: 'any', where: always },
            { name: 'none', where: never },
          ],
        };
  const slices = time === undefined ? [] : [{ id: answerColumns.time, by: time, minRows: 0 }];
  return { ...request, truth: anything, metrics: [{ id: 'rows', metric: task, slices }] };
}

/** What reads the rows reports nothing of its own: the share of answered rows is told instead. */
const quietly = (): void => undefined;

async function answerSide(
  model: OpenModel,
  request: EvaluationRequest,
  label: string,
  time: string | undefined,
  context: Context,
  ports: WatchPorts,
  onShare: (share: number) => void,
): Promise<AnswerTable> {
  const images = { readImage: createImageReader(request, ports), threads: context.limits.threads };
  const outcome = await ports.withRows(
    request.source,
    request.splits,
    { ...world(context, 'read'), report: quietly },
    async (source) => {
      try {
        const answered = await answerRows(model, source, request, request.split, images, onShare);
        return { answered, notes: source.notes };
      } catch (error) {
        // What the model cannot answer is no problem of the table, whose reader explains what it is thrown.
        if (error instanceof ModelProblem) return error;
        throw error;
      }
    },
  );
  if (outcome instanceof ModelProblem) throw outcome;
  const { answered, notes } = outcome;
  const { answers, rows } = readAnswers(request, answered);
  const times = time === undefined ? undefined : answered.columns.get(time);
  const isAlerting = answers.kind === 'classes' && answers.positive !== undefined;
  const columns = [
    ...(times === undefined ? [] : [answerColumns.time]),
    ...(answers.kind === 'classes' && answers.probabilities === undefined ? [] : [answerColumns.score]),
    ...(answers.kind === 'classes' ? [answerColumns.answer] : []),
    ...(isAlerting ? [answerColumns.alert] : []),
  ];
  const file = `${context.scratch}/answers/${label.replace(/[^\w.-]+/g, '_')}-${columns.length}-${answered.rows}.csv`;
  await ports.writeAnswers(file, columns, linesOf(answers, rows, times));
  return {
    source: { label, root: context.scratch, files: [file], format: 'csv', derive: [] },
    columns,
    rows: rows.length,
    unanswered: answered.truth.length - rows.length,
    notes: [...notes, ...answered.notes],
  };
}

function readAnswers(request: EvaluationRequest, answered: AnsweredRows) {
  const { truth } = request;
  const names = truth.kind === 'classes' ? truth.classes.map(({ name }) => name) : undefined;
  const isNumber = request.task === 'regression';
  const positive = names?.indexOf(request.positive ?? '') ?? -1;
  const read = answersOfScores({
    truth: answered.truth,
    ...answered.scores,
    as: answered.as,
    order: request.outputs.find(({ as }) => as === answered.as)?.classes,
    classes: isNumber ? undefined : names,
    positive: positive === -1 ? undefined : positive,
    threshold: request.threshold ?? standardThreshold,
  });
  if ('sentence' in read) throw new ModelProblem(read.sentence);
  return read;
}

/** One line for each row that has an answer: time, score of the class that one looks for, answer, whether it is raised. */
function* linesOf(
  answers: Answers,
  rows: Uint32Array,
  times: { readonly values: readonly string[]; readonly codes: Int32Array } | undefined,
): Generator<readonly string[]> {
  for (let at = 0; at < rows.length; at++) {
    const time = times === undefined ? [] : [times.values[times.codes[rows[at] ?? 0] ?? -1] ?? ''];
    yield [...time, ...cellsOf(answers, at)];
  }
}

function cellsOf(answers: Answers, at: number): readonly string[] {
  switch (answers.kind) {
    case 'numbers':
      return [String(answers.answers[at] ?? '')];
    case 'labels':
      throw new RangeError('Rows with several classes have no single answer.');
    case 'classes': {
      const { classes, positive, probabilities } = answers;
      const answer = answers.answers[at] ?? 0;
      // Without a class that one looks for, the score is that of the class that was answered.
      const score = probabilities?.values[at * probabilities.classes + (positive ?? answer)];
      return [
        ...(score === undefined ? [] : [String(score)]),
        classes[answer] ?? '',
        ...(positive === undefined ? [] : [answer === positive ? '1' : '0']),
      ];
    }
  }
}
