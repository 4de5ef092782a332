/** The jobs of an evaluation: answering rows, and measuring the machine with some of them. */
import type { EvaluatedPairing, MachineReport } from '../../../../schemas/evaluationReport.ts';
import type { JobRequest } from '../../../../schemas/jobs.ts';
import type { ModelSample } from '../../../../schemas/machineJob.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import type { JobOptions, JobOutcome, JobRunner } from '../../jobs/jobRunner.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { chooseProvider, fastest, wishedProvider } from './chooseProvider.ts';
import type { TriedProviders } from './chooseProvider.ts';
import { describeInferenceMoney } from './inferenceMoney.ts';
import type { JudgedBusiness } from './judgeValues.ts';
import { planMachine } from './machinePlan.ts';
import type { MachineFigures } from './runRecordOf.ts';

type Spec = ObjectNode<SpecShape>;
type EvaluationJob = JobRequest<'evaluateModel'>;
export type ModelJobOptions = JobOptions<'evaluateModel'> &
  JobOptions<'evaluatePictures'> &
  JobOptions<'measureMachine'>;

/** Has rows or pictures answered. */
export type AskModel = (
  how: Required<Pick<EvaluationJob, 'provider' | 'keepsSample'>>,
) => Promise<JobOutcome<'evaluatePictures'>>;

export interface ModelWishes {
  /** The deployment target that this machine is. */
  readonly target?: string | undefined;
  /** Whether the machine is measured, too. */
  readonly measuresMachine?: boolean | undefined;
  /** Seconds that measuring the machine may take for each model. */
  readonly machineSeconds?: number | undefined;
  /** Execution provider, or `fastest`; that of the target, or the processor, when absent. */
  readonly provider?: string | undefined;
}

type Answered =
  | {
      readonly kind: 'done';
      readonly result: EvaluatedPairing['result'];
      readonly sample: ModelSample | undefined;
      readonly tried: TriedProviders;
      /** What did the work. */
      readonly provider: string;
    }
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'cancelled' };

/** Answers the rows on the provider that was asked for, or on the fastest one. */
export async function answerPair(
  spec: Spec,
  model: EvaluationJob['model'],
  ask: AskModel,
  { provider, target, measuresMachine }: ModelWishes,
  jobs: JobRunner,
  options: ModelJobOptions,
): Promise<Answered> {
  const wished = wishedProvider(spec, provider, target);
  const isOpen = wished === fastest;
  const answer = async (on: string, tried: TriedProviders): Promise<Answered> => {
    const keepsSample = measuresMachine === true || isOpen;
    const outcome = await ask({ provider: on, keepsSample });
    if (outcome.kind !== 'done') return outcome;
    const { sample, ...result } = outcome.value;
    return { kind: 'done', result, sample, tried, provider: on };
  };
  if (!isOpen) return answer(wished, []);
  const first = await answer('cpu', []);
  if (first.kind !== 'done' || first.sample === undefined) return first;
  const chosen = await chooseProvider(jobs, model, first.sample, options);
  if (chosen.kind !== 'chosen') return chosen;
  // Another provider may round in another way, so what is judged is what it answers.
  return chosen.provider === 'cpu' ? { ...first, tried: chosen.tried } : answer(chosen.provider, chosen.tried);
}

/** Measures the machine with rows that the model was asked before. */
export async function measureMachine(
  spec: Spec,
  model: EvaluationJob['model'],
  sample: ModelSample | undefined,
  provider: string,
  { machineSeconds }: ModelWishes,
  jobs: JobRunner,
  options: ModelJobOptions,
): Promise<JobOutcome<'measureMachine'>> {
  if (sample === undefined) {
    const sentence = 'The machine was not measured, because no row of the split can be asked of the model.';
    return { kind: 'failed', category: 'bad-input', sentence };
  }
  const seconds = machineSeconds === undefined ? {} : { seconds: machineSeconds };
  return jobs.run('measureMachine', { model, sample, provider, ...planMachine(spec), ...seconds }, options);
}

export function reportMachine(
  spec: Spec,
  measured: Exclude<JobOutcome<'measureMachine'>, { kind: 'cancelled' }>,
  figures: MachineFigures | undefined,
  business: readonly JudgedBusiness[],
  tried: TriedProviders,
): MachineReport {
  if (measured.kind === 'failed') return { state: 'failed', sentence: measured.sentence };
  return {
    state: 'measured',
    metrics: (figures?.metrics ?? []).map(({ judged }) => judged),
    result: measured.value,
    tried: [...tried],
    money: describeInferenceMoney(spec, business, measured.value),
  };
}
