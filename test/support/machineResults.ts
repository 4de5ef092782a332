/** What the worker answers about a machine, for tests of what becomes of it. */
import { machineResult } from '../../schemas/machineJob.ts';
import type { MachineResult } from '../../schemas/machineJob.ts';

const none = (because: string) => ({ state: 'unavailable', because }) as const;

/** A small machine without sensors: 2 ms at p99, 4 ms at most. */
export function smallMachine(change: Partial<MachineResult> = {}): MachineResult {
  return machineResult.parse({
    provider: 'cpu',
    available: ['cpu', 'webgpu'],
    runtime: 'ONNX Runtime 1.30.0',
    threads: 2,
    seconds: 10,
    start: { process: 0.1, runtime: 0.05, load: 0.02, first: 0.003 },
    latencies: [
      {
        batch: 1,
        queries: 9000,
        warmUp: { queries: 40, isSteady: true },
        mean: 0.001,
        least: 0.0005,
        most: 0.004,
        drift: 0.01,
        isSteady: true,
        bins: { from: 0.0005, width: 0.0005, counts: [5000, 3000, 900, 60], above: 40 },
        percentiles: [
          { percentile: 0.5, value: 0.001, validity: { kind: 'valid' } },
          { percentile: 0.9, value: 0.0015, validity: { kind: 'valid' } },
          {
            percentile: 0.99,
            value: 0.002,
            interval: { low: 0.0019, high: 0.0022, confidence: 0.95, method: 'order statistics' },
            surelyBelow: 0.0023,
            validity: { kind: 'valid' },
          },
        ],
      },
    ],
    throughput: [
      { batch: 1, perSecond: 1000, queries: 500 },
      { batch: 64, perSecond: 20_000, queries: 300 },
      { batch: 256, perSecond: 21_000, queries: 90 },
    ],
    knee: 64,
    figures: {
      memory: { state: 'measured', value: 64 * 2 ** 20, by: 'VmHWM' },
      'model-size': { state: 'measured', value: 200_000, by: 'the size of the file' },
      cpu: { state: 'measured', value: 0.5, by: 'processor time' },
      gpu: none('there is none'),
      'gpu-memory': none('there is none'),
      power: none('only root may read the energy counter of the processor'),
      energy: none('it follows from the power, which is not known'),
      temperature: none('the kernel shows none'),
      'cold-start': { state: 'measured', value: 0.173, by: 'one after the other' },
    },
    queries: { asked: 10_000, failed: 0 },
    batchCheck: { rows: 32, largest: 1e-7, isSame: true },
    notes: [],
    ...change,
  });
}
