import { describe, expect, it } from 'vitest';
import { isoOf, lastMetric, readExperimentName, readRunMeta } from '../../../server/src/stores/mlflowFiles.ts';

describe('files of an MLflow folder', () => {
  it('takes the value of the highest step, whatever the order of the lines', () => {
    expect(lastMetric('1700000000000 0.5 0\n1700000000002 0.7 2\n1700000000009 0.6 1\n')).toBe(0.7);
  });

  it('takes the latest, then the greatest value of a step', () => {
    expect(lastMetric('5 0.5 1\n6 0.4 1\n6 0.45 1\n')).toBe(0.45);
  });

  it.each(['1 nan 0\n', '1 inf 0\n', '1 0.5 0\n2 nan 1\n', 'what is this\n', ''])('gives no number for %j', (text) => {
    expect(lastMetric(text)).toBeUndefined();
  });

  it('reads a run and whether it ended as hoped', () => {
    const meta =
      'run_id: abc\nrun_name: first\nlifecycle_stage: active\nstart_time: 1795237087293\nend_time: 1795237087299\nstatus: 3\n';
    expect(readRunMeta(meta)).toEqual({
      id: 'abc',
      name: 'first',
      startedAt: '2026-11-21T04:58:07.293Z',
      endedAt: '2026-11-21T04:58:07.299Z',
      isFinished: true,
      isDeleted: false,
    });
    expect(readRunMeta(meta.replace('status: 3', 'status: 4'))?.isFinished).toBe(false);
  });

  it('takes no other file for a run', () => {
    expect([readRunMeta('name: delay\n'), readRunMeta('- 1\n'), readRunMeta('{')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('reads the names of experiments that are not deleted', () => {
    expect(readExperimentName('name: delay\nlifecycle_stage: active\n')).toBe('delay');
    expect(readExperimentName('name: 2026\nlifecycle_stage: active\n')).toBe('2026');
    expect(readExperimentName('name: delay\nlifecycle_stage: deleted\n')).toBeUndefined();
  });

  it('knows no time before the first, and none beyond the calendar', () => {
    expect([isoOf(undefined), isoOf(0), isoOf(9e15)]).toEqual([undefined, undefined, undefined]);
  });
});
