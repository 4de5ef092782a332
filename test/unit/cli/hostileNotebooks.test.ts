import { expect, it } from 'vitest';
import { promotionReport } from '../../../schemas/promotion.ts';
import { notebookText } from '../../support/promotionFixture.ts';
import { runInMemory } from '../../support/memoryCommandLine.ts';

const read = 'import pandas as pd\nfrom sklearn.svm import SVC\nrows = pd.read_csv("a.csv")';
const train = 'model = SVC()\nmodel.fit(rows[["a"]], rows["b"])\nprint(model.score(rows[["a"]], rows["b"]))';

/** What checking and promoting notebooks come to: no crash, and a package that ruff has nothing against. */
async function promoteAll(files: Readonly<Record<string, string>>, notebook: string) {
  const given = { 'a.csv': 'a,b\n1,0\n', ...files };
  const checked = await runInMemory(['check', '--format', 'json'], given);
  const promoted = await runInMemory(['promote', notebook, '--out', 'package'], given);
  expect([checked.err, promoted.err]).toEqual(['', '']);
  const text = promoted.files.get('package/reports/promotion.json') ?? '{}';
  const report = promotionReport.parse(JSON.parse(text));
  expect(report.checks).toEqual([]);
  const modules = [...promoted.files].filter(([path]) => path.startsWith('package/src/') && path.endsWith('.py'));
  return { report, checked: checked.out, code: modules.map(([, module]) => module).join('\n') };
}

it.each([
  ['each other in a circle', 'limit = 3\n%run a.ipynb\n%run b.ipynb'],
  ['others', 'limit = 3'],
])('leaves what comes of notebooks that run %s, and says so', async (_, other) => {
  const files = {
    'a.ipynb': notebookText([
      read,
      train,
      '%run b.ipynb',
      'rows["a"] = rows["a"] * limit\nSVC().fit(rows[["a"]], rows["b"])',
    ]),
    'b.ipynb': notebookText([other]),
  };
  const { code, report } = await promoteAll(files, 'a.ipynb');
  const left = report.statements.filter(({ outcome }) => outcome === 'left');
  expect(left[0]?.reason).toContain('It runs the code of `b.ipynb`');
  expect(left.map(({ at }) => at.cell)).toContain(3);
  expect(code).not.toContain('limit');
});

it('promotes names that Python keeps for itself in some places, or that packages use', async () => {
  const names = [
    'match',
    'case',
    'type',
    '_',
    'config',
    'paths',
    'state',
    'self',
    'data',
    'run',
    'load',
    'main',
    'Any',
  ];
  const cells = names.map((name, at) => `${name} = rows["a"] * ${at}\nrows["a${at}"] = ${name}`);
  const { report, code } = await promoteAll({ 'n.ipynb': notebookText([read, ...cells, train]) }, 'n.ipynb');
  expect(report.counts.left).toBe(0);
  expect(code).toContain('rows["a12"] = Any_value');
});

it.each(['import', 'class', 'None', 'match', '1. lambda!', '数据', '***', 'predict', 'load_config'])(
  'promotes a notebook whose headings say "%s"',
  async (heading) => {
    const cell = (type: string, source: string) => ({ cell_type: type, metadata: {}, source, outputs: [] });
    const cells = [read, 'rows = rows.dropna()', train].flatMap((source) => [
      cell('markdown', `## ${heading}`),
      { ...cell('code', source), execution_count: null },
    ]);
    const text = JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 4 });
    const { report } = await promoteAll({ 'n.ipynb': text }, 'n.ipynb');
    expect(report.counts.left).toBe(0);
  },
);

it('promotes names and files beyond ASCII', async () => {
  const cells = [read, 'größe = 2\nданные = rows.head(größe)\nrows["a"] = rows["a"] * größe', 'print(данные)', train];
  const { code } = await promoteAll({ 'größe.ipynb': notebookText(cells) }, 'größe.ipynb');
  expect(code).toContain('größe');
});

it('says that a notebook is of Python 2, and promotes what it can', async () => {
  const cells = [
    read,
    'print "rows", len(rows)',
    'try:\n    x = 0777\nexcept ValueError, error:\n    print error',
    train,
  ];
  const { checked, code } = await promoteAll({ 'old.ipynb': notebookText(cells) }, 'old.ipynb');
  expect(checked).toContain('notebook/python2');
  expect(code).not.toMatch(/print "|except ValueError,/);
});

it('checks and promotes a cell of 20,000 lines', async () => {
  const long = Array.from({ length: 20_000 }, (_, index) => `x${index % 50} = ${index}`).join('\n');
  const { report } = await promoteAll({ 'long.ipynb': notebookText([read, long, train]) }, 'long.ipynb');
  expect(report.statements.length).toBeGreaterThan(20_000);
}, 60_000);
