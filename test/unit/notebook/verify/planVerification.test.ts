import { beforeAll, describe, expect, it } from 'vitest';
import { verificationPlan } from '../../../../schemas/verificationRun.ts';
import type { VerificationPlan } from '../../../../schemas/verificationRun.ts';
import { loadShippedEffects } from '../../../../server/src/notebook/effects/shippedEffects.ts';
import { createNotebookAnalyzer } from '../../../../server/src/notebook/flow/analyseNotebook.ts';
import { loadImplied } from '../../../../server/src/notebook/packages/impliedDistributions.ts';
import { promote } from '../../../../server/src/notebook/promote/promote.ts';
import type { Promotion } from '../../../../server/src/notebook/promote/promote.ts';
import type { Notebook } from '../../../../server/src/notebook/read/notebook.ts';
import type { PythonParser } from '../../../../server/src/notebook/syntax/pythonParser.ts';
import { checkPackage, sayChecks } from '../../../../server/src/notebook/verify/checkPackage.ts';
import { planVerification } from '../../../../server/src/notebook/verify/planVerification.ts';
import { notebookOf } from '../../../support/notebookFlow.ts';
import { loadPythonParser } from '../../../support/pythonParser.ts';

let parser: PythonParser;

beforeAll(async () => {
  parser = await loadPythonParser();
});

const effects = loadShippedEffects();

function promoteCells(notebook: Notebook): Promotion {
  const analysis = createNotebookAnalyzer({ parser, effects }).analyse(notebook);
  return promote(analysis, { parser, packageName: 'rooms', notebook: '../rooms.ipynb', version: '0.0.0' });
}

function planOf(cells: Parameters<typeof notebookOf>[0]): VerificationPlan {
  const { plan, map } = promoteCells(notebookOf(cells));
  const made = planVerification({ plan, code: plan.source.code, entries: map.entries, implied: loadImplied() });
  return verificationPlan.parse(made);
}

const training = [
  'import pandas as pd\nfrom sklearn.linear_model import LogisticRegression\nfrom sklearn.metrics import accuracy_score',
  'df = pd.read_parquet("rooms.parquet")',
  'df["big"] = df["size"] > 50',
  'model = LogisticRegression().fit(df[["size"]], df["sold"])',
  "print(f\"accuracy {accuracy_score(df['sold'], model.predict(df[['size']])):.2f}\")",
];

describe('the plan of a verification', () => {
  it('runs every statement of the notebook in its order, also those that the package drops', () => {
    const { statements } = planOf([...training, 'df.describe()']);
    expect(statements.map(({ code }) => code.split('\n')[0])).toContain('df.describe()');
    expect(statements.map(({ cell }) => cell)).toEqual(statements.map(({ cell }) => cell).toSorted((a, b) => a - b));
  });

  it('replaces magics, and keeps the lines of what stands behind them', () => {
    const { statements } = planOf(['%matplotlib inline\n!pip install pandas\nx = 1', ...training]);
    expect(statements.find(({ code }) => code === 'x = 1')?.line).toBe(3);
    expect(statements.map(({ code }) => code).join('\n')).not.toContain('%matplotlib');
  });

  it('seeds keras by itself, which need not stand on TensorFlow', () => {
    expect(planOf(['import keras', ...training]).seeded).toEqual(['numpy', 'keras']);
    expect(planOf(['from tensorflow import keras', ...training]).seeded).toEqual(['numpy', 'tf']);
  });

  it('wraps a metric where it stands, without quotes that could end a text', () => {
    const { statements, metrics } = planOf(training);
    const code = statements.at(-1)?.code ?? '';
    const place = metrics.findIndex(({ key }) => key === 'accuracy_score');
    expect(code).toContain(`{__plumbline_metric__(${place}, (accuracy_score(`);
    expect(code).toContain(')):.2f}');
  });

  it('looks at what each stage function returns behind the statement that makes it', () => {
    const plan = planOf(training);
    const model = plan.places.find(({ variable }) => variable === 'model');
    expect(plan.statements.find(({ id }) => id === model?.after)?.code).toContain('LogisticRegression()');
    expect(plan.probes.find(({ id }) => id === model?.probe)?.from).toMatchObject({ cell: 3, first: 1, last: 1 });
  });

  it('knows which probes feed a function', () => {
    const plan = planOf(training);
    const model = plan.probes.find(({ name }) => name === 'model');
    const table = plan.probes.findLast(({ name }) => name === 'df');
    expect(model?.inputs).toContain(table?.id);
  });

  it('needs what the notebook imports, and what its calls need beside it', () => {
    const { imports } = planOf(training);
    expect(imports).toEqual([
      { module: 'pandas', distribution: 'pandas' },
      { module: 'sklearn', distribution: 'scikit-learn' },
      { module: 'pyarrow', distribution: 'pyarrow' },
    ]);
  });

  it('reads files that nothing in the notebook writes before', () => {
    const plan = planOf([...training, 'df.to_csv("out.csv")', 'again = pd.read_csv("out.csv")\nmodel.predict(again)']);
    expect(plan.reads.map(({ path }) => path)).toEqual(['rooms.parquet']);
  });

  it('holds files that both write against each other', () => {
    const plan = planOf([...training, 'df.to_csv("out.csv")']);
    expect(plan.written).toMatchObject([{ probe: 'file:out.csv', path: 'out.csv' }]);
    expect(plan.probes.some(({ id, role }) => id === 'file:out.csv' && role === 'file')).toBe(true);
  });

  it('seeds what the libraries of the notebook draw from', () => {
    expect(planOf(training).seeded).toEqual(['numpy']);
    expect(planOf(['x = 1\nprint(x)']).seeded).toEqual([]);
    expect(planOf(['import numpy as np\nnp.random.seed(42)', ...training]).seed).toBe(42);
  });

  it('leaves out what the order leaves out and what is broken', () => {
    const { statements } = planOf([...training, 'x = = 1']);
    expect(statements.some(({ code }) => code.includes('= ='))).toBe(false);
  });
});

describe('a package that is read and not run', () => {
  it('is right as it is generated', () => {
    const { files, report, map } = promoteCells(notebookOf(training));
    const checks = checkPackage({ files, report, map, parser });
    expect(checks.map(({ check, problems }) => [check, problems])).toEqual([
      ['parses', []],
      ['names', []],
      ['imports', []],
      ['pipeline', []],
      ['source-map', []],
    ]);
    expect(sayChecks(checks)).toContain('the package is right');
  });

  const broken = (change: (files: Promotion['files']) => Promotion['files']) => {
    const { files, report, map } = promoteCells(notebookOf(training));
    const checks = checkPackage({ files: change(files), report, map, parser });
    return checks.flatMap(({ check, problems }) => problems.map((problem) => `${check}: ${problem}`));
  };

  it('has a module that does not parse', () => {
    const problems = broken((files) => [...files, { path: 'src/rooms/extra.py', text: 'def f(:\n' }]);
    expect(problems).toEqual(['parses: src/rooms/extra.py is no valid Python.']);
  });

  it('imports what the package does not have', () => {
    const text = 'from . import nowhere\nfrom .absent import x\nfrom .config import Nothing\n';
    expect(broken((files) => [...files, { path: 'src/rooms/extra.py', text }])).toEqual([
      'imports: src/rooms/extra.py imports the module nowhere, which the package does not have.',
      'imports: src/rooms/extra.py imports from .absent, which the package does not have.',
      'imports: src/rooms/extra.py imports Nothing from .config, which does not define it.',
    ]);
  });

  it('has a pipeline that goes in a circle', () => {
    const text =
      'stages:\n  a:\n    deps: [y]\n    outs: [x]\n  b:\n    deps: [x]\n    outs:\n      - y:\n          cache: false\n';
    const others = (files: Promotion['files']) => files.filter(({ path }) => path !== 'dvc.yaml');
    expect(broken((files) => [...others(files), { path: 'dvc.yaml', text }])).toEqual([
      'pipeline: In dvc.yaml the stage a needs what it leaves itself.',
    ]);
  });

  it('has lines that the source map names and nobody wrote', () => {
    const problems = broken((files) =>
      files.map((file) => (file.path === 'src/rooms/train.py' ? { ...file, text: '' } : file)),
    );
    expect(problems.some((problem) => problem.startsWith('source-map: The source map names lines'))).toBe(true);
  });
});
