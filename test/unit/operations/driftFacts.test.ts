import { describe, expect, it } from 'vitest';
import { createFactStore } from '../../../server/src/operations/facts/factStore.ts';
import { unknownHistory } from '../../../server/src/operations/ports.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';
import { projectOf } from '../../support/ruleFixture.ts';

const mainUri = 'file:///work/plumbline.yaml';
const recordUri = 'file:///work/.plumbline/drift/inputs.json';

const spec = `plumbline: v1
project: demo
phase: production
owner: lead@example.com
monitoring:
  checks:
    inputs: {watch: inputs, model: delay, reference: train, current: june, columns: [hour, distance], window: {every: 1 day, min_rows: 500}}
`;

const ranked = {
  column: 'hour',
  answer: 'drift',
  drifting: 2,
  judged: 3,
  worst: null,
  money: null,
  sentence: 'It moved.',
  advice: null,
};

function record(changes: object = {}, check: object = {}): string {
  return JSON.stringify({
    plumblineDrift: 1,
    madeBy: '0.1.0',
    comparedAt: '2026-11-02T09:31:00Z',
    check: {
      state: 'compared',
      id: 'inputs',
      reference: 'train',
      current: 'june',
      falseAlarm: 0.05,
      ranking: [ranked],
      result: {
        windows: [
          { label: '1', rows: 600 },
          { label: '2', rows: 400 },
        ],
        notCompared: [{ column: 'distance', because: 'It is not there.' }],
        tests: 6,
        columns: [],
      },
      ...check,
    },
    ...changes,
  });
}

async function ask(content: string | undefined, text = spec, now = '2026-11-03T00:00:00Z', check = 'inputs') {
  const given: readonly (readonly [string, string])[] = [[mainUri, text]];
  const files = memoryWorkspace(
    new Map(content === undefined ? given : [...given, [recordUri, content]]),
    'file:///work/',
  );
  const store = createFactStore({
    files,
    jobs: { run: () => Promise.reject(new Error('No job is needed.')), dispose: () => Promise.resolve() },
    history: unknownHistory('no git'),
    clock: { now: () => new Date(now) },
    version: '0.1.0',
    onChange: () => undefined,
  });
  const facts = store.factsOf(projectOf(new Map([[mainUri, text]])));
  facts.drift(check);
  await store.idle();
  return facts.drift(check);
}

describe('the fact of the last comparison', () => {
  it('says what the record says in words', async () => {
    expect(await ask(record())).toMatchObject({
      state: 'known',
      value: {
        uri: recordUri,
        at: '2026-11-02T09:31:00Z',
        windows: 2,
        rows: 1000,
        tests: 6,
        columns: [{ name: 'hour', answer: 'drift', drifting: 2, judged: 3, sentence: 'It moved.', money: undefined }],
        stale: [],
      },
    });
  });

  it('stays that of a check, its splits and its data that were renamed since', async () => {
    const renamed = spec
      .replace('    inputs: {', '    columns: {renamed_from: [../inputs, inputs, older], ')
      .replace('reference: train, current: june', 'reference: past, current: lately')
      .concat('splits:\n  past: {of: flights, renamed_from: [train]}\n')
      .concat('data:\n  lately: {path: a.csv, renamed_from: [june]}\n');
    expect(await ask(record(), renamed, '2026-11-03T00:00:00Z', 'columns')).toMatchObject({
      state: 'known',
      value: { uri: recordUri, stale: [] },
    });
  });

  it('is that of the id of now where both ids have a record', async () => {
    const renamed = spec.replace('    inputs: {', '    inputs: {renamed_from: [columns], ');
    expect(await ask(record(), renamed)).toMatchObject({ value: { uri: recordUri } });
  });

  it('is known to be absent when the check was never compared', async () => {
    expect(await ask(undefined)).toEqual({ state: 'known', value: undefined });
  });

  it.each([
    ['', 'it is empty'],
    ['{"plumblineDrift": 1, ', 'it is not JSON, or was cut off'],
    [record({ plumblineDrift: 2 }), '`plumblineDrift` is not what a record of drift holds'],
    [record({}, { ranking: 'none' }), '`check.ranking` is not what a record of drift holds'],
  ])('is unknown when the record is %j, and says why', async (content, because) => {
    expect(await ask(content)).toEqual({
      state: 'unknown',
      because: `.plumbline/drift/inputs.json cannot be read because ${because}`,
    });
  });

  it('is out of date when the check names another reference or other columns', async () => {
    const other = spec.replace('reference: train', 'reference: may').replace('distance]', 'distance, origin]');
    expect(await ask(record(), other)).toMatchObject({
      value: { stale: ['it is about `train` and the check names `may`', 'it says nothing of `origin`'] },
    });
  });

  it('is out of date when more than two windows have passed', async () => {
    expect(await ask(record(), spec, '2026-11-04T20:00:00Z')).toMatchObject({ value: { stale: [] } });
    expect(await ask(record(), spec, '2026-11-12T20:00:00Z')).toMatchObject({
      value: { stale: ['it is 10 days old and a window is 1 day'] },
    });
  });
});
