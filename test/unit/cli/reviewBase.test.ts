import { readFileSync, realpathSync, statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDocument } from '../../../schemas/checkReport.ts';
import type { CheckReport } from '../../../schemas/checkReport.ts';
import { runCommandLine } from '../../../server/src/cli/commandLine.ts';
import { createRefusingRunner } from '../../../server/src/jobs/refusingRunner.ts';
import { createGitHistory } from '../../../server/src/platform/gitHistory.ts';
import { createGitMemory } from '../../../server/src/platform/gitMemory.ts';
import { createWorkspaceFiles } from '../../../server/src/platform/workspaceFiles.ts';
import { createTestRepository } from '../../support/gitRepository.ts';
import type { TestRepository } from '../../support/gitRepository.ts';
import { edited, reviewedSpec } from '../../support/reviewFixture.ts';
import type { Edit } from '../../support/reviewFixture.ts';
import { readPythonGrammar } from '../../support/pythonParser.ts';

let repository: TestRepository;
beforeEach(() => {
  repository = createTestRepository();
  repository.commit('Goals', { 'flights/plumbline.yaml': reviewedSpec });
  repository.git('switch', '--quiet', '--create', 'easier');
});
afterEach(() => repository.remove());

const looser = edited([['limit: 0.65', 'limit: 0.60']]);
const entry =
  '  - {date: 2026-10-14, metric: recall, field: limit, from: 0.65, to: 0.60, by: stations@example.com, reason: met at 0.60}\n';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `plumbline check` in the repository, with the real git and the real disk. */
async function check(...args: readonly string[]): Promise<Ran> {
  let [out, err] = ['', ''];
  const code = await runCommandLine(['check', ...args], {
    cwd: repository.root,
    version: '1.2.3',
    print: (text) => void (out += text),
    say: (text) => void (err += text),
    hasColour: false,
    showsProgress: false,
    signal: new AbortController().signal,
    now: () => new Date('2026-11-02T08:00:00Z'),
    readEnvironment: () => undefined,
    jobs: createRefusingRunner('No worker runs here.'),
    history: createGitHistory(),
    openFiles: (roots, search) =>
      createWorkspaceFiles({ roots: () => roots, ...(search === undefined ? {} : { search }) }),
    realPath: (location) => {
      try {
        const real = realpathSync(location);
        return Promise.resolve({ path: real, isFolder: statSync(real).isDirectory() });
      } catch {
        return Promise.resolve(undefined);
      }
    },
    readPage: () => undefined,
    readPythonGrammar,
    topLevelOf: (folder) => createGitMemory().topLevelOf(folder),
    findGit: () => Promise.resolve({ kind: 'absent' }),
    makeFolder: () => Promise.reject(new Error('A check writes nothing.')),
    writeFile: () => Promise.reject(new Error('A check writes nothing.')),
    createFile: () => Promise.reject(new Error('A check writes nothing.')),
    rulePages: {
      list: () => Promise.resolve([]),
      read: () => Promise.resolve(''),
      readIndex: () => Promise.resolve(''),
    },
    loadPythonFormatter: () => Promise.resolve(undefined),
    writeFolders: () => Promise.resolve(),
    readText: (location) => readFileSync(location, 'utf8'),
  });
  return { code, out, err };
}

async function reviewAsJson(...args: readonly string[]): Promise<CheckReport> {
  const { out } = await check('--base', 'main', '--format', 'json', ...args);
  const document = checkDocument.parse(JSON.parse(out));
  if (document.kind !== 'check') throw new Error(document.sentence);
  return document;
}

describe('plumbline check --base', () => {
  it('reports a loosened limit with its money, its author and that no reason is stated', async () => {
    repository.commit('Ease', { 'flights/plumbline.yaml': looser }, 'Grace Hopper <grace@example.com>');
    const report = await reviewAsJson();
    expect(report.review).toMatchObject([
      {
        kind: 'compared',
        file: 'flights/plumbline.yaml',
        name: 'flights',
        base: { revision: repository.git('rev-parse', 'main'), author: 'Ada' },
        counts: { loosened: 1, tightened: 0, neutral: 0 },
        changes: [
          {
            kind: 'goal',
            weight: 'loosened',
            subject: 'metrics.recall.limit',
            from: '0.65',
            to: '0.60',
            base: { file: 'flights/plumbline.yaml', range: { start: { line: 20 } } },
            current: { file: 'flights/plumbline.yaml', range: { start: { line: 20 } } },
            money: { kind: 'known', amount: '-220500', currency: 'USD', formula: 26 },
            authors: ['Grace Hopper'],
            reason: null,
          },
        ],
      },
    ]);
    expect(report.findings.filter(({ rule }) => rule === 'gov/goalpost-moved')).toMatchObject([
      { severity: 'warning', range: { start: { line: 20 } } },
    ]);
  });

  it('names the keys that changed where no promise did', async () => {
    repository.commit('Describe', { 'flights/plumbline.yaml': `${reviewedSpec}description: which flights are late\n` });
    expect((await check('--base', 'main')).out).toContain('no promise changed, only `description` did.');
  });

  it('reports the reason and the person that the change log names', async () => {
    repository.commit('Ease', { 'flights/plumbline.yaml': looser + entry });
    const { review, findings } = await reviewAsJson();
    expect(review).toMatchObject([{ changes: [{ authors: ['stations@example.com'], reason: 'met at 0.60' }] }]);
    expect(findings.filter(({ rule }) => rule === 'gov/goalpost-moved')).toEqual([]);
  });

  it('names nobody for what is not committed yet, and who committed for what is gone', async () => {
    repository.commit('Cost', { 'flights/other.txt': 'x' }, 'Alan <alan@example.com>');
    repository.write('flights/plumbline.yaml', looser);
    expect((await reviewAsJson()).review).toMatchObject([{ changes: [{ authors: [] }] }]);
    const check = /^ {4}inputs: .*\n/m.exec(reviewedSpec)?.[0] ?? '';
    repository.commit('Drop', { 'flights/plumbline.yaml': edited([[check, '']]) }, 'Alan <alan@example.com>');
    expect((await reviewAsJson()).review).toMatchObject([
      { changes: [{ kind: 'monitoring', weight: 'loosened', current: null, authors: ['Alan'] }] },
    ]);
  });

  it('compares with where the work left the base, not with what happened there since', async () => {
    repository.git('switch', '--quiet', 'main');
    repository.commit('Stricter', { 'flights/plumbline.yaml': edited([['limit: 0.65', 'limit: 0.68']]) });
    repository.git('switch', '--quiet', 'easier');
    expect((await reviewAsJson()).review).toMatchObject([{ changes: [] }]);
  });

  it('finds a metric that left with its whole file, and a spec that moved', async () => {
    const part = `plumbline: v1\nproject: flights\nlabels:\n  cause: {of: flights, task: regression, agreement: {measure: iou, limit: 0.8}}\nmonitoring: {retrain: {max_age: 90 days}}\n`;
    repository.git('switch', '--quiet', 'main');
    repository.commit('Part', { 'flights/more.plumbline.yaml': part });
    repository.git('switch', '--quiet', '--force-create', 'easier');
    repository.git('rm', '--quiet', 'flights/more.plumbline.yaml');
    repository.git('mv', 'flights/plumbline.yaml', 'plumbline.yaml');
    repository.commit('Move');
    const { review } = await reviewAsJson();
    const sentences = review?.flatMap((one) => (one.kind === 'compared' ? one.changes : [])).map((one) => one.sentence);
    expect(sentences).toEqual(['`labels.cause` was dropped.', '`monitoring.retrain` was dropped.']);
  });

  it('reports what a contract breaks, and that its version should say so', async () => {
    const contract = (type: string) => `apiVersion: v3.1.0
kind: DataContract
id: flights
version: 1.0.0
status: active
schema:
  - name: flights
    properties:
      - {name: date, logicalType: ${type}}
`;
    const spec = edited([['    path: flights.csv\n', '    path: flights.csv\n    contract: flights.odcs.yaml\n']]);
    repository.git('switch', '--quiet', 'main');
    repository.commit('Contract', { 'flights/plumbline.yaml': spec, 'flights/flights.odcs.yaml': contract('date') });
    repository.git('switch', '--quiet', '--force-create', 'easier');
    repository.commit('Retype', { 'flights/flights.odcs.yaml': contract('string') });
    const { review, findings } = await reviewAsJson();
    expect(review).toMatchObject([
      {
        changes: [
          { kind: 'contract', level: 'major', subject: 'flights.date', from: 'date', to: 'string', authors: ['Ada'] },
          {
            kind: 'contract',
            level: 'major',
            subject: 'version',
            sentence: expect.stringContaining('`2.0.0`') as unknown,
          },
        ],
      },
    ]);
    expect(findings.map(({ rule }) => rule)).toContain('contract/breaking-change');
  });

  it('says that a spec is new', async () => {
    repository.commit('Second', { 'second/plumbline.yaml': reviewedSpec });
    expect((await reviewAsJson('second')).review).toMatchObject([{ kind: 'new', file: 'second/plumbline.yaml' }]);
  });

  it('prints the review before the findings', async () => {
    repository.commit('Ease', { 'flights/plumbline.yaml': looser }, 'Grace Hopper <grace@example.com>');
    const { out, code } = await check('--base', 'main');
    expect(out).toMatch(/^Review of flights\/plumbline\.yaml against [0-9a-f]{7} \(2026-10-01, Ada\): 1 loosened\.\n/);
    expect(out).toContain(
      '  loosened  flights/plumbline.yaml:21:12 The limit of `recall` was loosened from `0.65` to `0.60`.\n' +
        '            -220.5 kUSD/year · by Grace Hopper · no reason stated\n',
    );
    // What was loosened decides nothing here; the findings do, and this spec has errors of its own.
    expect(code).toBe((await check()).code);
  });

  it.each([
    ['no repository', () => repository.git('config', 'core.bare', 'true'), 'main', 'cannot be compared with a base'],
    ['no such revision', () => '', 'release/9', 'there is no commit `release/9` in the repository'],
    ['an option', () => '', '--output=x', 'there is no commit `--output=x`'],
  ])('refuses %s in one sentence', async (_what, prepare, base, sentence) => {
    prepare();
    const { code, out, err } = await check(`--base=${base}`, '--format', 'json');
    expect(code).toBe(2);
    expect(err).toContain(sentence);
    expect(checkDocument.parse(JSON.parse(out))).toMatchObject({ kind: 'error' });
  });

  it('needs a base for Markdown', async () => {
    expect(await check('--format', 'markdown')).toMatchObject({
      code: 2,
      out: '',
      err: 'plumbline: --format markdown needs --base.\n',
    });
  });

  it('writes a comment for a pull request', async () => {
    repository.commit('Ease', { 'flights/plumbline.yaml': looser }, 'Grace Hopper <grace@example.com>');
    const { out } = await check('--base', 'main', '--format', 'markdown');
    expect(out).toContain(
      '| ▼ loosened | The limit of `recall` was loosened from `0.65` to `0.60`. | `flights/plumbline.yaml:21` | -220.5 kUSD/year | Grace Hopper | **no reason stated** |',
    );
    expect(out).toContain('### Findings');
  });

  it('reports every kind of change of one branch in one readable table', async () => {
    const contract = (version: string, columns: string) =>
      `apiVersion: v3.1.0\nkind: DataContract\nid: flights\nversion: ${version}\nstatus: active\nschema:\n  - name: flights\n    properties:\n${columns}`;
    const [date, late] = ['      - {name: date, logicalType: date}\n', '      - {name: late, logicalType: boolean}\n'];
    const bound = edited([['    path: flights.csv\n', '    path: flights.csv\n    contract: flights.odcs.yaml\n']]);
    const pin = (md5: string) => `outs:\n- md5: ${md5}\n  size: 10\n  path: flights.csv\n`;
    repository.git('switch', '--quiet', 'main');
    repository.commit('All of it', {
      'flights/plumbline.yaml': bound,
      'flights/flights.odcs.yaml': contract('1.0.0', date + late),
      'flights/flights.csv.dvc': pin('0123456789abcdef0123456789abcdef'),
    });
    repository.git('switch', '--quiet', '--force-create', 'easier');
    const changes: readonly Edit[] = [
      ['target: 0.70', 'target: 0.68'],
      ['limit: 0.65', 'limit: 0.60'],
      [/ {2}latency: .*\n/.exec(bound)?.[0] ?? '', ''],
      ["date >= '2001-05-01'", "date >= '2001-06-01'"],
      ['owner: data@example.com', 'owner: other@example.com'],
      ['phase: pilot', 'phase: poc'],
    ];
    repository.commit(
      'Ease',
      {
        'flights/plumbline.yaml': edited(changes, bound),
        'flights/flights.odcs.yaml': contract('1.0.1', date),
        'flights/flights.csv.dvc': pin('fedcba9876543210fedcba9876543210'),
      },
      'Grace Hopper <grace@example.com>',
    );
    const { out } = await check('--base', 'main', '--format', 'markdown');
    const rows = out.split('\n').filter((line) => line.startsWith('| '));
    const subjects = (await reviewAsJson()).review?.flatMap((one) => (one.kind === 'compared' ? one.changes : []));
    expect(subjects?.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining([
        'metrics.recall.target',
        'metrics.recall.limit',
        'metrics.latency',
        'splits.test.where',
        'data.flights.owner',
        'data.flights.version',
        'flights.late',
        'phase',
      ]),
    );
    // A head, a line below it, and one row of six cells for each change.
    expect(rows).toHaveLength((subjects?.length ?? 0) + 2);
    for (const row of rows) expect(row.replaceAll('\\|', '').match(/\|/g)).toHaveLength(7);
    expect(out).toMatch(
      /The limit of `recall` was loosened .*-220\.5 kUSD\/year \| Grace Hopper \| \*\*no reason stated\*\*/,
    );
  });

  it('writes annotations and related locations that code scanning can show', async () => {
    repository.commit('Ease', { 'flights/plumbline.yaml': looser }, 'Grace Hopper <grace@example.com>');
    const github = (await check('--base', 'main', '--format', 'github')).out;
    expect(github).toMatch(/^::notice file=flights\/plumbline\.yaml,line=21,.*title=review::The limit of `recall`/m);
    const sarif = (await check('--base', 'main', '--format', 'sarif')).out;
    expect(sarif).toContain('Before, in ');
  });
});

describe('plumbline check of a folder below a project', () => {
  it('checks what lies there with the spec above it, and not what lies beside it', async () => {
    repository.commit('Parts', {
      'flights/costs/late.plumbline.yaml': 'plumbline: v1\nproject: flights\nphase: pilot\n',
      'other/plumbline.yaml': 'plumbline: v1\nproject: other\n',
    });
    const { out } = await check('flights/costs', '--format', 'json');
    const document = checkDocument.parse(JSON.parse(out));
    if (document.kind !== 'check') throw new Error(document.sentence);
    expect(document.projects).toMatchObject([
      { file: 'flights/plumbline.yaml', parts: ['flights/costs/late.plumbline.yaml'], name: 'flights' },
    ]);
    expect(new Set(document.findings.map(({ file }) => file))).toEqual(new Set(['flights/costs/late.plumbline.yaml']));
  });
});
