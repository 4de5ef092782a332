/**
 * The job that measures what a model asks of this machine: time, memory, cores, heat and power.
 *
 * It gets rows as tensors, so that its process loads the model and nothing else. What it answers stands in run
 * records, too, so keys that a later version adds are kept.
 */
import * as z from 'zod';

const text = (description: string) => z.string().min(1).meta({ description });
const count = (description: string) => z.int().nonnegative().meta({ description });
const seconds = (description: string) => z.number().nonnegative().meta({ description });

/** One input of a graph for a few rows. */
const sampledInput = z.strictObject({
  name: text('Input of the graph.'),
  type: text('Type of its elements, such as `float32`.'),
  rowShape: z.array(z.int().nonnegative()).meta({ description: 'Sizes of the axes after that of the rows.' }),
  data: z
    .union([z.strictObject({ base64: z.string() }), z.strictObject({ texts: z.array(z.string()) })])
    .meta({ description: 'Elements in the order of the tensor; numbers as their bytes on this machine.' }),
});

export const modelSample = z.strictObject({
  rows: z.int().positive().meta({ description: 'Rows of every input.' }),
  inputs: z.array(sampledInput).min(1).max(1000),
});

const wantedLatency = z.strictObject({
  batch: z.int().positive(),
  percentile: z.number().gt(0).lt(1).meta({ description: 'Share, such as 0.99.' }),
  bound: z
    .strictObject({ seconds: z.number().positive(), text: text('As the spec writes it.') })
    .optional()
    .meta({ description: 'The limit, or the target where there is no limit.' }),
});

export const machineRequest = z.strictObject({
  model: z.strictObject({
    root: text('Absolute path of the workspace. A file that lies elsewhere, links followed, is refused.'),
    path: text('Absolute path of the model.'),
    label: text('What the user calls it.'),
  }),
  provider: text('Execution provider, such as `cpu`.').default('cpu'),
  sample: modelSample,
  latencies: z.array(wantedLatency).max(100).default([]),
  batches: z
    .array(z.int().positive().max(1_000_000))
    .max(20)
    .default([])
    .meta({ description: 'Batch sizes that the table of throughput must hold.' }),
  seconds: z.number().positive().max(3600).default(10).meta({ description: 'Time that measuring may take.' }),
});

/** A number about the machine with how it came about. */
export const machineFigure = z.discriminatedUnion('state', [
  z.looseObject({ state: z.literal('measured'), value: z.number(), by: text('What was read.') }),
  z.looseObject({ state: z.literal('estimated'), value: z.number(), formula: text('How it was computed.') }),
  z.looseObject({ state: z.literal('unavailable'), because: text('The end of "unavailable because …".') }),
]);

const interval = z.looseObject({
  low: z.number(),
  high: z.number(),
  confidence: z.number().gt(0).lt(1),
  method: text('How it was computed.'),
});

export const latencyPercentile = z.looseObject({
  percentile: z.number().gt(0).lt(1),
  value: seconds('Seconds.'),
  interval: interval.optional(),
  surelyBelow: z.number().optional().meta({ description: 'Seconds; with 99 % confidence.' }),
  validity: z.discriminatedUnion('kind', [
    z.looseObject({ kind: z.literal('valid') }),
    z.looseObject({ kind: z.literal('too-few'), because: text('How many queries there were, and are needed.') }),
  ]),
});

export const latencyBins = z.looseObject({
  from: z.number().meta({ description: 'Seconds: where the first bin begins.' }),
  width: z.number().positive().meta({ description: 'Seconds.' }),
  counts: z.array(z.int().nonnegative()).max(100),
  above: count('Queries slower than the last bin.'),
});

export const measuredLatency = z.looseObject({
  batch: z.int().positive().meta({ description: 'Rows of a query.' }),
  queries: z.int().positive(),
  warmUp: z.looseObject({
    queries: count('Queries before measuring began.'),
    isSteady: z.boolean().meta({ description: 'Whether they had become equally fast.' }),
  }),
  mean: seconds('Seconds.'),
  least: seconds('Seconds.'),
  most: seconds('Seconds.'),
  drift: z
    .number()
    .optional()
    .meta({ description: 'How much slower the last third was than the first; absent for a handful of queries.' }),
  isSteady: z.boolean().meta({ description: 'Whether the speed stayed as it was.' }),
  bins: latencyBins,
  percentiles: z.array(latencyPercentile),
});

const batchThroughput = z.looseObject({
  batch: z.int().positive(),
  perSecond: z.number().positive().meta({ description: 'Rows a second.' }),
  queries: z.int().positive(),
});

/** Names of the figures that a machine may or may not tell. */
export const machineFigureName = z.enum([
  'memory',
  'model-size',
  'cpu',
  'gpu',
  'gpu-memory',
  'power',
  'energy',
  'temperature',
  'cold-start',
]);

export const machineResult = z.looseObject({
  provider: text('Execution provider that did the work.'),
  available: z.array(text('Name.')).meta({ description: 'Execution providers that come with the runtime here.' }),
  placement: z
    .strictObject({
      nodes: z.record(z.string(), z.int().positive()).meta({ description: 'Nodes by provider.' }),
      partitions: z.int().positive().meta({ description: 'Stretches of nodes on one provider.' }),
    })
    .optional()
    .meta({ description: 'Where the nodes of the graph ran; absent on the processor.' }),
  runtime: text('Name and version of the runtime.'),
  threads: z.int().positive(),
  seconds: seconds('Time that measuring took.'),
  start: z
    .strictObject({
      process: seconds('Until the process was ready.'),
      runtime: seconds('Loading the runtime.'),
      load: seconds('Loading the model.'),
      first: seconds('The first answer.'),
    })
    .meta({ description: 'From the start of a process to its first answer.' }),
  latencies: z.array(measuredLatency).min(1).meta({ description: 'By batch size, ascending.' }),
  throughput: z.array(batchThroughput).min(1).meta({ description: 'By batch size, ascending.' }),
  knee: z.int().positive().optional().meta({ description: 'Smallest batch with 90 % of the best throughput.' }),
  figures: z
    .record(machineFigureName, machineFigure)
    .meta({ description: 'In bytes, shares, watts, joules, degrees Celsius and seconds.' }),
  queries: z.looseObject({ asked: z.int().positive(), failed: count('Of them.') }),
  batchCheck: z
    .strictObject({
      rows: z.int().positive(),
      largest: z
        .number()
        .nonnegative()
        .nullable()
        .meta({ description: 'Largest difference, relative to the largest answer; null for what is no number.' }),
      isSame: z.boolean(),
    })
    .optional()
    .meta({ description: 'One row at a time against all at once; absent where the graph takes one size alone.' }),
  notes: z.array(z.string().min(1)),
});

export type ModelSample = z.output<typeof modelSample>;
export type MachineRequest = z.output<typeof machineRequest>;
export type MachineResult = z.output<typeof machineResult>;
export type MeasuredLatency = z.output<typeof measuredLatency>;
export type MachineFigureName = z.output<typeof machineFigureName>;
