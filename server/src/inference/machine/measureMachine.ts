/** The job that measures what a model asks of this machine, in a process that does nothing else. */
import type { JobContext, JobHandler } from '../../../../schemas/jobs.ts';
import type { MachineRequest, MachineResult } from '../../../../schemas/machineJob.ts';
import { binLatencies } from '../../evaluation/machine/latencyBins.ts';
import { latencyPercentile } from '../../evaluation/machine/latencyPercentile.ts';
import type { LatencyBound } from '../../evaluation/machine/latencyPercentile.ts';
import { estimated, measured, unavailable } from '../../evaluation/machine/machineFigure.ts';
import { findKnee } from '../../evaluation/machine/throughputKnee.ts';
import { driftOf, isSteadyDrift } from '../../evaluation/machine/warmUp.ts';
import { counted } from '../../spec/words.ts';
import { answerJob } from '../answerJob.ts';
import type { ModelPorts } from '../answerJob.ts';
import { openSample } from '../modelSample.ts';
import type { SampledFeeds } from '../modelSample.ts';
import { openModel } from '../openModel.ts';
import type { OpenModel } from '../openModel.ts';
import { fixedBatch } from '../fixedBatch.ts';
import { availableCores } from './availableCores.ts';
import { checkBatches } from './checkBatches.ts';
import { placeNodes } from './placeNodes.ts';
import { watchMemory } from './processMemory.ts';
import { realSensors, watchSystem } from './systemSensors.ts';
import { timeQueries } from './timedQueries.ts';
import type { QueryCounts } from './timedQueries.ts';

type Context = JobContext<'measureMachine'>;

/** Parts of the time; the rest is for loading and for comparing batches. */
const latencyShare = 0.6;
const throughputShare = 0.35;
const usualBatches = [1, 4, 16, 64, 256, 1024];
const usualPercentiles = [0.5, 0.9, 0.99];
const confidence = 0.95;
const comparedRows = 32;
/** Tensors of one query beyond this size are measured only when the spec asks for them. */
const mostQueryBytes = 64 * 2 ** 20;
/** Different queries that are made before measuring begins. */
const mostFeeds = 64;

export function createMeasureMachine(ports: ModelPorts): JobHandler<'measureMachine'> {
  return (request, context) => answerJob<'measureMachine'>(ports, () => measure(request, context, ports));
}

async function measure(request: MachineRequest, context: Context, ports: ModelPorts): Promise<MachineResult> {
  const processSeconds = performance.now() / 1000;
  const begin = performance.now();
  const { label } = request.model;
  context.report({ doing: `Loading ${label}`, share: 0 });
  const memory = watchMemory();
  const path = await ports.confine(request.model.root, request.model.path, label);
  const { threads } = context.limits;
  const model = await openModel(path, label, { threads, provider: request.provider });
  try {
    const feeds = openSample(request.sample, model.Tensor);
    const sizes = planBatches(request, model);
    const first = await secondsOf(() => model.run(feeds.of(0, sizes.smallest)));
    const measuring = await measureQueries(request, context, model, feeds, sizes, memory.look);
    const check = sizes.isFixed ? undefined : await compareBatches(model, feeds, request.sample.rows);
    const placement =
      request.provider === 'cpu'
        ? undefined
        : await placeNodes(path, label, request.provider, threads, feeds.of(0, sizes.smallest));
    const start = {
      process: processSeconds,
      runtime: model.runtimeSeconds,
      load: model.loadSeconds,
      first,
    };
    const { sensors, cpu, counts, latencies, throughput } = measuring;
    const knee = findKnee(throughput);
    const best = throughput.toSorted((left, right) => right.perSecond - left.perSecond)[0];
    return {
      provider: model.provider,
      available: [...model.providers],
      ...(placement === undefined ? {} : { placement }),
      runtime: model.runtime,
      threads,
      seconds: (performance.now() - begin) / 1000,
      start,
      latencies,
      throughput,
      ...(knee === undefined ? {} : { knee }),
      figures: {
        ...sensors,
        memory: memory.peak(),
        'model-size': measured(model.sizeBytes, 'the size of the file'),
        cpu,
        'cold-start': measured(
          start.process + start.runtime + start.load + start.first,
          'process, runtime, model and first answer, one after the other',
        ),
        energy:
          sensors.power.state === 'measured' && best !== undefined
            ? estimated(
                sensors.power.value / best.perSecond,
                `mean power while measuring, what the idle machine draws included, by ${Math.round(best.perSecond).toLocaleString('en')} rows a second`,
              )
            : unavailable('it follows from the power, which is not known'),
      },
      queries: { asked: counts.asked, failed: counts.failed },
      ...(check === undefined ? {} : { batchCheck: check }),
      notes: sizes.notes,
    };
  } finally {
    await model.close();
  }
}

interface Sizes {
  readonly latency: readonly number[];
  readonly throughput: readonly number[];
  readonly smallest: number;
  readonly isFixed: boolean;
  readonly notes: string[];
}

/** Which sizes of batches can be measured, and which of those that are wanted cannot. */
function planBatches({ latencies, batches, sample, model: { label } }: MachineRequest, model: OpenModel): Sizes {
  const fixed = fixedBatch(
    model.inputs,
    sample.inputs.map(({ name, rowShape }) => ({ name, axes: rowShape.length })),
  );
  const wanted = [...latencies.map(({ batch }) => batch), ...batches];
  if (fixed !== undefined) {
    const others = [...new Set(wanted.filter((batch) => batch !== fixed))];
    const notes =
      others.length === 0
        ? []
        : [
            `The graph of ${label} takes ${counted(fixed, 'row')} at a time, so batches of ${others.join(', ')} are not measured.`,
          ];
    return { latency: [fixed], throughput: [fixed], smallest: fixed, isFixed: true, notes };
  }
  const rowBytes = sample.inputs.reduce(
    (sum, { data }) => sum + ('base64' in data ? (data.base64.length * 3) / 4 : 16 * data.texts.length) / sample.rows,
    0,
  );
  const usual = usualBatches.filter((batch) => batch === 1 || batch * rowBytes <= mostQueryBytes);
  return {
    latency: ascending([1, ...latencies.map(({ batch }) => batch)]),
    throughput: ascending([...usual, ...wanted]),
    smallest: 1,
    isFixed: false,
    notes: [],
  };
}

function ascending(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].toSorted((left, right) => left - right);
}

async function measureQueries(
  request: MachineRequest,
  context: Context,
  model: OpenModel,
  feeds: SampledFeeds,
  sizes: Sizes,
  lookAtMemory: () => void,
) {
  const counts: QueryCounts = { asked: 0, failed: 0 };
  const system = watchSystem(realSensors);
  const total = request.seconds;
  const begin = performance.now();
  const between = (): void => {
    system.look();
    lookAtMemory();
    const share = Math.min(0.99, (performance.now() - begin) / (total * 1000));
    context.report({ doing: `Measuring ${request.model.label}`, share });
  };
  const usage = process.cpuUsage();
  const query = (batch: number, seconds: number) =>
    timeQueries(model, distinctFeeds(feeds, batch, request.sample.rows), seconds, counts, between);
  const latencies: MachineResult['latencies'] = [];
  for (const batch of sizes.latency) {
    const timed = await query(batch, (total * latencyShare) / sizes.latency.length);
    latencies.push(describeLatency(batch, timed, request));
  }
  const throughput: MachineResult['throughput'] = [];
  for (const batch of sizes.throughput) {
    const timed = await query(batch, (total * throughputShare) / sizes.throughput.length);
    const sum = timed.latencies.reduce((all, one) => all + one, 0);
    throughput.push({ batch, perSecond: (batch * timed.latencies.length) / sum, queries: timed.latencies.length });
  }
  const used = process.cpuUsage(usage);
  const seconds = (performance.now() - begin) / 1000;
  const sensors = await system.finish();
  const { cores, by } = availableCores();
  const cpu = measured(
    (used.user + used.system) / 1e6 / seconds / cores,
    `processor time of the process over time and ${Number(cores.toPrecision(3))} ${by}`,
  );
  return { sensors, cpu, counts, latencies, throughput };
}

/** Queries with different rows, so that no cache knows them all. */
function distinctFeeds(feeds: SampledFeeds, batch: number, rows: number) {
  const count = Math.max(1, Math.min(mostFeeds, Math.ceil(rows / batch)));
  return Array.from({ length: count }, (_, index) => feeds.of(index * batch, batch));
}

function describeLatency(
  batch: number,
  { latencies, warmUp }: Awaited<ReturnType<typeof timeQueries>>,
  request: MachineRequest,
): MachineResult['latencies'][number] {
  const drift = driftOf(latencies);
  const sorted = latencies.toSorted();
  const bounds = new Map<number, LatencyBound | undefined>(
    usualPercentiles.map((percentile) => [percentile, undefined]),
  );
  for (const wanted of request.latencies) {
    if (wanted.batch === batch) bounds.set(wanted.percentile, wanted.bound);
  }
  return {
    batch,
    queries: sorted.length,
    warmUp: { ...warmUp },
    mean: sorted.reduce((sum, one) => sum + one, 0) / sorted.length,
    least: sorted[0] ?? 0,
    most: sorted.at(-1) ?? 0,
    ...(drift === undefined ? {} : { drift }),
    isSteady: isSteadyDrift(drift),
    bins: toPlainBins(sorted),
    percentiles: [...bounds]
      .toSorted(([left], [right]) => left - right)
      .map(([percentile, bound]) => {
        const { interval, surelyBelow, ...rest } = latencyPercentile(sorted, percentile, bound, confidence);
        return {
          ...rest,
          ...(interval === undefined ? {} : { interval: { ...interval } }),
          ...(surelyBelow === undefined ? {} : { surelyBelow }),
        };
      }),
  };
}

function toPlainBins(sorted: Float64Array): MachineResult['latencies'][number]['bins'] {
  const bins = binLatencies(sorted);
  return { ...bins, counts: [...bins.counts] };
}

async function compareBatches(model: OpenModel, feeds: SampledFeeds, rows: number) {
  const compared = Math.min(comparedRows, rows);
  return compared < 2 ? undefined : checkBatches(model, feeds, compared);
}

async function secondsOf(action: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint();
  await action();
  return Number(process.hrtime.bigint() - start) / 1e9;
}
