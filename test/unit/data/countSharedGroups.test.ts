import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobRequest } from '../../../schemas/jobs.ts';
import { TableWorkspace, valueOf } from './tableWorkspace.ts';

let workspace: TableWorkspace;
beforeAll(() => {
  workspace = new TableWorkspace();
  // Patient p0 comes on days 0, 5, 10; p1 on days 1, 6, 11; and so on. The last row names none.
  const visits = Array.from({ length: 15 }, (_, day) => `${day},p${day % 5}`);
  workspace.write('visits.csv', `day,patient\n${visits.join('\n')}\n3,\n12,\n`);
});
afterAll(() => workspace.dispose());

type Request = JobRequest<'countSharedGroups'>;

async function shared(splits: Request['splits'], group = 'patient', showsValues = true) {
  const request = { source: workspace.source('visits.csv'), splits, group, showsValues };
  return valueOf(await workspace.sharedGroups(request));
}

describe('counting groups in two splits', { timeout: 60_000 }, () => {
  it('gives their number and the first of them, for each pair that shares some', async () => {
    const splits = [
      { id: 'train', where: 'day < 9' },
      { id: 'test', where: 'day >= 9' },
      { id: 'first', where: 'day = 0' },
    ];
    expect(await shared(splits)).toEqual({
      groups: 5,
      shared: [
        { first: 'train', second: 'test', groups: 5, examples: ['p0', 'p1', 'p2'] },
        { first: 'train', second: 'first', groups: 1, examples: ['p0'] },
        { first: 'test', second: 'first', groups: 1, examples: ['p0'] },
      ],
    });
  });

  it('counts no row without a group', async () => {
    const splits = [
      { id: 'a', where: 'day = 3' },
      { id: 'b', where: 'day = 12' },
    ];
    expect((await shared(splits)).shared).toEqual([]);
  });

  it('finds none where a fraction keeps groups whole', async () => {
    const fraction = { share: 0.5, seed: 7, group: 'patient' };
    expect(
      (
        await shared([
          { id: 'a', fraction },
          { id: 'b', fraction },
        ])
      ).shared,
    ).toEqual([]);
  });

  it('finds them where a fraction was cut by row', async () => {
    const fraction = { share: 0.5, seed: 7 };
    const { shared: pairs } = await shared([
      { id: 'a', fraction },
      { id: 'b', fraction },
    ]);
    expect(pairs[0]?.groups).toBeGreaterThan(0);
  });

  it('lets no value out that is personal', async () => {
    const splits = [{ id: 'a', where: 'day < 9' }, { id: 'b' }];
    expect((await shared(splits, 'patient', false)).shared).toEqual([
      { first: 'a', second: 'b', groups: 5, examples: [] },
    ]);
  });

  it('takes numbers as groups, and cuts long values', async () => {
    workspace.write('long.csv', `key,half\n${'x'.repeat(500)},1\n${'x'.repeat(500)},2\n`);
    const splits = [
      { id: 'a', where: 'half = 1' },
      { id: 'b', where: 'half = 2' },
    ];
    const request = { source: workspace.source('long.csv'), splits, group: 'key', showsValues: true };
    const [pair] = valueOf(await workspace.sharedGroups(request)).shared;
    expect(pair?.examples).toEqual(['x'.repeat(60)]);
    expect((await shared([{ id: 'a' }, { id: 'b' }], 'day')).shared[0]?.examples).toEqual(['0', '1', '10']);
  });

  it('says which column is missing, with the name that was probably meant', async () => {
    const request = {
      source: workspace.source('visits.csv'),
      splits: [{ id: 'a' }, { id: 'b' }],
      group: 'patiant',
      showsValues: true,
    };
    const answer = await workspace.sharedGroups(request);
    expect(answer.kind === 'failed' && answer.sentence).toContain('did you mean "patient"?');
  });
});
