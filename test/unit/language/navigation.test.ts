import { describe, expect, it } from 'vitest';
import type { DocumentSymbol } from 'vscode-languageserver-types';
import { findDefinition } from '../../../server/src/language/definition.ts';
import { findDocumentLinks } from '../../../server/src/language/documentLinks.ts';
import { findSymbols } from '../../../server/src/language/documentSymbols.ts';
import type { RunFact } from '../../../schemas/facts.ts';
import { fixture, flightFacts, textIn } from '../../support/languageFixture.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';

const contractUri = 'file:///work/contracts/flights.odcs.yaml';
const contract = [
  'apiVersion: v3.1.0',
  'schema:',
  '  - name: airports',
  '    properties: [{name: origin}]',
  '  - name: flights',
  '    properties: [{name: distance}]',
].join('\n');
const files = memoryWorkspace(
  new Map(
    Object.entries({
      'file:///work/plumbline.yaml': '',
      'file:///work/models/delay.onnx': '',
      [contractUri]: contract,
    }),
  ),
  'file:///work/',
);

/** Where the definition lies: its file, the text at it, and the text from which the link starts. */
async function definition(input: Parameters<typeof fixture>[0]): Promise<readonly string[]> {
  const named = typeof input === 'string' ? { 'plumbline.yaml': input } : input;
  const given = fixture({ ...named, 'contracts/flights.odcs.yaml': contract });
  const links = await findDefinition(given.snapshot, given.uri, given.offset, files);
  return links.map(({ targetUri, targetSelectionRange, originSelectionRange }) => {
    const name = targetUri.slice(targetUri.lastIndexOf('/') + 1);
    const target = textIn(given, targetUri, targetSelectionRange);
    const origin = originSelectionRange === undefined ? '' : textIn(given, given.uri, originSelectionRange);
    return `${origin} → ${name}:${targetSelectionRange.start.line} ${target}`.trim();
  });
}

const flights = [
  'data:',
  '  flights:',
  '    path: data/flights.parquet',
  '    contract: contracts/flights.odcs.yaml#flights',
  '    derive: {late: "delay >= 15"}',
  '',
].join('\n');

describe('definition', () => {
  it('leads from an id to its entry', async () => {
    expect(await definition(`${flights}splits:\n  test: {of: fli$0ghts}\n`)).toEqual([
      'flights → plumbline.yaml:1 flights',
    ]);
  });

  it('leads to an entry in another part', async () => {
    const links = await definition({
      'plumbline.yaml': flights,
      'b.plumbline.yaml': 'splits:\n  test: {of: fli$0ghts}\n',
    });
    expect(links).toEqual(['flights → plumbline.yaml:1 flights']);
  });

  it('leads from a derived column to its expression', async () => {
    const links = await definition(`${flights}splits:\n  test: {of: flights, where: "not la$0te"}\n`);
    expect(links).toEqual(['late → plumbline.yaml:4 late']);
  });

  it('leads from a column to the contract that describes it', async () => {
    const links = await definition(`${flights}    roles: {id: dist$0ance}\n`);
    expect(links).toEqual(['distance → flights.odcs.yaml:5 distance']);
  });

  it('leads from a class to the label that has it', async () => {
    const spec = `${flights}labels:\n  l: {of: flights, classes: {late: true}, positive: la$0te}\n`;
    expect(await definition(spec)).toEqual(['late → plumbline.yaml:6 late']);
  });

  it('leads to files, and to objects of contracts', async () => {
    expect(await definition('models:\n  m: {path: models/del$0ay.onnx}\n')).toEqual([
      'models/delay.onnx → delay.onnx:0',
    ]);
    expect(await definition(flights.replace('contracts/', 'contr$0acts/'))).toEqual([
      'contracts/flights.odcs.yaml#flights → flights.odcs.yaml:4 flights',
    ]);
  });

  it('leads from evidence to a split', async () => {
    const spec = 'splits:\n  train: {of: a}\neconomics: {prevalence: {value: 2 %, evidence: "split:tr$0ain"}}\n';
    expect(await definition(spec)).toEqual(['"split:train" → plumbline.yaml:1 train']);
  });

  it('leads from a run that is evidence to its record', async () => {
    const run: RunFact = {
      store: 'plumbline',
      id: '2026-11-02T0931Z-delay-3f2a91c0',
      at: '2026-11-02T09:31:00Z',
      uri: 'file:///work/.plumbline/runs/2026-11-02T0931Z-delay-3f2a91c0.json',
      model: 'delay',
      split: 'test',
      target: undefined,
      commit: undefined,
      values: {},
      params: {},
    };
    const spec = 'metrics:\n  a: {justification: {basis: own-data, evidence: "run:2026-$011-02"}}\n';
    const given = fixture(spec, { ...flightFacts, runs: () => ({ state: 'known', value: [run] }) });
    const links = await findDefinition(given.snapshot, given.uri, given.offset, files);
    expect(links.map(({ targetUri }) => targetUri)).toEqual([run.uri]);
  });

  it('leads from a person to the roles of the team', async () => {
    const spec = 'team: {sponsor: {name: A, email: a@b.c}, legal: a@b.c}\nowner: a@$0b.c\n';
    expect(await definition(spec)).toEqual(['a@b.c → plumbline.yaml:0 sponsor', 'a@b.c → plumbline.yaml:0 legal']);
  });

  it('leads from columns and classes that are keys', async () => {
    const duties = `${flights}    quality_duties: {la$0te: a@b.c}\n`;
    expect(await definition(duties)).toEqual(['late → plumbline.yaml:4 late']);
    const rows = `${flights}    scenarios: {s: {min_rows: {la$0te: 2}}}\nlabels:\n  l: {of: flights, classes: {late: true}}\n`;
    expect(await definition(rows)).toEqual(['late → plumbline.yaml:7 late']);
  });

  it('leads nowhere from what does not exist, or lies outside the workspace', async () => {
    expect(await definition('splits:\n  test: {of: gh$0ost}\n')).toEqual([]);
    expect(await definition('models:\n  m: {path: ../../etc/pas$0swd}\n')).toEqual([]);
    expect(await definition('pha$0se: poc\n')).toEqual([]);
  });
});

describe('outline', () => {
  const outline = (symbols: readonly DocumentSymbol[]): unknown[] =>
    symbols.map(({ name, detail, children = [] }) => [name, detail, ...outline(children)]);

  it('shows sections, entries with an id and what they are, and nested maps of entries', () => {
    const { snapshot, uri } = fixture(
      [
        'phase: poc',
        'metrics:',
        '  recall: {kind: model, metric: recall, target: 0.7, limit: 0.6}',
        'deployment:',
        '  stack: [docker]',
        '  targets:',
        '    box: {kind: edge, hardware: fanless}',
      ].join('\n'),
    );
    expect(outline(findSymbols(snapshot, uri))).toEqual([
      ['phase', 'poc'],
      ['metrics', undefined, ['recall', 'recall · target 0.7 · limit 0.6']],
      ['deployment', undefined, ['targets', undefined, ['box', 'edge · fanless']]],
    ]);
  });

  it('keeps the name of each entry inside its range', () => {
    const { snapshot, uri } = fixture('metrics:\n  a:\n  b: {kind: model}\n? c\n: d\n');
    const check = (symbols: readonly DocumentSymbol[]): void => {
      for (const { range, selectionRange, children = [] } of symbols) {
        const line = (position: { line: number; character: number }) => position.line * 10_000 + position.character;
        expect(line(range.start)).toBeLessThanOrEqual(line(selectionRange.start));
        expect(line(selectionRange.end)).toBeLessThanOrEqual(line(range.end));
        check(children);
      }
    };
    expect(findSymbols(snapshot, uri)).not.toHaveLength(0);
    check(findSymbols(snapshot, uri));
  });
});

describe('links', () => {
  it('lead to files that exist in the workspace', async () => {
    const given = fixture(
      'models:\n  m: {path: models/delay.onnx}\n  n: {path: gone.onnx}\n  o: {path: ../out.onnx}\n',
    );
    const links = await findDocumentLinks(given.snapshot, given.uri, files);
    expect(links.map(({ range, target }) => [textIn(given, given.uri, range), target])).toEqual([
      ['models/delay.onnx', 'file:///work/models/delay.onnx'],
    ]);
  });

  it('lead from evidence and notebooks to their files, and to the line of an object of a contract', async () => {
    const spec = [
      'data: {d: {contract: contracts/flights.odcs.yaml#flights}}',
      'models: {m: {evidence: "file:models/delay.onnx"}, n: {evidence: "dvc:models/delay.onnx#a.b"}}',
      'baseline: {rules: {evidence: "run:models/delay.onnx"}}',
      'pipeline: {notebooks: {models/delay.onnx: {package: a}, gone.ipynb: {package: b}}}',
    ];
    const given = fixture({ 'plumbline.yaml': spec.join('\n'), 'contracts/flights.odcs.yaml': contract });
    const links = await findDocumentLinks(given.snapshot, 'file:///work/plumbline.yaml', files);
    expect(links.map(({ range, target }) => [range.start.line, target])).toEqual([
      [0, `${contractUri}#L5,11`],
      [1, 'file:///work/models/delay.onnx'],
      [1, 'file:///work/models/delay.onnx'],
      [3, 'file:///work/models/delay.onnx'],
    ]);
  });

  it('lead to the value that a pointer names, in JSON and in YAML', async () => {
    const spec = [
      'metrics:',
      '  a: {source: {file: m.json, pointer: /test/recall}}',
      '  b: {source: {dvc: "m.json#test.recall"}}',
      '  c: {source: {file: m.yaml, pointer: /folds/1}}',
      '  d: {source: {file: m.json, pointer: /gone}}',
    ];
    const given = fixture(spec.join('\n'));
    const measured = memoryWorkspace(
      new Map([
        [given.uri, ''],
        ['file:///work/m.json', '{\n  "test": {\n    "recall": 0.7\n  }\n}\n'],
        ['file:///work/m.yaml', 'folds:\n  - 0.6\n  - 0.7\n'],
      ]),
      'file:///work/',
    );
    const links = await findDocumentLinks(given.snapshot, given.uri, measured);
    expect(links.map(({ range, target }) => [textIn(given, given.uri, range), target])).toEqual([
      ['m.json', 'file:///work/m.json'],
      ['"m.json#test.recall"', 'file:///work/m.json#L3,15'],
      ['m.yaml', 'file:///work/m.yaml'],
      ['m.json', 'file:///work/m.json'],
      ['/test/recall', 'file:///work/m.json#L3,15'],
      ['/folds/1', 'file:///work/m.yaml#L3,5'],
      ['/gone', 'file:///work/m.json'],
    ]);
  });
});
