/** Folders of masks, and the PNG files in them. */
import { deflateSync } from 'node:zlib';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { masksRequest, masksResult } from '../../../schemas/detectionJob.ts';
import { measureMasks } from '../../../server/src/data/masks/measureMasks.ts';
import { readMaskPng } from '../../../server/src/data/masks/readMaskPng.ts';
import { TableWorkspace, valueOf } from './tableWorkspace.ts';

/** One picture of 18 × 11 pixels, written by Pillow 13.0.0 in several forms. */
const written = {
  palette:
    'iVBORw0KGgoAAAANSUhEUgAAABIAAAALBAMAAACAOcA3AAAAMFBMVEUAAAAlWzVKtmpvEZ+UbNS5xwneIj4DfXMo2KhNM91yjhKX6Ue8RHzhn7EG+uYrVRvDB49hAAAANUlEQVR4nGN0YdjDIMjAwMDAxAADCBajC4Mgwz2GszhkBRkEGQQZ3jO8xybL8p7BmIEBVS8AhEgHJ1uxA4IAAAAASUVORK5CYII=',
  grey: 'iVBORw0KGgoAAAANSUhEUgAAABIAAAALCAAAAABXfILYAAAANUlEQVR42pXNQQ5AABADwCn7/xdjXdYJCb21yaQpbIgri1septSgA/sfmIFBoz/CaqxTXh9PzqgHF2ZODJEAAAAASUVORK5CYII=',
  deep: 'iVBORw0KGgoAAAANSUhEUgAAABIAAAALEAAAAAAH7F6bAAAAN0lEQVR4nGNkYGGAgD9QmpEBAzBhCpGpiBFuHcyaf1D6L22sY4SzUOn/CJp61rHAjWVGkyHVdwBz1gcXEPsCrgAAAABJRU5ErkJggg==',
};
const bits =
  'iVBORw0KGgoAAAANSUhEUgAAABIAAAALAQAAAABabOCpAAAAHElEQVR4nGP4wMDAxADBDP8/wNlMjAhxJn4IDQBlcQMC9319TAAAAABJRU5ErkJggg==';
const colours =
  'iVBORw0KGgoAAAANSUhEUgAAABIAAAALCAIAAAD9dUpTAAAAVElEQVR4nGOcknOFAQZypujA2arRpgy4ARMeOeprY0Hm7DzOCWdv88qCsye+T6SObeQ6EtkBqshsJEVe2xAOvr30NPm2kamNEZmDHPXIADkZUGQbAIM8EtKnupIZAAAAAElFTkSuQmCC';
const pixels = [
  ...Array<string>(3).fill('444400001111111111'),
  ...Array<string>(3).fill('444455553333000000'),
  ...Array<string>(3).fill('111122223333222211'),
  ...Array<string>(2).fill('000044444444000000'),
].flatMap((row) => Array.from(row, Number));

function chunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, data, Buffer.alloc(4)]);
}

/** A grey picture of 8 bits; each row has the filter 0 unless rows are given as they stand in the file. */
function png(width: number, rows: readonly (readonly number[])[], filtered?: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(rows.length, 4);
  header[8] = 8;
  const raw = filtered ?? Buffer.from(rows.flatMap((row) => [0, ...row]));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('a mask in a PNG file', () => {
  it.each(Object.entries(written))('of the form %s gives the numbers that were written', (_form, text) => {
    const picture = readMaskPng(Buffer.from(text, 'base64'));
    expect(picture).toMatchObject({ width: 18, height: 11 });
    expect('values' in picture && [...picture.values]).toEqual(pixels);
  });

  it('of one bit gives 0 and 1', () => {
    const picture = readMaskPng(Buffer.from(bits, 'base64'));
    expect('values' in picture && [...picture.values]).toEqual(pixels.map((value) => (value > 2 ? 1 : 0)));
  });

  it('undoes every filter of the format', () => {
    // Rows of 3 pixels: none, sub, up, average, Paeth.
    const raw = Buffer.from([0, 1, 2, 3, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 1, 1, 4, 1, 1, 1]);
    const picture = readMaskPng(png(3, [[], [], [], [], []], raw));
    expect('values' in picture && [...picture.values]).toEqual([1, 2, 3, 1, 2, 3, 2, 3, 4, 2, 3, 4, 3, 4, 5]);
  });

  const grey = png(2, [[0, 1]]);
  it.each([
    ['colours', Buffer.from(colours, 'base64'), 'a colour picture'],
    ['text', Buffer.from('hello'), 'no PNG file'],
    ['half of a file', grey.subarray(0, grey.length - 20), 'cut off'],
    ['a header alone', grey.subarray(0, 20), 'cut off'],
    ['more rows than pixels', png(2, [[0, 1]], Buffer.alloc(50)), 'cut off or damaged'],
    ['an unknown filter', png(2, [[0, 1]], Buffer.from([9, 0, 1])), 'damaged'],
    ['no pixels', png(0, [[]]), 'it claims 0 × 1 pixels'],
  ])('is refused when it holds %s', (_what, bytes, because) => {
    const picture = readMaskPng(bytes);
    expect('because' in picture && picture.because).toContain(because);
  });
});

describe('measuring folders of masks', () => {
  let workspace: TableWorkspace;
  beforeAll(() => {
    workspace = new TableWorkspace();
  });
  afterAll(() => workspace.dispose());

  let folders = 0;
  function measure(
    truths: Readonly<Record<string, Uint8Array>>,
    answers: Readonly<Record<string, Uint8Array>>,
    classes?: readonly string[],
  ) {
    const folder = `case-${(folders += 1)}`;
    for (const [side, files] of [
      ['truth', truths],
      ['answers', answers],
    ] as const) {
      workspace.write(`${folder}/${side}/readme.txt`, 'Masks.');
      for (const [name, bytes] of Object.entries(files)) workspace.write(`${folder}/${side}/${name}`, bytes);
    }
    const at = (side: string) => ({ path: path.join(workspace.root, folder, side), label: side });
    const request = masksRequest.parse({
      root: workspace.root,
      groundTruth: at('truth'),
      masks: at('answers'),
      ...(classes === undefined ? {} : { classes }),
    });
    const limits = { memoryBytes: 1e9, diskBytes: 1e9, threads: 1 };
    return measureMasks(request, { limits, scratch: path.join(workspace.root, 'x'), report: () => undefined });
  }

  it('compares pictures of the same name, in folders below, too', async () => {
    const result = valueOf(
      await measure(
        { 'day/a.png': png(2, [[0, 1]]), 'b.png': png(2, [[1, 1]]) },
        { 'day/a.png': png(2, [[0, 1]]), 'b.png': png(2, [[1, 0]]) },
        ['ground', 'ink'],
      ),
    );
    expect(masksResult.parse(result)).toEqual(result);
    expect(result.classes.map(({ name, iou }) => [name, iou.state === 'known' && iou.value])).toEqual([
      ['ground', 0.5],
      ['ink', 2 / 3],
    ]);
    expect(result.confusion.counts).toEqual([
      [1, 0],
      [1, 2],
    ]);
    expect(result.worst[0]).toEqual({ name: 'b.png', accuracy: 0.5, pixels: 2 });
  });

  it('takes black and white for two classes, and 255 beside other classes for nothing', async () => {
    const white = valueOf(await measure({ 'a.png': png(2, [[0, 255]]) }, { 'a.png': png(2, [[0, 255]]) }));
    expect(white.classes.map(({ name }) => name)).toEqual(['0', '255']);
    const ignored = valueOf(await measure({ 'a.png': png(3, [[0, 255, 1]]) }, { 'a.png': png(3, [[0, 0, 1]]) }));
    expect(ignored.summary.find(({ name }) => name === 'pixel accuracy')?.value).toMatchObject({ value: 1, n: 2 });
    expect(ignored.notes).toEqual(['Pixels with the true class 255 count in nothing.']);
  });

  const one = png(2, [[0, 1]]);
  it.each([
    ['no mask', {}, {}, undefined, 'truth holds no PNG file'],
    ['an unanswered picture', { 'a.png': one, 'b.png': one }, { 'a.png': one }, undefined, 'answers has no b.png;'],
    ['another size', { 'a.png': one }, { 'a.png': png(1, [[0]]) }, undefined, '2 × 1 pixels in truth and 1 × 1'],
    ['a damaged file', { 'a.png': one }, { 'a.png': one.subarray(0, 40) }, undefined, 'answers/a.png cannot be used'],
    ['too few names', { 'a.png': one }, { 'a.png': one }, ['ground'], 'the class 1, and there are 1 from 0 on'],
  ])('refuses %s in one sentence', async (_what, truths, answers, classes, named) => {
    const outcome = await measure(truths, answers, classes);
    expect(outcome.kind === 'failed' && outcome.sentence).toContain(named);
  });
});
