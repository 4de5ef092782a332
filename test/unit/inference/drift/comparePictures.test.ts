/** The job that compares folders of images: the example of digits, and images that are hard to read. */
import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { driftJobResult } from '../../../../schemas/driftJob.ts';
import { jobShapes } from '../../../support/jobShapes.ts';
import type { JobRequest } from '../../../../schemas/jobs.ts';
import { profile as profileShape } from '../../../../schemas/profile.ts';
import { pictureDriftRequest } from '../../../../schemas/pictureDriftJob.ts';
import { confinePath } from '../../../../server/src/data/confinedPath.ts';
import { compareDrift } from '../../../../server/src/data/drift/compareDrift.ts';
import { writeMeasuredImages } from '../../../../server/src/data/imageTable.ts';
import { printProfile } from '../../../../server/src/drift/printProfile.ts';
import { TableProblem } from '../../../../server/src/data/tableProblem.ts';
import type { ModelPorts } from '../../../../server/src/inference/answerJob.ts';
import { createComparePictures } from '../../../../server/src/inference/drift/comparePictures.ts';
import { profileTable } from '../../../../server/src/data/profileTable.ts';
import { createProfilePictures } from '../../../../server/src/inference/drift/profilePictures.ts';
import { digitsFolder, digitsRequest } from '../../../support/digitsExample.ts';

const ports: ModelPorts = {
  confine: confinePath,
  explain: (error) =>
    error instanceof TableProblem ? { sentence: error.message, category: error.category } : undefined,
};
const job = createComparePictures({ compareDrift, writeMeasuredImages, ...ports });
const profileJob = createProfilePictures({ profileTable, writeMeasuredImages, ...ports });

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-pictures-')));
  cpSync(path.join(digitsFolder, 'data/incoming'), path.join(root, 'incoming'), { recursive: true });
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

type Side = JobRequest<'comparePictures'>['drift']['current'];

/** The images of a week of the example. */
function week(name: string): Side {
  const folder = path.join(root, 'incoming');
  const files = readdirSync(path.join(folder, name)).map((file) => path.join(folder, name, file));
  return { kind: 'rows', label: name, source: { label: name, root, files, images: { folder } } };
}

async function compare(current: Side, more: Partial<JobRequest<'comparePictures'>> = {}) {
  const request = pictureDriftRequest.parse({
    drift: { reference: week('2026-W02'), current, columns: ['image'], chunks: { kind: 'whole' } },
    ...more,
  });
  const limits = { memoryBytes: 2 ** 30, diskBytes: 1e9, threads: 2 };
  const answer = await job(request, { limits, scratch: path.join(root, 'scratch'), report: () => undefined });
  if (answer.kind === 'failed') throw new Error(answer.sentence);
  return driftJobResult.parse(JSON.parse(JSON.stringify(answer.value)));
}

/** What was said of the values of each column in the only window. */
function answersOf({ columns }: Awaited<ReturnType<typeof compare>>) {
  return Object.fromEntries(
    columns.map(({ name, cells }) => {
      const [first] = cells[0]?.judgements ?? [];
      return [name, first?.kind === 'judged' ? first.answer : 'undefined'];
    }),
  );
}

async function embedding(): Promise<JobRequest<'comparePictures'>['embedding']> {
  const { model, inputs } = await digitsRequest('test');
  return { model, inputs, answer: 'logits' };
}

describe('folders of images', { timeout: 60_000 }, () => {
  it('that are darker differ in brightness and contrast, and not in their size', async () => {
    const found = answersOf(await compare(week('2026-W03')));
    expect(found).toMatchObject({ brightness: 'drift', contrast: 'drift' });
    expect([found['width'], found['height']]).not.toContain('drift');
  });

  it('that are blurred differ in sharpness and not in brightness', async () => {
    const found = answersOf(await compare(week('2026-W04')));
    expect(found).toMatchObject({ sharpness: 'drift' });
    expect(found['brightness']).not.toBe('drift');
  });

  it('that are negatives differ in brightness', async () => {
    expect(answersOf(await compare(week('2026-W05')))).toMatchObject({ brightness: 'drift' });
  });

  it('that are grey have no colours to compare, and the notes say so', async () => {
    const found = await compare(week('2026-W03'));
    expect(found.columns.map(({ name }) => name)).not.toContain('saturation');
    expect(found.notes).toContainEqual(expect.stringContaining('grey'));
  });

  it('are told one by one where they changed most', async () => {
    const { changed } = await compare(week('2026-W05'));
    expect(changed).toHaveLength(8);
    for (const { names } of changed ?? []) expect(names).toMatch(/^2026-W05\/\d{3}\.png$/);
  });

  it('are compared by what the model makes of them', async () => {
    const found = await compare(week('2026-W05'), { embedding: await embedding() });
    expect(answersOf(found)).toMatchObject({ embedding_distance: 'drift' });
    expect(found.together).toMatchObject([{ kind: 'judged', method: 'embedding_mmd', answer: 'drift' }]);
    // The numbers of the vector are nobody’s business one by one.
    expect(found.columns.map(({ name }) => name)).not.toContainEqual(expect.stringMatching(/^embedding_\d/));
  });

  it('with one that cannot be read count it as missing and name it', async () => {
    writeFileSync(path.join(root, 'incoming/2026-W03/000.png'), 'no picture');
    const { notes } = await compare(week('2026-W03'));
    expect(notes).toContainEqual(
      expect.stringMatching(/^1 image cannot be read and count as missing; the first: 2026-W03\/000\.png /),
    );
  });

  it('are picked for labelling by their names', async () => {
    const drift = {
      reference: week('2026-W02'),
      current: week('2026-W05'),
      columns: ['image'],
      chunks: { kind: 'whole' } as const,
      queueRows: 6,
    };
    const { queue } = await compare(week('2026-W05'), { drift });
    expect(queue?.columns[0]).toBe('image');
    expect(queue?.rows).toHaveLength(6);
    for (const { values } of queue?.rows ?? []) expect(values[0]).toMatch(/^2026-W05\/\d{3}\.png$/);
  });

  it('with nothing in them say so', async () => {
    const empty: Side = {
      kind: 'rows',
      label: 'empty',
      source: { label: 'empty', root, files: [], images: { folder: root } },
    };
    await expect(compare(empty)).rejects.toThrow('There is no image in empty');
  });
});

/** What a profile keeps of a week, read from its file. */
async function keptWeek(name: string): Promise<{ readonly side: Side; readonly text: string }> {
  const side = week(name);
  if (side.kind !== 'rows') throw new TypeError('A week is a folder.');
  const request = jobShapes.profilePictures.request.parse({
    source: side.source,
    plumbline: '1.2.3',
    wants: 'profile',
  });
  const limits = { memoryBytes: 2 ** 30, diskBytes: 1e9, threads: 2 };
  const answer = await profileJob(request, { limits, scratch: path.join(root, 'kept'), report: () => undefined });
  if (answer.kind === 'failed') throw new Error(answer.sentence);
  if (answer.value.profile === undefined) throw new Error('A profile was asked for.');
  const text = printProfile(answer.value.profile);
  return { side: { kind: 'profile', label: 'kept.json', profile: profileShape.parse(JSON.parse(text)) }, text };
}

describe('a profile of images', { timeout: 60_000 }, () => {
  it('gives the same verdicts as the images from which it was made', async () => {
    const { side } = await keptWeek('2026-W02');
    const drift = {
      reference: side,
      current: week('2026-W04'),
      columns: ['image'],
      chunks: { kind: 'whole' as const },
    };
    const [fromProfile, fromImages] = [await compare(week('2026-W04'), { drift }), await compare(week('2026-W04'))];
    expect(fromProfile.columns).toEqual(fromImages.columns);
    expect(answersOf(fromProfile)).toMatchObject({ sharpness: 'drift' });
  });

  it('keeps measures and no name of an image', async () => {
    const { text } = await keptWeek('2026-W02');
    expect(text).toContain('"name": "brightness"');
    expect(text).not.toMatch(/\.png/u);
  });

  it('keeps no embedding, and the notes say so', async () => {
    const { side } = await keptWeek('2026-W02');
    const drift = {
      reference: side,
      current: week('2026-W03'),
      columns: ['image'],
      chunks: { kind: 'whole' as const },
    };
    const { columns, notes } = await compare(week('2026-W03'), { drift, embedding: await embedding() });
    expect(columns.map(({ name }) => name)).not.toContain('embedding_distance');
    expect(notes).toContain('A profile keeps no embedding, so what the model makes of the images is not compared.');
  });
});
