import { describe, expect, it } from 'vitest';
import type { MeasurementFact } from '../../../schemas/facts.ts';
import { check, factsFrom } from '../../support/ruleFixture.ts';

const text = `plumbline: v1
project: fixture
phase: production
owner: a@example.com
metrics:
  recall: {kind: model, metric: recall, target: 0.7, limit: 0.6}
`;

function measurement(measured: MeasurementFact['measured']): MeasurementFact {
  const at = '2026-11-02T09:31:20Z';
  return { measured, at, reference: 'run:2026-11-02', uri: undefined, stale: [], slices: {} };
}

function checked(measured: MeasurementFact['measured']) {
  const files = new Map([['file:///fixture/plumbline.yaml', text]]);
  const facts = factsFrom({ measurements: { recall: [measurement(measured)] } });
  return check({ files, facts }).findings.filter(({ rule }) => rule === 'metric/below-limit');
}

describe('metric/below-limit in production', () => {
  it('is an error when the whole interval misses the limit', () => {
    const [finding] = checked({ value: 0.55, unit: '', low: 0.52, high: 0.58 });
    expect(finding).toMatchObject({
      severity: 'error',
      message:
        '`recall` was 0.55 (95 %: 0.52 to 0.58) in `run:2026-11-02`, worse than its limit of 0.6: improve the model, or agree on another limit with a reason.',
    });
  });

  it('is a warning when the interval reaches across the limit', () => {
    expect(checked({ value: 0.55, unit: '', low: 0.48, high: 0.62 })).toMatchObject([{ severity: 'warning' }]);
  });

  it('is a warning when no interval is known', () => {
    expect(checked({ value: 0.55, unit: '' })).toMatchObject([{ severity: 'warning' }]);
  });
});

describe('metric/not-measured', () => {
  it('says which record could not be read, and why', () => {
    const files = new Map([['file:///fixture/plumbline.yaml', text]]);
    const brokenRuns = [{ id: 'one', uri: 'file:///r.json', because: 'it is empty' }];
    const { notChecked } = check({ files, facts: factsFrom({ brokenRuns, measurements: { recall: [] } }) });
    expect(notChecked).toContainEqual({
      rule: 'metric/not-measured',
      because: 'the run one cannot be read because it is empty',
    });
  });
});
