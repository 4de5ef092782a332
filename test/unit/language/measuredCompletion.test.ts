import { describe, expect, it } from 'vitest';
import type { ActualsFact, RunFact } from '../../../schemas/facts.ts';
import { complete } from '../../../server/src/language/completion/complete.ts';
import { fixture } from '../../support/languageFixture.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';
import { factsFrom } from '../../support/ruleFixture.ts';

function run(
  store: RunFact['store'],
  id: string,
  values: Readonly<Record<string, number>>,
  experiment?: string,
): RunFact {
  return {
    store,
    id,
    at: '2026-11-02T09:31:20Z',
    uri: undefined,
    model: store === 'plumbline' ? 'delay' : undefined,
    split: undefined,
    target: undefined,
    commit: undefined,
    values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value, unit: '' }])),
    params: {},
    experiment,
  };
}

const facts = factsFrom({
  runs: [
    run('plumbline', '2026-11-02T0931Z-delay', {}),
    run('mlflow', 'abc', { 'test/recall': 0.61, loss: 0.2 }, 'delay'),
    run('mlflow', 'def', { other: 1 }, 'elsewhere'),
    run('dvc', 'm.json', { 'test.recall': 0.61 }),
  ],
  texts: { 'm.json': '{"test": {"recall": 0.61, "a/b": 2, "name": "x"}}' },
});

async function labels(metric: string): Promise<readonly string[]> {
  const given = fixture(`plumbline: v1\nmetrics:\n  recall: {kind: model, metric: recall, ${metric}}\n`, facts);
  const options = {
    hasSnippets: true,
    suggestCommand: undefined,
    hasCommitCharacters: true,
    keepDocumentations: undefined,
  };
  const files = memoryWorkspace(new Map(), 'file:///work/');
  const { items } = await complete(given.snapshot, given.uri, given.offset, files, options);
  return items.map(({ label }) => label);
}

describe('completion of what was measured', () => {
  it('offers the runs of the project as evidence', async () => {
    expect(await labels('justification: {evidence: "run:$0"}')).toEqual(['run:2026-11-02T0931Z-delay']);
  });

  it('offers the metrics of MLflow and DVC as evidence', async () => {
    expect(await labels('justification: {evidence: "mlflow:$0"}')).toContain('mlflow:runs/abc/metrics/test/recall');
    expect(await labels('justification: {evidence: "dvc:$0"}')).toEqual(['dvc:m.json#test.recall']);
  });

  it('offers experiments, and then the keys of the one that was chosen', async () => {
    expect(await labels('source: {mlflow: {experiment: "$0"}}')).toEqual(['delay', 'elsewhere']);
    expect(await labels('source: {mlflow: {experiment: delay, key: "$0"}}')).toEqual(['test/recall', 'loss']);
  });

  it('offers the values in the metrics files of DVC', async () => {
    expect(await labels('source: {dvc: "$0"}')).toEqual(['m.json#test.recall']);
  });

  it('offers the numbers of a file as pointers', async () => {
    expect(await labels('source: {file: m.json, pointer: "$0"}')).toEqual(['/test/recall', '/test/a~1b']);
  });
});

describe('completion of charges', () => {
  const actuals: ActualsFact = {
    sums: [],
    unmapped: [
      { name: 'Tax', amount: '77.8', currency: 'USD' },
      { name: 'Data Transfer: out', amount: '70', currency: 'USD' },
    ],
    mapKeys: [
      { key: 'Tax', amount: '77.8', unit: 'USD' },
      { key: 'Data Transfer: out', amount: '70', unit: 'USD' },
      { key: 'tag:project=search', amount: '12', unit: 'USD' },
      { key: 'nightly', amount: '3.5', unit: 'kWh' },
    ],
    tags: [
      { key: 'project', value: 'search', amount: '12', unit: 'USD' },
      { key: 'project', value: 'late: flights', amount: '3', unit: 'USD' },
      { key: 'stage', value: 'train', amount: '2', unit: 'USD' },
    ],
    rows: 3,
    unreadRows: 0,
    leftOut: [],
    repeatedRows: 0,
    problems: [],
    files: [],
  };

  async function charges(text: string, known = factsFrom({ actuals: { cloud: actuals } })) {
    const given = fixture(
      `plumbline: v1\ncosts:\n  currency: USD\n  actuals:\n    cloud:\n      format: focus\n${text}`,
      known,
    );
    const options = {
      hasSnippets: false,
      suggestCommand: undefined,
      hasCommitCharacters: true,
      keepDocumentations: undefined,
    };
    const { items } = await complete(
      given.snapshot,
      given.uri,
      given.offset,
      memoryWorkspace(new Map(), 'file:///work/'),
      options,
    );
    return items.map(({ label, detail, textEdit }) => [label, detail, textEdit?.newText]);
  }

  it('offers services, tags and projects of the files as keys of `map`, with its sum, quoted where it must be', async () => {
    expect(await charges('      map:\n        $0\n')).toEqual([
      ['Tax', '77.8 USD match no category', 'Tax: '],
      ['Data Transfer: out', '70 USD match no category', '"Data Transfer: out": '],
      ['tag:project=search', '12 USD match no category', 'tag:project=search: '],
      ['nightly', '3.5 kWh measured', 'nightly: '],
    ]);
    expect(await charges('      map: {Tax: infra, $0}\n')).toEqual([
      ['Data Transfer: out', '70 USD match no category', '"Data Transfer: out": '],
      ['tag:project=search', '12 USD match no category', 'tag:project=search: '],
      ['nightly', '3.5 kWh measured', 'nightly: '],
    ]);
  });

  it('offers nothing while the charges are not known, and elsewhere', async () => {
    expect(await charges('      map:\n        $0\n', factsFrom({}))).toEqual([]);
    expect(await charges('      tags:\n        $0\n', factsFrom({}))).toEqual([]);
  });

  it('offers tags of the files for the filter, and then their values with what they come to', async () => {
    expect(await charges('      tags:\n        $0\n')).toEqual([
      ['project', '2 values', 'project: '],
      ['stage', 'always train', 'stage: '],
    ]);
    expect(await charges('      tags:\n        project: $0\n')).toEqual([
      ['search', '12 USD', 'search'],
      ['late: flights', '3 USD', '"late: flights"'],
    ]);
    expect(await charges('      tags: {stage: $0}\n')).toEqual([['train', '2 USD', 'train']]);
  });
});
