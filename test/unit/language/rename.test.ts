import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WorkspaceEdit } from 'vscode-languageserver-types';
import { TextDocumentEdit } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { DriftFact, Facts, RunFact } from '../../../schemas/facts.ts';
import { prepareRename, rename } from '../../../server/src/language/rename/rename.ts';
import { fixture, flightFacts, mainUri, textIn } from '../../support/languageFixture.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';

const options = { hasDocumentChanges: true, hasChangeAnnotations: true, versionOf: () => null };

type Input = Parameters<typeof fixture>[0];

interface Renamed {
  readonly sentence: string | undefined;
  /** File name → text after the edit, of files that it changes. */
  readonly files: Readonly<Record<string, string>>;
  readonly edit: WorkspaceEdit;
}

/** @param disk other files of the workspace, by name */
async function renamed(
  input: Input,
  next: string,
  disk: Readonly<Record<string, string>> = {},
  facts: Facts = flightFacts,
): Promise<Renamed> {
  const given = fixture(input, facts);
  const texts = new Map([
    ...given.texts,
    ...Object.entries(disk).map(([name, text]) => [`file:///work/${name}`, text] as const),
  ]);
  const files = memoryWorkspace(texts, 'file:///work/');
  const result = await rename(given.snapshot, given.uri, given.offset, next, files, options);
  if (result === undefined) throw new Error('No name stands at the cursor.');
  if (result.kind === 'refused') return { sentence: result.sentence, files: {}, edit: {} };
  const after: Record<string, string> = {};
  for (const change of result.edit.documentChanges ?? []) {
    if (!TextDocumentEdit.is(change)) throw new Error('A rename changes texts alone.');
    const { uri } = change.textDocument;
    const document = TextDocument.create(uri, 'plumbline', 0, texts.get(uri) ?? '');
    const edits = change.edits.filter((edit) => 'newText' in edit);
    after[uri.slice('file:///work/'.length)] = TextDocument.applyEdits(document, edits);
  }
  return { sentence: undefined, files: after, edit: result.edit };
}

const spec = async (text: string, next: string): Promise<string | undefined> =>
  (await renamed(text, next)).files['plumbline.yaml'];

describe('what can be renamed', () => {
  const prepared = (text: string) => {
    const given = fixture(text);
    const start = prepareRename(given.snapshot, given.uri, given.offset);
    if (start?.kind !== 'ready') return start?.sentence;
    return `${start.placeholder}: ${textIn(given, given.uri, start.range)}`;
  };

  it('is the id under the cursor, without its quotes', () => {
    expect(prepared('splits:\n  te$0st: {}\n')).toBe('test: test');
    expect(prepared('splits:\n  test: {}\nmetrics:\n  m: {split: "te$0st"}\n')).toBe('test: test');
    expect(prepared('splits:\n  test: {}\neconomics:\n  prevalence: {evidence: "split:$0test"}\n')).toBe('test: test');
  });

  it('is not what comes from elsewhere: data, rules, classes, ids that do not exist', () => {
    const flights = 'data:\n  flights: {path: a.csv, roles: {';
    expect(prepared(`${flights}time: da$0te}}\n`)).toContain('comes from the data of `flights`');
    expect(prepared('rules:\n  cost/no-$0budget: {severity: silent}\n')).toContain('whose name is fixed');
    expect(prepared('labels:\n  a: {classes: [$0x]}\n')).toContain('is a value of the data');
    expect(prepared('metrics:\n  m: {split: tes$0t}\n')).toContain('There is no split `test`');
    expect(prepared('phase: pi$0lot\n')).toBeUndefined();
  });
});

describe('rename', () => {
  it('changes every place of every part', async () => {
    const { files } = await renamed(
      {
        'plumbline.yaml': 'metrics:\n  rec$0all: {kind: model, drives: saved}\n  saved: {kind: business}\n',
        'b.plumbline.yaml':
          'monitoring:\n  checks:\n    quality: {watch: metric, metric: "recall"}\nchanges:\n  - {metric: recall, field: limit}\n',
      },
      'found',
    );
    expect(files).toEqual({
      'plumbline.yaml': 'metrics:\n  found: {kind: model, drives: saved}\n  saved: {kind: business}\n',
      'b.plumbline.yaml':
        'monitoring:\n  checks:\n    quality: {watch: metric, metric: "found"}\nchanges:\n  - {metric: found, field: limit}\n',
    });
  });

  it.each([
    ['data', 'data:\n  a$0: {path: x.csv}\nsplits:\n  s: {of: a}\nlabels:\n  l: {of: a}\n'],
    ['split', 'splits:\n  a$0: {}\nmodels:\n  m: {trained_on: a, decision: {chosen_on: a}}\n'],
    ['label', "labels:\n  a$0: {}\nmodels:\n  m: {label: 'a'}\n"],
    ['model', 'models:\n  a$0: {}\n  b: {compressed_from: a}\ndeployment:\n  targets: {t: {model: a}}\n'],
    ['target', 'deployment:\n  targets:\n    a$0: {kind: edge}\nmetrics:\n  m: {on: a}\n'],
    ['baseline', 'baseline:\n  a$0: {description: d}\neconomics: {against: a}\ndeployment: {fallback: a}\n'],
    ['check', 'monitoring:\n  checks: {a$0: {watch: inputs}}\n  retrain: {when: [a]}\n'],
    ['actual', 'costs:\n  actuals: {a$0: {format: focus}}\n  items: {storage: {actual: a}}\n'],
    ['item', 'costs:\n  items: {a$0: {once: true}, b: {part_of: a}}\n'],
    ['role', 'team:\n  a$0: x@example.com\napprovals:\n  a: {status: pending}\n'],
  ])('changes the id of a %s where it is defined and used', async (_kind, text) => {
    const expected = text.replace('$0', '').replace(/(?<=[ {['])a(?=[:,}\]']|$)/gm, 'renamed');
    expect(await spec(text, 'renamed')).toBe(expected);
  });

  it('changes a derived column in expressions, roles and inputs', async () => {
    const text = [
      'data:',
      '  flights:',
      '    path: a.csv',
      '    derive: {la$0te: "delay >= 15", very: "late and delay > 60"}',
      '    roles: {label: late}',
      'splits:',
      "  test: {of: flights, where: 'not late'}",
      '',
    ].join('\n');
    const expected = text.replace('$0', '').replace(/\blate\b/g, 'tardy');
    expect(await spec(text, 'tardy')).toBe(expected);
  });

  it('changes a derived column in the contract that describes it', async () => {
    const { files } = await renamed(
      {
        'plumbline.yaml': 'data:\n  a: {path: a.csv, contract: a.odcs.yaml, derive: {la$0te: "delay > 5"}}\n',
        'a.odcs.yaml': 'schema:\n  - name: a\n    properties:\n      - name: late # late\n      - name: delay\n',
      },
      'tardy',
    );
    expect(files['a.odcs.yaml']).toBe(
      'schema:\n  - name: a\n    properties:\n      - name: tardy # late\n      - name: delay\n',
    );
  });

  it('writes the role and the category that an id implied', async () => {
    expect(await spec('splits:\n  te$0st: {of: a}\n', 'holdout')).toBe('splits:\n  holdout: {of: a, role: test}\n');
    expect(await spec('costs:\n  items:\n    sto$0rage:\n      cost: 1 EUR\n', 'disks')).toBe(
      'costs:\n  items:\n    disks:\n      cost: 1 EUR\n      category: storage\n',
    );
    expect(await spec('splits:\n  te$0st: {role: train}\n', 'b')).toBe('splits:\n  b: {role: train}\n');
  });

  it('quotes an id that YAML would read as something else', async () => {
    expect(await spec('splits:\n  te$0st: {role: test}\nmetrics:\n  m: {split: test}\n', 'no')).toBe(
      'splits:\n  "no": {role: test}\nmetrics:\n  m: {split: "no"}\n',
    );
  });

  it('leaves comments, notes and other kinds alone', async () => {
    const text = 'splits:\n  te$0st: {role: test} # test\nlabels:\n  test: {definition: test}\n';
    expect(await spec(text, 'b')).toBe('splits:\n  b: {role: test} # test\nlabels:\n  test: {definition: test}\n');
  });

  it('keeps carriage returns and characters beyond the first plane', async () => {
    const text = 'description: 😀\r\nmetrics:\r\n  a: {note: "😀", drives: b$0}\r\n  b: {}\r\n';
    expect(await spec(text, 'c')).toBe('description: 😀\r\nmetrics:\r\n  a: {note: "😀", drives: c}\r\n  c: {}\r\n');
  });

  it('changes a formula, with the quotes that the new id needs', async () => {
    const text = 'metrics:\n  a$0: {kind: business}\n  b: {kind: business, definition: "expr: a * 2"}\n';
    expect(await spec(text, 'late-notices')).toBe(
      'metrics:\n  late-notices: {kind: business}\n  b: {kind: business, definition: "expr: \\"late-notices\\" * 2"}\n',
    );
  });

  it.each([
    ['what is no id', 'splits:\n  te$0st: {}\n', 'Test Set', 'cannot be an id'],
    ['an id that is taken', 'splits:\n  te$0st: {}\n  train: {}\n', 'train', 'already (plumbline.yaml, line 3)'],
    ['a word with a meaning', 'baseline:\n  ru$0les: {}\n', 'none', 'has a meaning of its own'],
    ['a column of the table', 'data:\n  flights: {derive: {la$0te: "delay > 1"}}\n', 'distance', 'already'],
    ['what is no column', 'data:\n  flights: {derive: {la$0te: "delay > 1"}}\n', 'very late', 'cannot name'],
    ['a word of expressions', 'data:\n  flights: {derive: {la$0te: "delay > 1"}}\n', 'between', 'expression language'],
    [
      'an id that could not be told from a source',
      'data:\n  b: {}\nsplits:\n  a$0: {}\nmonitoring:\n  checks: {c: {current: a}}\n',
      'b',
      'There is a data source `b` already',
    ],
  ])('refuses %s with one sentence', async (_what, text, next, sentence) => {
    expect((await renamed(text, next)).sentence).toContain(sentence);
  });

  it('refuses when a place cannot be changed in part, and says which', async () => {
    const text = [
      'data:',
      '  flights: {path: a.csv, derive: {la$0te: "delay > 1"}}',
      'splits:',
      '  test:',
      '    of: flights',
      '    where: >',
      '      late and',
      '      delay > 5',
      '',
    ].join('\n');
    expect((await renamed(text, 'tardy')).sentence).toContain('in line 6 of plumbline.yaml');
  });

  it('renames every place of the reference spec so that it means the same', async () => {
    const text = readFileSync(
      path.resolve(import.meta.dirname, '../../fixtures/specs/reference-flights.plumbline.yaml'),
      'utf8',
    );
    const before = fixture(text);
    const metric = before.snapshot.project.entity('metric', 'recall');
    const at = metric === undefined ? undefined : before.snapshot.project.locate(metric.keyPlace);
    if (at === undefined) throw new Error('The reference has a metric `recall`.');
    const files = memoryWorkspace(new Map([[mainUri, text]]), 'file:///work/');
    const result = await rename(before.snapshot, mainUri, at.start, 'found', files, options);
    const [change] = result?.kind === 'renamed' ? (result.edit.documentChanges ?? []) : [];
    if (change === undefined || !TextDocumentEdit.is(change)) throw new Error('It is renamed.');
    const edits = change.edits.filter((edit) => 'newText' in edit);
    const after = TextDocument.applyEdits(TextDocument.create(mainUri, 'plumbline', 0, text), edits);
    const codes = ({ snapshot }: typeof before) =>
      snapshot.result.findings
        .map(({ rule, message }) => `${rule}: ${message.replaceAll('found', 'recall')}`)
        .toSorted();
    expect(codes(fixture(after))).toEqual(codes(before));
    expect(edits.length).toBeGreaterThan(3);
  });
});

describe('renaming a metric in code', () => {
  const metrics = 'metrics:\n  rec$0all: {kind: model}\n';

  it('changes strings that log it, and asks before it does', async () => {
    const { files, edit } = await renamed(metrics, 'found', {
      'src/train.py': 'import mlflow\nmlflow.log_metric("recall", recall)  # recall\nprint("recall")\n',
    });
    expect(files['src/train.py']).toBe(
      'import mlflow\nmlflow.log_metric("found", recall)  # recall\nprint("recall")\n',
    );
    expect(edit.changeAnnotations).toMatchObject({ logged: { needsConfirmation: true } });
    const code = edit.documentChanges?.filter((change) => TextDocumentEdit.is(change)).at(-1);
    expect(code?.edits).toMatchObject([{ annotationId: 'logged', newText: 'found' }]);
  });

  it('changes code cells of a notebook and keeps its outputs and escapes', async () => {
    const notebook = `{
 "cells": [
  {"cell_type": "markdown", "source": ["log_metric(\\"recall\\", 1)"]},
  {"cell_type": "code", "outputs": [{"text": ["log_metric(\\"recall\\", 1)"]}],
   "source": ["x = \\"\\u00e9\\\\n\\"\\n", "mlflow.log_metrics({\\"recall\\": 1, \\"r\\": {\\"recall\\": 2}})"]}
 ], "metadata": {}
}`;
    const { files } = await renamed(metrics, 'found', { 'a.ipynb': notebook });
    expect(files['a.ipynb']).toBe(notebook.replace('log_metrics({\\"recall\\"', 'log_metrics({\\"found\\"'));
  });

  it('leaves code of packages, hidden folders and other projects alone', async () => {
    const code = 'log_metric("recall", 1)\n';
    const { files } = await renamed(metrics, 'found', {
      '.venv/a.py': code,
      'lib/site-packages/b.py': code,
      'other/plumbline.yaml': '',
      'other/c.py': code,
      'd.py': code,
    });
    expect(Object.keys(files)).toEqual(['plumbline.yaml', 'd.py']);
  });

  it('leaves code alone when the metric is read under a key of its own', async () => {
    const { files } = await renamed('metrics:\n  rec$0all: {source: {mlflow: {key: recall}}}\n', 'found', {
      'a.py': 'log_metric("recall", 1)\n',
    });
    expect(Object.keys(files)).toEqual(['plumbline.yaml']);
  });
});

describe('a renamed entry that runs recorded', () => {
  const recorded = (runs: readonly Partial<RunFact>[]): Facts => ({
    ...flightFacts,
    runs: () => ({ state: 'known', value: runs.map((run) => ({ ...emptyRun, ...run })) }),
  });
  const emptyRun: RunFact = {
    store: 'plumbline',
    id: 'r',
    at: '2026-11-02T00:00:00Z',
    uri: undefined,
    model: undefined,
    split: undefined,
    target: undefined,
    commit: undefined,
    values: {},
    params: {},
  };
  const specAfter = async (text: string, next: string, facts: Facts) =>
    (await renamed(text, next, {}, facts)).files['plumbline.yaml'];

  it('keeps the id under which they know it', async () => {
    const facts = recorded([{ values: { recall: { value: 0.7, unit: '' } } }]);
    expect(await specAfter('metrics:\n  rec$0all:\n    kind: model\n', 'found', facts)).toBe(
      'metrics:\n  found:\n    kind: model\n    renamed_from: [recall]\n',
    );
  });

  it('adds it to those that it had before', async () => {
    const facts = recorded([{ values: { recall: { value: 0.7, unit: '' } } }]);
    expect(await specAfter('metrics:\n  rec$0all: {renamed_from: [tpr]}\n', 'found', facts)).toBe(
      'metrics:\n  found: {renamed_from: [tpr, recall]}\n',
    );
  });

  it('may be a model, a split or a device', async () => {
    const facts = recorded([{ model: 'delay', split: 'test', target: 'box' }]);
    expect(await specAfter('models:\n  del$0ay: {path: a.onnx}\n', 'late', facts)).toContain('renamed_from: [delay]');
    expect(await specAfter('splits:\n  te$0st: {of: flights}\n', 'may', facts)).toBe(
      'splits:\n  may: {of: flights, role: test, renamed_from: [test]}\n',
    );
    expect(await specAfter('deployment:\n  targets:\n    bo$0x: {kind: edge}\n', 'edge', facts)).toContain(
      'renamed_from: [box]',
    );
  });

  it('may be a data source, as runs name it', async () => {
    const facts = recorded([{ data: { id: 'flights', version: undefined, sizeBytes: undefined } }]);
    expect(await specAfter('data:\n  fli$0ghts: {path: a.csv}\n', 'departures', facts)).toBe(
      'data:\n  departures: {path: a.csv, renamed_from: [flights]}\n',
    );
  });

  it('may be a check, a split or a data source, as records of drift name them', async () => {
    const compared = { reference: 'train', current: 'june' } as DriftFact;
    const facts: Facts = {
      ...recorded([]),
      drift: (id) => ({ state: 'known', value: id === 'inputs' ? compared : undefined }),
    };
    const checks = 'monitoring:\n  checks:\n    inputs: {watch: inputs}\n    scores: {watch: outputs}\n';
    expect(await specAfter(checks.replace('inputs:', 'in$0puts:'), 'columns', facts)).toContain(
      'columns: {watch: inputs, renamed_from: [inputs]}',
    );
    expect(await specAfter(checks.replace('scores:', 'sco$0res:'), 'answers', facts)).not.toContain('renamed_from');
    expect(await specAfter(`splits:\n  tr$0ain: {of: a}\n${checks}`, 'past', facts)).toContain('renamed_from: [train]');
    expect(await specAfter(`data:\n  ju$0ne: {path: a.csv}\n${checks}`, 'lately', facts)).toContain(
      'renamed_from: [june]',
    );
  });

  it('gets its old id back, which is then none that it had', async () => {
    const text = 'metrics:\n  fo$0und: {renamed_from: [tpr, recall]}\n';
    expect(await specAfter(text, 'recall', recorded([]))).toBe('metrics:\n  recall: {renamed_from: [tpr, found]}\n');
  });

  it('says nothing of an id that no run names', async () => {
    const facts = recorded([{ values: { precision: { value: 0.7, unit: '' } } }]);
    expect(await specAfter('metrics:\n  rec$0all: {kind: model}\n', 'found', facts)).toBe(
      'metrics:\n  found: {kind: model}\n',
    );
  });
});
