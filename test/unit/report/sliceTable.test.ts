/** Slices that a command names, at a terminal. */
import { expect, it } from 'vitest';
import type { JudgedMetric } from '../../../schemas/evaluationReport.ts';
import { sliceTable } from '../../../server/src/report/sliceTable.ts';

const free = { range: null, target: null, limit: null, verdict: 'not-known', isSettled: null } as const;

function metric(
  id: string,
  slices: Readonly<Record<string, number | undefined>>,
  goal: string | null = null,
): JudgedMetric {
  return {
    ...free,
    id,
    metric: id,
    target: goal,
    value: { state: 'known', value: 0.5, n: 9 },
    text: '0.5',
    slices: Object.entries(slices).map(([slice, value], at) => ({
      ...free,
      id: slice,
      rows: 1000 * (at + 1),
      value: value === undefined ? { state: 'undefined', because: 'no row is true' } : { state: 'known', value, n: 9 },
      text: value === undefined ? null : String(value),
    })),
  };
}

const plain = (_code: string, text: string): string => text;

it('stand side by side, under one name for each column of the command', () => {
  const metrics = [
    metric('recall', { 'region/north': 0.25, 'region/south': undefined, 'age/old\u001B[2J': 1 }),
    metric('ece', { 'region/north': 0.5, 'region/south': 0.125, 'age/old\u001B[2J': 0 }),
  ];
  expect(sliceTable(metrics, plain)).toEqual([
    '  by region  north      south',
    '    rows     1,000      2,000',
    '    recall    0.25  undefined',
    '    ece        0.5      0.125',
    '  by age    old\\u{1b}[2J',
    '    rows           3,000',
    '    recall             1',
    '    ece                0',
  ]);
});

it('come in blocks, the first dozen of them, with long names cut', () => {
  const names = Array.from({ length: 15 }, (_, index) => [`by/${'n'.repeat(20)}${index}`, index] as const);
  const lines = sliceTable([metric('recall', Object.fromEntries(names))], plain);
  expect(lines).toHaveLength(10);
  expect(lines[0]).toContain('nnnnnnnnnnnnn…');
  expect(lines.at(-1)).toBe('    and 3 slices more; --format json has them');
});

it('of metrics with goals stand below them and not here', () => {
  expect(sliceTable([metric('recall', { 'region/north': 0.25 }, '0.7')], plain)).toEqual([]);
});
