import { describe, expect, it } from 'vitest';
import type { ActualsFact, Fact } from '../../../schemas/facts.ts';
import { importRequest } from '../../../schemas/importJob.ts';
import type { ImportRequest } from '../../../schemas/importJob.ts';
import type { JobRunner } from '../../../server/src/jobs/jobRunner.ts';
import { unknownHistory } from '../../../server/src/operations/ports.ts';
import { createSpecWorkspace } from '../../../server/src/operations/specWorkspace.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';

const root = 'file:///project/';
const mainUri = `${root}plumbline.yaml`;

const answer: ActualsFact = {
  sums: [{ month: '2026-04', category: 'storage', amount: '12.5', currency: 'USD' }],
  unmapped: [],
  rows: 3,
  unreadRows: 0,
  leftOut: [],
  repeatedRows: 0,
  problems: [],
  files: [{ name: 'finance/focus-1.csv', sha256: 'a'.repeat(64) }],
};

function projectWith(costs: string) {
  const requests: ImportRequest[] = [];
  const runner: JobRunner = {
    run: (_kind, request) => {
      requests.push(importRequest.parse(request));
      // The answer has the shape of its kind, which the runner's type cannot see.
      return Promise.resolve({ kind: 'done', value: answer }) as never;
    },
    dispose: () => Promise.resolve(),
  };
  const spec = `plumbline: v1\nproject: p\nphase: poc\ncosts:\n${costs}`;
  const files = memoryWorkspace(
    new Map([
      [mainUri, spec],
      [`${root}finance/focus-1.csv`, 'a'],
      [`${root}finance/focus-2.csv`, 'b'],
    ]),
    root,
  );
  const specs = createSpecWorkspace({
    files,
    jobs: runner,
    history: unknownHistory('there is none'),
    clock: { now: () => new Date('2026-11-02T08:00:00Z') },
    version: '1.2.3',
  });
  return {
    files,
    specs,
    requests,
    ask: async (id = 'cloud'): Promise<Fact<ActualsFact>> => {
      (await specs.settledSnapshot(mainUri))?.facts.actuals(id);
      const settled = await specs.settledSnapshot(mainUri);
      return settled?.facts.actuals(id) ?? { state: 'pending' };
    },
  };
}

const items =
  '  items:\n    storage: {cost: 90 USD/month}\n    dev: {category: development, hours: 10 h, rate: 0.085 kUSD/h, once: true}\n';

describe('the fact about an import', () => {
  it('asks the worker for the files of the pattern, with tags, map and the currencies that can be added', async () => {
    const { ask, requests } = projectWith(
      `  currency: USD\n  actuals:\n    cloud: {format: focus, path: "finance/focus-*.csv", cost: BilledCost, tags: {project: p, temporary: true}, map: {Storage: storage}}\n${items}`,
    );
    expect(await ask()).toEqual({ state: 'known', value: answer });
    expect(requests).toEqual([
      {
        label: 'finance/focus-*.csv',
        root: '/project/',
        files: ['/project/finance/focus-1.csv', '/project/finance/focus-2.csv'],
        format: 'focus',
        cost: 'BilledCost',
        tags: [
          { key: 'project', value: 'p' },
          { key: 'temporary', value: 'true' },
        ],
        map: [{ key: 'Storage', category: 'storage' }],
        items: [],
        currencies: ['USD'],
      },
    ]);
  });

  it('gives timesheets the rates of the plan, per hour', async () => {
    const { ask, requests } = projectWith(
      `  currency: USD\n  actuals:\n    hours: {format: timesheet, path: finance/focus-1.csv}\n${items}`,
    );
    await ask('hours');
    expect(requests[0]?.items).toEqual([
      { id: 'storage', category: 'storage' },
      { id: 'dev', category: 'development', rate: { amount: '85', currency: 'USD' } },
    ]);
    expect(requests[0]?.currency).toBe('USD');
  });

  it('is not known while a tag cannot be read, and nothing is asked', async () => {
    const { ask, requests } = projectWith(
      '  actuals:\n    cloud: {format: focus, path: finance/focus-1.csv, tags: {project: }}\n',
    );
    expect((await ask()).state).toBe('unknown');
    expect(requests).toEqual([]);
  });

  it('is not known when no file matches', async () => {
    const { ask } = projectWith('  actuals:\n    cloud: {format: focus, path: "bills/*.csv"}\n');
    expect(await ask()).toEqual({ state: 'unknown', because: 'no file matches bills/*.csv' });
  });

  it('is asked once for a bill whatever else of the plan changes', async () => {
    const text = (price: string) =>
      `  actuals:\n    cloud: {format: focus, path: finance/focus-1.csv}\n  items: {dev: {category: development, hours: 10 h, rate: ${price} USD/h, once: true}}\n`;
    const { ask, requests, files, specs } = projectWith(text('85'));
    await ask();
    files.write(mainUri, `plumbline: v1\nproject: p\nphase: poc\ncosts:\n${text('90')}`);
    specs.filesChanged([mainUri]);
    await ask();
    expect(requests.length).toBe(1);
  });
});
