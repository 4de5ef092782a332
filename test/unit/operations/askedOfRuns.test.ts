import { describe, expect, it } from 'vitest';
import type { ComparisonReport } from '../../../schemas/comparisonReport.ts';
import { createAskedOfRuns } from '../../../server/src/operations/evaluate/askedOfRuns.ts';

const spec = 'file:///work/plumbline.yaml';

function comparison(first: string, second: string, rows: number | null = null): ComparisonReport {
  const because = rows === null ? 'they are of different splits' : null;
  return { kind: 'comparison', schema: 1, version: '0.1.0', first, second, rows, because, metrics: [], changed: [] };
}

describe('what was asked of runs', () => {
  it('is kept for each project apart', () => {
    const asked = createAskedOfRuns();
    asked.keepComparison(spec, comparison('a', 'b'));
    expect(asked.of(spec).comparisons).toHaveLength(1);
    expect(asked.of('file:///other/plumbline.yaml').comparisons).toEqual([]);
  });

  it('is replaced when the same two runs are compared again', () => {
    const asked = createAskedOfRuns();
    asked.keepComparison(spec, comparison('a', 'b'));
    asked.keepComparison(spec, comparison('b', 'a'));
    asked.keepComparison(spec, comparison('a', 'b', 100));
    expect(asked.of(spec).comparisons.map(({ first, rows }) => [first, rows])).toEqual([
      ['b', null],
      ['a', 100],
    ]);
  });

  it('does not grow for ever: the oldest comparisons go', () => {
    const asked = createAskedOfRuns();
    for (let at = 0; at < 100; at++) asked.keepComparison(spec, comparison(`run ${at}`, 'b'));
    const { comparisons } = asked.of(spec);
    expect(comparisons.length).toBeLessThan(50);
    expect(comparisons.at(-1)?.first).toBe('run 99');
  });
});
