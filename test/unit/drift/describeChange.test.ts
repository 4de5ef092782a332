import { describe, expect, it } from 'vitest';
import type { CountedColumn } from '../../../server/src/drift/comparison/countedColumn.ts';
import { describeChange } from '../../../server/src/drift/comparison/describeChange.ts';

function numbers(values: readonly number[]): CountedColumn {
  const counts = { kind: 'values' as const, values: values.map((value): [number, number] => [value, 10]) };
  const spread = { shape: 'numeric' as const, nan: 0, positiveInfinity: 0, negativeInfinity: 0, finite: { counts } };
  return { name: 'x', kind: 'float', rows: 10 * values.length, missing: 0, spread };
}

const usual = [43, 46, 48, 50, 52, 54, 57];

describe('the factor of a changed unit', () => {
  it('is seen where all values grew by it', () => {
    expect(describeChange(numbers(usual), numbers(usual.map((value) => value / 7)))).toMatchObject({ factor: 1 / 7 });
    expect(describeChange(numbers([5]), numbers([5000]))).toMatchObject({ factor: 1000 });
  });

  it('is none where a column became constant, or only moved', () => {
    expect(describeChange(numbers(usual), numbers([7]))).not.toHaveProperty('factor');
    const moved = usual.map((value) => value + 450);
    expect(describeChange(numbers(usual), numbers(moved))).not.toHaveProperty('factor');
  });

  it('is that of miles only where values fell just so: a score that halves has no unit', () => {
    const times = (factor: number) => numbers(usual.map((value) => value * factor));
    expect(describeChange(numbers(usual), times(1 / 1.609344))).toHaveProperty('factor');
    expect(describeChange(numbers(usual), times(0.58))).not.toHaveProperty('factor');
    expect(describeChange(numbers(usual), times(1.7))).not.toHaveProperty('factor');
    expect(describeChange(numbers(usual), times(1080))).toMatchObject({ factor: 1000 });
  });
});

function categories(values: readonly (readonly [string, number])[]): CountedColumn {
  const rows = values.reduce((sum, [, own]) => sum + own, 0);
  const spread = { shape: 'categories' as const, values: values.map(([value, own]): [string, number] => [value, own]) };
  return { name: 'x', kind: 'text', rows, missing: 0, spread };
}

describe('categories that a window lacks', () => {
  const reference = categories([
    ['a', 600],
    ['b', 390],
    ['c', 10],
  ]);

  it('are gone where so many rows would hardly have missed them', () => {
    expect(describeChange(reference, categories([['a', 60]])).vanished).toEqual(['b']);
    expect(describeChange(reference, categories([['a', 900]])).vanished).toEqual(['b', 'c']);
  });

  it('are not gone from a window of one row, which can hold no more than one of them', () => {
    expect(describeChange(reference, categories([['a', 1]])).vanished).toEqual([]);
  });

  it('are new in one row, too', () => {
    expect(describeChange(reference, categories([['d', 1]])).added).toEqual(['d']);
  });
});
