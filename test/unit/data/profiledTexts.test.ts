/** Free text in profiles: the example of tickets compared with what was kept of it, and profiles that are added. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { driftJobResult, driftRequest } from '../../../schemas/driftJob.ts';
import { jobShapes } from '../../support/jobShapes.ts';
import type { JobRequest } from '../../../schemas/jobs.ts';
import { profile as profileShape } from '../../../schemas/profile.ts';
import type { Profile } from '../../../schemas/profile.ts';
import { compareDrift } from '../../../server/src/data/drift/compareDrift.ts';
import { profileTable } from '../../../server/src/data/profileTable.ts';
import { mergeProfiles } from '../../../server/src/drift/mergeProfiles.ts';
import { printProfile } from '../../../server/src/drift/printProfile.ts';
import { exampleFolder } from '../../support/exampleRequest.ts';

let scratch = '';
beforeEach(() => {
  scratch = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-texts-')));
});
afterEach(() => {
  rmSync(scratch, { recursive: true });
});

const limits = { memoryBytes: 2 ** 30, diskBytes: 1e9, threads: 2 };
const context = () => ({ limits, scratch: path.join(scratch, 'work'), report: () => undefined });
const root = realpathSync(exampleFolder('tickets'));
const source = { label: 'tickets', root, files: [path.join(root, 'data/tickets.csv')] };
const splits = [
  { id: 'train', where: "written_at < '2026-01-19'" },
  { id: 'since', where: "written_at >= '2026-01-19'" },
  { id: 'first', where: "written_at < '2026-01-12'" },
  { id: 'second', where: "written_at >= '2026-01-12' and written_at < '2026-01-19'" },
];
type Side = JobRequest<'compareDrift'>['current'];
const rowsOf = (split: string): Side => ({ kind: 'rows', label: split, source, splits, split });

/** A profile as it is read from its file. */
async function profileOf(split: string, personal: readonly string[] = []): Promise<Profile> {
  const request = { source, splits, split, personal, plumbline: '0.1.0', wants: 'profile' };
  const answer = await profileTable(jobShapes.profileTable.request.parse(request), context());
  if (answer.kind === 'failed') throw new Error(answer.sentence);
  if (answer.value.profile === undefined) throw new Error('A profile was asked for.');
  return profileShape.parse(JSON.parse(printProfile(answer.value.profile)));
}

async function compare(reference: Side, current: Side) {
  const request = driftRequest.parse({ reference, current, columns: ['message'], chunks: { kind: 'whole' } });
  const answer = await compareDrift(request, context());
  if (answer.kind === 'failed') throw new Error(answer.sentence);
  return driftJobResult.parse(JSON.parse(JSON.stringify(answer.value)));
}

const kept = (profile: Profile): Side => ({ kind: 'profile', label: 'kept.json', profile });
const messageOf = ({ columns }: Profile) => columns.find(({ name }) => name === 'message')?.spread;

describe('a profile of free text', { timeout: 60_000 }, () => {
  it('gives the same verdicts as the texts from which it was made', async () => {
    const [fromTexts, fromProfile] = [
      await compare(rowsOf('train'), rowsOf('since')),
      await compare(kept(await profileOf('train')), rowsOf('since')),
    ];
    expect(fromProfile.columns).toEqual(fromTexts.columns);
    expect(fromProfile.columns.map(({ name }) => name)).toEqual([
      'message: characters',
      'message: words',
      'message: unknown words',
    ]);
    expect(fromProfile.changed?.length).toBeGreaterThan(0);
    expect(fromProfile.together).toMatchObject([{ kind: 'undefined', method: 'text_classifier' }]);
  });

  it('keeps words and lengths, and no text', async () => {
    const profile = await profileOf('train');
    expect(messageOf(profile)).toMatchObject({ shape: 'texts', otherWords: 0 });
    const text = printProfile(profile);
    expect(text).not.toMatch(/"[^"\n]*\p{L}+ \p{L}+ \p{L}+ \p{L}+[^"\n]*"/u);
    expect(text.length).toBeLessThan(150_000);
  });

  it('keeps nothing but lengths of a personal column', async () => {
    expect(messageOf(await profileOf('train', ['message']))).toMatchObject({ shape: 'withheld', because: 'personal' });
  });

  it('is added to another one: lengths and words are those of both together, and unknown words are left out', async () => {
    const [first, second, both] = [await profileOf('first'), await profileOf('second'), await profileOf('train')];
    const merged = mergeProfiles(first, second, { label: 'both' });
    if (merged.kind !== 'merged') throw new Error(merged.sentence);
    const [sum, whole] = [messageOf(merged.profile), messageOf(both)];
    if (sum?.shape !== 'texts' || whole?.shape !== 'texts') throw new Error('Texts are expected.');
    expect(sum.vocabulary).toEqual(whole.vocabulary);
    expect([sum.characters, sum.words]).toEqual([whole.characters, whole.words]);
    expect(sum.unknownWords).toBeUndefined();
    const found = await compare(kept(merged.profile), rowsOf('since'));
    expect(found.columns.map(({ name }) => name)).toEqual(['message: characters', 'message: words']);
  });

  it('is compared with another profile by the lengths of its texts', async () => {
    const found = await compare(kept(await profileOf('train')), kept(await profileOf('since')));
    expect(found.columns.map(({ name }) => name)).toEqual(['message: characters', 'message: words']);
    expect(found.changed ?? []).toEqual([]);
  });
});
