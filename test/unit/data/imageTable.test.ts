/** Folders of images as tables. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TableWorkspace, valueOf } from './tableWorkspace.ts';

let workspace: TableWorkspace;
beforeEach(() => {
  workspace = new TableWorkspace();
});
afterEach(() => {
  workspace.dispose();
});

const names = ['scans/test/7/a.png', 'scans/train/7/b.png', 'scans/train/8/a, "c".png'];

function images(index?: string) {
  if (index !== undefined) workspace.write('scans/index.csv', index);
  const folder = `${workspace.root}/scans`;
  const told = { path: `${folder}/index.csv`, label: 'scans/index.csv' };
  return {
    ...workspace.source(names, { digit: 'folder' }),
    label: 'scans',
    images: { folder, ...(index === undefined ? {} : { index: told }) },
  };
}

const columnsOf = async (source: ReturnType<typeof images>) =>
  valueOf(await workspace.describe({ source })).columns.map(({ name, kind }) => [name, kind]);

describe('a folder of images', () => {
  it('has the columns image, folder and file, and what is derived of them', async () => {
    expect(await columnsOf(images())).toEqual([
      ['image', 'text'],
      ['folder', 'text'],
      ['file', 'text'],
      ['digit', 'text'],
    ]);
  });

  it('is cut by conditions and by files, in which other files of the folder do not count', async () => {
    const folder = `${workspace.root}/scans`;
    const counted = await workspace.count({
      source: images(),
      splits: [
        { id: 'sevens', where: "digit = '7'" },
        { id: 'quoted', where: `file = 'a, "c".png'` },
        {
          id: 'train',
          files: [`${folder}/train/7/b.png`, `${folder}/index.csv`, `${workspace.root}/${names[2] ?? ''}`],
        },
      ],
    });
    expect(valueOf(counted)).toMatchObject({
      total: 3,
      splits: [
        { id: 'sevens', rows: 2 },
        { id: 'quoted', rows: 1 },
        { id: 'train', rows: 2 },
      ],
    });
  });

  it('is cut at random by the name of an image, so that one more moves no other', async () => {
    const splits = [
      { id: 'train', fraction: { share: 0.5, seed: 3 } },
      { id: 'rest', fraction: { share: 0.5, seed: 3 } },
    ];
    const many = Array.from({ length: 400 }, (_, index) => `scans/${index}.png`);
    const source = { ...workspace.source(many), images: { folder: `${workspace.root}/scans` } };
    const { splits: cut, overlaps } = valueOf(await workspace.count({ source, splits, overlaps: true }));
    expect(overlaps).toEqual([]);
    expect(cut.reduce((sum, { rows }) => sum + rows, 0)).toBe(400);
    for (const { rows } of cut) expect(Math.abs(rows - 200)).toBeLessThan(60);
  });

  it('is told more by an index, whose rows are found by the path of the image', async () => {
    const source = images('image,writer,File\ntrain/7/b.png,ada,x\ntest/7/a.png,bo,y\nnowhere.png,cy,z\n');
    expect(await columnsOf(source)).toEqual([
      ['image', 'text'],
      ['folder', 'text'],
      ['file', 'text'],
      ['writer', 'text'],
      ['digit', 'text'],
    ]);
    const splits = [
      { id: 'ada', where: "writer = 'ada' and image = 'train/7/b.png'" },
      { id: 'nobody', where: 'writer is null' },
    ];
    const counted = valueOf(await workspace.count({ source, splits }));
    expect(counted).toMatchObject({ total: 3, splits: [{ rows: 1 }, { rows: 1 }] });
    expect(counted.notes).toEqual([
      'The column "File" of scans/index.csv is not read: every folder of images has one of that name.',
    ]);
  });

  it.each([
    ['writer\nada\n', 'scans/index.csv has no column "image"; an index names each image by its path below the folder'],
    ['image,writer\na.png,1\na.png,2\n', 'scans/index.csv names the image a.png twice; keep one row for each image.'],
  ])('refuses an index that cannot be joined', async (index, sentence) => {
    const answer = await workspace.count({ source: images(index), splits: [{ id: 'all' }] });
    expect(answer).toMatchObject({ kind: 'failed', category: 'bad-input' });
    expect(answer.kind === 'failed' ? answer.sentence : '').toContain(sentence);
  });

  it('says that there is no image where there is none', async () => {
    const source = { ...images(), files: [] };
    expect(await workspace.describe({ source })).toMatchObject({
      sentence: 'There is no image in scans; check the path.',
    });
  });
});
