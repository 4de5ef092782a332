import { describe, expect, it } from 'vitest';
import type { DriftCell, DriftColumn } from '../../../schemas/driftJob.ts';
import { rankColumns, type ValueChange } from '../../../server/src/drift/comparison/rankColumns.ts';

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

function numeric(explained: NonNullable<DriftCell['explained']>): DriftColumn {
  const overlay = { kind: 'bars' as const, isNumeric: true, labels: ['0 to 1'], reference: [100], windows: [[100]] };
  return { ...column(explained), name: 'unknown words', kind: 'float', overlay };
}

const price: ValueChange = ({ change }) => ({
  text: `${change} USD/year`,
  low: '',
  high: '',
  perYear: change,
  currency: 'USD',
});

const windows = [{ label: 'June', rows: 100, isIncomplete: false }];

describe('the advice for a drifting column', () => {
  it('says of which share of the rows nothing is known in money', () => {
    const [ranked] = rankColumns({ columns: [column({ change: 0.1, half: 0.01, unknown: 0.124 })], windows });
    expect(ranked?.advice).toBe(
      '12 % of its rows hold a category that the reference never had, so nothing is known of what they cost.',
    );
  });

  it('says that numbers beyond the reference are priced by a guess', () => {
    const [ranked] = rankColumns({ columns: [numeric({ change: 0.1, half: 0.01, unknown: 0.4 })], windows }, price);
    expect(ranked?.advice).toBe(
      '40 % of its rows lie beyond all values of the reference; they are priced as its outermost rows are, which nothing supports.',
    );
    expect(ranked?.money?.perYear).toBe(0.1);
  });

  it('keeps silent about a share that is not worth saying', () => {
    const [ranked] = rankColumns({ columns: [column({ change: 0.1, half: 0.01, unknown: 0.01 })], windows });
    expect(ranked?.advice).toBeNull();
  });
});

describe('the price of a drifting column', () => {
  it('is not known, rather than none, where all values of the reference stand for the same share of positives', () => {
    const [ranked] = rankColumns({ columns: [numeric({ change: 0, half: 0, unknown: 0.4 })], windows }, price);
    expect(ranked?.money).toBeNull();
    expect(ranked?.advice).toBe(
      '40 % of its rows lie beyond all values of the reference, so nothing is known of what they cost.',
    );
    const [constant] = rankColumns({ columns: [numeric({ change: 0, half: 0, unknown: 0 })], windows }, price);
    expect(constant?.money).toBeNull();
    expect(constant?.advice).toBe(
      'All its values stand for the same share of positives in the reference, so nothing is known of what its change costs.',
    );
  });
});
