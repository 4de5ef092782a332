import { describe, expect, it } from 'vitest';
import { promotionMap, promotionReport } from '../../../schemas/promotion.ts';
import { loadRuffFormatter } from '../../../server/src/platform/ruffFormatter.ts';
import type { PreparedPromotion } from '../../../server/src/operations/promote/preparePromotion.ts';
import { writePromotion } from '../../../server/src/operations/promote/writePromotion.ts';
import { notebookText, packageOfCells, packageUri, tryPromotion } from '../../support/promotionFixture.ts';

const load = '# load\nrows = pd.read_csv("a.csv")';
const clean = '# clean\nrows = rows.dropna()\nrows = rows.reset_index()';
const data = 'src/delay/data.py';

const stateOf = ({ files }: PreparedPromotion, path: string) => files.find((file) => file.path === path)?.state;

describe('promoting for the first time', () => {
  it('writes the package, its report, and the record beside it', async () => {
    const trial = await tryPromotion([load, clean]);
    const { files } = await trial.promote();
    expect(files.map(({ path, state }) => `${state} ${path}`)).toEqual([
      'create README.md',
      'create reports/promotion.json',
      'create reports/promotion.md',
      `create ${data}`,
    ]);
    expect(promotionReport.parse(JSON.parse((await trial.textOf('reports/promotion.json')) ?? ''))).toMatchObject({
      notebook: '../delay.ipynb',
      counts: { converted: 2 },
    });
    const record = 'file:///work/.plumbline/promotions/delay';
    const map = await trial.files.readFile(`${record}/map.json`, 1_000_000);
    expect(promotionMap.parse(JSON.parse(map.kind === 'content' ? map.text : ''))).toMatchObject({ folder: 'delay' });
    const base = await trial.files.readFile(`${record}/base/${data}`, 1_000_000);
    expect(base).toEqual({ kind: 'content', text: await trial.textOf(data) });
  });

  it('keeps the record beside the spec of the project', async () => {
    const trial = await tryPromotion([load], { 'flights/plumbline.yaml': 'plumbline: v1\n' });
    const promotion = await trial.prepared({ packageUri: 'file:///work/flights/packages/delay' });
    expect(promotion.recordUri).toBe('file:///work/flights/.plumbline/promotions/delay');
    expect(promotion.map.folder).toBe('packages/delay');
  });

  it('formats the package, and the map follows', async () => {
    const trial = await tryPromotion(
      ['# load\nrows = pd.read_csv( "a.csv" );x = f( rows )'],
      {},
      {
        loadFormatter: loadRuffFormatter,
      },
    );
    const { map, report } = await trial.promote();
    const lines = (await trial.textOf(data))?.split('\n') ?? [];
    expect(map.entries.map(({ to }) => lines.slice(to.first - 1, to.last))).toEqual([
      ['    rows = pd.read_csv("a.csv")', '    x = f(rows)'],
    ]);
    expect(report.checks.map(({ code, file }) => [code, file])).toContainEqual(['F821', data]);
  });

  it('says so when the formatter is not there', async () => {
    const { report } = await (await tryPromotion([load])).prepared();
    expect(report.decisions.join(' ')).toContain('neither formatted nor checked');
  });
});

describe('a notebook that only looks at data', () => {
  it('is promoted to what looks at data', async () => {
    const makePackage: typeof packageOfCells = (source, options) => {
      const draft = packageOfCells(source, options);
      const counts = { converted: 0, dropped: 1, left: 0 };
      return options.keepsExploration ? draft : { ...draft, report: { ...draft.report, counts } };
    };
    const { report, request } = await (await tryPromotion([load], {}, { makePackage })).prepared();
    expect([report.counts.converted, request.keepsExploration]).toEqual([1, true]);
    expect(report.decisions[0]).toContain('trains, measures and writes nothing');
  });
});

describe('places that a package is not written to', () => {
  const refusal = async (
    given: Record<string, string>,
    request: { packageUri?: string; notebookUri?: string } = {},
  ) => {
    const outcome = await (await tryPromotion([load], given)).prepare(request);
    return outcome.kind === 'refused' ? outcome.sentence : undefined;
  };

  it('refuses a file', async () => {
    expect(await refusal({ delay: 'a' })).toBe('delay is a file: choose a folder for the package.');
  });

  it('refuses a folder below a file', async () => {
    expect(await refusal({ out: 'a' }, { packageUri: 'file:///work/out/delay' })).toContain('out is a file');
  });

  it('refuses a folder with files of somebody else, unless it is forced', async () => {
    expect(await refusal({ 'delay/notes.txt': 'a' })).toContain('such as notes.txt');
    const trial = await tryPromotion([load], { 'delay/README.md': 'mine', 'delay/notes.txt': 'a' });
    const { files } = await trial.promote({ isForced: true });
    expect(files[0]).toMatchObject({ path: 'README.md', state: 'overwritten' });
    expect(await trial.textOf('notes.txt')).toBe('a');
  });

  it('takes a folder that holds a repository alone', async () => {
    expect(await refusal({ 'delay/.gitignore': 'a' })).toBeUndefined();
  });

  it('refuses a folder outside of the workspace', async () => {
    expect(await refusal({}, { packageUri: 'file:///elsewhere/delay' })).toContain('outside of the workspace');
  });

  it('refuses a notebook that is none', async () => {
    expect(await refusal({ 'a.ipynb': '{"cells": [\n<<<' }, { notebookUri: 'file:///work/a.ipynb' })).toContain(
      'cannot be read',
    );
    expect(await refusal({}, { notebookUri: 'file:///work/b.ipynb' })).toBe('There is no notebook b.ipynb.');
  });

  it('refuses a notebook of which nothing is left', async () => {
    const outcome = await (await tryPromotion(['# left\nexec(text)'])).prepare();
    expect(outcome).toMatchObject({ kind: 'refused', sentence: expect.stringContaining('no statement') as string });
  });
});

describe('promoting again', () => {
  it('leaves everything when nothing changed', async () => {
    const trial = await tryPromotion([load, clean]);
    await trial.promote();
    const { files } = await trial.prepared();
    expect(new Set(files.map(({ state }) => state))).toEqual(new Set(['unchanged']));
  });

  it('updates files that nobody edited', async () => {
    const trial = await tryPromotion([load, clean]);
    await trial.promote();
    trial.save([load.replace('a.csv', 'b.csv'), clean]);
    expect(stateOf(await trial.promote(), data)).toBe('update');
    expect(await trial.textOf(data)).toContain('b.csv');
  });

  it('keeps edits while the notebook says nothing new', async () => {
    const trial = await tryPromotion([load, clean]);
    await trial.promote();
    trial.files.write(`${packageUri}/README.md`, '# Mine\n');
    expect(stateOf(await trial.promote(), 'README.md')).toBe('unchanged');
    expect(await trial.textOf('README.md')).toBe('# Mine\n');
  });

  it('merges edits with changes of the notebook, and the report follows', async () => {
    const trial = await tryPromotion([load, clean]);
    await trial.promote();
    const edited = (await trial.textOf(data))?.replace('def load(rows):', 'def load(rows):\n    print(rows)') ?? '';
    trial.files.write(`${packageUri}/${data}`, edited);
    trial.save([load, clean.replace('dropna()', 'dropna(how="all")')]);
    const promotion = await trial.promote();
    expect(stateOf(promotion, data)).toBe('merged');
    const text = (await trial.textOf(data)) ?? '';
    expect([text.includes('print(rows)'), text.includes('dropna(how="all")')]).toEqual([true, true]);
    const cleaned = promotion.report.statements.find((statement) => statement.function === 'data.clean');
    expect(text.split('\n')[(cleaned?.to?.first ?? 0) - 1]).toBe('    rows = rows.dropna(how="all")');
  });

  it('leaves a file on which both disagree, and merges the same again next time', async () => {
    const trial = await tryPromotion([load]);
    await trial.promote();
    const mine = (await trial.textOf(data))?.replace('a.csv', 'mine.csv') ?? '';
    trial.files.write(`${packageUri}/${data}`, mine);
    trial.save([load.replace('a.csv', 'b.csv')]);
    for (const attempt of [1, 2]) {
      const promotion = await trial.promote();
      const conflict = promotion.files.find(({ path }) => path === data);
      expect([attempt, conflict?.state, conflict?.conflicts]).toEqual([attempt, 'conflict', 1]);
      expect(conflict?.after).toContain('<<<<<<< edited');
      expect(await trial.textOf(data)).toBe(mine);
    }
  });

  it('overwrites edits when that is asked for', async () => {
    const trial = await tryPromotion([load]);
    await trial.promote();
    const text = await trial.textOf(data);
    trial.files.write(`${packageUri}/${data}`, 'mine = 1\n');
    expect(stateOf(await trial.promote({ isForced: true }), data)).toBe('overwritten');
    expect(await trial.textOf(data)).toBe(text);
  });

  it('brings a deleted file back only when that is asked for', async () => {
    const trial = await tryPromotion([load]);
    await trial.promote();
    trial.files.remove(`${packageUri}/README.md`);
    expect(stateOf(await trial.promote(), 'README.md')).toBe('kept');
    expect(await trial.textOf('README.md')).toBeUndefined();
    expect(stateOf(await trial.promote({ isForced: true }), 'README.md')).toBe('create');
  });

  it('makes a package anew that was thrown away', async () => {
    const trial = await tryPromotion([load]);
    const { files } = await trial.promote();
    for (const { path } of files) trial.files.remove(`${packageUri}/${path}`);
    expect(new Set((await trial.promote()).files.map(({ state }) => state))).toEqual(new Set(['create']));
    expect(await trial.textOf(data)).toContain('a.csv');
  });

  it('removes a file that the notebook gives no more, unless it was edited', async () => {
    const trial = await tryPromotion([load]);
    await trial.promote({ packageName: 'old' });
    trial.files.write(`${packageUri}/README.md`, '# Mine\n');
    const { files } = await trial.promote({ packageName: 'new' });
    expect(files.filter(({ state }) => state === 'removed').map(({ path }) => path)).toEqual(['src/old/data.py']);
    expect(await trial.textOf('src/old/data.py')).toBeUndefined();
    expect(await trial.textOf('README.md')).toContain('# Mine');
  });

  it('finds its record by the folder, and gives another package another name', async () => {
    const trial = await tryPromotion([load]);
    await trial.promote();
    const other = await trial.promote({ packageUri: 'file:///work/second' });
    expect(other.recordUri).toBe('file:///work/.plumbline/promotions/delay-2');
    expect((await trial.prepared()).recordUri).toBe('file:///work/.plumbline/promotions/delay');
  });

  describe('of another notebook in the folder of a package', () => {
    const second = 'file:///work/second.ipynb';
    const told = ({ report }: PreparedPromotion) => report.decisions.filter((sentence) => sentence.includes('keeps'));

    it('keeps the name of the package, and says so', async () => {
      const trial = await tryPromotion([load], { 'second.ipynb': notebookText([load]) });
      await trial.promote();
      const again = await trial.prepared({ notebookUri: second });
      expect(again.map.package).toBe('delay');
      expect(told(again)).toEqual([
        'The package keeps the name `delay` that it has from delay.ipynb, so that what imports it finds it; `plumbline promote --package NAME` gives it another.',
      ]);
    });

    it('says nothing where a name is given, or the notebook is the same', async () => {
      const trial = await tryPromotion([load], { 'second.ipynb': notebookText([load]) });
      await trial.promote();
      expect(told(await trial.prepared({ notebookUri: second, packageName: 'second' }))).toEqual([]);
      expect(told(await trial.prepared())).toEqual([]);
    });

    it('forgets where a person put statements of the first, unless that was renamed', async () => {
      const trial = await tryPromotion([load], { 'second.ipynb': notebookText([load]) });
      await trial.promote({ stages: { 'cell-0': 'features' } });
      const stages = async () => (await trial.prepared({ notebookUri: second })).stages;
      expect(await stages()).toEqual({});
      trial.files.remove('file:///work/delay.ipynb');
      expect(await stages()).toEqual({ 'cell-0': 'features' });
    });
  });

  it('remembers where a person put statements', async () => {
    const trial = await tryPromotion([load]);
    await trial.promote({ stages: { 'cell-0': 'features' } });
    expect((await trial.prepared()).report.statements[0]?.stage).toBe('features');
  });
});

describe('writing', () => {
  it.each([
    ['ENOSPC', 'the disk is full'],
    ['EACCES', 'the folder is read-only'],
    ['ENOTDIR', 'a file stands where a folder is needed'],
  ])('says in a sentence what %s means', async (code, words) => {
    const promotion = await (await tryPromotion([load])).prepared();
    const failing = () => Promise.reject(Object.assign(new Error('it failed'), { code }));
    const outcome = await writePromotion(promotion, failing);
    expect(outcome).toMatchObject({ kind: 'failed', sentence: expect.stringContaining(words) as string });
  });
});
