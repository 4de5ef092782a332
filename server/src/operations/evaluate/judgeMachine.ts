/** What was measured on a machine against the infrastructure metrics of the spec. */
import type { EvaluatedValue } from '../../../../schemas/evaluationJob.ts';
import type { JudgedFigure } from '../../../../schemas/evaluationReport.ts';
import type { MachineFigureName, MachineResult } from '../../../../schemas/machineJob.ts';
import { machineFigureName } from '../../../../schemas/machineJob.ts';
import { goalOf } from '../../rules/metricView.ts';
import type { MetricView } from '../../rules/metricView.ts';
import { computeWilsonInterval } from '../../statistics/proportion.ts';
import { judgeValue } from './judgeValues.ts';
import { percentileOf } from './machinePlan.ts';

/** A judged metric, the unit of its value, and how the value came about. */
export interface JudgedMachineMetric {
  readonly judged: JudgedFigure;
  readonly unit: string;
  readonly origin: 'measured' | 'estimated';
}

interface Measured {
  readonly value: EvaluatedValue;
  readonly unit: string;
  readonly origin: 'measured' | 'estimated';
}

/** @param target the deployment target that this machine is; undefined when it is none of them */
export function judgeMachine(
  metrics: readonly MetricView[],
  result: MachineResult,
  target: string | undefined,
): readonly JudgedMachineMetric[] {
  return metrics.map((metric) => {
    const { value, unit, origin } = valueOf(metric, result);
    const judged = judgeValue(metric, value, unit, {
      target: goalOf(metric, 'target'),
      limit: goalOf(metric, 'limit'),
    });
    const elsewhere = elsewhereOf(metric, target);
    const isJudged = elsewhere === undefined;
    return {
      judged: {
        id: metric.id,
        metric: metric.name?.name ?? '',
        ...judged,
        ...(isJudged ? {} : { verdict: 'not-known', isSettled: null, elsewhere }),
      },
      unit,
      origin,
    };
  });
}

/** Why a value says nothing about a metric: it belongs to another machine. */
export function elsewhereOf({ node }: MetricView, target: string | undefined): string | undefined {
  const wanted = node.fields.on?.id;
  if (wanted === undefined || wanted === target) return undefined;
  return `measured on another machine than ${wanted}`;
}

function undefinedBecause(because: string): Measured {
  return { value: { state: 'undefined', because }, unit: '', origin: 'measured' };
}

const figureUnits: Readonly<Record<MachineFigureName, string>> = {
  memory: 'B',
  'model-size': 'B',
  cpu: '',
  gpu: '',
  'gpu-memory': 'B',
  power: 'W',
  energy: 'J',
  temperature: 'degC',
  'cold-start': 's',
};

function valueOf(metric: MetricView, result: MachineResult): Measured {
  const word = metric.node.fields.metric?.value;
  if (word === 'latency') return latencyOf(metric, result);
  if (word === 'throughput') return throughputOf(metric, result);
  if (word === 'error-rate') return errorRateOf(result);
  const name = machineFigureName.options.find((one) => one === word);
  if (name === undefined) return undefinedBecause('only production shows it');
  const figure = result.figures[name];
  if (figure.state === 'unavailable') return undefinedBecause(figure.because);
  const how = figure.state === 'measured' ? figure.by : figure.formula;
  return {
    value: { state: 'known', value: figure.value, n: result.queries.asked, notes: [`${figure.state}: ${how}`] },
    unit: figureUnits[name],
    origin: figure.state,
  };
}

function latencyOf(metric: MetricView, { latencies }: MachineResult): Measured {
  const batch = metric.node.fields.batch?.value ?? 1;
  const percentile = percentileOf(metric);
  if (percentile === undefined) return undefinedBecause('it names no percentile');
  const measured = latencies.find((one) => one.batch === batch);
  if (measured === undefined) return undefinedBecause(otherBatches(latencies));
  const known = (value: number, more: Partial<Extract<EvaluatedValue, { state: 'known' }>>): Measured => ({
    value: { state: 'known', value, n: measured.queries, ...more },
    unit: 's',
    origin: 'measured',
  });
  if (percentile >= 1) return known(measured.most, {});
  const found = measured.percentiles.find((one) => one.percentile === percentile);
  if (found === undefined) return undefinedBecause('it was not measured');
  if (found.validity.kind === 'too-few') return undefinedBecause(found.validity.because);
  const { drift } = measured;
  const notes =
    measured.isSteady || drift === undefined
      ? []
      : [
          `not steady: the last third of the queries was ${Math.abs(drift * 100).toFixed(0)} % ${drift > 0 ? 'slower' : 'faster'} than the first`,
        ];
  const { interval } = found;
  return known(found.value, {
    ...(interval === undefined ? {} : { interval: { ...interval } }),
    ...(notes.length === 0 ? {} : { notes }),
  });
}

function throughputOf(metric: MetricView, { throughput }: MachineResult): Measured {
  const batch = metric.node.fields.batch?.value;
  const measured = batch === undefined ? throughput.at(-1) : throughput.find((one) => one.batch === batch);
  if (measured === undefined) return undefinedBecause(otherBatches(throughput));
  const measure = (goalOf(metric, 'target') ?? goalOf(metric, 'limit'))?.quantity.unit.of.measure;
  // What is counted is a row, whatever the spec calls it.
  const noun = measure?.kind === 'count' ? measure.noun : 'predictions';
  return {
    value: { state: 'known', value: measured.perSecond, n: measured.queries },
    unit: `${noun}/s`,
    origin: 'measured',
  };
}

function otherBatches(measured: readonly { readonly batch: number }[]): string {
  return `the graph takes ${measured.map(({ batch }) => batch).join(', ')} rows at a time`;
}

function errorRateOf({ queries: { asked, failed } }: MachineResult): Measured {
  const interval = computeWilsonInterval(failed, asked, 0.95);
  return {
    value: {
      state: 'known',
      value: failed / asked,
      n: asked,
      ...(interval.kind === 'undefined'
        ? {}
        : { interval: { low: interval.low, high: interval.high, confidence: 0.95, method: 'Wilson' } }),
    },
    unit: '',
    origin: 'measured',
  };
}
