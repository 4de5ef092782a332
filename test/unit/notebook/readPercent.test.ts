import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasCells, readPercent } from '../../../server/src/notebook/read/readPercent.ts';

const uri = 'file:///a/notebook.py';

describe('reading a Python file with cells', () => {
  it('cuts it at its marks', () => {
    const { notebook } = readPercent(uri, '# %%\na = 1\n# %% [markdown]\n# Title\n#%% Fit the model\nfit()\n');
    expect(notebook.cells.map(({ kind, text }) => [kind, text])).toEqual([
      ['code', 'a = 1\n'],
      ['markdown', '# Title\n'],
      ['code', 'fit()\n'],
    ]);
  });

  it('takes what stands above the first mark as a cell, if it is something', () => {
    expect(readPercent(uri, 'import a\n# %%\nb\n').notebook.cells.map(({ text }) => text)).toEqual([
      'import a\n',
      'b\n',
    ]);
    expect(readPercent(uri, '\n# %%\nb\n').notebook.cells.map(({ text }) => text)).toEqual(['b\n']);
  });

  it('keeps tags', () => {
    const { notebook } = readPercent(uri, '# %% tags=["parameters", "a b"]\nx = 1\n');
    expect(notebook.cells[0]?.tags).toEqual(['parameters', 'a b']);
  });

  it('knows the cells of other languages of Databricks', () => {
    const text =
      '# Databricks notebook source\nx = 1\n# COMMAND ----------\n# MAGIC %sql\n# MAGIC SELECT 1\n# COMMAND ----------\n# MAGIC %md\n# MAGIC # Title\n';
    expect(
      readPercent(uri, text).notebook.cells.map((cell) => (cell.kind === 'code' ? cell.language : cell.kind)),
    ).toEqual(['python', 'sql', 'markdown']);
  });

  it('leaves ordinary Python alone', () => {
    expect(hasCells('x = 1 # %% no\nprint("# %%")\n')).toBe(false);
    expect(hasCells('x = 1\n# %%\n')).toBe(true);
  });

  it('loses no character of any text', () => {
    const line = fc.oneof(
      fc.constantFrom('# %%', '#%% [md]', 'x = 1', '', '# COMMAND ----------'),
      fc.string({ maxLength: 10 }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), (lines, separator) => {
        const text = lines.join(separator);
        const { notebook, starts } = readPercent(uri, text);
        notebook.cells.forEach((cell, index) => {
          const start = starts[index] ?? 0;
          expect(text.slice(start, start + cell.text.length)).toBe(cell.text);
        });
      }),
    );
  });
});
