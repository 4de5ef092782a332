/** The view model of the Runs panel, made by the server from runs in memory. */
import type { RunFact } from '../../schemas/facts.ts';
import type { RecordedRuns } from '../../schemas/runsPanel.ts';
import { makeRunsView } from '../../server/src/operations/evaluate/runsView.ts';
import { fixture } from './languageFixture.ts';
import { moneySpec } from './moneySpec.ts';
import { factsFrom } from './ruleFixture.ts';

/** As many runs, newest first, a day apart: recall falls back in time, and every third one is of another model. */
export function recordedRuns(count: number): readonly RunFact[] {
  return Array.from({ length: count }, (_, age): RunFact => {
    const at = new Date(Date.UTC(2026, 10, 2, 9, 31) - age * 86_400_000).toISOString();
    const recall = 0.72 - age * (0.2 / Math.max(1, count));
    return {
      store: 'plumbline',
      id: `${at.slice(0, 10)}T0931Z-delay-${String(age).padStart(8, '0')}`,
      at,
      uri: `file:///work/.plumbline/runs/${age}.json`,
      model: age % 3 === 2 ? 'delay-int8' : 'delay',
      split: 'test',
      target: undefined,
      commit: '0123456789abcdef0123456789abcdef01234567',
      isDirty: age % 2 === 1,
      data: { id: 'flights', version: 'md5 901eadf9c8b1a2f34d5e6f7081920a3b', sizeBytes: 13_500_000 },
      params: {},
      values: {
        saved: { value: 1_400_000 - 4000 * age, unit: 'USD/year' },
        recall: { value: recall, unit: '', low: recall - 0.01, high: recall + 0.01 },
      },
      undefinedValues: age === 1 ? { precision: 'late is never answered' } : {},
    };
  });
}

export function runsView(runs: readonly RunFact[], { isTrusted = true, spec = moneySpec } = {}) {
  const { snapshot } = fixture(spec, factsFrom({ today: '2026-11-02', runs }));
  return makeRunsView(snapshot, { isTrusted, now: new Date('2026-11-02T10:00:00Z') });
}

export function runsModel(count: number): RecordedRuns {
  const model = runsView(recordedRuns(count));
  if (model.state !== 'runs') throw new Error(`There are no runs: ${model.because}`);
  return model;
}
