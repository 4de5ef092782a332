import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { mergeModule } from '../../../server/src/operations/promote/mergeModule.ts';
import { joinParts, splitModule } from '../../../server/src/operations/promote/moduleParts.ts';

const head = 'import pandas as pd\n\n\n';
const load = 'def load(path):\n    rows = pd.read_csv(path)\n    return rows\n';
const clean = 'def clean(rows):\n    rows = rows.dropna()\n    rows = rows.reset_index()\n    return rows\n';
const base = `${head}${load}\n\n${clean}`;

const merge = (mine: string, fresh: string, names?: ReadonlyMap<string, string>) =>
  mergeModule({ base, mine, fresh }, names);

describe('merging a module', () => {
  it('joins an edit of one function with a change of another', () => {
    const mine = base.replace('dropna()', 'dropna(subset=["a"])');
    const fresh = base.replace('read_csv(path)', 'read_parquet(path)');
    const result = merge(mine, fresh);
    expect(result.conflicts).toBe(0);
    expect(result.text).toBe(mine.replace('read_csv(path)', 'read_parquet(path)'));
  });

  it('follows a function that a person moved', () => {
    const mine = `${head}${clean}\n\n${load}`;
    const result = merge(mine, base.replace('read_csv(path)', 'read_parquet(path)'));
    expect(result.conflicts).toBe(0);
    expect(result.text).toContain('read_parquet');
    expect(result.text.indexOf('def clean')).toBeLessThan(result.text.indexOf('def load'));
  });

  it('keeps the name that a person gave to a function', () => {
    const mine = base.replace('def clean', 'def tidy');
    const result = merge(mine, base.replace('dropna()', 'fillna(0)'));
    expect(result.conflicts).toBe(0);
    expect(result.text).toContain('def tidy(rows):\n    rows = rows.fillna(0)');
    expect(result.text).not.toContain('def clean');
  });

  it('follows a function that is generated under another name', () => {
    const mine = `${base}    # checked\n`;
    const fresh = base.replace('def clean', 'def drop_missing').replace('dropna()', 'dropna(how="all")');
    const result = merge(mine, fresh, new Map([['clean', 'drop_missing']]));
    expect(result.text).toBe(`${fresh}    # checked\n`);
  });

  it('adds a new function after the one that it follows', () => {
    const mine = base.replace('path)', 'path, sep=";")');
    const result = merge(mine, base.replace(clean, `def check(rows):\n    assert len(rows)\n\n\n${clean}`));
    expect(splitModule(result.text).map(({ name }) => name)).toEqual([undefined, 'load', 'check', 'clean']);
  });

  it('removes a function that is generated no more, unless it was edited', () => {
    const edited = base.replace('path)', 'path, sep=";")');
    expect(merge(edited, `${head}${load}`).text).not.toContain('def clean');
    const mine = base.replace('dropna()', 'dropna(how="all")');
    expect(merge(mine, `${head}${load}`).text).toContain('dropna(how="all")');
  });

  it('leaves a function that a person added, and one that a person deleted', () => {
    const mine = `${head}${load}\n\ndef mine():\n    return 1\n`;
    const result = merge(mine, base.replace('read_csv(path)', 'read_parquet(path)'));
    expect(splitModule(result.text).map(({ name }) => name)).toEqual([undefined, 'load', 'mine']);
  });

  it('marks a line that both changed', () => {
    const result = merge(base.replace('dropna()', 'fillna(0)'), base.replace('dropna()', 'fillna(1)'));
    expect(result.conflicts).toBe(1);
    expect(result.text).toContain(
      '<<<<<<< edited\n    rows = rows.fillna(0)\n=======\n    rows = rows.fillna(1)\n>>>>>>> from the notebook\n',
    );
  });

  it('joins imports that both added', () => {
    const mine = base.replace('as pd\n', 'as pd\nimport json\n');
    const result = merge(mine, base.replace('as pd\n', 'as pd\nimport numpy as np\n'));
    expect(result.conflicts).toBe(0);
    expect(result.text).toContain('import json\nimport numpy as np\n');
  });

  it('takes no def in a docstring for a function', () => {
    expect(splitModule('"""\ndef f():\n"""\ndef g():\n    pass\n').map(({ name }) => name)).toEqual([undefined, 'g']);
  });

  it('loses no character of any text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('def f():', '    x = 1', '"""', '# c', '@d', '', 'y = 2')), (lines) => {
        expect(joinParts(splitModule(lines.join('\n')))).toBe(lines.join('\n'));
      }),
    );
  });
});
