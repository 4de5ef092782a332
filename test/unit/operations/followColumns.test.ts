import { describe, expect, it } from 'vitest';
import type { DriftColumn, DriftResult } from '../../../schemas/driftJob.ts';
import type { ComparedCheck } from '../../../schemas/driftReport.ts';
import { followColumns } from '../../../server/src/operations/drift/followColumns.ts';

const family = { falseAlarm: 0.05, correction: 'none' } as const;

function column(name: string): DriftColumn {
  return { name, kind: 'integer', overlay: { kind: 'none', because: 'It is a test.' }, cells: [] };
}

const empty: Omit<ComparedCheck, 'result'> = {
  state: 'compared',
  id: 'months',
  reference: 'train',
  current: 'june',
  file: null,
  range: null,
  ...family,
  seconds: 1,
  moneyBecause: null,
  ranking: [],
};

/** Follows passes of ten columns each, and counts the columns that are described. */
function followPasses(passes: number) {
  const described: number[] = [];
  const follow = followColumns('months', family, (result: DriftResult) => {
    described.push(result.columns.length);
    return { ...empty, result };
  });
  const found = Array.from({ length: passes }, (_, pass) =>
    follow({
      total: passes * 10,
      compared: (pass + 1) * 10,
      columns: Array.from({ length: 10 }, (_unused, place) => column(`c${pass * 10 + place}`)),
      referenceRows: 1,
      windows: [],
      notCompared: [],
      notes: [],
    }),
  );
  return { described, found };
}

describe('the passes of a comparison', () => {
  it('are put together only when somebody looks, and once', () => {
    const { described, found } = followPasses(100);
    expect(described).toEqual([]);
    const third = found[2];
    expect(third?.check().result.columns.map(({ name }) => name)).toEqual(
      Array.from({ length: 30 }, (_, place) => `c${place}`),
    );
    third?.check();
    expect(described).toEqual([30]);
  });

  it('are shown from the first one on, and so seldom that showing them stays in proportion to the columns', () => {
    const { found } = followPasses(100);
    const shown = found.filter(({ isNews }) => isNews).map(({ compared }) => compared);
    expect(shown.slice(0, 8)).toEqual([10, 20, 30, 40, 50, 60, 70, 80]);
    // Of all passes the sum would be fifty times the columns.
    expect(shown.reduce((sum, columns) => sum + columns, 0)).toBeLessThan(10 * 1000);
  });
});
