import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeText } from '../../../server/src/notebook/read/cellChanges.ts';
import type { CellChange } from '../../../server/src/notebook/read/cellChanges.ts';
import { editCell, placeInFile } from '../../../server/src/notebook/read/cellPlaces.ts';
import { readIpynb } from '../../../server/src/notebook/read/readIpynb.ts';

const uri = 'file:///a/notebook.ipynb';

interface WrittenCell {
  readonly [key: string]: unknown;
}

function notebookText(cells: readonly WrittenCell[], rest: object = {}): string {
  return JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5, ...rest }, null, 1);
}

const code = (source: unknown, rest: object = {}): WrittenCell => ({ cell_type: 'code', source, ...rest });

describe('reading a notebook', () => {
  it('joins a list of lines, and takes a text as it is', () => {
    const { notebook } = readIpynb(uri, notebookText([code(['a = 1\n', 'b = 2']), code('c = 3\n'), code([])]));
    expect(notebook.cells.map(({ text }) => text)).toEqual(['a = 1\nb = 2', 'c = 3\n', '']);
  });

  it('keeps counts, also those that tools write as floats or texts', () => {
    const counts = [1, 2.0, '3', null, undefined, 0, 'x'];
    const cells = counts.map((count) => code('x', { execution_count: count }));
    const { notebook } = readIpynb(uri, notebookText(cells));
    expect(notebook.cells.map((cell) => (cell.kind === 'code' ? cell.count : cell.kind))).toEqual([
      1,
      2,
      3,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('reads the formats 2 and 3', () => {
    const old = {
      nbformat: 3,
      nbformat_minor: 0,
      metadata: { name: '' },
      worksheets: [
        { cells: [{ cell_type: 'heading', level: 1, source: ['Title'] }] },
        {
          cells: [
            {
              cell_type: 'code',
              input: ['x = 1'],
              prompt_number: 4,
              language: 'python',
              outputs: [{ output_type: 'pyerr', ename: 'E' }],
            },
          ],
        },
      ],
    };
    const { notebook } = readIpynb(uri, JSON.stringify(old));
    expect(notebook.format).toBe('3.0');
    expect(notebook.cells).toMatchObject([
      { kind: 'markdown', text: 'Title' },
      { kind: 'code', text: 'x = 1', count: 4, outputs: [{ kind: 'error', errorName: 'E' }] },
    ]);
  });

  it('knows the language of the kernel, of its version, and of a cell', () => {
    const languageOf = (metadata: object) => readIpynb(uri, notebookText([], { metadata })).notebook.language;
    expect(languageOf({})).toBe('python');
    expect(languageOf({ kernelspec: { name: 'ir', language: 'R' } })).toBe('r');
    expect(languageOf({ language_info: { name: 'python', version: '2.7.15' } })).toBe('python2');
    expect(languageOf({ kernelspec: { name: 'conda-env-a-py', language: 'python' } })).toBe('python');
    const { notebook } = readIpynb(
      uri,
      notebookText([code('SELECT 1', { metadata: { vscode: { languageId: 'sql' } } })]),
    );
    expect(notebook.cells[0]).toMatchObject({ language: 'sql' });
  });

  it('gives each cell an id of its own, also when ids are missing or repeated', () => {
    const cells = [code('a', { id: 'x' }), code('b', { id: 'x' }), code('b'), code('b')];
    const ids = readIpynb(uri, notebookText(cells)).notebook.cells.map(({ id }) => id);
    expect(ids[0]).toBe('x');
    expect(new Set(ids).size).toBe(4);
  });

  it('sums up outputs without their payloads', () => {
    const outputs = [
      { output_type: 'display_data', data: { 'image/png': 'A'.repeat(50_000), 'text/plain': ['<Figure>'] } },
      { output_type: 'stream', name: 'stdout', text: ['loss ', '0.1'] },
    ];
    const { notebook } = readIpynb(uri, notebookText([code('x', { outputs })]));
    const [cell] = notebook.cells;
    expect(cell?.kind === 'code' ? cell.outputs : []).toMatchObject([
      { kind: 'display', mimeTypes: ['image/png', 'text/plain'], text: '<Figure>' },
      { kind: 'stream', text: 'loss 0.1' },
    ]);
    expect(cell?.kind === 'code' ? cell.outputs[0]?.sizeBytes : 0).toBeGreaterThan(50_000);
  });

  it.each([
    ['{"cells": [', 0, 'ends'],
    ['{\n"cells": [],\n<<<<<<< HEAD\n', 2, 'merge conflict'],
    ['version https://git-lfs.github.com/spec/v1\noid sha256:46d5\nsize 38645\n', 0, 'git lfs pull'],
    ['\uFFFD\uFFFD{\0"\0', 0, 'not text in UTF-8'],
    ['\0{\0"\0c', 0, 'not text in UTF-8'],
    ['[]', 0, 'not a JSON object'],
    ['{"cells": []}', 0, 'no `nbformat`'],
    ['{"nbformat": 1}', 0, 'format 1'],
    ['{"nbformat": 7}', 0, 'does not know yet'],
  ])('says in one sentence why %j cannot be read, and where', (text, line, words) => {
    const { notebook } = readIpynb(uri, text);
    expect(notebook.isRead).toBe(false);
    expect(notebook.problems).toMatchObject([{ code: 'unreadable', line }]);
    expect(notebook.problems[0]?.message).toContain(words);
  });

  it('takes an empty file for a new notebook', () => {
    for (const text of ['', ' \n', '\uFEFF']) {
      const { notebook } = readIpynb('file:///work/new.ipynb', text);
      expect([notebook.isRead, notebook.problems, notebook.cells]).toEqual([true, [], []]);
    }
  });

  it('stops at a size, and says so', () => {
    const { notebook } = readIpynb(uri, notebookText(Array.from({ length: 2001 }, () => code('x'))));
    expect(notebook.cells).toHaveLength(2000);
    expect(notebook.problems).toMatchObject([{ code: 'too-large' }]);
  });

  it('reads the notebook of the example', () => {
    const file = path.resolve(import.meta.dirname, '../../../examples/flight-delays/notebooks/delay.ipynb');
    const { notebook } = readIpynb(uri, readFileSync(file, 'utf8'));
    expect(notebook).toMatchObject({ isRead: true, language: 'python', problems: [] });
    expect(notebook.cells.filter(({ kind }) => kind === 'code').length).toBeGreaterThan(20);
  });
});

const line = fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.replaceAll(/[\r\n]/g, ''));
const wholly = (cell: number, before: string, newText: string): CellChange => ({
  at: { cell, start: 0, end: before.length },
  newText,
});
const source = fc.array(line, { maxLength: 6 }).map((lines) => lines.join('\n'));

describe('places of cells in the file', () => {
  it('hold the same text in the file as in the cell', () => {
    fc.assert(
      fc.property(source, fc.boolean(), fc.nat(50), fc.nat(50), (text, isList, from, length) => {
        const written = isList ? (text.match(/[^\n]*\n|[^\n]+$/g) ?? ['']) : text;
        const file = readIpynb(uri, notebookText([code('first'), code(written)]));
        const start = Math.min(from, text.length);
        const end = Math.min(start + length, text.length);
        const place = placeInFile(file, { cell: 1, start, end });
        if (place === undefined) throw new Error('The cell is there.');
        // Between two lines stand a quote, a comma and an indentation, which belong to neither.
        const inFile = file.text.slice(place.start, place.end).replaceAll(/",\s*"/g, '');
        const { notebook } = readIpynb(
          uri,
          notebookText([code('')]).replace('""', () => `"${inFile}"`),
        );
        expect(notebook.cells[0]?.text.length).toBe(text.slice(start, end).length);
      }),
      { numRuns: 500 },
    );
  });

  it('changes a cell and nothing else', () => {
    fc.assert(
      fc.property(source, source, fc.boolean(), (before, after, isList) => {
        const written = isList ? (before.match(/[^\n]*\n|[^\n]+$/g) ?? ['']) : before;
        const file = readIpynb(uri, notebookText([code('first'), code(written), code('last')]));
        const edit = editCell(file, 1, [wholly(1, before, after)]);
        if (edit === undefined) throw new Error('The cell is there.');
        const text = file.text.slice(0, edit.start) + edit.newText + file.text.slice(edit.end);
        const { notebook } = readIpynb(uri, text);
        expect(notebook.cells.map((cell) => cell.text)).toEqual(['first', after, 'last']);
        expect(readIpynb(uri, text).sources[1]?.pieces.length).toBe(
          isList ? Math.max(1, (after.match(/[^\n]*\n|[^\n]+$/g) ?? []).length) : 1,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('makes of a few changes the edit that the whole text makes', () => {
    const changes = fc.array(fc.tuple(fc.nat(12), fc.nat(12), line, fc.boolean()), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(source, fc.boolean(), changes, (before, isList, places) => {
        const written = isList ? (before.match(/[^\n]*\n|[^\n]+$/g) ?? ['']) : before;
        const file = readIpynb(uri, notebookText([code(written)]));
        let passed = 0;
        const few = places.map(([gap, length, newText, endsLine]): CellChange => {
          const start = Math.min(passed + gap, before.length);
          passed = Math.min(start + length, before.length);
          return { at: { cell: 0, start, end: passed }, newText: endsLine ? `${newText}\n` : newText };
        });
        expect(editCell(file, 0, few)).toEqual(editCell(file, 0, [wholly(0, before, changeText(before, few))]));
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves lines alone that did not change', () => {
    const file = readIpynb(uri, notebookText([code(['a = 1\n', 'b = 2\n', 'c = 3'])]));
    const edit = editCell(file, 0, [wholly(0, 'a = 1\nb = 2\nc = 3', 'a = 1\nb = 20\nc = 3')]);
    expect(edit === undefined ? '' : file.text.slice(edit.start, edit.end)).toBe('"b = 2\\n"');
    expect(edit?.newText).toBe('"b = 20\\n"');
  });

  it('writes of a cell in one string only what changed, and no half of a character', () => {
    const before = 'a = "\u{1F600}"\nb = 2';
    const file = readIpynb(uri, notebookText([code(before)]));
    const change = (after: string): readonly [string, string] => {
      const edit = editCell(file, 0, [wholly(0, before, after)]);
      return [file.text.slice(edit?.start, edit?.end), edit?.newText ?? ''];
    };
    expect(change('a = "\u{1F600}"\nb = 20')).toEqual(['', '0']);
    expect(change('a = "\u{1F601}"\nb = 2')).toEqual(['\u{1F600}', '\u{1F601}']);
    expect(change('a = "x"\nb = 2')).toEqual(['\u{1F600}', 'x']);
  });
});
