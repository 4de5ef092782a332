import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRunName, readRunFile } from '../../../server/src/stores/runFile.ts';

const smallest = {
  kind: 'run',
  schema: 1,
  plumbline: '0.1.0',
  startedAt: '2026-11-02T09:31:00Z',
  endedAt: '2026-11-02T09:31:20+01:00',
  values: {
    recall: { state: 'known', value: 0.61, unit: '', low: 0.6, high: 0.62 },
    precision: { state: 'undefined', because: 'no row was answered with the class' },
  },
};

describe('run records', () => {
  it('reads the smallest record', () => {
    expect(readRunFile(JSON.stringify(smallest))).toMatchObject({ kind: 'record', record: smallest });
  });

  it('keeps keys that a later version may add', () => {
    const read = readRunFile(JSON.stringify({ ...smallest, energy: { joule: 3 } }));
    expect(read.kind === 'record' && read.record['energy']).toEqual({ joule: 3 });
  });

  it.each([
    ['', 'it is empty'],
    ['{"kind": "run", "schem', 'it is not JSON, or was cut off'],
    ['[]', 'the record is not what a run record holds'],
    [JSON.stringify({ ...smallest, schema: 7 }), 'it was written by a newer Plumbline (schema 7)'],
    [JSON.stringify({ ...smallest, values: { recall: 0.6 } }), '`values.recall` is not what a run record holds'],
    [JSON.stringify({ ...smallest, endedAt: 'yesterday' }), '`endedAt` is not what a run record holds'],
  ])('says what is wrong with %j', (text, because) => {
    expect(readRunFile(text)).toEqual({ kind: 'problem', because });
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => readRunFile(text).kind === 'problem'));
  });
});

describe('names of runs', () => {
  const names = ['2026-11-02T0931Z-delay', '2026-11-02T1015Z-delay', '2026-11-05T0800Z-delay', '2026-11-05'];

  it('finds a run by its whole name, though others begin with it', () => {
    expect(findRunName(names, '2026-11-05')).toEqual({ kind: 'one', name: '2026-11-05' });
  });

  it('finds a run by a beginning that no other has', () => {
    expect(findRunName(names, '2026-11-02T09')).toEqual({ kind: 'one', name: '2026-11-02T0931Z-delay' });
  });

  it('says which runs a beginning may mean', () => {
    expect(findRunName(names, '2026-11-02')).toMatchObject({ kind: 'ambiguous', names: names.slice(0, 2) });
  });

  it('finds nothing by a beginning of no run, or by nothing', () => {
    expect([findRunName(names, '2027'), findRunName(names, '')]).toEqual([undefined, undefined]);
  });
});
