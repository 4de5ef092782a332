/** Asks the worker what a model needs of this machine, and which execution provider is the fastest. */
import type { MachineReport } from '../../../../schemas/evaluationReport.ts';
import type { MachineRequest, MachineResult, ModelSample } from '../../../../schemas/machineJob.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import type { JobOptions, JobRunner } from '../../jobs/jobRunner.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { targetOf } from './machinePlan.ts';

/** The word that asks for a measurement instead of naming a provider. */
export const fastest = 'fastest';

const processor = 'cpu';
/** Time for each provider that is tried. */
const trialSeconds = 2;

export type TriedProviders = Extract<MachineReport, { state: 'measured' }>['tried'];

/** The provider that was asked for, else that of the device, else the processor. */
export function wishedProvider(
  spec: ObjectNode<SpecShape>,
  wished: string | undefined,
  target: string | undefined,
): string {
  return wished ?? targetOf(spec, target)?.fields.provider?.value ?? processor;
}

export type ChosenProvider =
  | { readonly kind: 'chosen'; readonly provider: string; readonly tried: TriedProviders }
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'cancelled' };

/**
 * Tries every provider that comes with the runtime, each in a process of its own, since one without its device may end
 * the process; the fastest by the median latency of one query is chosen.
 */
export async function chooseProvider(
  jobs: JobRunner,
  model: MachineRequest['model'],
  sample: ModelSample,
  options: JobOptions<'measureMachine'>,
): Promise<ChosenProvider> {
  const trial = (provider: string) =>
    jobs.run('measureMachine', { model, sample, provider, seconds: trialSeconds }, options);
  const first = await trial(processor);
  if (first.kind !== 'done') return first.kind === 'failed' ? { kind: 'failed', sentence: first.sentence } : first;
  const tried: TriedProviders = [{ provider: processor, seconds: medianOf(first.value) }];
  for (const provider of first.value.available) {
    if (provider === processor) continue;
    const outcome = await trial(provider);
    if (outcome.kind === 'cancelled') return outcome;
    tried.push(
      outcome.kind === 'done'
        ? { provider, seconds: medianOf(outcome.value) }
        : { provider, because: outcome.sentence },
    );
  }
  const usable = tried.flatMap(({ provider, seconds }) => (seconds === undefined ? [] : [{ provider, seconds }]));
  const [best] = usable.toSorted((left, right) => left.seconds - right.seconds);
  return { kind: 'chosen', provider: best?.provider ?? processor, tried };
}

function medianOf({ latencies }: MachineResult): number {
  const [smallest] = latencies;
  return smallest?.percentiles.find(({ percentile }) => percentile === 0.5)?.value ?? smallest?.mean ?? 0;
}
