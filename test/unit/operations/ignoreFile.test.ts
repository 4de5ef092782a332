import { describe, expect, it } from 'vitest';
import { createRefusingRunner } from '../../../server/src/jobs/refusingRunner.ts';
import { parseIgnoreFile } from '../../../server/src/operations/ignoreFile.ts';
import { createNotebookWorkspace } from '../../../server/src/operations/notebooks/notebookWorkspace.ts';
import { unknownHistory } from '../../../server/src/operations/ports.ts';
import { createSpecWorkspace } from '../../../server/src/operations/specWorkspace.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';

function ignored(text: string, paths: readonly string[]): readonly string[] {
  return paths.filter(parseIgnoreFile(text));
}

describe('a .plumblineignore', () => {
  const paths = [
    'plumbline.yaml',
    'vendor/plumbline.yaml',
    'libs/vendor/deep/plumbline.yaml',
    'libs/vendors/plumbline.yaml',
    'notebooks/old/a.ipynb',
    'notebooks/a.ipynb',
  ];

  it.each([
    ['a folder anywhere', 'vendor/', ['vendor/plumbline.yaml', 'libs/vendor/deep/plumbline.yaml']],
    ['a folder at the top', '/vendor/', ['vendor/plumbline.yaml']],
    ['a folder by its path', 'libs/vendor', ['libs/vendor/deep/plumbline.yaml']],
    ['files by their ending', '*.ipynb', ['notebooks/old/a.ipynb', 'notebooks/a.ipynb']],
    ['letters in the middle', 'libs/v*d*rs', ['libs/vendors/plumbline.yaml']],
    ['no name that is too short', '/vend*dor', []],
    ['any number of folders', 'notebooks/**/a.ipynb', ['notebooks/old/a.ipynb', 'notebooks/a.ipynb']],
    ['what a line takes back', '*.ipynb\n!notebooks/a.ipynb', ['notebooks/old/a.ipynb']],
    ['what stands between comments, on any system', '# ours\r\n\r\nnotebooks/old\r\n', ['notebooks/old/a.ipynb']],
    ['no file by the name of a folder', 'plumbline.yaml/', []],
    ['nothing for nothing', '/\n!\n  \n', []],
  ])('ignores %s', (_, text, expected) => {
    expect(ignored(text, paths)).toEqual(expected);
  });

  it('answers at once, whatever stands in it', () => {
    const hostile = parseIgnoreFile(`${'*a'.repeat(2000)}b\n${'**/a/'.repeat(2000)}b`);
    expect(hostile(`${'a/'.repeat(60)}${'a'.repeat(255)}`)).toBe(false);
  });
});

describe('a workspace whose .plumblineignore changes', () => {
  const uris = ['a/plumbline.yaml', 'b/plumbline.yaml', 'a/one.ipynb', 'b/two.ipynb'].map((name) => `file:///${name}`);
  const kept = uris.filter((uri) => uri.startsWith('file:///a/'));

  it('searches again for specs and for notebooks', async () => {
    const everything = new Map(uris.map((uri) => [uri, uri.endsWith('.ipynb') ? '{"cells": []}' : 'plumbline: v1\n']));
    const files = memoryWorkspace(everything);
    const specs = createSpecWorkspace({
      files,
      jobs: createRefusingRunner('No job runs here.'),
      history: unknownHistory('there is none'),
      clock: { now: () => new Date(0) },
      version: '1.0.0',
    });
    const loadTools = () => Promise.reject(new Error('No notebook is read here.'));
    const notebooks = createNotebookWorkspace({ files, specs, loadTools });
    const found = async () => [
      ...(await specs.projects()).map(({ mainUri }) => mainUri),
      ...(await notebooks.closed()).filter((uri) => uri.endsWith('.ipynb')),
    ];
    expect(await found()).toEqual(uris);
    for (const uri of uris) if (!kept.includes(uri)) files.remove(uri);
    for (const one of [specs, notebooks]) one.filesChanged(['file:///other.txt']);
    expect(await found()).toEqual(uris);
    for (const one of [specs, notebooks]) one.filesChanged(['file:///.plumblineignore']);
    expect(await found()).toEqual(kept);
  });
});
