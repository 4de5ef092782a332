import { describe, expect, it } from 'vitest';
import { promotionMap, promotionOutcome, promotionReport } from '../../../schemas/promotion.ts';
import { notebookText } from '../../support/promotionFixture.ts';
import { runInMemory } from '../../support/memoryCommandLine.ts';

const cells = [
  'import pandas as pd\nfrom sklearn.linear_model import LogisticRegression\nfrom sklearn.metrics import accuracy_score',
  'rows = pd.read_csv("data/flights.csv")\nrows = rows.dropna()',
  'rows.head()',
  'train = rows[:800]\ntest = rows[800:]',
  'model = LogisticRegression(C=0.5)\nmodel.fit(train[["a", "b"]], train["late"])',
  'print(accuracy_score(test["late"], model.predict(test[["a", "b"]])))',
];
const notebook = { 'delay.ipynb': notebookText(cells) };
const promote = (args: readonly string[], files: Readonly<Record<string, string>> = notebook) =>
  runInMemory(['promote', ...args], files);

/** The first promotion of the notebook, for tests that only look at it. */
let first: ReturnType<typeof runInMemory> | undefined;
const promoteOnce = () => (first ??= promote(['delay.ipynb', '--out', 'package']));

describe('plumbline promote', () => {
  it('writes a package, its report and its record, and says so on standard output alone', async () => {
    const { code, out, err, files } = await promoteOnce();
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^delay\.ipynb is the package delay in package: /);
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['package/src/delay/train.py', 'package/reports/promotion.md']) as string[],
    );
    expect(promotionReport.parse(JSON.parse(files.get('package/reports/promotion.json') ?? '')).checks).toEqual([]);
    const map = promotionMap.parse(JSON.parse(files.get('.plumbline/promotions/delay/map.json') ?? ''));
    expect([map.folder, map.notebook, map.entries.length > 0]).toEqual(['package', '../delay.ipynb', true]);
  });

  it('leads from every function to the lines of the cell that it came from', async () => {
    const { files } = await promoteOnce();
    const map = promotionMap.parse(JSON.parse(files.get('.plumbline/promotions/delay/map.json') ?? ''));
    const training = map.entries.find(({ from }) => from.cell === 4 && from.first === 2);
    const lines = (files.get(`package/${training?.to.file ?? ''}`) ?? '').split('\n');
    expect(lines.slice((training?.to.first ?? 0) - 1, training?.to.last).join('\n')).toContain('.fit');
  });

  it('prints one JSON document', async () => {
    const { code, out } = await promote(['delay.ipynb', '--out', 'package', '--format', 'json']);
    expect(code).toBe(0);
    expect(promotionOutcome.parse(JSON.parse(out))).toMatchObject({ folder: 'package', verification: null });
  });

  it('takes the name of the package', async () => {
    const { files } = await promote(['delay.ipynb', '--out', 'package', '--package', 'late']);
    expect(files.has('package/src/late/train.py')).toBe(true);
  });

  it('keeps exploration when that is asked for', async () => {
    const { files } = await promote(['delay.ipynb', '--out', 'package', '--keep-explore']);
    expect(files.get('package/src/delay/explore.py')).toContain('rows.head()');
  });

  it('leaves edits alone, and overwrites them when that is asked for', async () => {
    const { files } = await promoteOnce();
    const data = 'package/src/delay/data.py';
    const edited = { ...Object.fromEntries(files), [data]: `${files.get(data) ?? ''}# mine\n` };
    expect((await promote(['delay.ipynb', '--out', 'package'], edited)).files.get(data)).toContain('# mine');
    const forced = await promote(['delay.ipynb', '--out', 'package', '--force'], edited);
    expect(forced.files.get(data)).toBe(files.get(data));
  });

  it('ends with 1 when a statement is left', async () => {
    const left = { 'delay.ipynb': notebookText([...cells, 'exec("x = 1")\nprint(x)']) };
    const { code, out } = await promote(['delay.ipynb', '--out', 'package'], left);
    expect(code).toBe(1);
    expect(out).toMatch(/left +cell 7, line 1: exec/);
  });

  it.each([
    [[], 'plumbline promote takes one notebook.'],
    [['delay.ipynb'], 'Say with --out which folder to write, such as --out delay.'],
    [['a b.ipynb'], 'Say with --out which folder to write, such as --out package.'],
    [['other.ipynb', '--out', 'a'], 'There is no file "other.ipynb".'],
    [['data.csv', '--out', 'a'], '"data.csv" is no notebook: name a *.ipynb, or a *.py with # %% cells.'],
    [['delay.ipynb', '--out', 'data.csv'], 'data.csv is a file: choose a folder for the package.'],
    [['delay.ipynb', '--out', 'full'], 'full holds files that no promotion wrote, such as notes.txt'],
    [['delay.ipynb', '--out', '../a'], '../a lies outside the folder of the project: choose a folder inside it.'],
    [['delay.ipynb', '--out', '/tmp/a'], '/tmp/a lies outside the folder of the project: choose a folder inside it.'],
    [['delay.ipynb', '--out', 'a', '--package', '9-x'], '"9-x" is no name that Python can import: use n_9_x.'],
    [['delay.ipynb', '--out', 'a', '--package', 'lambda'], '"lambda" is no name that Python can import: use lambda_.'],
    [['delay.ipynb', '--out', 'a', '--minutes', '0'], '--minutes takes a number from 0.1 to 10080, and was given "0".'],
    [['delay.ipynb', '--out', 'a', '--memory', '8 GB'], '--memory takes a number from 256 to 1048576'],
    [['broken.ipynb', '--out', 'a'], 'This notebook cannot be read'],
    [['run.ipynb', '--out', 'a'], 'All that run.ipynb does hangs on what `%run` brings from `setup.ipynb`: copy'],
    [['latin.ipynb', '--out', 'a'], 'Cell 1 of latin.ipynb holds letters that are not UTF-8, as notebooks are'],
    [['empty.ipynb', '--out', 'a'], 'empty.ipynb has no statement that a package could be made of'],
  ])('ends %j with 2 and one sentence, and writes nothing', async (args, sentence) => {
    const given = {
      ...notebook,
      'data.csv': 'a',
      'full/notes.txt': 'a',
      'broken.ipynb': '{"cells": [\n<<<<<<< HEAD\n',
      'empty.ipynb': notebookText([]),
      'run.ipynb': notebookText([
        '%run setup.ipynb',
        'model.fit(X_train, y_train)',
        'print(model.score(X_test, y_test))',
      ]),
      'latin.ipynb': notebookText(['stra\uFFFDe = 1', 'print(stra\uFFFDe)']),
    };
    const { code, out, err, files } = await promote(args, given);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(sentence);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(files.size).toBe(Object.keys(given).length);
  });

  it('asks for no module to be installed that lies beside the notebook, and says that it must be in reach', async () => {
    const using = [
      'import shopping\nimport keras\nimport tables.read as reader\nimport pandas as pd\nfrom sklearn.svm import SVC',
      'rows = reader.fill(shopping.clean(pd.read_csv("data/flights.csv")))',
      'model = SVC()\nmodel.fit(rows[["a"]], keras.utils.to_categorical(rows["late"]))',
      'print(model.score(rows[["a"]], rows["late"]))',
    ];
    const { files } = await promote(['nb/a.ipynb', '--out', 'a'], {
      'nb/a.ipynb': notebookText(using),
      'nb/shopping.py': '',
      'nb/tables/__init__.py': '',
      'nb/keras/notes.txt': '',
    });
    const project = files.get('a/pyproject.toml') ?? '';
    expect(['keras', 'shopping', 'tables'].filter((name) => project.includes(`"${name}`))).toEqual(['keras']);
    expect(files.get('a/reports/promotion.md')).toContain('`shopping` lies beside the notebook');
  });

  it('does not let the package stand in the way of a module that it imports', async () => {
    const { files, out } = await promote(['random.ipynb', '--out', 'a'], { 'random.ipynb': notebookText(cells) });
    expect(files.has('a/src/random_project/train.py')).toBe(true);
    expect(out).toContain('random_project');
  });
});
