import { describe, expect, it } from 'vitest';
import type { MeasurementFact } from '../../../schemas/facts.ts';
import { overviewViewModel } from '../../../schemas/overview.ts';
import { makeOverview } from '../../../server/src/operations/overview/overview.ts';
import { check, factsFrom, projectOf } from '../../support/ruleFixture.ts';

const mainUri = 'file:///fixture/plumbline.yaml';
const text = `plumbline: v1
project: fixture
phase: pilot
owner: a@example.com
metrics:
  recall: {kind: model, metric: recall, target: 70 %, limit: 60 %}
  latency: {kind: infrastructure, metric: latency, target: 5 ms, limit: 20 ms}
  memory: {kind: infrastructure, metric: memory, target: 200 MiB, limit: 512 MiB}
`;

function measurement(changes: Partial<MeasurementFact>): MeasurementFact {
  return {
    measured: { value: 0.65, unit: '', low: 0.62, high: 0.68 },
    at: '2026-11-02T09:31:20Z',
    reference: 'run:2026-11-02',
    uri: 'file:///fixture/.plumbline/runs/2026-11-02.json',
    stale: [],
    slices: {},
    ...changes,
  };
}

function metricOf(id: string, measurements: Readonly<Record<string, readonly MeasurementFact[]>>) {
  const files = new Map([[mainUri, text]]);
  const facts = factsFrom({ measurements });
  const snapshot = { project: projectOf(files), mainUri, facts, result: check({ files, facts }), key: '1' };
  const model = makeOverview(snapshot, { isTrusted: true, now: new Date('2026-11-05T10:00:00Z') });
  const parsed = overviewViewModel.parse(model);
  return parsed.state === 'project' ? parsed.metrics.find((metric) => metric.id === id) : undefined;
}

describe('last values in the Overview', () => {
  it('come in the unit of the goals, with interval, age, run and verdict', () => {
    expect(metricOf('recall', { recall: [measurement({})] })).toMatchObject({
      value: {
        state: 'known',
        text: '65 %',
        number: 0.65,
        provenance: {
          origin: 'measured',
          run: '2026-11-02',
          at: '2026-11-02T09:31:20Z',
          source: { uri: 'file:///fixture/.plumbline/runs/2026-11-02.json', label: 'run:2026-11-02' },
        },
      },
      interval: { low: 0.62, high: 0.68, text: '62 % to 68 % (95\u00A0%)' },
      measured: { run: '2026-11-02', age: '3 days ago' },
      verdict: 'limit-held',
    });
  });

  it('say why they may no longer hold', () => {
    const found = metricOf('recall', {
      recall: [measurement({ stale: ['the data are others', 'the code is another'] })],
    });
    expect(found?.measured?.outdated).toBe('the data are others, and the code is another');
  });

  it('of another tool name no run', () => {
    const measured = { value: 30, unit: 'ms' };
    const found = metricOf('latency', {
      latency: [measurement({ measured, reference: 'file:m.json', uri: undefined })],
    });
    expect([found?.verdict, found?.measured, found?.interval]).toEqual([
      'limit-missed',
      { age: '3 days ago' },
      undefined,
    ]);
  });

  it('that are missing say whether nothing was measured, or it is not known', () => {
    const found = { latency: [] };
    expect(metricOf('latency', found)?.value).toMatchObject({ state: 'unknown', because: 'it was not measured yet' });
    expect(metricOf('memory', found)?.value).toMatchObject({ state: 'unknown', because: 'the fixture does not say' });
  });
});
