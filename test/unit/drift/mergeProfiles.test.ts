import { describe, expect, it } from 'vitest';
import { profile as profileSchema, type Profile } from '../../../schemas/profile.ts';
import { mergeProfiles } from '../../../server/src/drift/mergeProfiles.ts';
import { spreadOfValues } from '../../../server/src/drift/numericSpread.ts';
import { printProfile } from '../../../server/src/drift/printProfile.ts';

function profile(hash: string, name: string, nan: number): Profile {
  const finite = spreadOfValues(
    [
      [1, 2],
      [3, 1],
    ],
    true,
  );
  return profileSchema.parse({
    plumblineProfile: 1,
    madeBy: { plumbline: '0.1.0', engine: 'test' },
    schemaHash: hash.repeat(64),
    source: { label: `${name}.csv` },
    rows: 5,
    columns: [
      {
        name,
        type: 'DOUBLE',
        kind: 'float',
        rows: 5,
        missing: 2 - nan,
        distinct: { kind: 'exact', count: 2 },
        spread: { shape: 'numeric', nan, positiveInfinity: 0, negativeInfinity: 0, finite },
      },
    ],
  });
}

describe('merging profiles', () => {
  it('adds rows, missing values and counts', () => {
    const merge = mergeProfiles(profile('a', 'x', 0), profile('a', 'x', 1), { label: 'both' });
    const column = merge.kind === 'merged' ? merge.profile.columns[0] : undefined;
    expect(column).toMatchObject({ rows: 10, missing: 3, distinct: { kind: 'exact', count: 3 }, spread: { nan: 1 } });
    expect(column?.spread.shape === 'numeric' && column.spread.finite?.counts).toEqual({
      kind: 'values',
      values: [
        [1, 4],
        [3, 2],
      ],
    });
  });

  it('refuses profiles of other columns and names the first difference', () => {
    const merge = mergeProfiles(profile('a', 'x', 0), profile('b', 'y', 0), { label: 'both' });
    expect(merge.kind === 'differ' && merge.sentence).toContain('"x"');
  });

  it('refuses to add a column whose values one side withholds', () => {
    const open = profile('a', 'x', 0);
    const closed: Profile = {
      ...open,
      columns: open.columns.map((column) => ({ ...column, spread: { shape: 'withheld', because: 'personal' } })),
    };
    expect(mergeProfiles(open, closed, { label: 'both' }).kind).toBe('differ');
  });
});

describe('the text of a profile', () => {
  it('is JSON that parses back to the profile', () => {
    const made = profile('a', 'quote " and\nline', 1);
    expect(profileSchema.parse(JSON.parse(printProfile(made)))).toEqual(made);
  });

  it('has one pair of value and rows per line', () => {
    expect(printProfile(profile('a', 'x', 0))).toMatch(/^ +\[1, 2\],\n +\[3, 1\]$/m);
  });
});
