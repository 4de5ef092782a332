import { describe, expect, it } from 'vitest';
import { mergeProfileFiles } from '../../../server/src/operations/drift/mergeProfileFiles.ts';

function profileOf(name: string, hash: string, yes: number): { readonly name: string; readonly text: string } {
  const column = { name: 'late', type: 'BOOLEAN', kind: 'boolean', rows: yes + 1, missing: 0 };
  const spread = { shape: 'boolean', true: yes, false: 1 };
  const profile = {
    plumblineProfile: 1,
    madeBy: { plumbline: '1.2.3', engine: 'none' },
    schemaHash: hash.repeat(64),
    source: { label: name },
    rows: yes + 1,
    columns: [{ ...column, distinct: { kind: 'exact', count: 2 }, spread }],
  };
  return { name, text: JSON.stringify(profile) };
}

function sentenceOf(outcome: ReturnType<typeof mergeProfileFiles>): string {
  return outcome.kind === 'failed' ? outcome.sentence : '';
}

describe('profiles that are added', () => {
  it('give the counts of all of them', () => {
    const files = [profileOf('a.json', '0', 3), profileOf('b.json', '0', 4), profileOf('c.json', '0', 5)];
    const outcome = mergeProfileFiles(files, 'all.json');
    if (outcome.kind !== 'done') throw new Error('They are of the same columns.');
    expect(JSON.parse(outcome.text)).toMatchObject({
      source: { label: 'all.json' },
      rows: 15,
      columns: [{ rows: 15, spread: { true: 12, false: 3 } }],
    });
  });

  it('must be of the same columns', () => {
    const outcome = mergeProfileFiles([profileOf('a.json', '0', 3), profileOf('b.json', '1', 4)], 'all.json');
    expect(sentenceOf(outcome)).toContain('make them from the same columns');
  });

  it('must be profiles', () => {
    const outcome = mergeProfileFiles([profileOf('a.json', '0', 3), { name: 'b.json', text: '[]' }], 'all.json');
    expect(sentenceOf(outcome)).toContain('b.json is no profile');
  });
});
