import { describe, expect, it } from 'vitest';
import type { ColumnKind, NumericCounts, Spread } from '../../../schemas/profile.ts';
import { alignKinds } from '../../../server/src/drift/comparison/alignKinds.ts';
import type { CountedColumn } from '../../../server/src/drift/comparison/countedColumn.ts';
import { countValues } from '../../../server/src/drift/columnPair.ts';
import { NumberTally } from '../../../server/src/drift/numberTally.ts';
import { spreadOfCategories } from '../../../server/src/drift/categorySpread.ts';

const dayMs = 86_400_000;
const none = { shape: 'numeric', nan: 0, positiveInfinity: 0, negativeInfinity: 0 } as const;

function numbers(kind: ColumnKind, values: readonly number[], missing = 0): CountedColumn {
  const counts: NumericCounts = { kind: 'values', values: countValues(values).map(([value, rows]) => [value, rows]) };
  const spread = values.length === 0 ? none : { ...none, finite: { counts } };
  return { name: 'x', kind, rows: values.length + missing, missing, spread };
}

/** As a table counts them: bins, where there are too many values. */
function tallied(kind: ColumnKind, values: readonly number[]): CountedColumn {
  const tally = new NumberTally(kind !== 'float');
  for (const value of values) tally.add(value);
  const counts = tally.finish();
  if (counts === undefined) throw new Error('There are values.');
  return { name: 'x', kind, rows: values.length, missing: 0, spread: { ...none, finite: { counts } } };
}

function texts(...listed: readonly (readonly [string, number])[]): CountedColumn {
  const rows = listed.reduce((sum, [, count]) => sum + count, 0);
  return { name: 'x', kind: 'text', rows, missing: 0, spread: spreadOfCategories(listed, rows, listed.length) };
}

function booleans(yes: number, no: number): CountedColumn {
  const spread: Spread = { shape: 'boolean', true: yes, false: no };
  return { name: 'x', kind: 'boolean', rows: yes + no, missing: 0, spread };
}

function countsOf({ spread }: CountedColumn) {
  if (spread.shape !== 'numeric') throw new Error('It is counted as numbers.');
  return spread.finite?.counts;
}

describe('one column that two files keep in two types', () => {
  it('is left as it is where the types are the same', () => {
    const [before, after] = [numbers('integer', [1, 2]), numbers('float', [1.5])];
    expect(alignKinds([before], [after])).toEqual({ kind: 'aligned', references: [before], windows: [after] });
  });

  it('is compared by day where one side holds dates, and nothing is lost of midnights', () => {
    const aligned = alignKinds(
      [numbers('date', [10, 11, 11])],
      [numbers('timestamp', [10 * dayMs, 12 * dayMs]), numbers('timestamp', [-1 * dayMs])],
    );
    expect(aligned).toEqual({
      kind: 'aligned',
      references: [numbers('date', [10, 11, 11])],
      windows: [numbers('date', [10, 12]), numbers('date', [-1])],
    });
  });

  it('says that times of day are lost where there are any', () => {
    const aligned = alignKinds(
      [numbers('timestamp', [10 * dayMs + 1, 10 * dayMs + 7_200_000])],
      [numbers('date', [10, 11])],
    );
    expect(aligned).toEqual({
      kind: 'aligned',
      references: [numbers('date', [10, 10])],
      windows: [numbers('date', [10, 11])],
      lost: 'times of day',
    });
  });

  it('gives the same days from bins of midnights as from dates', () => {
    const days = Array.from({ length: 3000 }, (_, row) => row - 500);
    const midnights = tallied(
      'timestamp',
      days.map((day) => day * dayMs),
    );
    expect(countsOf(midnights)?.kind).toBe('dyadic');
    const aligned = alignKinds([tallied('date', days)], [midnights]);
    if (aligned.kind !== 'aligned') throw new Error('They are aligned.');
    const [[before], [after]] = [aligned.references, aligned.windows];
    expect(before === undefined || countsOf(before)).toEqual(after === undefined || countsOf(after));
    expect(aligned.lost).toBeUndefined();
  });

  it('puts bins of moments into their days', () => {
    const moments = Array.from({ length: 7 * 1440 }, (_, minute) => minute * 60_000);
    const aligned = alignKinds([numbers('date', [0, 1, 2, 3, 4, 5, 6])], [tallied('timestamp', moments)]);
    if (aligned.kind !== 'aligned') throw new Error('They are aligned.');
    const [after] = aligned.windows;
    const counts = after === undefined ? undefined : countsOf(after);
    if (counts?.kind !== 'dyadic') throw new Error('They are counted in bins.');
    expect(counts.exponent).toBe(0);
    expect(counts.bins.map(([day]) => day)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    // A bin over a midnight, of some minutes, counts for the day that begins.
    for (const [, rows] of counts.bins) expect(Math.abs(rows - 1440)).toBeLessThan(5);
    expect(aligned.lost).toBe('times of day');
  });

  it('is boolean where the other side wrote 0 and 1', () => {
    const aligned = alignKinds([booleans(3, 4)], [numbers('integer', [0, 1, 1]), numbers('integer', [0], 2)]);
    expect(aligned).toEqual({
      kind: 'aligned',
      references: [booleans(3, 4)],
      windows: [booleans(2, 1), { ...booleans(0, 1), rows: 3, missing: 2 }],
    });
    expect(alignKinds([numbers('float', [0, 1, 1])], [booleans(1, 1)])).toMatchObject({
      references: [booleans(2, 1)],
    });
  });

  it('is boolean where the other side wrote words for it, in any case', () => {
    const aligned = alignKinds([texts(['True', 5], ['FALSE', 2])], [booleans(1, 1)]);
    expect(aligned).toMatchObject({ references: [booleans(5, 2)], windows: [booleans(1, 1)] });
    expect(alignKinds([booleans(1, 1)], [texts(['yes', 1], ['no', 3])])).toMatchObject({ windows: [booleans(1, 3)] });
  });

  it.each([
    ['booleans', 'a number beyond 1', booleans(1, 1), numbers('integer', [0, 1, 2])],
    ['numbers', 'words', numbers('integer', [0, 1]), texts(['a', 1])],
    ['dates', 'numbers', numbers('date', [1]), numbers('integer', [1])],
    ['times', 'moments', numbers('time', [1]), numbers('timestamp', [1])],
  ])('has changed its type from %s to %s', (_before, _after, before, after) => {
    expect(alignKinds([before], [after])).toEqual({ kind: 'retyped', before: before.kind, after: after.kind });
  });

  it('stays a column of categories where one word is no truth value', () => {
    const [before, after] = [booleans(1, 1), texts(['true', 1], ['unknown', 1])];
    expect(alignKinds([before], [after])).toEqual({ kind: 'aligned', references: [before], windows: [after] });
  });

  it('has no type to speak of where no row has a value', () => {
    const empty: CountedColumn = { ...texts(), rows: 3, missing: 3 };
    const before = numbers('float', [1, 2]);
    expect(alignKinds([before], [empty])).toEqual({ kind: 'aligned', references: [before], windows: [empty] });
    expect(alignKinds([booleans(1, 1)], [numbers('integer', [], 3), numbers('integer', [1])])).toMatchObject({
      windows: [{ ...booleans(0, 0), rows: 3, missing: 3 }, booleans(1, 0)],
    });
  });

  it('keeps personal columns, of which only missing rows count', () => {
    const hidden = (kind: ColumnKind): CountedColumn => ({
      name: 'x',
      kind,
      rows: 2,
      missing: 0,
      spread: { shape: 'withheld', because: 'personal' },
    });
    expect(alignKinds([hidden('date')], [hidden('timestamp')]).kind).toBe('aligned');
    expect(alignKinds([hidden('boolean')], [hidden('integer')]).kind).toBe('aligned');
    expect(alignKinds([hidden('date')], [hidden('text')]).kind).toBe('retyped');
  });
});
