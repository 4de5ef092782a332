/** What a run says about the machine, for the Evaluation panel. */
import type { MachineView } from '../../../../schemas/evaluationPanel.ts';
import type { MachineResult } from '../../../../schemas/machineJob.ts';
import { batchSentence, placementSentence, showFigures, timeText } from '../../report/machineText.ts';

export function machineView(result: MachineResult): MachineView {
  const { provider, threads, seconds, runtime, latencies, throughput, knee, queries } = result;
  return {
    summary: `${provider}, ${threads} ${threads === 1 ? 'thread' : 'threads'}, ${runtime}, measured for ${timeText(seconds)}`,
    latencies: latencies.map(latencyView),
    throughput: throughput.map(({ batch, perSecond }) => ({
      batch,
      perSecond,
      text: `${Math.round(perSecond).toLocaleString('en')} rows/s`,
      rowTime: timeText(1 / perSecond),
      isEnough: batch === knee,
    })),
    figures: [
      ...startFigures(result),
      ...showFigures(result).map(({ text, ...figure }) => ({ ...figure, ...(text === undefined ? {} : { text }) })),
      {
        name: 'failed queries',
        state: 'measured',
        text: `${queries.failed.toLocaleString('en')} of ${queries.asked.toLocaleString('en')}`,
        how: 'every query of warm-up and measurement',
      },
    ],
    remarks: [
      ...(result.batchCheck === undefined ? [] : [batchSentence(result.batchCheck)]),
      ...(result.placement === undefined ? [] : [placementSentence(result.placement, provider)]),
      ...result.notes,
    ],
  };
}

function startFigures({ start }: MachineResult): MachineView['figures'] {
  const all = start.process + start.runtime + start.load + start.first;
  const parts = [
    ['cold start', all, 'all that follows, one after the other'],
    ['start of the process', start.process, 'until it was ready for work'],
    ['loading the runtime', start.runtime, 'the clock'],
    ['loading the model', start.load, 'the clock'],
    ['first answer', start.first, 'the clock'],
  ] as const;
  return parts.map(([name, seconds, how]) => ({ name, state: 'measured', text: timeText(seconds), how }));
}

function latencyView({
  batch,
  queries,
  warmUp,
  isSteady,
  bins,
  percentiles,
}: MachineResult['latencies'][number]): MachineView['latencies'][number] {
  const after = `${warmUp.queries.toLocaleString('en')} queries`;
  return {
    title: batch === 1 ? 'Latency of 1 row' : `Latency of ${batch.toLocaleString('en')} rows`,
    note: `${queries.toLocaleString('en')} queries, ${warmUp.isSteady ? `warm after ${after}` : `not yet warm after ${after}`}${isSteady ? '' : ', not steady'}`,
    bins: bins.counts.map((count, index) => ({
      low: timeText(bins.from + index * bins.width),
      high: timeText(bins.from + (index + 1) * bins.width),
      fromMs: (bins.from + index * bins.width) * 1000,
      toMs: (bins.from + (index + 1) * bins.width) * 1000,
      count,
    })),
    above: bins.above,
    percentiles: percentiles.map(({ percentile, value, interval, validity }) => ({
      name: `p${Number((percentile * 100).toPrecision(6))}`,
      text: timeText(value),
      ...(interval === undefined ? {} : { interval: `${timeText(interval.low)} to ${timeText(interval.high)}` }),
      ...(validity.kind === 'valid' ? {} : { because: validity.because }),
    })),
  };
}
