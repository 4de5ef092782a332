/** The job that runs a model over the rows of a split and measures its answers. */
import { mostUnreadable } from '../../../schemas/evaluationJob.ts';
import type { EvaluationRequest, EvaluationResult } from '../../../schemas/evaluationJob.ts';
import type { JobContext, JobHandler } from '../../../schemas/jobs.ts';
import type { Answers, ClassAnswers } from '../evaluation/answers.ts';
import { answersOfScores } from '../evaluation/answersOfScores.ts';
import type { ReadAnswers } from '../evaluation/answersOfScores.ts';
import type { KeptAnswers, NumberedAnswers } from '../evaluation/comparison/answersFile.ts';
import { describeAnswers, pickSlices } from '../evaluation/describeAnswers.ts';
import { pickAmounts } from '../evaluation/money/rowAmounts.ts';
import type { RowSource } from '../evaluation/rowSource.ts';
import { answerJob } from './answerJob.ts';
import { answerRows } from './answerRows.ts';
import type { AnsweredRows } from './answerRows.ts';
import { createImageReader } from './images/createImageReader.ts';
import type { ImageWorld } from './images/imageInput.ts';
import { ModelProblem } from './modelProblem.ts';
import { withAskedModel } from './openAskedModel.ts';
import type { RowPorts } from './openAskedModel.ts';
import type { OpenModel } from './openModel.ts';
import { paceShares } from './paceShares.ts';

type Context = JobContext<'evaluateModel'>;

/** What the job needs of the side that reads tables and files. */
export interface EvaluationPorts extends RowPorts<Context> {
  /** Keeps truth and answers for comparisons, where that is wanted. */
  readonly keepAnswers: (answers: NumberedAnswers, folder: EvaluationRequest['keep']) => Promise<KeptAnswers>;
}

/** Part of the job before the first row is answered. */
const openedShare = 0.05;

export function createEvaluateModel(ports: EvaluationPorts): JobHandler<'evaluateModel'> {
  return (request, context) => answerJob<'evaluateModel'>(ports, () => evaluate(request, context, ports));
}

async function evaluate(
  request: EvaluationRequest,
  context: Context,
  ports: EvaluationPorts,
): Promise<EvaluationResult> {
  const start = process.hrtime.bigint();
  return await withAskedModel(request, context, ports, (model, source) =>
    answerAndMeasure(request, context, model, source, ports, start),
  );
}

async function answerAndMeasure(
  request: EvaluationRequest,
  context: Context,
  model: OpenModel,
  source: RowSource,
  ports: EvaluationPorts,
  start: bigint,
): Promise<EvaluationResult> {
  const splits = wantsValidation(request) ? 2 : 1;
  const world = { readImage: createImageReader(request, ports), threads: context.limits.threads };
  const answer = (split: string, done: number) =>
    answerSplit(model, source, request, split, context, world, done, splits);
  const judged = await answer(request.split, 0);
  requireAnswers(judged, request);
  const chosen = request.validation === undefined || splits === 1 ? undefined : await answer(request.validation, 1);
  context.report({ doing: 'Measuring', share: 0.95 });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const numbers = pickNumbers(judged);
  const { notes, ...kept } = await ports.keepAnswers({ answers: judged.read.answers, numbers }, request.keep);
  const result = summarise(request, model, source, judged, chosen, numbers, seconds);
  return { ...result, ...kept, notes: [...result.notes, ...notes] };
}

/** Whether a threshold is to be chosen on another split. */
function wantsValidation({ validation, values, money, split, task }: EvaluationRequest): boolean {
  const hasMoney = values !== undefined || money?.kind === 'binary';
  return task === 'binary-classification' && validation !== undefined && validation !== split && hasMoney;
}

interface SplitAnswers {
  /** Without what is read into answers, whose memory is given back before they are measured. */
  readonly answered: Omit<AnsweredRows, 'truth' | 'labels' | 'scores'>;
  readonly read: ReadAnswers;
}

async function answerSplit(
  model: OpenModel,
  source: RowSource,
  request: EvaluationRequest,
  split: string,
  { report }: Context,
  world: ImageWorld,
  done: number,
  splits: number,
): Promise<SplitAnswers> {
  const doing = `Answering the rows of ${split}`;
  const tell = paceShares((share) => {
    report({ doing, share: openedShare + ((0.9 - openedShare) * (done + share)) / splits });
  });
  const { truth, labels, scores, ...answered } = await answerRows(model, source, request, split, world, tell);
  const read = answersOfScores({
    truth,
    labels,
    ...scores,
    as: answered.as,
    order: request.outputs.find(({ as }) => as === answered.as)?.classes,
    classes: classNames(request),
    positive: positiveOf(request),
    threshold: request.threshold,
  });
  if ('sentence' in read) throw new ModelProblem(read.sentence);
  return { answered, read };
}

/** The numbers in the split of the rows that have an answer. */
function pickNumbers({ answered, read }: SplitAnswers): Uint32Array {
  if (read.rows.length === answered.numbers.length) return answered.numbers;
  // A loop takes a tenth of the time of `from` with a function.
  const numbers = new Uint32Array(read.rows.length);
  for (let at = 0; at < numbers.length; at++) numbers[at] = answered.numbers[read.rows[at] ?? 0] ?? 0;
  return numbers;
}

/** A record of no row would pass for a measurement. @throws {ModelProblem} which says what is missing */
function requireAnswers({ answered, read }: SplitAnswers, { split, model: { label } }: EvaluationRequest): void {
  const { rows, unlabelled, unreadable } = answered;
  if (read.rows.length > 0) return;
  if (rows === 0) throw new ModelProblem(`The split ${split} has no row; check what it takes.`);
  const count = rows.toLocaleString('en');
  if (unlabelled === rows) {
    throw new ModelProblem(`None of the ${count} rows of ${split} has a label that the spec declares.`);
  }
  const [first] = unreadable;
  if (first !== undefined && unlabelled + unreadable.length === rows) {
    throw new ModelProblem(`None of the images of ${split} can be read, such as: ${first.sentence}`);
  }
  throw new ModelProblem(`${label} gives no finite answer for any of the ${count} rows of ${split}.`);
}

function classNames({ truth }: EvaluationRequest): readonly string[] | undefined {
  return truth.kind === 'value' ? undefined : truth.classes.map(({ name }) => name);
}

function positiveOf(request: EvaluationRequest): number | undefined {
  const index = request.positive === undefined ? -1 : (classNames(request)?.indexOf(request.positive) ?? -1);
  return index === -1 ? undefined : index;
}

function summarise(
  request: EvaluationRequest,
  model: OpenModel,
  source: RowSource,
  judged: SplitAnswers,
  chosen: SplitAnswers | undefined,
  numbers: Uint32Array,
  seconds: number,
): EvaluationResult {
  const { answered, read } = judged;
  const validation = classAnswersOf(chosen?.read.answers);
  const described = describeAnswers(
    {
      answers: read.answers,
      slices: pickSlices(answered, read.rows, answered.numbers.length),
      numbers,
      amounts: pickAmounts(answered.amounts, read.rows),
    },
    {
      ...request,
      validation:
        chosen === undefined || validation === undefined || request.validation === undefined
          ? undefined
          : {
              answers: validation,
              split: request.validation,
              amounts: pickAmounts(chosen.answered.amounts, chosen.read.rows),
            },
    },
  );
  return {
    rows: answered.rows,
    unlabelled: answered.unlabelled,
    unanswered: answered.numbers.length - read.rows.length - answered.unreadable.length,
    ...(answered.unreadable.length === 0
      ? {}
      : { unreadable: { rows: answered.unreadable.length, first: answered.unreadable.slice(0, mostUnreadable) } }),
    ...described,
    ...(answered.images === undefined ? {} : { worst: nameImages(described.worst, answered) }),
    model: { sha256: model.sha256, sizeBytes: model.sizeBytes, provider: model.provider, runtime: model.runtime },
    ...(answered.sample === undefined ? {} : { sample: answered.sample }),
    seconds: {
      load: model.loadSeconds,
      run: answered.runSeconds + (chosen?.answered.runSeconds ?? 0),
      total: seconds,
    },
    notes: [...new Set([...source.notes, ...answered.notes])],
  };
}

/** Rows with the files of their images. */
function nameImages(
  worst: EvaluationResult['worst'],
  { numbers, images }: SplitAnswers['answered'],
): EvaluationResult['worst'] {
  return worst.map((one) => {
    const image = images?.[numbers.indexOf(one.row)];
    return image === undefined ? one : { ...one, image };
  });
}

function classAnswersOf(answers: Answers | undefined): ClassAnswers | undefined {
  return answers?.kind === 'classes' ? answers : undefined;
}
