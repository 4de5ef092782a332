import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TableWorkspace, valueOf } from './tableWorkspace.ts';

let workspace: TableWorkspace;
beforeAll(() => {
  workspace = new TableWorkspace();
  workspace.write('rows.csv', 'day,x\n2001-01-01,1\n2001-01-01,-1\n2001-01-02,\n2001-01-04,5\n,3\n');
});
afterAll(() => workspace.dispose());

const days = { kind: 'period', column: 'day', length: { unit: 'second', count: 86_400 } } as const;

describe('the count of rows for which a condition holds', { timeout: 60_000 }, () => {
  it('is taken window by window; what is missing does not hold, and rows without a time lie in none', async () => {
    const result = valueOf(
      await workspace.holding({ source: workspace.source('rows.csv'), where: 'x > 0', chunks: days }),
    );
    expect(result.windows.map(({ label, rows, holds }) => [label, rows, holds])).toEqual([
      ['2001-01-01', 2, 1],
      ['2001-01-02', 1, 0],
      ['2001-01-03', 0, 0],
      ['2001-01-04', 1, 1],
    ]);
    expect(result.notes).toEqual(['1 rows have no time and lie in no window.']);
  });

  it('is that of a split', async () => {
    const splits = [{ id: 'first', where: "day < '2001-01-02'" }];
    const request = {
      source: workspace.source('rows.csv'),
      splits,
      split: 'first',
      where: 'x > 0',
      chunks: { kind: 'whole' } as const,
    };
    expect(valueOf(await workspace.holding(request)).windows).toMatchObject([{ rows: 2, holds: 1 }]);
  });

  it.each([
    ['y > 0', 'y'],
    ['x > 0; drop table t', ''],
  ])('refuses the condition %s', async (where, named) => {
    const answer = await workspace.holding({ source: workspace.source('rows.csv'), where, chunks: { kind: 'whole' } });
    expect(answer).toMatchObject({ kind: 'failed', category: 'bad-input' });
    if (answer.kind === 'failed') expect(answer.sentence).toContain(named);
  });
});
