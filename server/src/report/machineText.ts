/** What was measured on a machine, for a person at a terminal. */
import type { CompressionReport } from '../../../schemas/compressionReport.ts';
import type { MachineReport } from '../../../schemas/evaluationReport.ts';
import type { MachineResult } from '../../../schemas/machineJob.ts';
import { plainText } from '../text/plainText.ts';

type Measured = Extract<MachineReport, { state: 'measured' }>;
type Paint = (code: string, text: string) => string;

/** @param paint wraps text in an escape sequence, or leaves it */
export function machineLines(machine: MachineReport, paint: Paint): readonly string[] {
  if (machine.state === 'failed') return [`  ${paint('31', plainText(machine.sentence))}`];
  const { result, tried, money } = machine;
  const head = `Machine: ${result.provider}, ${result.threads} ${result.threads === 1 ? 'thread' : 'threads'}, measured for ${result.seconds.toFixed(1)} s`;
  return [
    `  ${paint('1', plainText(head))}`,
    ...tried.map(({ provider, seconds, because }) =>
      indented(`tried ${provider}: ${seconds === undefined ? (because ?? '') : timeText(seconds)}`),
    ),
    ...result.latencies.map((latency) => indented(latencyText(latency))),
    indented(throughputText(result)),
    indented(
      `cold start ${timeText(result.start.process + result.start.runtime + result.start.load + result.start.first)}: process ${timeText(result.start.process)}, runtime ${timeText(result.start.runtime)}, model ${timeText(result.start.load)}, first answer ${timeText(result.start.first)}`,
    ),
    ...figureLines(result),
    ...batchLines(result),
    ...placementLines(result),
    ...moneyLines(money),
    ...result.notes.map(indented),
  ];
}

function indented(text: string): string {
  return `    ${plainText(text)}`;
}

/** Seconds in the unit that fits. */
export function timeText(seconds: number): string {
  const digits = (value: number): string => Number(value.toPrecision(3)).toString();
  if (seconds < 1e-3) return `${digits(seconds * 1e6)} µs`;
  return seconds < 1 ? `${digits(seconds * 1e3)} ms` : `${digits(seconds)} s`;
}

function latencyText({ batch, percentiles, queries, warmUp, isSteady }: MachineResult['latencies'][number]): string {
  const values = percentiles.map(({ percentile, value, validity }) => {
    const name = `p${Number((percentile * 100).toPrecision(6))}`;
    return validity.kind === 'valid' ? `${name} ${timeText(value)}` : `${name} not valid`;
  });
  const rows = batch === 1 ? '1 row' : `${batch.toLocaleString('en')} rows`;
  const warm = warmUp.isSteady
    ? `warm after ${warmUp.queries.toLocaleString('en')}`
    : `not warm after ${warmUp.queries.toLocaleString('en')}`;
  const steady = isSteady ? '' : ', not steady';
  return `latency of ${rows}: ${values.join(', ')} (${queries.toLocaleString('en')} queries, ${warm}${steady})`;
}

function throughputText({ throughput, knee }: MachineResult): string {
  const values = throughput.map(
    ({ batch, perSecond }) =>
      `${batch.toLocaleString('en')}: ${Math.round(perSecond).toLocaleString('en')}${batch === knee ? ' (enough)' : ''}`,
  );
  return `rows a second by batch: ${values.join(', ')}`;
}

const figureNames = {
  memory: ['peak memory', (value: number) => `${(value / 2 ** 20).toFixed(1)} MiB`],
  'model-size': ['size of the file', (value: number) => `${(value / 1e3).toFixed(1)} kB`],
  cpu: ['processor', (value: number) => `${(value * 100).toFixed(0)} %`],
  gpu: ['graphics card', (value: number) => `${(value * 100).toFixed(0)} %`],
  'gpu-memory': ['memory of the graphics card', (value: number) => `${(value / 2 ** 20).toFixed(0)} MiB`],
  power: ['power', (value: number) => `${value.toFixed(1)} W`],
  energy: ['energy of an answer', (value: number) => `${value.toPrecision(3)} J`],
  temperature: ['temperature', (value: number) => `${value.toFixed(0)} °C`],
} as const;

/** What is shown of a figure, and how it came about. */
export interface ShownFigure {
  readonly name: string;
  readonly state: 'measured' | 'estimated' | 'unavailable';
  /** The value with its unit; undefined when it is unavailable. */
  readonly text: string | undefined;
  /** What was read, how it was computed, or why there is none. */
  readonly how: string;
}

/** Every figure but times, in a fixed order. */
export function showFigures({ figures }: MachineResult): readonly ShownFigure[] {
  return keysOf(figureNames).map((key) => {
    const [name, print] = figureNames[key];
    const figure = figures[key];
    switch (figure.state) {
      case 'measured':
        return { name, state: figure.state, text: print(figure.value), how: figure.by };
      case 'estimated':
        return { name, state: figure.state, text: print(figure.value), how: figure.formula };
      case 'unavailable':
        return { name, state: figure.state, text: undefined, how: figure.because };
    }
  });
}

function keysOf<Key extends string>(table: Readonly<Record<Key, unknown>>): readonly Key[] {
  const isKey = (key: string): key is Key => Object.hasOwn(table, key);
  return Object.keys(table).filter(isKey);
}

function figureLines(result: MachineResult): readonly string[] {
  return showFigures(result).map(({ name, state, text, how }) =>
    indented(text === undefined ? `${name}: unavailable because ${how}` : `${name}: ${text}, ${state} (${how})`),
  );
}

function batchLines({ batchCheck }: MachineResult): readonly string[] {
  return batchCheck === undefined ? [] : [indented(batchSentence(batchCheck))];
}

/** Whether rows get the same answers alone and in a batch, as a sentence. */
export function batchSentence({ rows, largest, isSame }: NonNullable<MachineResult['batchCheck']>): string {
  const difference =
    largest === null ? '' : ` (largest difference ${Number(largest.toPrecision(2))} of the largest answer)`;
  return isSame
    ? `${rows} rows get the same answers alone and in one batch${difference}.`
    : `${rows} rows get OTHER answers in one batch than alone${difference}: the model looks at their neighbours.`;
}

function placementLines({ placement, provider }: MachineResult): readonly string[] {
  return placement === undefined ? [] : [indented(placementSentence(placement, provider))];
}

/** Which part of the graph a provider ran, such as `41 of 43 nodes ran on coreml, in 3 stretches.` */
export function placementSentence(
  { nodes, partitions }: NonNullable<MachineResult['placement']>,
  provider: string,
): string {
  const all = Object.values(nodes).reduce((sum, count) => sum + count, 0);
  const own = nodes[provider] ?? 0;
  return `${own} of ${all} nodes ran on ${provider}, in ${partitions} ${partitions === 1 ? 'stretch' : 'stretches'}.`;
}

function moneyLines({ busyHours, inference, net }: Measured['money']): readonly string[] {
  return [
    ...(busyHours === null
      ? []
      : [indented(`a year of answers keeps one machine busy for ${Number(busyHours.toPrecision(3))} h`)]),
    ...net.map(({ id, text }) =>
      indented(`${id} less inference (${inference?.text ?? ''}, from the plan of costs): ${text}`),
    ),
  ];
}

/** A gain below 0 is a loss. */
function gainText(gained: string): string {
  return /^[-−]/.test(gained) ? `lost ${gained.slice(1)}` : `gained ${gained}`;
}

/** A smaller form of a model beside its original. */
export function compressionText(
  { model, original, split, quality, machine, money }: CompressionReport,
  paint: Paint,
): string {
  const rows = [
    ...quality.map(({ id, before, after, lost, limit, verdict }) => ({
      name: id,
      before,
      after,
      more: `lost ${lost}${limit === null ? '' : `, limit ${limit}`}${verdict === 'beyond' ? ': BEYOND ITS LIMIT' : ''}`,
    })),
    ...machine.map(({ name, before, after, ratio }) => ({ name, before, after, more: `${ratio} times` })),
    ...money.map(({ name, before, after, gained }) => ({ name, before, after, more: gainText(gained) })),
  ].map((row) => ({ ...row, name: plainText(row.name), before: plainText(row.before), after: plainText(row.after) }));
  const width = (of: (row: (typeof rows)[number]) => string): number =>
    Math.max(0, ...rows.map((row) => of(row).length));
  const [names, befores, afters] = [
    width(({ name }) => name),
    width(({ before }) => before),
    width(({ after }) => after),
  ];
  return [
    paint('1', plainText(`${model} against ${original} on ${split}`)),
    ...rows.map(
      ({ name, before, after, more }) =>
        `  ${name.padEnd(names)}  ${before.padStart(befores)}  ${after.padStart(afters)}  ${plainText(more)}`,
    ),
  ].join('\n');
}
