/** Measures predictions that were made elsewhere: by the metrics of a spec, or by all of their task. */
import type { EvaluatedValue, MetricRequest } from '../../../../schemas/evaluationJob.ts';
import type { EvaluationReport, JudgedMetric } from '../../../../schemas/evaluationReport.ts';
import type { PredictionsRequest } from '../../../../schemas/predictionsJob.ts';
import type { JobOptions } from '../../jobs/jobRunner.ts';
import type { Project } from '../../spec/project.ts';
import { findNotMeasured, keepBeside, wantedPairings, writeRun } from './evaluate.ts';
import type { EvaluateOutcome, EvaluatePorts, EvaluateWishes } from './evaluate.ts';
import { planQuestion } from './evaluationPlan.ts';
import { judgeBusiness } from './judgeBusiness.ts';
import { judgeMetrics } from './judgeValues.ts';
import { usualMetrics } from './usualMetrics.ts';

export interface PredictionsFile {
  /** What the user calls the file. */
  readonly label: string;
  /** Absolute path, links followed. */
  readonly location: string;
  /** Absolute path of the folder that may be read. */
  readonly root: string;
}

/** What the user says of the table. */
export interface PredictionsWishes {
  readonly columns: PredictionsRequest['columns'];
  readonly threshold?: number | undefined;
}

export interface LoneWishes extends PredictionsWishes {
  readonly task: PredictionsRequest['task'];
  readonly positive?: string | undefined;
  readonly classes?: readonly string[] | undefined;
  /** Columns whose values make one slice each. */
  readonly by: readonly string[];
}

type Ports = Pick<EvaluatePorts, 'jobs' | 'clock' | 'version'>;
type Options = JobOptions<'measurePredictions'>;

/** Without a spec: every metric of the task, and no goals. */
export async function evaluateLonePredictions(
  file: PredictionsFile,
  { task, columns, threshold, positive, classes, by }: LoneWishes,
  { jobs, clock, version }: Ports,
  options: Options = {},
): Promise<EvaluateOutcome> {
  const slices = by.map((column) => ({ id: column, by: column, minRows: 1 }));
  const metrics = usualMetrics(task).map((metric) => ({ ...metric, slices }));
  const outcome = await jobs.run(
    'measurePredictions',
    {
      task,
      metrics,
      source: sourceOf(file),
      columns,
      ...(threshold === undefined ? {} : { threshold }),
      ...(positive === undefined ? {} : { positive }),
      ...(classes === undefined ? {} : { classes: classes.map((name) => ({ name })) }),
    },
    options,
  );
  if (outcome.kind !== 'done') return outcome;
  const judged = metrics.flatMap((metric) => withoutGoals(metric, outcome.value.metrics));
  return {
    kind: 'done',
    report: {
      ...head(version, clock.now()),
      project: null,
      evaluations: [
        {
          state: 'evaluated',
          model: 'predictions',
          split: file.label,
          run: null,
          metrics: judged,
          business: [],
          result: outcome.value,
        },
      ],
      notMeasured: [],
    },
  };
}

/** By the metrics of a spec: judged and recorded as if the model had been run. */
export async function evaluateProjectPredictions(
  project: Project,
  file: PredictionsFile,
  wishes: EvaluateWishes & PredictionsWishes,
  ports: EvaluatePorts,
  options: Options = {},
): Promise<EvaluateOutcome> {
  const pairs = wantedPairings(project, wishes);
  if ('sentence' in pairs) return { kind: 'failed', sentence: pairs.sentence };
  const [pair, ...others] = pairs;
  if (pair === undefined || others.length > 0) {
    const names = pairs.map(({ modelId, splitId }) => `${modelId} on ${splitId}`).join(', ');
    return { kind: 'failed', sentence: `Say with --model and --split whose answers these are; there are ${names}.` };
  }
  const plan = planQuestion(project.spec, pair);
  if ('sentence' in plan) return { kind: 'failed', sentence: plan.sentence };
  const { truth, task, positive, metrics, values, money, prevalence } = plan.wish;
  const threshold = wishes.threshold ?? plan.wish.threshold;
  const startedAt = ports.clock.now();
  const outcome = await ports.jobs.run(
    'measurePredictions',
    {
      task,
      metrics,
      ...(positive === undefined ? {} : { positive }),
      ...(values === undefined ? {} : { values }),
      ...(money === undefined ? {} : { money }),
      ...(prevalence === undefined ? {} : { prevalence }),
      source: sourceOf(file),
      columns: wishes.columns,
      usualTruth: plan.label,
      ...keepBeside(project, ports),
      ...(threshold === undefined ? {} : { threshold }),
      ...(truth.kind === 'value'
        ? {}
        : { classes: truth.classes.map(({ name, value }) => ({ name, ...(value === undefined ? {} : { value }) })) }),
    },
    options,
  );
  if (outcome.kind !== 'done') return outcome;
  const result = outcome.value;
  const business = judgeBusiness(project.spec, plan, result);
  const written = await writeRun(
    project,
    plan,
    result,
    business,
    { ...wishes, startedAt, predictionsPath: file.label },
    ports,
  );
  const evaluation = {
    state: 'evaluated' as const,
    model: plan.modelId,
    split: plan.splitId,
    run: written.run,
    metrics: [...judgeMetrics(plan, result)],
    business: business.map(({ judged }) => judged),
    result: { ...result, notes: [...result.notes, ...written.notes] },
  };
  return {
    kind: 'done',
    report: {
      ...head(ports.version, ports.clock.now()),
      project: project.spec.fields.project?.text ?? null,
      evaluations: [evaluation],
      notMeasured: findNotMeasured(project, [evaluation]),
    },
  };
}

function head(version: string, now: Date): Pick<EvaluationReport, 'kind' | 'schema' | 'version' | 'evaluatedAt'> {
  return { kind: 'evaluation', schema: 1, version, evaluatedAt: now.toISOString() };
}

function sourceOf({ label, location, root }: PredictionsFile) {
  return { label, root, files: [location] };
}

type Measured = Extract<EvaluationReport['evaluations'][number], { state: 'evaluated' }>['result']['metrics'];

/** A value for display, held against nothing. */
function withoutGoals({ id, metric }: MetricRequest, measured: Measured): JudgedMetric[] {
  const found = measured.find((one) => one.id === id);
  if (found === undefined) return [];
  const slices = Object.entries(found.slices).map(([slice, { rows, ...value }]) => ({
    id: slice,
    rows,
    ...shown(value),
  }));
  return [{ id, metric, slices, ...shown(found.value) }];
}

function shown(value: EvaluatedValue): Omit<JudgedMetric, 'id' | 'metric' | 'slices'> {
  const rest = { target: null, limit: null, verdict: 'not-known', isSettled: null } as const;
  if (value.state === 'undefined') return { value, text: null, range: null, ...rest };
  const { interval } = value;
  return {
    value,
    text: digits(value.value),
    range: interval === undefined ? null : `${digits(interval.low)} to ${digits(interval.high)}`,
    ...rest,
  };
}

function digits(value: number): string {
  return String(Number(value.toPrecision(4)));
}
