/** Run records in the form of other tools; MLflow itself reads one in the ring of Python. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../schemas/run.ts';
import { writeDvcMetrics } from '../../../server/src/stores/dvcMetrics.ts';
import { writeMlflowRun } from '../../../server/src/stores/mlflowRunFiles.ts';

const target = { name: 'run', runId: '0'.repeat(32), experimentId: '1'.repeat(18), storeUri: 'file:///mlruns' };

function recordWith(values: RunRecord['values']): RunRecord {
  const at = '2026-11-02T09:31:00Z';
  return {
    kind: 'run',
    schema: 1,
    plumbline: '1.2.3',
    startedAt: at,
    endedAt: at,
    model: { id: 'delay' },
    split: { id: 'test' },
    values,
  };
}

const known = (value: number) => ({ state: 'known' as const, value, unit: '' });

describe("MLflow's files of a run", () => {
  it('stay below the folder of the run, whatever metrics and slices are called', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (id, slice) => {
        const files = writeMlflowRun(
          recordWith({ [id]: { ...known(1), slices: { [slice]: known(2) } } }),
          '{}',
          target,
        );
        const outside = files.filter(
          ({ path }) => !path.startsWith(`${target.experimentId}/`) || /(?:^|\/)\.{0,2}(?:\/|$)/.test(path),
        );
        expect(outside).toEqual([]);
        expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
      }),
    );
  });

  it('hold no number where there is none', () => {
    const files = writeMlflowRun(recordWith({ auc: { state: 'undefined', because: 'one class' } }), '{}', target);
    expect(files.filter(({ path }) => path.includes('/metrics/'))).toEqual([]);
    expect(files.find(({ path }) => path.endsWith('tags/plumbline.undefined.auc'))?.text).toBe('one class');
  });
});

describe("DVC's metrics of a run", () => {
  it('stand by model, split and metric, and leave out what is undefined', () => {
    const text = writeDvcMetrics(
      recordWith({
        recall: {
          ...known(0.5),
          low: 0.4,
          high: 0.6,
          slices: { evening: known(0.25), night: { state: 'undefined', because: 'no row' } },
        },
        auc: { state: 'undefined', because: 'one class' },
      }),
    );
    expect(JSON.parse(text)).toEqual({
      delay: { test: { recall: { value: 0.5, low: 0.4, high: 0.6, slices: { evening: { value: 0.25 } } } } },
    });
  });
});
