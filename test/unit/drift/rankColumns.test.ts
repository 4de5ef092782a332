import { describe, expect, it } from 'vitest';
import type { DriftCell, DriftColumn } from '../../../schemas/driftJob.ts';
import { rankColumns } from '../../../server/src/drift/comparison/rankColumns.ts';

function column(explained: NonNullable<DriftCell['explained']>): DriftColumn {
  const cell: DriftCell = {
    judgements: [
      {
        kind: 'judged',
        aspect: 'values',
        measure: 'total-variation',
        effect: 0.2,
        low: 0.1,
        high: 0.3,
        smallest: 0.05,
        p: 0.0001,
        adjustedP: 0.0001,
        test: { kind: 'exact' },
        need: { kind: 'enough' },
        isExact: true,
        bound: 0,
        answer: 'drift',
      },
    ],
    statistics: [],
    tools: [],
    explained,
    added: ['new'],
    vanished: [],
  };
  return { name: 'origin', kind: 'text', overlay: { kind: 'none', because: 'Nothing is drawn.' }, cells: [cell] };
}

const windows = [{ label: 'June', rows: 100, isIncomplete: false }];

describe('the advice for a drifting column', () => {
  it('says of which share of the rows nothing is known in money', () => {
    const [ranked] = rankColumns({ columns: [column({ change: 0.1, half: 0.01, unknown: 0.124 })], windows });
    expect(ranked?.advice).toBe(
      '12 % of its rows hold a category that the reference never had, so nothing is known of what they cost.',
    );
  });

  it('keeps silent about a share that is not worth saying', () => {
    const [ranked] = rankColumns({ columns: [column({ change: 0.1, half: 0.01, unknown: 0.01 })], windows });
    expect(ranked?.advice).toBeNull();
  });
});
