import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bring, mirrored, original, writeFiles } from '../../../server/src/execution/mirrorTree.ts';

let root: string;
let tree: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-tree-')));
  tree = path.join(root, 'tree');
  mkdirSync(path.join(root, 'work/data'), { recursive: true });
  writeFileSync(path.join(root, 'work/data/a.csv'), 'a\n1\n');
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const bringAll = (mayLink = false): Promise<void> =>
  bring(path.join(root, 'work'), mirrored(tree, path.join(root, 'work')), { tree, mayLink });
const inTree = (place: string): string => path.join(mirrored(tree, root), place);

describe('the tree of a run', () => {
  it('stands for the file system, both ways', () => {
    expect(mirrored('/s/tree', '/a/b')).toBe('/s/tree/a/b');
    expect(original('/s/tree', '/s/tree/a/b')).toBe('/a/b');
    expect(original('/s/tree', '/elsewhere')).toBeUndefined();
  });

  it('holds copies, so that data stay what they are', async () => {
    await bringAll();
    writeFileSync(inTree('work/data/a.csv'), 'gone');
    expect(readFileSync(path.join(root, 'work/data/a.csv'), 'utf8')).toBe('a\n1\n');
  });

  it('leaves out environments, notebooks, and what is hidden', async () => {
    for (const folder of ['.git', 'venv', '__pycache__']) mkdirSync(path.join(root, 'work', folder));
    for (const file of ['.git/config', 'venv/pyvenv.cfg', 'venv/big.py', 'n.ipynb', '__pycache__/x.pyc', 'helper.py']) {
      writeFileSync(path.join(root, 'work', file), '');
    }
    await bringAll();
    const there = ['.git', 'venv/big.py', 'n.ipynb', '__pycache__', 'helper.py'].map((place) =>
      existsSync(inTree(`work/${place}`)),
    );
    expect(there).toEqual([false, false, false, false, true]);
  });

  it('does not follow links out of the folder of the notebook', async () => {
    writeFileSync(path.join(root, 'secret'), 'x');
    symlinkSync(path.join(root, 'secret'), path.join(root, 'work/link'));
    await bringAll();
    expect(existsSync(inTree('work/link'))).toBe(false);
  });

  it('links large data only where the system keeps runs from writing to them', async () => {
    const large = path.join(root, 'work/large.bin');
    writeFileSync(large, '');
    truncateSync(large, 300 * 2 ** 20);
    await bring(large, inTree('linked'), { tree, mayLink: true });
    expect(lstatSync(inTree('linked')).isSymbolicLink()).toBe(true);
    await bringAll(true);
    expect(existsSync(inTree('work/large.bin'))).toBe(false);
  });

  it('is not filled with what is not there', async () => {
    await bring(path.join(root, 'absent'), inTree('absent'), { tree, mayLink: false });
    expect(existsSync(inTree('absent'))).toBe(false);
  });

  it('receives the files of a package, and none beside it', async () => {
    const folder = inTree('package');
    await writeFiles(folder, [{ path: 'src/a.py', text: 'x = 1\n' }]);
    expect(readFileSync(path.join(folder, 'src/a.py'), 'utf8')).toBe('x = 1\n');
    await expect(writeFiles(folder, [{ path: '../b.py', text: '' }])).rejects.toThrow(RangeError);
  });
});
