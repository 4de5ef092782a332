import { describe, expect, it } from 'vitest';
import { createFileLookups } from '../../../../server/src/operations/notebooks/fileLookups.ts';
import { createSurroundingsSource } from '../../../../server/src/operations/notebooks/gatherSurroundings.ts';
import type { Gathered } from '../../../../server/src/operations/notebooks/gatherSurroundings.ts';
import { modulesIn, wantedBy } from '../../../../server/src/operations/notebooks/wantedBy.ts';
import type { Wanted } from '../../../../server/src/operations/notebooks/watchSurroundings.ts';
import { watchSurroundings } from '../../../../server/src/operations/notebooks/watchSurroundings.ts';
import { memoryWorkspace } from '../../../support/memoryWorkspace.ts';
import { notebookOf } from '../../../support/notebookFlow.ts';

const uri = 'file:///work/notebooks/a.ipynb';

function wanting(wanted: Partial<Record<keyof Wanted, readonly string[]>>): Wanted {
  const { paths = [], modules = [], scripts = [] } = wanted;
  return { paths: new Set(paths), modules: new Set(modules), scripts: new Set(scripts) };
}

/** A workspace of some files, by path from its folder. */
function workspaceOf(texts: Readonly<Record<string, string>>) {
  const contents = Object.entries({ 'notebooks/a.ipynb': '', ...texts });
  const files = memoryWorkspace(
    new Map(contents.map(([name, text]) => [`file:///work/${name}`, text])),
    'file:///work/',
  );
  const lookups = createFileLookups(files);
  const gather = createSurroundingsSource({
    lookups,
    files,
    pythonFiles: () => files.findFiles(['.py'], 100),
    dataFiles: (endings) => files.findFiles(endings, 100),
    outline: () => undefined,
  });
  return { files, lookups, gather: (wanted: Wanted): Promise<Gathered> => gather(uri, wanted, undefined) };
}

describe('paths around a notebook', () => {
  it.each([
    ['a file beside it', 'flights.csv', 'present'],
    ['a folder', '../data', 'present'],
    ['a file seen from the top of the workspace, where notebooks are often run', 'data/flights.csv', 'present'],
    ['a file that DVC can bring', '../data/weather.csv', 'present'],
    ['a file in a folder that DVC can bring', '../raw/2001/january.csv', 'present'],
    ['a file that a pipeline makes', '../build/features.csv', undefined],
    ['a file outside of the workspace', '../../secret.csv', undefined],
    ['a file that nobody has', 'flight.csv', 'missing'],
  ])('tell of %s', async (_, path, state) => {
    const { gather } = workspaceOf({
      'notebooks/flights.csv': 'late\n',
      'data/flights.csv': 'late\n',
      'data/weather.csv.dvc': 'outs: []',
      'raw.dvc': 'outs: []',
      'dvc.yaml': 'stages: {features: {outs: [build/features.csv]}}',
    });
    const { surroundings } = await gather(wanting({ paths: [path] }));
    expect(surroundings.pathState(path)).toBe(state);
  });

  it('name the file that may have been meant, unless several are as near', async () => {
    const { gather } = workspaceOf({ 'data/airports.csv': '', 'one/flights.csv': '', 'two/flights.csv': '' });
    const { surroundings } = await gather(wanting({ paths: ['airport.csv', 'flights.csv'] }));
    expect(surroundings.similarPath('airport.csv')).toBe('../data/airports.csv');
    expect(surroundings.similarPath('flights.csv')).toBeUndefined();
  });

  it('are looked at once for as long as nothing changes', async () => {
    const { gather, lookups, files } = workspaceOf({});
    const ask = async () => (await gather(wanting({ paths: ['late.csv'] }))).surroundings.pathState('late.csv');
    expect(await ask()).toBe('missing');
    files.write('file:///work/notebooks/late.csv', '');
    expect(await ask()).toBe('missing');
    lookups.filesChanged(['file:///work/notebooks/late.csv']);
    expect(await ask()).toBe('present');
  });
});

describe('code around a notebook', () => {
  it('is that of its own project, and of no project beside it', async () => {
    const files = memoryWorkspace(
      new Map([
        ['file:///work/flights/notebooks/a.ipynb', ''],
        ['file:///work/flights/src/serve.py', 'serve'],
        ['file:///work/digits/src/make.py', 'make'],
      ]),
      'file:///work/',
    );
    const outlined: string[] = [];
    const gather = createSurroundingsSource({
      lookups: createFileLookups(files),
      files,
      pythonFiles: () => files.findFiles(['.py'], 100),
      dataFiles: (endings) => files.findFiles(endings, 100),
      outline: (_, text) => {
        outlined.push(text);
        return undefined;
      },
    });
    const own = { folder: 'file:///work/flights', metrics: { names: [], file: 'plumbline.yaml' } };
    await gather('file:///work/flights/notebooks/a.ipynb', wanting({}), own);
    expect(outlined).toEqual(['serve']);
  });

  it('is none of the package that the notebook was promoted to, and that of other packages', async () => {
    const map = (folder: string, notebook: string): string =>
      JSON.stringify({ kind: 'promotion-map', schema: 1, package: folder, notebook, entries: [], folder });
    const files = memoryWorkspace(
      new Map([
        ['file:///work/notebooks/my delay.ipynb', ''],
        ['file:///work/delay/src/delay/features.py', 'own'],
        ['file:///work/delay_service/serve.py', 'serve'],
        ['file:///work/price/src/price/features.py', 'other'],
        ['file:///work/.plumbline/promotions/delay/map.json', map('delay', '../notebooks/my delay.ipynb')],
        ['file:///work/.plumbline/promotions/price/map.json', map('price', '../notebooks/price.ipynb')],
      ]),
      'file:///work/',
    );
    const outlined: string[] = [];
    const gather = createSurroundingsSource({
      lookups: createFileLookups(files),
      files,
      pythonFiles: () => files.findFiles(['.py'], 100),
      dataFiles: (endings) => files.findFiles(endings, 100),
      outline: (_, text) => {
        outlined.push(text);
        return undefined;
      },
    });
    await gather('file:///work/notebooks/my%20delay.ipynb', wanting({}), undefined);
    expect(outlined.toSorted()).toEqual(['other', 'serve']);
  });

  it('has modules beside it, above it and in src, and those that they import', async () => {
    const { gather } = workspaceOf({
      'notebooks/near.py': 'import deep',
      'notebooks/deep.py': 'from near import x',
      'tools/__init__.py': 'above = 1',
      'src/package/part.py': 'inside = 1',
    });
    const wanted = wanting({ modules: ['near', 'tools', 'package.part', 'pandas', 'json', 'gone'] });
    const { surroundings } = await gather(wanted);
    const texts = ['near', 'deep', 'tools', 'package.part', 'gone'].map((name) => surroundings.moduleText(name));
    expect(texts).toEqual(['import deep', 'from near import x', 'above = 1', 'inside = 1', undefined]);
  });

  it('never takes a folder called like a library for that library', async () => {
    const { gather } = workspaceOf({ 'pandas/__init__.py': 'x = 1', 'json.py': 'x = 1' });
    const { surroundings, covers } = await gather(wanting({ modules: ['pandas', 'json'] }));
    expect(surroundings.moduleText('pandas')).toBeUndefined();
    expect(covers(wanting({ modules: ['pandas.core', 'json'] }))).toBe(true);
    expect(covers(wanting({ modules: ['helpers'] }))).toBe(false);
  });

  it('reads the cells of notebooks that are run, with or without their ending', async () => {
    const notebook = JSON.stringify({
      cells: [{ cell_type: 'code', metadata: {}, source: 'limit = 15', outputs: [], execution_count: 1 }],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 4,
    });
    const { gather } = workspaceOf({ 'notebooks/setup.ipynb': notebook, 'notebooks/plain.py': 'x = 1' });
    const { surroundings } = await gather(wanting({ scripts: ['setup.ipynb', 'setup', 'plain', 'gone.py'] }));
    const texts = ['setup.ipynb', 'setup', 'plain', 'gone.py'].map((path) => surroundings.scriptTexts(path));
    expect(texts).toEqual([['limit = 15'], ['limit = 15'], ['x = 1'], undefined]);
  });
});

describe('answers that were given', () => {
  it('hold in surroundings that say the same, and not in others', async () => {
    const { gather, lookups, files } = workspaceOf({ 'requirements.txt': 'pandas\n', 'notebooks/tools.py': 'x = 1' });
    const wanted = wanting({ paths: ['a.csv'], modules: ['tools'] });
    const watched = watchSurroundings((await gather(wanted)).surroundings);
    watched.surroundings.moduleText('tools');
    watched.surroundings.declaredPackages();
    watched.surroundings.otherCode();
    expect(watched.wanted().modules).toEqual(new Set(['tools']));
    const change = async (name: string, text: string) => {
      files.write(`file:///work/${name}`, text);
      lookups.filesChanged([`file:///work/${name}`]);
      return watched.holdsIn((await gather(watched.wanted())).surroundings);
    };
    expect(await change('notebooks/other.csv', '')).toBe(true);
    expect(await change('requirements.txt', 'pandas\n')).toBe(true);
    expect(await change('requirements.txt', 'pandas\nnumpy\n')).toBe(false);
    expect(await change('requirements.txt', 'pandas\n')).toBe(true);
    expect(await change('notebooks/tools.py', 'x = 2')).toBe(false);
  });
});

describe('what a notebook will ask', () => {
  it('is guessed from its texts', () => {
    const wanted = wantedBy(
      notebookOf([
        'import numpy as np, tools\nfrom .near import (a, b as c)\npd.read_csv("data/a.csv")',
        '%run -i b.ipynb',
      ]),
    );
    expect([...wanted.modules]).toEqual(['numpy', 'tools', '.near', '.near.a', '.near.b']);
    expect([...wanted.paths]).toEqual(['data/a.csv']);
    expect([...wanted.scripts]).toEqual(['b.ipynb']);
  });

  it('finds modules in imports over several lines', () => {
    expect(modulesIn('from a import (\n    b,\n    c,\n)')).toContain('a');
  });
});

describe('a notebook that no file holds', () => {
  it('has surroundings of which nothing is known', async () => {
    const { lookups, files } = workspaceOf({ 'data/a.csv': '', 'tools.py': 'x = 1', 'requirements.txt': 'pandas' });
    const gather = createSurroundingsSource({
      lookups,
      files,
      pythonFiles: () => files.findFiles(['.py'], 100),
      dataFiles: (endings) => files.findFiles(endings, 100),
      outline: () => undefined,
    });
    const wanted = wanting({ paths: ['data/a.csv'], modules: ['tools'], scripts: ['tools.py'] });
    const { surroundings } = await gather('untitled:Untitled-1.ipynb', wanted, undefined);
    expect(surroundings.pathState('data/a.csv')).toBeUndefined();
    expect(surroundings.moduleText('tools')).toBeUndefined();
    expect(surroundings.scriptTexts('tools.py')).toBeUndefined();
    expect(surroundings.declaredPackages()).toBeUndefined();
    expect(surroundings.otherCode()).toEqual([]);
  });
});
