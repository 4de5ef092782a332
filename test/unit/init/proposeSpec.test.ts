import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createRefusingRunner } from '../../../server/src/jobs/refusingRunner.ts';
import { proposeSpec } from '../../../server/src/operations/init/proposeSpec.ts';
import type { SpecProposal } from '../../../server/src/operations/init/proposeSpec.ts';
import type { History } from '../../../server/src/operations/ports.ts';
import { unknownHistory } from '../../../server/src/operations/ports.ts';
import { createWorkspaceFiles } from '../../../server/src/platform/workspaceFiles.ts';
import { unknownFacts } from '../../../schemas/facts.ts';
import { checkProject } from '../../../server/src/rules/checkProject.ts';
import { findFormatEdits } from '../../../server/src/language/format/format.ts';
import { fixture } from '../../support/languageFixture.ts';
import { elementTypes, entry, join, model, node, tensorType, value } from '../../support/onnxBytes.ts';
import { projectOf } from '../../support/ruleFixture.ts';
import { createTestPool } from '../jobs/testPool.ts';
import type { TestPool } from '../jobs/testPool.ts';

let worker: TestPool;
const folders: string[] = [];

beforeAll(() => {
  worker = createTestPool();
});
afterAll(() => worker.pool.dispose());
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

type Content = string | Uint8Array | { readonly copyOf: string };

function folderWith(contents: Readonly<Record<string, Content>>, name = 'late-flights'): string {
  const outer = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-init-')));
  folders.push(outer);
  const root = path.join(outer, name);
  mkdirSync(root);
  for (const [file, content] of Object.entries(contents)) {
    const location = path.join(root, file);
    mkdirSync(path.dirname(location), { recursive: true });
    if (typeof content === 'object' && 'copyOf' in content) copyFileSync(path.resolve(content.copyOf), location);
    else writeFileSync(location, content);
  }
  return root;
}

function specUriOf(root: string): string {
  return pathToFileURL(path.join(root, 'plumbline.yaml')).href;
}

const anna = { name: 'Anna Example', email: 'anna@example.com' };
const authors = [anna, { name: 'Ben\nExample', email: 'ben@example.com' }];

async function propose(
  root: string,
  isTrusted = true,
  files = createWorkspaceFiles({ roots: () => [root] }),
  history: Partial<History> = { folderAuthors: () => Promise.resolve(authors) },
): Promise<SpecProposal> {
  return proposeSpec(specUriOf(root), {
    files,
    jobs: isTrusted ? worker.pool : createRefusingRunner('This workspace is not trusted.'),
    history: { ...unknownHistory('tests have no repository'), ...history },
    clock: { now: () => new Date('2026-11-02T09:31:00Z') },
    version: '0.0.0',
  });
}

/** Errors of a proposal that no blank explains. */
function faultsOf({ text, blanks }: SpecProposal): readonly string[] {
  const project = projectOf(new Map([['file:///fixture/plumbline.yaml', text]]));
  const { findings } = checkProject(project, unknownFacts('2026-11-02', 'the test reads no file'));
  const keys = new Set(blanks.map((blank) => blank.slice(blank.lastIndexOf('.') + 1)));
  return findings
    .filter(({ severity }) => severity === 'error')
    .filter(({ start, end }) => !keys.has(text.slice(start, end)))
    .map(({ rule, start, end }) => `${rule} at ${text.slice(start, end).slice(0, 60)}`);
}

/** What the formatter would change, but for the column in which comments stand. */
function unformatted({ text }: SpecProposal): readonly unknown[] {
  const { snapshot, uri } = fixture(text);
  const lines = text.split('\n');
  return findFormatEdits(snapshot, uri).filter(({ range: { end } }) => lines[end.line]?.[end.character] !== '#');
}

/** A line of a text without its comment. */
function linesOf(text: string): readonly string[] {
  return text.split('\n').map((line) => line.replace(/\s+#.*$/, '').trim());
}

const csv = (rows: number): string => {
  const day = (index: number): string => new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10);
  const lines = Array.from({ length: rows }, (_row, index) => `${day(index)},${index % 7},${index % 5 === 0},ORD`);
  return ['date,hour,late,origin', ...lines, ''].join('\n');
};

/** A notebook of one cell. */
function studyOf(source: string): string {
  const cell = { cell_type: 'code', id: 'a', metadata: {}, execution_count: null, outputs: [], source };
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] });
}

describe('a project of DVC', () => {
  const lockOf = (path: string) => `schema: '2.0'
stages:
  prepare:
    cmd: python prepare.py
    outs:
    - path: ${path}
      hash: md5
      md5: 22a1a2931c8370d3aeedd7183606fd7f.dir
      size: 10
      nfiles: 1
`;

  it('has its data pinned by what pins the folder around them, and its metric bound to what was recorded', async () => {
    const root = folderWith({
      'data/prepared/customers.csv': 'is_senior,churn,usage\n0,yes,1\n1,no,2\n0,yes,3\n',
      'raw/calls.csv': 'hour,length\n1,2\n',
      'raw.dvc': 'outs:\n- md5: 22a1a2931c8370d3aeedd7183606fd7f.dir\n  path: raw\n',
      'dvc.yaml':
        'stages:\n  prepare:\n    cmd: python prepare.py\n    outs: [data/prepared]\nmetrics: [metrics.json]\n',
      'dvc.lock': lockOf('data/prepared'),
      'metrics.json': '{"recall": 0.66, "roc_auc": 0.78}',
      'src/train.py': 'y = df["churn"] == "yes"\nroc_auc_score(y, p)\n',
    });
    const proposal = await propose(root);
    const lines = linesOf(proposal.text);
    expect(lines).toContain('version: {dvc: dvc.lock}');
    expect(lines).toContain('version: {dvc: raw.dvc}');
    expect(proposal.text).toMatch(/label: churn +# guessed from src\/train\.py/);
    expect(proposal.text).toMatch(/metric: roc-auc +# guessed from metrics\.json/);
    expect(lines).toContain('source: {dvc: metrics.json#roc_auc}');
    expect(proposal.blanks).not.toContain('metrics.quality.model');
    expect(proposal.text).toMatch(/source: \{dvc: metrics\.json#recall\} binds a metric to one/);
    expect(faultsOf(proposal)).toEqual([]);
    expect(unformatted(proposal)).toEqual([]);
  });
});

describe('a value that was measured on validation rows', () => {
  const recorded = { 'dvc.yaml': 'stages: {}\nmetrics: [metrics.json]\n', 'metrics.json': '{"val_roc_auc": 0.78}' };

  it('belongs to the split for validation', async () => {
    const { text } = await propose(folderWith({ ...recorded, 'flights.csv': csv(200) }));
    expect(text).toMatch(/split: validation +# by the name val_roc_auc/);
    expect(text).toContain('source: {dvc: metrics.json#val_roc_auc}');
  });

  it('has no split where none is for validation, which people are asked for', async () => {
    const { text, blanks } = await propose(
      folderWith({ ...recorded, 'data/train.csv': csv(200), 'data/test.csv': csv(100) }),
    );
    expect(text).toContain('  test: {of: ');
    expect(text).not.toContain('  validation:');
    expect(blanks).toContain('metrics.quality.split');
  });
});

describe('a folder with one CSV file', () => {
  it('gives a source with guessed roles, and splits by time', async () => {
    const proposal = await propose(folderWith({ 'data/flights.csv': csv(200) }));
    const lines = linesOf(proposal.text);
    expect(lines).toContain('project: late-flights');
    expect(lines).toContain('path: data/flights.csv');
    expect(proposal.text).toMatch(/label: late +# guessed from its name/);
    expect(proposal.text).toMatch(/time: date +# guessed from its type, date/);
    expect(proposal.text).toMatch(/group: origin +# guessed from its name/);
    // 199 days, of which 70 and 85 % lie before the cuts.
    expect(lines).toContain(`train: {of: flights, where: "date < '2024-05-19'"}`);
    expect(lines).toContain(`test: {of: flights, where: "date >= '2024-06-18'"}`);
    expect(proposal.text).toMatch(/task: binary-classification +# guessed from its type, boolean/);
    expect(faultsOf(proposal)).toEqual([]);
    expect(unformatted(proposal)).toEqual([]);
  });

  it('leaves everything empty that only people know', async () => {
    const { text, blanks } = await propose(folderWith({ 'flights.csv': csv(40) }));
    expect(blanks).toEqual(
      expect.arrayContaining([
        'owner',
        'economics.volume',
        'economics.value',
        'metrics.saved.target',
        'metrics.saved.limit',
        'metrics.latency.limit',
        'data.flights.owner',
      ]),
    );
    expect(text).toMatch(/^owner: +# who answers questions; git knows Anna Example, Ben Example$/m);
  });

  it('asks for nothing else than goals, money and meaning where one person has made all of it', async () => {
    const root = folderWith({ 'flights.csv': csv(40), 'study.ipynb': studyOf('roc_auc_score(y, p)') });
    const { text, blanks } = await propose(root, true, undefined, { folderAuthors: () => Promise.resolve([anna]) });
    expect(blanks).toEqual([
      'economics.lever',
      'economics.volume',
      'economics.value',
      'metrics.saved.target',
      'metrics.saved.limit',
      'metrics.quality.model',
      'metrics.quality.target',
      'metrics.quality.limit',
      'metrics.latency.target',
      'metrics.latency.limit',
      'data.flights.privacy.personal_data',
      'labels.late.definition',
      'labels.late.source',
    ]);
    expect(text).toMatch(/^owner: anna@example\.com +# guessed: Anna Example has made all commits here$/m);
  });

  it('is without an error once somebody has answered its questions', async () => {
    const rows = csv(40)
      .trim()
      .split('\n')
      .map((row, index) => `${row},${index === 0 ? 'destination,a,b' : 'ABQ,1,2'}`);
    const { text, runnableModel } = await propose(
      folderWith({
        'flights.csv': [...rows, ''].join('\n'),
        'delay.onnx': { copyOf: 'examples/flight-delays/models/delay.onnx' },
        'study.ipynb': studyOf("numbers = df[['hour', 'a', 'b']]\nroc_auc_score(y, p)"),
      }),
    );
    const answers: Readonly<Record<string, string>> = {
      owner: 'anna@example.com',
      lever: 'bottom-line',
      volume: '1000 predictions/day',
      value: '{tp: 2 EUR, fp: -1 EUR, fn: 0 EUR, tn: 0 EUR}',
      personal_data: 'false',
      definition: 'arrives 15 minutes late or more',
      source: 'outcome',
    };
    const goals = ['90000 EUR/year', '10000 EUR/year', '0.8', '0.7', '10 ms', '50 ms'].values();
    const answered = text.replace(/^( *)([a-z_]+):(?= +#)/gm, (line, indent: string, key: string) => {
      const answer = key === 'target' || key === 'limit' ? goals.next().value : answers[key];
      return answer === undefined ? line : `${indent}${key}: ${answer}`;
    });
    expect(runnableModel).toBe('delay');
    const project = projectOf(new Map([['file:///fixture/plumbline.yaml', answered]]));
    const { findings } = checkProject(project, unknownFacts('2026-11-02', 'the test reads no file'));
    expect(findings.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([]);
  });

  it.each([
    ['nobody', []],
    ['several people', authors],
    ['somebody without an address', [{ name: 'Root', email: 'root@localhost' }]],
    ['an address that reaches nobody', [{ name: 'Anna', email: '1+anna@users.noreply.example.com' }]],
  ])('names no owner where the commits are of %s', async (_, found) => {
    const root = folderWith({ 'flights.csv': csv(40) });
    const { blanks } = await propose(root, true, undefined, { folderAuthors: () => Promise.resolve(found) });
    expect(blanks).toEqual(expect.arrayContaining(['owner', 'data.flights.owner']));
  });

  it('pins the data by git where git holds it, else by the hash of the file', async () => {
    const content = csv(40);
    const root = folderWith({ 'flights.csv': content });
    // Some hashes look like numbers, and stand in quotes.
    expect(linesOf((await propose(root)).text.replaceAll('"', ''))).toContain(
      `version: {md5: ${createHash('md5').update(content).digest('hex')}}`,
    );
    const held = { objectOf: () => Promise.resolve('4b825dc6'), folderAuthors: () => Promise.resolve([]) };
    expect(linesOf((await propose(root, true, undefined, held)).text)).toContain('version: {git: flights.csv}');
  });

  it('is judged by what a notebook computes, else by what is usual, and says which', async () => {
    const metricLine = async (code: string) =>
      /^ +metric: .*guessed.*$/m
        .exec((await propose(folderWith({ 'flights.csv': csv(40), 'study.ipynb': studyOf(code) }))).text)?.[0]
        .trim()
        .replace(/ +/g, ' ');
    expect(await metricLine('f1_score(y, answers)\nrecall_score(y, answers)')).toBe(
      'metric: f1 # guessed from study.ipynb',
    );
    expect(await metricLine('# f1_score(y, answers)')).toMatch(/^metric: roc-auc # guessed from the task; others are /);
  });

  it('takes whole numbers of a label for classes where a notebook judges them as such, and else for amounts', async () => {
    const rows = Array.from({ length: 30 }, (_row, index) => `${index},${index % 3}`);
    const table = ['alcohol,target', ...rows, ''].join('\n');
    const proposed = async (code: string) => propose(folderWith({ 'wine.csv': table, 'study.ipynb': studyOf(code) }));
    const classes = await proposed('accuracy_score(y, answers)');
    expect(classes.text).toMatch(/task: multiclass-classification +# guessed from study\.ipynb/);
    expect(linesOf(classes.text)).toEqual(expect.arrayContaining(['metric: accuracy', 'classes: ["0", "1", "2"]']));
    expect(faultsOf(classes)).toEqual([]);
    expect((await proposed('mean_absolute_error(y, answers)')).text).toMatch(/task: regression +# guessed from study/);
    expect((await proposed('print(y)')).text).toMatch(/task: +# such as binary-classification/);
  });

  it('takes for the label what a script learns, before what looks like one by its name', async () => {
    const table = 'target,grade,malt\n1,a,2\n2,b,3\n';
    const { text } = await propose(folderWith({ 'beer.csv': table, 'src/train.py': "y = df['grade']" }));
    expect(text).toMatch(/label: grade +# guessed from src\/train\.py/);
  });

  it('has a place for the label where no column looks like one, and says how a model gets there', async () => {
    const proposal = await propose(folderWith({ 'weather.csv': 'date,wind\n2024-01-01,3\n2024-01-02,4\n' }));
    expect(proposal.blanks).toEqual(expect.arrayContaining(['data.weather.roles.label', 'metrics.quality.model']));
    expect(proposal.text).toMatch(/model: +# no ONNX file was found: write one/);
    expect(faultsOf(proposal)).toEqual([]);
    expect(unformatted(proposal)).toEqual([]);
  });

  it('with the times of two days is cut at minutes', async () => {
    const rows = Array.from({ length: 48 }, (_row, hour) => {
      const time = new Date(Date.UTC(2024, 0, 1, hour)).toISOString().slice(0, 19);
      return `${time.replace('T', ' ')},${hour % 3 === 0}`;
    });
    const proposal = await propose(folderWith({ 'flights.csv': ['time,late', ...rows, ''].join('\n') }));
    expect(linesOf(proposal.text)).toContain(`train: {of: flights, where: "time < '2024-01-02 08:54'"}`);
    expect(linesOf(proposal.text)).toContain(`test: {of: flights, where: "time >= '2024-01-02 15:57'"}`);
    expect(faultsOf(proposal)).toEqual([]);
  });

  it('is not read without trust, and says so', async () => {
    const proposal = await propose(folderWith({ 'flights.csv': csv(40) }), false);
    expect(proposal.text).toContain('# Columns are not known because');
    expect(proposal.text).not.toContain('roles:');
    expect(faultsOf(proposal)).toEqual([]);
    expect(unformatted(proposal)).toEqual([]);
  });

  it('is split at random when it has no column of time', async () => {
    const proposal = await propose(folderWith({ 'iris.csv': 'width,height,class\n1,2,a\n3,4,b\n' }));
    expect(linesOf(proposal.text)).toContain('test: {of: iris, fraction: 15 %, seed: 1}');
    expect(proposal.text).toMatch(/label: class +# guessed/);
    expect(faultsOf(proposal)).toEqual([]);
    expect(unformatted(proposal)).toEqual([]);
  });
});

describe('what else lies in a folder', () => {
  it('is read from Parquet, DVC, notebooks, MLflow and a lock file', async () => {
    const root = folderWith({
      'data/flights.parquet': { copyOf: 'node_modules/vega-datasets/data/flights-3m.parquet' },
      'data/flights.parquet.dvc': 'outs: []\n',
      'contracts/flights.odcs.yaml': 'kind: DataContract\n',
      'dvc.yaml': 'stages: {}\n',
      'notebooks/delay.ipynb': '{}',
      'mlruns/0/meta.yaml': '',
      'uv.lock': '',
      '.venv/lib/hidden.csv': 'a\n1\n',
      'node_modules/x/data.csv': 'a\n1\n',
    });
    const proposal = await propose(root);
    const lines = linesOf(proposal.text);
    expect(lines).toContain('version: {dvc: data/flights.parquet.dvc}');
    expect(lines).toContain('contract: contracts/flights.odcs.yaml');
    expect(proposal.text).toContain('# 3,000,000 rows, 5 columns');
    expect(proposal.text).toContain('from 2001-01-01 to 2001-07-01');
    expect(lines).toContain('from: [dvc.yaml]');
    expect(lines).toContain('lock: uv.lock');
    expect(proposal.text).toContain('# Notebooks: notebooks/delay.ipynb.');
    expect(proposal.text).toContain('MLflow runs lie in mlruns');
    expect(proposal.survey.tables).toHaveLength(1);
    expect(faultsOf(proposal)).toEqual([]);
    expect(unformatted(proposal)).toEqual([]);
  });

  it('names data that DVC pins and that nobody has pulled, and no model that it pins', async () => {
    const pin = 'outs: [{md5: 22a1a2931c8370d3aeedd7183606fd7f, path: posts.xml}]\n';
    const proposal = await propose(
      folderWith({
        'data/posts.xml.dvc': pin,
        'data/votes.csv.dvc': pin,
        'data/here.csv': csv(3),
        'model.pkl.dvc': pin,
      }),
    );
    const lines = linesOf(proposal.text);
    expect(proposal.text).toMatch(/path: data\/posts\.xml +# pinned, and not here: dvc pull brings it/);
    expect(lines).toContain('version: {dvc: data/posts.xml.dvc}');
    expect(proposal.text).toMatch(/votes:\n +path: data\/votes\.csv .*\n +modality: table/);
    expect(proposal.text).not.toContain('model.pkl');
    expect(proposal.blanks).toContain('data.posts.modality');
    expect(faultsOf(proposal)).toEqual([]);
    expect(unformatted(proposal)).toEqual([]);
  });

  it('shows what DVC and MLflow have measured, and how a metric is bound to it', async () => {
    const run = 'mlruns/7/0123456789abcdef0123456789abcdef';
    const proposal = await propose(
      folderWith({
        'dvc.yaml': 'stages: {}\nmetrics: [eval/metrics.json]\n',
        'eval/metrics.json': '{"avg_prec": {"train": 0.97123, "test": 0.9}, "note": "text"}',
        'mlruns/7/meta.yaml': 'experiment_id: "7"\nname: trips\nlifecycle_stage: active\n',
        [`${run}/meta.yaml`]:
          'run_id: 0123456789abcdef0123456789abcdef\nexperiment_id: "7"\nstatus: 3\nend_time: 1767225600000\nstart_time: 1767225600000\nlifecycle_stage: active\n',
        [`${run}/metrics/rmse`]: '1767225600000 6.31 0\n',
      }),
    );
    expect(proposal.text).toContain(
      '# eval/metrics.json holds avg_prec.train 0.9712, avg_prec.test 0.9: source: {dvc: eval/metrics.json#avg_prec.train} binds a metric to one.',
    );
    expect(proposal.text).toContain(
      '# MLflow runs lie in mlruns, the newest with rmse 6.31: source: {mlflow: {experiment: trips, key: rmse}} binds a metric to one.',
    );
    expect(faultsOf(proposal)).toEqual([]);
    expect(unformatted(proposal)).toEqual([]);
  });

  it('takes the pictures of pages for no data', async () => {
    const pictures = (folder: string, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_picture, index) => [`${folder}/${index}.png`, '']));
    const { survey } = await propose(
      folderWith({
        ...pictures('lessons/1/images', 12),
        ...pictures('lessons/2/images', 12),
        ...pictures('docs', 12),
        ...pictures('photos/images', 120),
      }),
    );
    expect(survey.images.map((folder) => folder.path)).toEqual(['photos/images']);
  });

  it('gives the inputs and outputs of a model by the names of its graph', async () => {
    const proposal = await propose(
      folderWith({ 'models/delay.onnx': { copyOf: 'examples/flight-delays/models/delay.onnx' } }),
    );
    const lines = linesOf(proposal.text);
    expect(lines).toEqual(expect.arrayContaining(['path: models/delay.onnx', 'numbers:', 'type: float32']));
    expect(proposal.text).toMatch(/task: binary-classification +# guessed from its outputs/);
    expect(proposal.text).toMatch(/as: probabilities +# float32/);
    expect(proposal.blanks).toContain('models.delay.inputs.numbers.columns');
    expect(proposal.runnableModel).toBeUndefined();
    expect(faultsOf(proposal)).toEqual([]);
    expect(unformatted(proposal)).toEqual([]);
  });

  it('finds the column of an input where the graph writes what is no letter and no digit as an underscore', async () => {
    const wine = model({
      inputs: [value('od280_od315', tensorType(elementTypes.float32, ['N', 1]))],
      nodes: [node({ inputs: ['od280_od315'], outputs: ['y'], operator: 'Identity' })],
      outputs: [value('y', tensorType(elementTypes.float32, ['N', 1]))],
    });
    const columnLine = async (header: string) =>
      /^ +columns?: .*$/m.exec(
        (await propose(folderWith({ 'wine.csv': `${header}\n1.5,2.5\n2.5,3.5\n`, 'wine.onnx': wine }))).text,
      )?.[0];
    expect(await columnLine('od280/od315,price')).toMatch(/column: od280\/od315 +# guessed from its name/);
    expect(await columnLine('od280/od315,od280-od315')).toMatch(/columns: +# float32/);
  });

  it('says what a model reads where values are missing', async () => {
    const number = value('malt', tensorType(elementTypes.float32, ['N', 1]));
    const count = value('hops', tensorType(elementTypes.int64, ['N', 1]));
    const output = value('y', tensorType(elementTypes.float32, ['N', 1]));
    const beer = model({
      inputs: [number, count],
      nodes: [node({ inputs: ['malt'], outputs: ['y'], operator: 'Identity' })],
      outputs: [output],
    });
    const proposal = await propose(
      folderWith({ 'beer.csv': 'malt,hops,price\n1.5,1,2.5\n,,3.5\n2.5,,3.5\n', 'beer.onnx': beer }),
    );
    expect(proposal.text).toMatch(/missing: nan +# guessed, for 1 row without a value/);
    expect(proposal.text).toMatch(/missing: +# 2 rows without a value/);
    expect(proposal.blanks).toContain('models.beer.inputs.hops.missing');
    expect(faultsOf(proposal)).toEqual([]);
    expect(unformatted(proposal)).toEqual([]);
  });

  it('reads the columns that a notebook lists, in its order', async () => {
    const proposal = await propose(
      folderWith({
        'table.csv': 'a,b,c,d,late\n1,2,3,4,true\n2,3,4,5,false\n',
        'study.ipynb': studyOf("FEATURES = ['d', 'a', 'c']\nother = ['a', 'b', 'missing']"),
        'delay.onnx': { copyOf: 'examples/flight-delays/models/delay.onnx' },
      }),
    );
    expect(proposal.text).toMatch(/columns: \[d, a, c\] +# guessed from a list in study\.ipynb/);
  });

  it('says why a model cannot be read', async () => {
    const proposal = await propose(folderWith({ 'broken.onnx': 'nothing' }));
    expect(proposal.text).toContain('# Inputs and outputs are not known because');
    expect(proposal.blanks).toContain('models.broken.inputs');
    expect(faultsOf(proposal)).toEqual([]);
    expect(unformatted(proposal)).toEqual([]);
  });

  it('takes folders of images as classes, or as splits when they are named so', async () => {
    const pictures = (folder: string) =>
      Object.fromEntries(Array.from({ length: 6 }, (_picture, index) => [`${folder}/${index}.png`, '']));
    const classes = await propose(folderWith({ ...pictures('images/cat'), ...pictures('images/dog') }));
    expect(classes.text).toMatch(/label: folder +# guessed from the folders/);
    expect(linesOf(classes.text)).toContain('path: images');
    expect(faultsOf(classes)).toEqual([]);
    const splits = await propose(folderWith({ ...pictures('digits/train/0'), ...pictures('digits/test/0') }));
    expect(linesOf(splits.text)).toContain('test: {of: digits, path: "test/**"}');
    expect(faultsOf(splits)).toEqual([]);
  });

  describe('of pictures', () => {
    const { float32 } = elementTypes;
    const pictures = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`data/yard/${index}.jpg`, '']));
    const truth = JSON.stringify({
      images: Array.from({ length: 12 }, (_, id) => ({ id, file_name: `${id}.jpg`, width: 96, height: 72 })),
      categories: [
        { id: 7, name: 'crate' },
        { id: 9, name: 'barrel' },
      ],
      annotations: [{ id: 1, image_id: 0, category_id: 7, bbox: [1, 2, 30, 40], area: 1200, iscrowd: 0 }],
    });
    /** A graph with the shapes of an export of Ultralytics, and the classes in its metadata. */
    const exported = (outputs: Readonly<Record<string, readonly number[]>>, names = "{0: 'crate', 1: 'barrel'}") =>
      join(
        model({
          inputs: [value('images', tensorType(float32, [1, 3, 640, 640]))],
          outputs: Object.entries(outputs).map(([name, shape]) => value(name, tensorType(float32, shape))),
        }),
        entry(14, join(entry(1, 'names'), entry(2, names))),
      );

    it('takes boxes from a COCO file and everything else from an export of Ultralytics, so that it can be run', async () => {
      const proposal = await propose(
        folderWith({
          ...pictures,
          'data/boxes.json': truth,
          'data/other.json': '{"images": 3}',
          'yard.onnx': exported({ output0: [1, 6, 8400] }),
        }),
      );
      expect(linesOf(proposal.text)).toEqual(
        expect.arrayContaining([
          'annotations: data/boxes.json',
          'classes: [crate, barrel]',
          'task: object-detection',
          'column: image',
          'mode: letterbox',
          'as: detections',
          'holds: [box, scores]',
          'format: cxcywh',
          'decision: {score: 0.001, nms: {iou: 0.7}, max: 300}',
          'metric: map',
        ]),
      );
      expect(proposal.runnableModel).toBe('yard');
      expect(proposal.blanks.filter((blank) => blank.startsWith('models.'))).toEqual([]);
      expect(faultsOf(proposal)).toEqual([]);
      expect(unformatted(proposal)).toEqual([]);
    });

    it.each([
      [{ output0: [1, 300, 6] }, 'holds: [box, score, class-id]', 'decision: {score: 0.001, max: 300}'],
      [
        { output0: [1, 38, 8400], output1: [1, 32, 160, 160] },
        'holds: [box, scores, coefficients]',
        'task: instance-segmentation',
      ],
      [
        { output0: [1, 300, 38], output1: [1, 32, 160, 160] },
        'holds: [box, score, class-id, coefficients]',
        'values: logits',
      ],
    ])('tells what a thing holds by the shapes %j', async (outputs, ...wanted) => {
      const proposal = await propose(
        folderWith({ ...pictures, 'data/boxes.json': truth, 'yard.onnx': exported(outputs) }),
      );
      expect(linesOf(proposal.text)).toEqual(expect.arrayContaining(wanted));
      expect(faultsOf(proposal)).toEqual([]);
    });

    it.each([
      ['a shape that fits no export', exported({ output0: [1, 9, 8400] })],
      [
        'no classes in its file',
        model({
          inputs: [value('images', tensorType(float32, [1, 3, 640, 640]))],
          outputs: [value('output0', tensorType(float32, [1, 6, 8400]))],
        }),
      ],
    ])('leaves open how pictures were prepared and what is answered by a model with %s', async (_what, bytes) => {
      const proposal = await propose(folderWith({ ...pictures, 'yard.onnx': bytes }));
      expect(proposal.blanks).toEqual(
        expect.arrayContaining([
          'models.yard.inputs.images.image.color',
          'models.yard.inputs.images.image.scale',
          'models.yard.outputs.output0.as',
        ]),
      );
      expect(linesOf(proposal.text)).toEqual(expect.arrayContaining(['column: image', 'layout: NCHW', 'width: 640']));
      expect(proposal.runnableModel).toBeUndefined();
      expect(faultsOf(proposal)).toEqual([]);
    });
  });

  it('cuts splits from the table that a model can have learned from, not from one of answers to hand in', async () => {
    const columns = 'hour,distance,late\n1,2,1\n3,4,0\n';
    const proposal = await propose(
      folderWith({
        'late_submission.csv': 'id,late\n1,0\n2,1\n',
        'test.csv': 'hour,distance\n1,2\n',
        'train.csv': columns,
      }),
    );
    expect(linesOf(proposal.text)).toContain('test: {of: train, fraction: 15 %, seed: 1}');
    expect(linesOf(proposal.text)).toEqual(expect.arrayContaining(['classes: ["0", "1"]', 'positive: "1"']));
    expect(faultsOf(proposal)).toEqual([]);
    expect(unformatted(proposal)).toEqual([]);
  });

  it('takes files that are named like splits, and have the same columns, for them', async () => {
    const columns = 'hour,distance,late\n1,2,1\n3,4,0\n';
    const proposal = await propose(
      folderWith({ 'data/late train.csv': columns, 'data/late test.csv': columns, 'data/all.csv': columns }),
    );
    const lines = linesOf(proposal.text);
    expect(lines).toEqual(expect.arrayContaining(['train: {of: late-train}', 'test: {of: late-test}']));
    expect(lines.some((line) => line.startsWith('validation:'))).toBe(false);
    expect(faultsOf(proposal)).toEqual([]);
    expect(unformatted(proposal)).toEqual([]);
  });

  it('says how workbooks and models of other formats can be used', async () => {
    const proposal = await propose(folderWith({ 'Kunden.xlsx': '', '~$Kunden.xlsx': '', 'models/m.pkl': '' }));
    expect(proposal.text).toContain('# Kunden.xlsx is a workbook: save its sheets as CSV (UTF-8) or Parquet');
    expect(proposal.text).toContain('# Models: models/m.pkl. ONNX files are read and run here');
    expect(proposal.text).not.toContain('~$');
    expect(faultsOf(proposal)).toEqual([]);
    expect(unformatted(proposal)).toEqual([]);
  });

  it('names a table that cannot be read as it is called', async () => {
    const latin = Uint8Array.from([...Buffer.from('Stra'), 0xdf, ...Buffer.from('e,b\n1,2\n')]);
    const proposal = await propose(folderWith({ 'Kunden.csv': latin }));
    expect(proposal.text).toContain('# Columns are not known because Kunden.csv is not UTF-8 text');
    expect(faultsOf(proposal)).toEqual([]);
  });

  it('takes bills and timesheets as charges, not as data', async () => {
    const proposal = await propose(
      folderWith({ 'finance/hours.csv': 'date,hours,category\n2026-01-05,8,cleaning\n', 'flights.csv': csv(3) }),
    );
    expect(linesOf(proposal.text)).toContain('hours: {format: timesheet, path: finance/hours.csv}');
    expect(proposal.text).not.toMatch(/^ {4}path: finance/m);
    expect(faultsOf(proposal)).toEqual([]);
    expect(unformatted(proposal)).toEqual([]);
  });

  it('takes a detailed time report of Harvest as charges', async () => {
    const report = 'Date,Project,Task,Notes,Hours,First Name,Last Name,Cost Rate\n2026-01-05,P,Cleaning,,8,A,B,80\n';
    const proposal = await propose(folderWith({ 'finance/harvest.csv': report, 'flights.csv': csv(3) }));
    expect(linesOf(proposal.text)).toContain('harvest: {format: harvest, path: finance/harvest.csv}');
    expect(faultsOf(proposal)).toEqual([]);
  });

  it('makes numbered files one table', async () => {
    const part = 'a,b\n1,2\n';
    const { survey } = await propose(
      folderWith({ 'data/part-01.csv': part, 'data/part-02.csv': part, 'data/part-03.csv': part, 'data/x1.csv': part }),
    );
    expect(survey.tables.map((table) => table.path)).toEqual(['data/part-*.csv', 'data/x1.csv']);
  });

  it('leaves projects below to their own specs', async () => {
    const { survey } = await propose(
      folderWith({ 'other/plumbline.yaml': '', 'other/data.csv': csv(3), 'a.csv': csv(3) }),
    );
    expect(survey.tables.map((table) => table.path)).toEqual(['a.csv']);
  });
});

describe('odd folders', () => {
  it('give a spec of blanks when they are empty', async () => {
    const proposal = await propose(folderWith({}));
    expect(proposal.text).toContain('no table and no folder of images was found');
    expect(faultsOf(proposal)).toEqual([]);
    expect(unformatted(proposal)).toEqual([]);
  });

  it('cannot slip anything into the spec through their names', async () => {
    const root = folderWith(
      {
        "it's # a: {table}, [x].csv": csv(3),
        'a b"c.csv': 'x y,"q""uote",email\n1,2,3\n',
        'evil\nowner: x.csv': csv(3),
        'rtl\u202Etxt.csv': csv(3),
        '-.csv': csv(3),
        'null.csv': csv(3),
        'models/#.onnx': '',
      },
      '# yes: no',
    );
    const proposal = await propose(root);
    expect(proposal.text).not.toMatch(/^owner: x/m);
    expect(proposal.text).not.toContain('\u202E');
    expect(proposal.text).toContain('look at email');
    expect(proposal.text).toContain('left out: characters of patterns in their names');
    expect(linesOf(proposal.text)).toContain('path: "a b\\"c.csv"');
    expect(faultsOf(proposal)).toEqual([]);
    expect(unformatted(proposal)).toEqual([]);
  });

  it('are not left through links', async () => {
    const outside = folderWith({ 'secret.csv': csv(3) }, 'outside');
    const root = folderWith({ 'a.csv': csv(3) });
    symlinkSync(outside, path.join(root, 'linked'));
    expect((await propose(root)).survey.tables.map((table) => table.path)).toEqual(['a.csv']);
  });

  it('with ten thousand files are surveyed without reading one of them', async () => {
    const root = folderWith({ 'table.csv': csv(30) });
    mkdirSync(path.join(root, 'images'));
    for (let index = 0; index < 10_000; index++) writeFileSync(path.join(root, 'images', `${index}.png`), '');
    const files = createWorkspaceFiles({ roots: () => [root] });
    const asked: string[] = [];
    const proposal = await propose(root, false, {
      ...files,
      listFolder: (folder, from) => files.listFolder((asked.push(folder), folder), from),
      resolve: (file, from) => files.resolve((asked.push(file), file), from),
      readFile: (uri, most) => files.readFile((asked.push(uri), uri), most),
    });
    // Two folders, and the one table: nothing is asked of each image.
    expect(asked.length).toBeLessThan(10);
    expect(proposal.survey.images).toHaveLength(1);
    expect(faultsOf(proposal)).toEqual([]);
    expect(unformatted(proposal)).toEqual([]);
  });
});
