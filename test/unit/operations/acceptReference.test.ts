/** What becomes the reference of a check: a split by its name, a source as a profile that is written beside the spec. */
import { describe, expect, it } from 'vitest';
import { jobShapes } from '../../support/jobShapes.ts';
import type { JobOutcome, JobRunner } from '../../../server/src/jobs/jobRunner.ts';
import { acceptReference, canAcceptReference } from '../../../server/src/operations/drift/acceptReference.ts';
import { fixture, mainUri } from '../../support/languageFixture.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';

const spec = `plumbline: v1
project: flights
data:
  flights: {path: flights.csv, roles: {time: date}, privacy: {personal_data: true, fields: [name]}}
  scans: {path: scans, modality: image}
splits:
  train: {of: flights, period: 2001-01-01/2001-03-31}
  june: {of: flights, period: 2001-06-01/2001-06-30, role: production}
monitoring:
  checks:
    inputs: {watch: inputs, reference: train, current: june, columns: [hour]}
    production: {watch: inputs, reference: train, columns: [hour]}
    whole: {watch: inputs, reference: train, current: flights, columns: [hour]}
    months: {watch: inputs, reference: train, current: flights, columns: [hour], window: {every: 1 month}}
    images: {watch: inputs, reference: train, current: scans, columns: [image]}
    same: {watch: inputs, reference: june, current: june, columns: [hour]}
    scores: {watch: outputs, reference: train, current: flights, score: p}
`;
const folder = mainUri.slice(0, mainUri.lastIndexOf('/'));
const files = memoryWorkspace(
  new Map([
    [`${folder}/flights.csv`, 'date,hour,name\n2001-01-01,5,Ada\n'],
    [`${folder}/scans/1.png`, 'no image'],
  ]),
);

const profile = {
  plumblineProfile: 1,
  madeBy: { plumbline: '1.2.3', engine: 'none' },
  schemaHash: '0'.repeat(64),
  source: { label: 'flights' },
  rows: 7,
  columns: [],
};

function accept(checkId: string, answer?: JobOutcome<'profileTable'>, windows?: readonly string[]) {
  const asked: { readonly kind: string; readonly request: unknown }[] = [];
  const written = new Map<string, string>();
  const jobs: JobRunner = {
    run: (kind, request) => {
      asked.push({ kind, request });
      if (answer !== undefined && answer.kind !== 'done') return Promise.resolve(answer);
      const value = { summary: { rows: 7, columns: [] }, profile, notes: [] };
      return Promise.resolve({ kind: 'done', value: jobShapes[kind].result.parse(value) });
    },
    dispose: () => Promise.resolve(),
  };
  const outcome = acceptReference(
    fixture(spec).snapshot.project,
    { checkId, windows },
    {
      files,
      jobs,
      version: '1.2.3',
      clock: { now: () => new Date('2026-11-02T09:00:00Z') },
      writeBeside: (_, path, text) => {
        written.set(path, text);
        return Promise.resolve();
      },
    },
  );
  return { outcome, asked, written };
}

describe('accepting a new reference', () => {
  it.each(['inputs', 'production'])('writes the split that %s compared over the one before', async (check) => {
    const { outcome, asked } = accept(check);
    expect(await outcome).toMatchObject({ kind: 'done', edit: { newText: 'june' }, profile: undefined });
    expect(asked).toEqual([]);
  });

  it('keeps a whole source as a profile, without values of personal columns, and names it', async () => {
    const { outcome, asked, written } = accept('whole');
    const path = '.plumbline/profiles/whole-2026-11-02.json';
    expect(await outcome).toMatchObject({ kind: 'done', edit: { newText: path }, profile: path });
    expect(asked).toMatchObject([{ kind: 'profileTable', request: { personal: ['name'], wants: 'profile' } }]);
    expect(JSON.parse(written.get(path) ?? '')).toMatchObject({ plumblineProfile: 1, rows: 7 });
  });

  it('keeps chosen windows as a profile, cut as the spec cuts them, of a split, too', async () => {
    const { outcome, asked } = accept('months', undefined, ['2001-04', '2001-05']);
    expect(await outcome).toMatchObject({ edit: { newText: '.plumbline/profiles/months-2026-11-02.json' } });
    const chunks = { kind: 'period', column: 'date', length: { unit: 'month', count: 1 }, latestOnly: false };
    expect(asked).toMatchObject([{ request: { windows: { chunks, labels: ['2001-04', '2001-05'] } } }]);
    const split = accept('inputs', undefined, ['all rows']);
    expect(await split.outcome).toMatchObject({ edit: { newText: '.plumbline/profiles/inputs-2026-11-02.json' } });
    expect(split.asked).toMatchObject([{ request: { split: 'june', windows: { labels: ['all rows'] } } }]);
  });

  it('measures the images of a folder', async () => {
    const { outcome, asked } = accept('images');
    expect(await outcome).toMatchObject({ edit: { newText: '.plumbline/profiles/images-2026-11-02.json' } });
    expect(asked.map(({ kind }) => kind)).toEqual(['profilePictures']);
  });

  it('writes nothing when the profile cannot be made', async () => {
    const sentence = 'flights.csv has no header.';
    const { outcome, written } = accept('whole', { kind: 'failed', category: 'bad-input', sentence });
    expect(await outcome).toMatchObject({ kind: 'failed', sentence });
    expect(written.size).toBe(0);
  });

  it.each(['same', 'scores', 'none'])('is not offered for %s', async (check) => {
    expect(canAcceptReference(fixture(spec).snapshot.project, check)).toBe(false);
    expect(await accept(check).outcome).toMatchObject({ kind: 'failed' });
  });
});
