import { describe, expect, it } from 'vitest';
import { checkReport } from '../../../schemas/checkReport.ts';
import { runInMemory } from '../../support/memoryCommandLine.ts';

const notebook = JSON.stringify(
  {
    cells: [
      { cell_type: 'markdown', metadata: {}, source: ['# Flights'] },
      {
        cell_type: 'code',
        metadata: {},
        source: ['import pandas as pd\n', 'frame = pd.read_csv("/home/anna/flights.csv")'],
        execution_count: 1,
        outputs: [],
      },
    ],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  },
  null,
  1,
);
/** Line of the JSON, from 1, in which a text stands. */
const lineOf = (text: string): number => notebook.slice(0, notebook.indexOf(text)).split('\n').length;
const spec = 'plumbline: v1\nproject: flights\nphase: poc\nowner: anna@example.com\n';

/** A script with two cells, of which the second one trains. */
const leak = [
  '# %%',
  'import pandas as pd',
  'from sklearn.linear_model import LogisticRegression',
  'from sklearn.model_selection import train_test_split',
  'from sklearn.preprocessing import StandardScaler',
  'frame = pd.read_csv("flights.csv")',
  'scaled = StandardScaler().fit_transform(frame[["distance"]])',
  '# %%',
  'X_train, X_test, y_train, y_test = train_test_split(scaled, frame["late"], random_state=0)',
  'print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))',
].join('\n');

describe('plumbline check on notebooks', () => {
  it('names the line of the file, the cell and the line in it', async () => {
    const { out, code } = await runInMemory(['check'], { 'delay.ipynb': notebook });
    expect(out).toContain(`delay.ipynb:${lineOf('/home/anna')}:28 (cell 2, line 2) warning notebook/absolute-path `);
    expect(out).toContain('1 notebook checked: 1 warning.');
    expect(code).toBe(0);
  });

  it('checks a notebook that is named, and no other', async () => {
    const files = { 'delay.ipynb': notebook, 'other.ipynb': notebook };
    const { out, code } = await runInMemory(['check', 'delay.ipynb', '--fail-on', 'warning'], files);
    expect([out.includes('other.ipynb'), code]).toEqual([false, 1]);
  });

  it('speaks as loudly as the project around it says', async () => {
    const { out } = await runInMemory(['check', 'delay.ipynb'], { 'plumbline.yaml': spec, 'delay.ipynb': notebook });
    expect(out).toContain('(cell 2, line 2) info notebook/absolute-path');
  });

  it('reads Python files with cells, and leaves others alone', async () => {
    const code = 'open("/home/anna/flights.csv")\n';
    const { out } = await runInMemory(['check'], { 'explore.py': `# %%\n${code}`, 'plain.py': code });
    expect(out).toContain('explore.py:2:7 (cell 1, line 1) warning notebook/absolute-path');
    expect(out).toContain('1 notebook checked: 1 warning.');
  });

  it('says in one sentence that a file is no notebook', async () => {
    const { out, code } = await runInMemory(['check'], { 'broken.ipynb': '{"cells": [\n<<<<<<< HEAD\n' });
    expect(out).toMatch(/broken\.ipynb:2:1 error notebook\/unreadable This notebook cannot be read: /);
    expect(code).toBe(1);
  });

  it('names the cell and its line at each step of the path of a leak', async () => {
    const { out } = await runInMemory(['check'], { 'explore.py': leak });
    expect(out).toMatch(/^ {4}explore\.py:6:9 \(cell 1, line 5\) The rows come from here\.$/m);
    expect(out).toMatch(/^ {4}explore\.py:9:\d+ \(cell 2, line 1\) Splits the rows\.$/m);
  });

  it('reports fixes that must be tried in the formats that hold fixes', async () => {
    const json = (await runInMemory(['check', '--format', 'json'], { 'explore.py': leak })).out;
    const leaks = checkReport.parse(JSON.parse(json)).findings.filter(({ rule }) => rule === 'leak/preprocessing');
    expect(leaks.map(({ fixes }) => fixes.length)).toEqual([1]);
  });

  it('prints a secret in no format', async () => {
    const secret = notebook.replace(
      String.raw`frame = pd.read_csv(\"/home/anna/flights.csv\")`,
      String.raw`password = \"tr0ub4dor\"`,
    );
    for (const format of ['text', 'json', 'sarif', 'github', 'junit']) {
      const { out } = await runInMemory(['check', '--format', format], { 'delay.ipynb': secret });
      expect(out).toContain('notebook/secret');
      expect(out).not.toContain('tr0ub4dor');
    }
  });

  it('reports cells in JSON, rules in SARIF, and lines everywhere', async () => {
    const files = { 'delay.ipynb': notebook };
    const report = checkReport.parse(JSON.parse((await runInMemory(['check', '--format', 'json'], files)).out));
    expect([report.notebooks, report.findings.map(({ cell }) => cell)]).toEqual([1, [{ number: 2, line: 2 }]]);
    const sarif = (await runInMemory(['check', '--format', 'sarif'], files)).out;
    expect(sarif).toContain('"id": "notebook/absolute-path"');
    const line = lineOf('/home/anna');
    expect((await runInMemory(['check', '--format', 'github'], files)).out).toContain(`file=delay.ipynb,line=${line}`);
    expect((await runInMemory(['check', '--format', 'junit'], files)).out).toContain(`delay.ipynb`);
  });
});
