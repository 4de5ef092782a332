/** The view model of the Runs panel, from a spec and its recorded runs. */
import { describe, expect, it } from 'vitest';
import { makeRunsView } from '../../../server/src/operations/evaluate/runsView.ts';
import { moneySpec } from '../../support/moneySpec.ts';
import { recordedRuns, runsModel, runsView } from '../../support/runsModel.ts';

describe('the view of all runs', () => {
  it('judges each value by the goals of now, newest first', () => {
    const { metrics, runs } = runsModel(3);
    expect(metrics.map(({ id, target, limit, unit }) => [id, target?.text, limit?.text, unit])).toEqual([
      ['saved', '2.5 MUSD/year', '1 MUSD/year', 'MUSD/year'],
      ['recall', '0.70', '0.60', ''],
      ['precision', '0.35', '0.30', ''],
    ]);
    expect(runs.map(({ values }) => values.map((one) => one?.verdict))).toEqual([
      ['limit-held', 'target-met', undefined],
      ['limit-held', 'limit-held', 'not-known'],
      ['limit-held', 'limit-missed', undefined],
    ]);
    expect(runs[0]?.values[0]?.value).toMatchObject({ text: '1.4 MUSD/year', number: 1_400_000 });
    expect(runs[0]?.values[1]?.value).toMatchObject({ interval: { text: '0.71 to 0.73' } });
    expect(runs[1]?.values[2]?.value).toEqual({ state: 'undefined', because: 'late is never answered' });
  });

  it('says how its numbers stand in the unit of the goals', () => {
    const [run] = recordedRuns(1);
    if (run === undefined) throw new Error('There is a run.');
    const spec = moneySpec.replace('target: 5 ms\n    limit: 20 ms', 'target: 65 degC\n    limit: 80 degC');
    const at = (text: string, latency: { value: number; unit: string }) => {
      const model = runsView([{ ...run, values: { latency } }], { spec: text });
      const [metric, value] = model.state === 'runs' ? [model.metrics[0], model.runs[0]?.values[0]?.value] : [];
      if (metric === undefined || value?.state !== 'known') throw new Error('The run has a value.');
      return [(value.number - metric.zero) / metric.perUnit, metric.unit];
    };
    expect(at(moneySpec, { value: 0.012, unit: 's' })).toEqual([12, 'ms']);
    expect(at(spec, { value: 70, unit: 'degC' })).toEqual([70, 'degC']);
  });

  it('says what was run, on which data, and at which commit', () => {
    expect(runsModel(2).runs[1]).toMatchObject({
      model: 'delay',
      split: 'test',
      at: '2026-11-01T09:31:00.000Z',
      data: 'flights at md5 901eadf9c8b1a2f34d5e6f7081920a3b',
      commit: { id: '01234567', isDirty: true },
    });
  });

  it('names metrics of the spec that no run gives, and has no column of them', () => {
    const { metrics, unmeasured } = runsModel(1);
    expect([metrics.map(({ id }) => id), unmeasured]).toEqual([
      ['saved', 'recall'],
      ['precision', 'latency'],
    ]);
  });

  it('lists the newest of very many, and says how many are left out', () => {
    const { runs, olderRuns } = runsModel(502);
    expect([runs.length, runs[0]?.at, olderRuns]).toEqual([500, '2026-11-02T09:31:00.000Z', 2]);
  });

  it('leads on where nothing was recorded, and offers nothing without trust', () => {
    expect(runsView([])).toMatchObject({ state: 'empty', project: 'flight-delays', canEvaluate: true });
    expect(runsView([], { isTrusted: false })).toMatchObject({ state: 'empty', canEvaluate: false });
    expect(makeRunsView(undefined, { isTrusted: true, now: new Date() })).toMatchObject({
      state: 'empty',
      project: '',
    });
  });

  it('leads to a file of answers where every model runs elsewhere', () => {
    const spec = moneySpec.replace('path: models/delay.onnx', 'elsewhere: CatBoost');
    expect(spec).not.toBe(moneySpec);
    expect(runsView([], { spec })).toMatchObject({
      state: 'empty',
      canEvaluate: false,
      next: 'Its models run elsewhere: measure their answers with “Evaluate Predictions Made Elsewhere”.',
    });
  });

  it('shows runs without trust, too', () => {
    expect(runsView(recordedRuns(1), { isTrusted: false })).toMatchObject({ state: 'runs', isTrusted: false });
  });

  it('names what a run does not say', () => {
    const [run] = recordedRuns(1);
    if (run === undefined) throw new Error('There is a run.');
    const model = runsView([{ ...run, model: undefined, split: undefined, commit: undefined, data: undefined }]);
    expect(model).toMatchObject({ runs: [{ model: 'predictions made elsewhere', split: 'rows without a name' }] });
    expect(model.state === 'runs' && Object.keys(model.runs[0] ?? {})).not.toContain('commit');
  });
});
