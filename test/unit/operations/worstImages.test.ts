/** Pixels of images for a page: those of the workspace, small ones, and only what is a picture. */
import { describe, expect, it } from 'vitest';
import { runRecord } from '../../../schemas/run.ts';
import { worstImages } from '../../../server/src/operations/evaluate/worstImages.ts';
import { loadDigits } from '../../support/digitsExample.ts';

const { project, files } = await loadDigits();
const images = ['test/3/1726.png', 'test/3/gone.png', '../../plumbline.yaml', '../../../../package.json', 'test/3'];
const record = runRecord.parse({
  kind: 'run',
  schema: 1,
  plumbline: '0.0.0',
  startedAt: '2026-11-02T09:31:00Z',
  endedAt: '2026-11-02T09:31:01Z',
  data: { id: 'scans' },
  values: {},
  worst: images.map((image) => ({ image, truth: '3', answer: '8', score: 0.98444 })),
});

describe('images that a run names', () => {
  it('come with their pixels where they are pictures of the workspace, else by name alone', async () => {
    const shown = await worstImages(project, record, files);
    expect(shown?.map(({ image }) => image)).toEqual(images);
    expect(shown?.map(({ picture }) => picture?.slice(0, 22))).toEqual([
      'data:image/png;base64,',
      ...images.slice(1).map(() => undefined),
    ]);
  });

  it('come without pixels where none may be shown', async () => {
    const shown = await worstImages(project, record, undefined);
    expect(shown?.every(({ picture }) => picture === undefined)).toBe(true);
  });

  it('are not looked for in a source that the spec has lost', async () => {
    const shown = await worstImages(project, { ...record, data: { id: 'lost' } }, files);
    expect(shown?.[0]).toEqual({ image: 'test/3/1726.png', truth: '3', answer: '8', score: '0.984' });
  });
});
