import { describe, expect, it } from 'vitest';
import { planCheck } from '../../../server/src/operations/drift/planCheck.ts';
import { checksOf } from '../../../server/src/rules/monitorView.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';
import { projectOf } from '../../support/ruleFixture.ts';

const main = 'file:///work/plumbline.yaml';

function specOf(check: string, source = 'path: flights.csv'): string {
  return `plumbline: v1
project: fixture
phase: pilot
owner: a@example.com
splits: {train: {of: flights, where: "hour < 12"}, june: {of: flights, where: "hour >= 12"}}
data:
  flights: {${source}, modality: table, owner: a@example.com, roles: {label: late, time: date}, version: {md5: "0123456789abcdef0123456789abcdef"}}
labels: {late: {of: flights, task: binary-classification, source: outcome, classes: {late: true, on-time: false}, positive: late}}
models:
  delay: {path: delay.onnx, task: binary-classification, label: late, decision: {threshold: 0.4}}
monitoring:
  checks:
    it: {watch: inputs, model: delay, reference: train, current: june, columns: [hour], owner: a@example.com, ${check}}
`;
}

async function plan(text: string, environment: Readonly<Record<string, string>> = {}, kept = '{}') {
  const project = projectOf(new Map([[main, text]]));
  const [check] = checksOf(project.spec);
  if (check === undefined) throw new Error('The spec has a check.');
  const files = memoryWorkspace(
    new Map([
      ['file:///work/flights.csv', 'hour,late,date\n'],
      ['file:///work/kept.json', kept],
    ]),
  );
  return planCheck(project, check, {}, { files, readEnvironment: (name) => environment[name] });
}

const connection = 'https://ann:hunter2@trino.example.com/lake/ops';
const engine = 'engine: {kind: trino, connection: "env:LAKE"}, table: ops.flights';

const emptyProfile = {
  plumblineProfile: 1,
  madeBy: { plumbline: '1.2.3', engine: 'none' },
  schemaHash: '0'.repeat(64),
  source: { label: 'flights' },
  rows: 7,
  columns: [],
};

describe('the plan of a check', () => {
  it.each([
    ['group: origin', 'Rows of one origin count as independent of each other'],
    ['group: {column: tail, across_splits: shared}', 'Rows of one tail count as independent of each other'],
  ])('says which rows may be alike without a period: %s', async (group, says) => {
    const text = specOf('window: {every: 1 month}').replace('time: date', `time: date, ${group}`);
    expect(await plan(text)).toMatchObject({ notes: [expect.stringContaining(says)] });
    expect(await plan(specOf('window: {every: 1 month}'))).toMatchObject({ notes: [] });
  });

  it.each([
    [
      'window: {every: 1 month}',
      { kind: 'period', column: 'date', length: { unit: 'month', count: 1 }, latestOnly: false },
    ],
    ['window: {duration: 14 days}', { kind: 'period', length: { unit: 'second', count: 1_209_600 }, latestOnly: true }],
    ['window: {rows: 500}', { kind: 'rows', rows: 500 }],
  ])('cuts windows as the spec says: %s', async (check, chunks) => {
    expect(await plan(specOf(check))).toMatchObject({ request: { chunks } });
  });

  it('takes periods whose rows are alike by the times of the reference', async () => {
    const blocks = { column: 'date', length: { unit: 'second', count: 604_800 } };
    expect(await plan(specOf('window: {every: 1 month, block: 1 week}'))).toMatchObject({ request: { blocks } });
    const timeless = specOf('window: {rows: 500, block: 1 week}').replace(', time: date', '');
    expect(await plan(timeless)).toMatchObject({ sentence: expect.stringContaining('no time column') as string });
  });

  it('takes days where the check names no period and the times are known', async () => {
    const days = { column: 'date', length: { unit: 'second', count: 86_400 }, isDefault: true };
    expect(await plan(specOf('window: {every: 1 month}'))).toMatchObject({ request: { blocks: days } });
    const timeless = specOf('window: {rows: 500}').replace(', time: date', '');
    expect(await plan(timeless)).not.toHaveProperty('request.blocks');
  });

  it('takes rows as independent where the check says so', async () => {
    expect(await plan(specOf('window: {every: 1 month, block: none}'))).not.toHaveProperty('request.blocks');
  });

  it.each([
    ['against: previous', { kind: 'previous' }],
    ['against: reference', { kind: 'fixed' }],
    ['against: 4', { kind: 'rolling', windows: 4 }],
  ])('holds windows against what the spec says: %s', async (check, against) => {
    expect(await plan(specOf(`${check}, window: {rows: 500, incomplete: drop}`))).toMatchObject({
      request: { against, incomplete: 'drop' },
    });
  });

  it.each([
    ['late = true', 'late = true'],
    ['late = false', undefined],
  ])('prices by the positive class of a profile that is the one of the label: %s', async (condition, truth) => {
    const kept = { ...emptyProfile, positives: { condition, columns: [] } };
    const planned = await plan(
      specOf('method: auto').replace('reference: train', 'reference: kept.json'),
      {},
      JSON.stringify(kept),
    );
    expect('request' in planned ? planned.request.truth : planned).toBe(truth);
  });

  it('watches the logged score with the label of the reference and the threshold of the model', async () => {
    expect(await plan(specOf('score: p, arrived: known'))).toMatchObject({
      request: { answers: { score: 'p', truth: 'late = true', threshold: 0.4, arrived: 'known' } },
    });
  });

  it('asks the engine in which the table lies, with the connection from the environment', async () => {
    expect(await plan(specOf('window: {every: 1 day}', engine), { LAKE: connection })).toMatchObject({
      request: {
        current: { source: { files: [], engine: { kind: 'trino', variable: 'LAKE', table: 'ops.flights' } } },
      },
    });
  });

  it('asks the DuckDB file that the environment names', async () => {
    const file = engine.replace('trino', 'duckdb');
    const planned = await plan(specOf('window: {every: 1 day}', file), { LAKE: '/lake/ops.duckdb' });
    expect(planned).toMatchObject({
      request: {
        current: { source: { engine: { kind: 'duckdb', variable: 'LAKE', connection: '/lake/ops.duckdb' } } },
      },
    });
    expect(await plan(specOf('window: {every: 1 day}', file))).toEqual({
      sentence: expect.stringMatching(/^flights lies in a DuckDB file, .* set it to the absolute path/) as string,
    });
  });

  it('names the variable that does not say where the engine is', async () => {
    expect(await plan(specOf('window: {every: 1 day}', engine))).toEqual({
      sentence: expect.stringMatching(/^flights lies in Trino, and the variable LAKE of the environment/) as string,
    });
  });
});
