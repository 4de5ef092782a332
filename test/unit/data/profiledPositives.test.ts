/** What a profile counts of the positive class, by which a change is priced as with the rows themselves. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profile as profileShape, type Profile } from '../../../schemas/profile.ts';
import { mergeProfiles } from '../../../server/src/drift/mergeProfiles.ts';
import { printProfile } from '../../../server/src/drift/printProfile.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';
import { TableWorkspace, valueOf } from './tableWorkspace.ts';

let workspace: TableWorkspace;
beforeAll(() => {
  workspace = new TableWorkspace();
  workspace.write('reference.csv', rows(2500, 1, 1));
  workspace.write('first.csv', rows(2500, 3, 1));
  workspace.write('current.csv', rows(2500, 2, 0.6));
});
afterAll(() => workspace.dispose());

const truth = { column: 'late', condition: 'late = true' };

/** Later hours, one origin and messages that complain stand for more late rows. */
function rows(count: number, seed: number, shift: number): string {
  const random = createRandomStream(seed);
  const lines = Array.from({ length: count }, () => {
    const u = random.nextFraction() ** shift;
    const isLate = random.nextFraction() < u * 0.6;
    const text = isLate ? 'we waited for hours at the gate again' : 'all went well for us this time';
    const hour = Math.floor(u * 24);
    return [hour, u, u > 0.7 ? 'ORD' : 'LAX', u > 0.5, `${text} ${Math.floor(u * 900)}`, isLate].join(',');
  });
  return `hour,exact,origin,evening,message,late\n${lines.join('\n')}\n`;
}

async function profileOf(file: string, request: object = { truth }): Promise<Profile> {
  const { profile } = valueOf(await workspace.profile({ source: workspace.source(file), ...request }));
  if (profile === undefined) throw new Error('A profile is expected.');
  return profileShape.parse(JSON.parse(printProfile(profile)));
}

async function explainedWith(reference: object, condition = truth.condition) {
  const request = { truth: condition, ...reference };
  const { columns } = valueOf(await workspace.compare('reference.csv', 'current.csv', request));
  return columns.map(({ name, cells }) => [name, cells.map((cell) => cell?.explained)] as const);
}

const kept = (profile: Profile) => ({ reference: { kind: 'profile' as const, label: 'kept.json', profile } });

describe('the positive class in a profile', { timeout: 60_000 }, () => {
  it('prices a change of numbers, bins, categories, booleans and texts as the rows do', async () => {
    const profile = await profileOf('reference.csv');
    expect(profile.columns.find(({ name }) => name === 'exact')?.spread).toMatchObject({
      finite: { counts: { kind: 'dyadic' } },
    });
    const [fromRows, fromProfile] = [await explainedWith({}), await explainedWith(kept(profile))];
    expect(fromProfile.map(([name]) => name)).toEqual(fromRows.map(([name]) => name));
    const change = (explained: unknown) => expect.closeTo(Number(explained), 3) as number;
    for (const [place, [name, cells]] of fromRows.entries()) {
      const explained = cells[0];
      const found = fromProfile[place]?.[1][0];
      // The rows of one column have finer bins in a comparison than in a profile.
      if (name === 'exact')
        expect(found).toMatchObject({ change: change(explained?.change), half: change(explained?.half) });
      else expect(found).toEqual(explained);
    }
  });

  it('is not taken for another class than the one that the label names', async () => {
    const explained = await explainedWith(kept(await profileOf('reference.csv')), 'late = false');
    expect(explained.map(([, cells]) => cells)).toEqual(explained.map(() => [undefined]));
  });

  it('is left out where the label has not come, is personal, or is not asked for', async () => {
    expect((await profileOf('reference.csv', {})).positives).toBeUndefined();
    expect((await profileOf('reference.csv', { truth, personal: ['late'] })).positives).toBeUndefined();
    const other = { column: 'gone', condition: 'gone = true' };
    expect((await profileOf('reference.csv', { truth: other })).positives).toBeUndefined();
  });

  it('holds no personal column', async () => {
    const { positives } = await profileOf('reference.csv', { truth, personal: ['origin'] });
    expect(positives?.columns.map(({ name }) => name)).toEqual(['hour', 'exact', 'evening', 'message', 'late']);
  });

  it('adds up, unless the profiles count other classes', async () => {
    const [one, other] = [await profileOf('reference.csv'), await profileOf('first.csv')];
    const merged = mergeProfiles(one, other, { label: 'both' });
    if (merged.kind !== 'merged') throw new Error(merged.sentence);
    const rowsOf = ({ positives }: Profile) => positives?.columns[0]?.rows ?? 0;
    expect(rowsOf(merged.profile)).toBe(rowsOf(one) + rowsOf(other));
    expect(rowsOf(one)).toBeGreaterThan(0);
    const apart = mergeProfiles(one, await profileOf('first.csv', {}), { label: 'both' });
    expect(apart).toMatchObject({ kind: 'merged' });
    expect(apart.kind === 'merged' ? apart.profile.positives : truth).toBeUndefined();
  });
});
