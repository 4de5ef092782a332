import { describe, expect, it } from 'vitest';
import { joinSamples, rowCount } from '../../../server/src/drift/multivariate/sampledRows.ts';
import type { SampledColumn } from '../../../server/src/drift/multivariate/sampledRows.ts';

const numbers = (name: string, ...values: number[]): SampledColumn => ({
  kind: 'numbers',
  name,
  values: Float64Array.from(values),
});
const texts = (name: string, ...values: (string | null)[]): SampledColumn => ({ kind: 'texts', name, values });

describe('samples that are joined', () => {
  it('hold the rows of one after those of the other', () => {
    const joined = joinSamples([
      [numbers('a', 1, 2), texts('b', 'x', null)],
      [numbers('a', 3), texts('b', 'y')],
    ]);
    expect(joined).toEqual([numbers('a', 1, 2, 3), texts('b', 'x', null, 'y')]);
    expect(rowCount(joined)).toBe(3);
  });

  it('find a column by its name, wherever it stands in the other sample', () => {
    const joined = joinSamples([
      [numbers('a', 1), numbers('b', 2)],
      [numbers('b', 4), numbers('a', 3)],
    ]);
    expect(joined).toEqual([numbers('a', 1, 3), numbers('b', 2, 4)]);
  });

  it('leave out what one of them lacks, or has in another kind', () => {
    const joined = joinSamples([
      [numbers('a', 1), numbers('b', 2), texts('c', 'x')],
      [numbers('c', 4), numbers('a', 3)],
    ]);
    expect(joined).toEqual([numbers('a', 1, 3)]);
  });

  it('are nothing where there are none', () => {
    expect(joinSamples([])).toEqual([]);
  });
});
