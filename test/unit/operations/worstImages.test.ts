/** Pixels of images for a page: those of the workspace, small ones, and only what is a picture. */
import { describe, expect, it } from 'vitest';
import { runRecord } from '../../../schemas/run.ts';
import { thingsView } from '../../../server/src/operations/evaluate/thingsView.ts';
import { createPictureReader, worstImages } from '../../../server/src/operations/evaluate/worstImages.ts';
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
    const shown = await worstImages(record, createPictureReader(project, record, files));
    expect(shown?.map(({ image }) => image)).toEqual(images);
    expect(shown?.map(({ picture }) => picture?.slice(0, 22))).toEqual([
      'data:image/png;base64,',
      ...images.slice(1).map(() => undefined),
    ]);
  });

  it('come without pixels where none may be shown', async () => {
    const shown = await worstImages(record, createPictureReader(project, record, undefined));
    expect(shown?.every(({ picture }) => picture === undefined)).toBe(true);
  });

  it('are not looked for in a source that the spec has lost', async () => {
    const lost = { ...record, data: { id: 'lost' } };
    const shown = await worstImages(lost, createPictureReader(project, lost, files));
    expect(shown?.[0]).toEqual({ image: 'test/3/1726.png', truth: '3', answer: '8', score: '0.984' });
  });

  it('come with the boxes of what is true and what was answered, each in words', async () => {
    const box: [number, number, number, number] = [2, 3.4, 5, 6];
    const worst = [
      {
        image: 'test/3/1726.png',
        width: 8,
        height: 8,
        wrong: 1,
        missed: 1,
        truths: [{ box, class: 'crate', isFound: false }],
        answers: [
          { box, class: 'barrel', score: 0.834, outcome: 'class' },
          { box, class: 'crate', score: 0.5, outcome: 'ignored' },
        ],
      },
      { image: 'nowhere.png', width: 0, height: 0, wrong: 1, missed: 0, truths: [], answers: [] },
    ];
    const withThings = { ...record, things: { what: 'boxes' as const, measure: 'AP', classes: [], worst } };
    const view = await thingsView(withThings, createPictureReader(project, withThings, files));
    expect(view?.worst).toMatchObject([
      {
        image: 'test/3/1726.png',
        summary: '1 wrong, 1 not found',
        picture: expect.stringContaining('data:image/png') as unknown,
        marks: [
          { kind: 'not-found', text: 'true crate, not found, at 2, 3, 5 × 6 pixels' },
          { kind: 'wrong', text: 'answered barrel (0.83), wrong class, at 2, 3, 5 × 6 pixels' },
        ],
      },
    ]);
  });
});
