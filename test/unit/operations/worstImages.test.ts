/** Pixels of images for a page: those of the workspace, small ones, and only what is a picture. */
import { describe, expect, it } from 'vitest';
import { runRecord } from '../../../schemas/run.ts';
import { thingsView } from '../../../server/src/operations/evaluate/thingsView.ts';
import { createPageRoom, readPictures, worstImages } from '../../../server/src/operations/evaluate/worstImages.ts';
import type { PictureFiles } from '../../../server/src/operations/evaluate/worstImages.ts';
import type { DrawPictures } from '../../../server/src/operations/pictures/createPictureDrawer.ts';
import { loadDigits } from '../../support/digitsExample.ts';

const { project, files } = await loadDigits();
const uriOfText = 'file:///work/drawing.tiff';
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
    const shown = await worstImages(record, await readPictures(project, record, { files, room: createPageRoom() }));
    expect(shown?.map(({ image }) => image)).toEqual(images);
    expect(shown?.map(({ picture }) => picture?.slice(0, 22))).toEqual([
      'data:image/png;base64,',
      ...images.slice(1).map(() => undefined),
    ]);
  });

  it('come without pixels where none may be shown', async () => {
    const shown = await worstImages(record, await readPictures(project, record, undefined));
    expect(shown?.every(({ picture }) => picture === undefined)).toBe(true);
  });

  it('are not looked for in a source that the spec has lost', async () => {
    const lost = { ...record, data: { id: 'lost' } };
    const shown = await worstImages(lost, await readPictures(project, lost, { files, room: createPageRoom() }));
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
    const view = await thingsView(
      withThings,
      await readPictures(project, withThings, { files, room: createPageRoom() }),
    );
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

  it('come with outlines of pixels, each in words, and how many are wrong', async () => {
    const outline = 'M1 1L4 1L4 4L1 4Z';
    const regions = [
      { truth: 'crate', share: 0.14, outline },
      { truth: 'crate', answer: 'ground', share: 0.0004, outline },
    ];
    const one = { image: 'gone.png', width: 80, height: 80, wrong: 9, missed: 0, truths: [], answers: [], regions };
    const withPixels = { ...record, things: { what: 'pixels' as const, measure: 'IoU', classes: [], worst: [one] } };
    expect((await thingsView(withPixels, () => Promise.resolve(undefined)))?.worst).toEqual([
      {
        image: 'gone.png',
        width: 80,
        height: 80,
        summary: '9 of 6,400 pixels wrong',
        marks: [
          { outline, kind: 'true-class', text: 'true crate, 14 % of the pixels' },
          { outline, kind: 'confused', text: 'crate answered as ground, less than 0.1 % of the pixels' },
        ],
      },
    ]);
  });

  it('are shrunken where they are too large for a page or no browser reads them, and no others', async () => {
    const asked: unknown[] = [];
    const shrunken = 'data:image/jpeg;base64,AAAA';
    const drawPictures: DrawPictures = (request) => {
      asked.push(request);
      return Promise.resolve(new Map([['test/3/large.png', shrunken]]));
    };
    const names = ['test/3/1726.png', 'test/3/gone.png', 'test/3/large.png', 'test/3/drawing.tiff'];
    const withLarge = { ...record, worst: names.map((image) => ({ image, truth: '3', answer: '8', score: 0.9 })) };
    const odd: PictureFiles = {
      ...files,
      resolve: async (path, uri) => {
        const found = await files.resolve(path.replace(/large\.png$|drawing\.tiff$/, '1726.png'), uri);
        if (found.kind !== 'file') return found;
        return path.endsWith('large.png')
          ? { ...found, sizeBytes: 5e6 }
          : path.endsWith('tiff')
            ? { ...found, uri: uriOfText }
            : found;
      },
      readRange: (uri, start, end) =>
        uri === uriOfText
          ? Promise.resolve({ kind: 'content', bytes: new TextEncoder().encode('II*'), isEnd: true, version: '1' })
          : files.readRange(uri, start, end),
    };
    const read = await readPictures(project, withLarge, { files: odd, drawPictures, room: createPageRoom() });
    const shown = await worstImages(withLarge, read);
    expect(shown?.map(({ picture }) => picture?.slice(0, 15))).toEqual([
      'data:image/png;',
      undefined,
      'data:image/jpeg',
      undefined,
    ]);
    expect(asked).toMatchObject([{ images: ['test/3/large.png', 'test/3/drawing.tiff'] }]);
  });
});
