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

describe('the advice for drift that comes back', () => {
  const days = (count: number) =>
    Array.from({ length: count }, (_, day) => ({
      label: new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
      rows: 100,
      isIncomplete: false,
    }));
  const drifting = (from: readonly { readonly label: string }[], drifts: (weekday: number, day: number) => boolean) => {
    const { cells, ...rest } = column({ change: 0.1, half: 0.01, unknown: 0 });
    const own = from.map(({ label }, day) => {
      const answer = drifts(new Date(label).getUTCDay(), day) ? ('drift' as const) : ('stable' as const);
      return cells.map((cell) =>
        cell === null ? null : { ...cell, judgements: cell.judgements.map((one) => ({ ...one, answer })) as never },
      );
    });
    return { ...rest, cells: own.flat() };
  };
  const adviceOf = (count: number, drifts: (weekday: number, day: number) => boolean) => {
    const own = days(count);
    return rankColumns({ columns: [drifting(own, drifts)], windows: own })[0]?.advice;
  };
  const isWeekend = (weekday: number): boolean => weekday === 0 || weekday === 6;

  it('names the days of the week on which it drifts', () => {
    expect(adviceOf(28, isWeekend)).toBe(
      'It drifts on Saturdays and Sundays and on hardly any other day, so it follows the week: take windows of a week, or compare these days with the same days of the reference.',
    );
    expect(adviceOf(28, (weekday, day) => weekday === 1 || day === 9)).toContain('It drifts on Mondays and on hardly');
  });

  it('keeps silent where nothing comes back, or too few weeks were seen', () => {
    expect(adviceOf(28, (_, day) => day > 14)).toBeNull();
    expect(adviceOf(28, () => true)).toBeNull();
    expect(adviceOf(14, isWeekend)).toBeNull();
  });

  it('takes windows of other lengths for no weekdays', () => {
    const months = days(28).map((window, month) => ({ ...window, label: `20${String(10 + month)}-01-01` }));
    const [ranked] = rankColumns({ columns: [drifting(months, isWeekend)], windows: months });
    expect(ranked?.advice).toBeNull();
  });
});
