import { describe, expect, it } from 'vitest';
import type { CompletionItem, CompletionList } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Facts } from '../../../schemas/facts.ts';
import { complete } from '../../../server/src/language/completion/complete.ts';
import { fixture, flightFacts } from '../../support/languageFixture.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';

const contract = [
  'apiVersion: v3.1.0',
  'schema:',
  '  - name: flights',
  '    properties: [{name: date}]',
  '  - name: airports',
].join('\n');

const files = memoryWorkspace(
  new Map(
    Object.entries({
      'file:///work/plumbline.yaml': '',
      'file:///work/data/flights.parquet': '',
      'file:///work/data/notes.txt': '',
      'file:///work/data/digits/train/a.png': '',
      'file:///work/models/delay.onnx': '',
      'file:///work/.hidden/x': '',
      'file:///work/contracts/flights.odcs.yaml': contract,
    }),
  ),
  'file:///work/',
);

interface Completed {
  readonly list: CompletionList;
  readonly labels: readonly string[];
  readonly item: (label: string) => CompletionItem;
  /** The text after accepting an item, places to fill in as they are in the snippet. */
  readonly accept: (label: string) => string;
}

async function completed(
  input: Parameters<typeof fixture>[0],
  {
    hasSnippets = true,
    facts = flightFacts,
    suggestCommand,
  }: { hasSnippets?: boolean; facts?: Facts; suggestCommand?: string } = {},
): Promise<Completed> {
  const given = fixture(input, facts);
  const options = { hasSnippets, suggestCommand, hasCommitCharacters: true, keepDocumentations: undefined };
  const list = await complete(given.snapshot, given.uri, given.offset, files, options);
  const labels = list.items
    .toSorted((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1))
    .map(({ label }) => label);
  const item = (label: string): CompletionItem => {
    const found = list.items.find((one) => one.label === label);
    if (found === undefined) throw new Error(`${label} is not among ${labels.join(', ')}.`);
    return found;
  };
  return {
    list,
    labels,
    item,
    accept: (label) => {
      const { textEdit, additionalTextEdits = [] } = item(label);
      if (textEdit === undefined || !('range' in textEdit)) throw new Error('An item has one edit.');
      const document = TextDocument.create(given.uri, 'plumbline', 1, given.texts.get(given.uri) ?? '');
      return TextDocument.applyEdits(document, [textEdit, ...additionalTextEdits]);
    },
  };
}

const labelsOf = async (input: Parameters<typeof fixture>[0]) => (await completed(input)).labels;

const flights = [
  'data:',
  '  flights:',
  '    path: data/flights.parquet',
  '    modality: table',
  '    derive: {late: "delay >= 15"}',
  '',
].join('\n');

describe('keys', () => {
  it('offers the sections in an empty file, required ones first', async () => {
    const labels = await labelsOf('$0');
    expect(labels.slice(0, 2)).toEqual(['plumbline', 'project']);
    expect(labels).toContain('metrics');
  });

  it('offers the sections in the middle of a word at the start of a line', async () => {
    const { labels, accept } = await completed('plumbline: v1\nproj$0\nphase: poc\n');
    expect(labels).toContain('project');
    expect(labels).not.toContain('phase');
    expect(accept('project')).toBe('plumbline: v1\nproject: $0\nphase: poc\n');
  });

  it('offers keys on an empty line by its indentation', async () => {
    const { labels, accept } = await completed('metrics:\n  recall:\n    kind: model\n    $0\nphase: poc\n');
    expect(labels).toContain('target');
    expect(labels).not.toContain('kind');
    expect(accept('target')).toBe('metrics:\n  recall:\n    kind: model\n    target: $0\nphase: poc\n');
  });

  it.each([
    ['the files after the key of a path', 'data:\n  flights:\n    $0\n', 'path'],
    ['the entries to fill in after the key of a section of ids', '$0', 'data'],
  ])('opens %s at once', async (_what, text, key) => {
    const { item } = await completed(text, { suggestCommand: 'editor.action.triggerSuggest' });
    expect(item(key).command?.command).toBe('editor.action.triggerSuggest');
  });

  it('takes the level of the neighbours when the indentation is off', async () => {
    expect(await labelsOf('metrics:\n  recall:\n    kind: model\n   tar$0\n')).toContain('target');
    expect(await labelsOf('metrics:\n  recall:\n    kind: model\n      tar$0\n')).toContain('target');
  });

  it('offers keys above the first one of a block', async () => {
    expect(await labelsOf('metrics:\n  recall:\n    $0\n    kind: model\n')).toContain('target');
  });

  it('puts what the kind of the metric needs first and leaves out what does not apply', async () => {
    const labels = await labelsOf('metrics:\n  fast: {kind: infrastructure, metric: latency, $0}\n');
    expect(labels.slice(0, 8)).toEqual(expect.arrayContaining(['target', 'limit', 'on', 'batch', 'percentile']));
    expect(labels).not.toContain('split');
    expect(labels).not.toContain('definition');
    expect(labels).not.toContain('beta');
  });

  it.each([
    ['after an opening brace', 'metrics:\n  a: {$0}\n'],
    ['after a comma', 'metrics:\n  a: {kind: model, $0}\n'],
    ['in a brace that is not closed', 'metrics:\n  a: {kind: model, $0\n  b: {kind: model}\n'],
    [
      'on a later line of a brace that is not closed',
      'metrics:\n  a: {kind: model,\n      $0\n  b:\n    kind: model\n',
    ],
    ['below a brace that was never closed', 'metrics:\n  a: {kind: model, target: 1\n  b:\n    $0\n'],
    ['before the colon of a key that is there', 'metrics:\n  a: {$0: 5}\n'],
    ['in the middle of a key', 'metrics:\n  a: {lim$0it: 5}\n'],
    ['in a list of maps', 'changes:\n  - date: 2026-10-14\n    $0\n'],
    ['after the dash of a list of maps', 'changes:\n  - $0\n'],
    [
      'in a file with conflict markers',
      '<<<<<<< ours\nphase: poc\n=======\nphase: pilot\n>>>>>>> theirs\nmetrics:\n  a: {$0}\n',
    ],
    ['in lines that end as on Windows', 'metrics:\r\n  a:\r\n    kind: model\r\n    $0\r\nphase: poc\r\n'],
  ])('offers keys %s', async (_where, text) => {
    const labels = await labelsOf(text);
    expect(labels).toContain(
      text.includes('changes') ? 'reason' : text.includes('lim') ? 'limit' : text.includes('date:') ? 'by' : 'limit',
    );
  });

  it('offers keys in a second part of the project, where nothing is required twice', async () => {
    const labels = await labelsOf({
      'plumbline.yaml': flights,
      'splits.plumbline.yaml': 'plumbline: v1\nproject: a\nsplits:\n  test: {$0}\n',
    });
    expect(labels[0]).toBe('of');
  });

  it('opens a nested level with its required keys, indented below the new key', async () => {
    const { accept } = await completed('models:\n  m:\n    inputs:\n      x:\n        image:\n          $0\n');
    expect(accept('resize')).toContain('          resize: {width: $1, height: $2}');
    const block = await completed('labels:\n  l:\n    $0\n');
    expect(block.accept('assist')).toBe('labels:\n  l:\n    assist:\n      model: $1\n      accepted: $2\n');
  });

  it('inserts plain text for a client without snippets', async () => {
    const { accept, item } = await completed('phase: poc\n$0', { hasSnippets: false });
    expect(accept('costs')).toBe('phase: poc\ncosts:\n  ');
    expect(item('costs').insertTextFormat).toBe(1);
  });

  it('inserts only the word before a colon that is there', async () => {
    const { accept } = await completed('metrics:\n  a:\n    tar$0: 5 ms\n');
    expect(accept('target')).toBe('metrics:\n  a:\n    target: 5 ms\n');
  });

  it('offers cost categories that are not there yet', async () => {
    const { labels, item } = await completed('costs:\n  items:\n    storage: {cost: 1 USD}\n    $0\n');
    expect(labels).toContain('labelling');
    expect(labels).not.toContain('storage');
    expect(item('labelling').detail).toContain('often forgotten');
  });

  it('offers columns, classes, metric names and rules where keys mean them', async () => {
    expect(await labelsOf(`${flights}    quality_duties: {$0}\n`)).toContain('distance');
    expect(await labelsOf('models:\n  m: {path: m.onnx, loss_limit: {$0}}\n')).toContain('recall');
    expect(await labelsOf('rules:\n  $0\n')).toContain('spec/unknown-key');
    const classes = `${flights}    scenarios: {winter: {min_rows: {$0}}}\nlabels:\n  l: {of: flights, classes: {late: true, on-time: false}}\n`;
    expect(await labelsOf(classes)).toEqual(['late', 'on-time']);
  });

  it('offers the usual ids of splits', async () => {
    expect(await labelsOf('splits:\n  train: {of: a}\n  $0\n')).toEqual(expect.arrayContaining(['validation', 'test']));
  });
});

describe('long sections', () => {
  const long = Array.from({ length: 200 }, (_, index) => `  m${index}: {kind: model, metric: recall, target: 0.7}`);
  const section = (entry: string) =>
    ['metrics:', ...long, entry, ...long.map((line) => line.replace('m', 'n')), ''].join('\n');

  it('know the entry at the cursor as well as short ones', async () => {
    const labels = await labelsOf(section('  own:\n    kind: infrastructure\n    metric: latency\n    $0'));
    expect(labels.slice(0, 8)).toEqual(expect.arrayContaining(['limit', 'on', 'percentile']));
    expect(labels).not.toContain('split');
    expect(await labelsOf(section('  own: {kind: infrastructure, $0}'))).not.toContain('split');
  });

  it('take the level of the neighbours in them, too', async () => {
    expect(await labelsOf(section('  own:\n    kind: model\n   tar$0'))).toContain('target');
    expect(await labelsOf(section('  own:\n    kind: model\n      tar$0'))).toContain('target');
  });

  it('know which ids are taken', async () => {
    const splits = ['splits:', ...long.map((line) => line.replace('{', '{of: a, ')), '  test: {of: a}', '  $0', ''];
    const labels = await labelsOf(splits.join('\n'));
    expect(labels).toContain('train');
    expect(labels).not.toContain('test');
  });
});

describe('values', () => {
  it('offers the words of a closed list with their meaning', async () => {
    const { labels, item, accept } = await completed('phase: $0\nproject: a\n');
    expect(labels.slice(0, 4)).toEqual(['poc', 'pilot', 'production', 'retired']);
    expect(item('poc').documentation).toMatchObject({ kind: 'markdown' });
    expect(accept('pilot')).toBe('phase: pilot\nproject: a\n');
  });

  it('replaces the whole word in the middle of which the cursor stands', async () => {
    const { accept } = await completed('phase: pi$0lott # why\n');
    expect(accept('pilot')).toBe('phase: pilot # why\n');
  });

  it('offers the value of a key on the line below it', async () => {
    expect(await labelsOf('phase:\n  $0\n')).toContain('pilot');
  });

  it('offers true and false', async () => {
    expect(await labelsOf('data:\n  a: {privacy: {personal_data: $0}}\n')).toEqual(['true', 'false']);
  });

  it('offers metric names that fit the kind, with unit, direction and description', async () => {
    const { labels, item } = await completed('metrics:\n  a: {kind: infrastructure, metric: $0}\n');
    expect(labels).toContain('latency');
    expect(labels).not.toContain('recall');
    expect(item('latency').detail).toBe('↓ lower is better · ms');
    expect(item('latency').filterText).toContain('latency');
  });

  it('puts metric names of the task of the model first', async () => {
    const models = 'models:\n  m: {path: m.onnx, task: regression}\n';
    const labels = await labelsOf(`${models}metrics:\n  a: {kind: model, model: m, metric: $0}\n`);
    expect(labels.indexOf('mae')).toBeLessThan(labels.indexOf('accuracy'));
  });

  it('offers ids of other entries with what they are', async () => {
    const { labels, item } = await completed(`${flights}splits:\n  test: {of: $0}\n`);
    expect(labels).toContain('flights');
    expect(item('flights').detail).toBe('data source');
  });

  it('offers ids that another part defines', async () => {
    const labels = await labelsOf({
      'plumbline.yaml': flights,
      'b.plumbline.yaml': 'splits:\n  test:\n    of: fl$0\n',
    });
    expect(labels).toContain('flights');
  });

  it('does not offer a model to itself, nor items that a list has', async () => {
    const models = 'models:\n  a: {path: a.onnx}\n  b: {path: b.onnx, compressed_from: $0}\n';
    expect(await labelsOf(models)).not.toContain('b');
    const roles = `${flights}    roles: {after: [delay, $0]}\n`;
    expect(await labelsOf(roles)).toContain('distance');
    expect(await labelsOf(roles)).not.toContain('delay');
  });

  it('offers columns of the source in question, derived ones too', async () => {
    const { labels, item } = await completed(`${flights}    roles: {label: $0}\n`);
    expect(labels).toEqual(expect.arrayContaining(['date', 'delay', 'distance', 'origin', 'late']));
    expect(item('late').detail).toBe('= delay >= 15 · flights');
  });

  it('says that the list is not complete while facts are found out', async () => {
    const facts: Facts = { ...flightFacts, table: () => ({ state: 'pending' }) };
    const { list } = await completed(`${flights}    roles: {label: $0}\n`, { facts });
    expect(list.isIncomplete).toBe(true);
  });

  it('offers e-mail addresses that the spec uses', async () => {
    expect(await labelsOf('owner: ops@example.com\nteam: {sponsor: $0}\n')).toContain('ops@example.com');
  });

  it('offers those who commit to the folder, after those whom the spec names', async () => {
    const authors = [
      { name: 'Ada', email: 'ada@work.example' },
      { name: 'Ops', email: 'ops@example.com' },
      { name: 'Bot', email: '1+bot@users.noreply.example' },
      { name: 'Nobody', email: 'root@localhost' },
    ];
    const facts: Facts = { ...flightFacts, authors: () => ({ state: 'known', value: authors }) };
    const { list } = await completed('team: {sponsor: ops@example.com}\nowner: $0\n', { facts });
    expect(list.items.map(({ label, detail }) => [label, detail])).toEqual([
      ['ops@example.com', 'person'],
      ['ada@work.example', 'Ada, who commits here'],
    ]);
    const asked = { ...flightFacts, authors: () => ({ state: 'pending' }) as const };
    expect((await completed('owner: $0\n', { facts: asked })).list.isIncomplete).toBe(true);
  });

  it('offers the day of the check as a date', async () => {
    expect(await labelsOf('schedule: {milestones: {canary: $0}}\n')).toContain('2026-11-02');
  });

  it('offers kinds of evidence, and ids after them', async () => {
    const text = `${flights}splits:\n  test: {of: flights}\nmetrics:\n  a: {justification: {basis: own-data, evidence: "$0"}}\n`;
    expect(await labelsOf(text)).toContain('run:');
    const { accept } = await completed(text.replace('"$0"', '"split:$0"'));
    expect(accept('split:test')).toContain('evidence: "split:test"');
  });

  it('offers samples only where nothing is typed', async () => {
    expect(await labelsOf('metrics:\n  a: {tolerance: $0}\n')).toContain('0.01');
    expect(await labelsOf('description: Tells $0\n')).toEqual([]);
  });

  it('lets no sample stay while a value of one’s own is typed', async () => {
    const { item } = await completed('owner: $0\n');
    expect(item('ops-analytics@example.com').filterText).toBe(' ');
  });

  it('offers no invented file, column or person where real ones are known', async () => {
    const path = await labelsOf('data:\n  flights: {path: $0}\n');
    expect(path).toEqual(['contracts/', 'data/', 'models/']);
    const columns = await completed('data:\n  flights: {path: data/flights.parquet, roles: {label: $0}}\n');
    expect(columns.labels).toContain('distance');
    expect(columns.list.items.map(({ detail }) => detail)).not.toContain('sample');
    expect(await labelsOf('owner: me@work.example\ndata:\n  a: {owner: $0}\n')).toEqual(['me@work.example']);
    expect(await labelsOf('data:\n  a: {modality: table}\nsplits:\n  test: {of: $0}\n')).toEqual(['a']);
    expect(await labelsOf('owner: $0\n')).toContain('ops-analytics@example.com');
  });
});

describe('quantities', () => {
  it('offers units of the metric after a number', async () => {
    const { labels, item, accept } = await completed('metrics:\n  a: {metric: latency, target: 40 $0}\n');
    expect(labels.slice(0, 2)).toEqual(['40 ms', '40 s']);
    expect(labels.every((label) => label.startsWith('40 '))).toBe(true);
    expect(item('40 ms').detail).toBe('= 0.04 s');
    expect(accept('40 ms')).toBe('metrics:\n  a: {metric: latency, target: 40 ms}\n');
  });

  it('offers money in the currency of the project', async () => {
    const labels = await labelsOf('costs:\n  currency: CHF\n  budget: {run: 360$0}\n');
    expect(labels).toContain('360 kCHF/year');
    expect(labels.some((label) => label.includes('USD'))).toBe(false);
  });

  it('offers only units that the key takes', async () => {
    expect(await labelsOf('costs:\n  items:\n    a: {seconds: 45 $0}\n')).not.toContain('45 USD');
  });
});

describe('expressions', () => {
  const split = (where: string) => `${flights}splits:\n  test: {of: flights, where: ${where}}\n`;

  it('offers columns and functions for the word at the cursor', async () => {
    const { labels, accept } = await completed(split('"date > \'2001-05-01\' and dis$0"'));
    expect(labels).toEqual(expect.arrayContaining(['distance', 'late', 'extract', 'lower']));
    expect(accept('distance')).toContain('and distance"');
  });

  it('brings the quotes for the first word', async () => {
    expect((await completed(split('$0'))).accept('distance')).toContain('where: "distance $0"}');
  });

  it('works in quotes that are not closed', async () => {
    const { labels } = await completed(`${flights}splits:\n  test: {of: flights, where: "dis$0\n  b: {of: flights}\n`);
    expect(labels).toContain('distance');
  });

  it('offers parts of a time inside extract', async () => {
    expect(await labelsOf(split('"extract($0"'))).toContain('hour');
  });

  it('offers operators after a column', async () => {
    const labels = await labelsOf(split('"distance $0"'));
    expect(labels).toContain('between');
    expect(labels).not.toContain('distance');
  });

  it('offers the frequent values of a column inside a text', async () => {
    const { labels, accept } = await completed(split("\"origin in ('ORD', 'A$0\""));
    expect(labels).toEqual(['ORD', 'ATL']);
    expect(accept('ATL')).toContain("'ORD', 'ATL\"");
  });
});

describe('files', () => {
  it('lists a folder of the workspace without hidden files', async () => {
    const { labels, accept } = await completed('data:\n  a: {path: $0}\n');
    expect(labels).toEqual(expect.arrayContaining(['data/', 'models/']));
    expect(labels).not.toContain('.hidden/');
    expect(accept('data/')).toBe('data:\n  a: {path: data/}\n');
  });

  it('goes on in the folder that is typed, usual endings first', async () => {
    const { labels, accept } = await completed('data:\n  a: {path: data/fl$0}\n');
    expect(labels).toEqual(['flights.parquet', 'digits/', 'notes.txt']);
    expect(accept('flights.parquet')).toBe('data:\n  a: {path: data/flights.parquet}\n');
  });

  it('counts the path of a split from the path of its source', async () => {
    const text = 'data:\n  scans: {path: data/digits, modality: image}\nsplits:\n  train: {of: scans, path: "$0"}\n';
    expect(await labelsOf(text)).toContain('train/');
  });

  it('lists the objects of a contract after the hash', async () => {
    const { labels, accept } = await completed('data:\n  a: {contract: contracts/flights.odcs.yaml#fl$0}\n');
    expect(labels).toEqual(['flights', 'airports']);
    expect(accept('flights')).toBe('data:\n  a: {contract: contracts/flights.odcs.yaml#flights}\n');
  });

  it('offers nothing for an absolute path', async () => {
    expect(await labelsOf('data:\n  a: {path: /et$0}\n')).toEqual([]);
  });
});

describe('comments', () => {
  it('offers the rules of the line first inside a comment that ignores them', async () => {
    const { labels, accept } = await completed('project: a\nphase: pilott # plumbline: ignore[spec/$0] because\n');
    expect(labels[0]).toBe('spec/wrong-value');
    expect(accept('spec/wrong-value')).toBe(
      'project: a\nphase: pilott # plumbline: ignore[spec/wrong-value] because\n',
    );
  });

  it('does not offer a rule twice', async () => {
    const labels = await labelsOf('phase: pilott # plumbline: ignore[spec/wrong-value, $0] because\n');
    expect(labels).not.toContain('spec/wrong-value');
  });

  it('offers the form of such a comment', async () => {
    const { accept } = await completed('phase: poc # pl$0\n');
    expect(accept('plumbline: ignore[rule] reason')).toBe('phase: poc # plumbline: ignore[$1] ${2:reason}\n');
  });

  it('offers nothing in any other comment', async () => {
    expect(await labelsOf('phase: poc # see the notes $0\n')).toEqual([]);
  });
});

describe('completion where other text stands around the cursor', () => {
  const metric = (line: string): string =>
    ['metrics:', '  recall:', '    kind: model', line, '    target: 0.7', '    limit: 0.6', ''].join('\n');

  it('completes a key that is half typed above another key, with its colon', async () => {
    const { labels, accept } = await completed(metric('    own$0'));
    expect(labels).toContain('owner');
    expect(labels).not.toContain('target');
    expect(accept('owner')).toBe(metric('    owner: $0'));
  });

  it('does not write a second colon where one follows', async () => {
    expect((await completed(metric('    own$0:'))).accept('owner')).toBe(metric('    owner:'));
  });

  it.each([
    ['its own', ['<<<<<<< HEAD', '    split: $0', '=======', '    split: other', '>>>>>>> theirs']],
    ['the other', ['<<<<<<< HEAD', '    split: other', '=======', '    split: $0', '>>>>>>> theirs']],
  ])('completes a value on %s side of a merge conflict', async (_, lines) => {
    const spec = `${metric(lines.join('\n'))}splits:\n  test: {of: a}\n`;
    expect((await completed(spec)).labels).toEqual(['test']);
  });

  it('begins a list below its key with a dash', async () => {
    const { accept } = await completed('changes:\n  $0\n');
    expect(accept('- date: …')).toBe('changes:\n  - date: $0\n');
    expect((await completed('changes: $0\n')).labels).not.toContain('- date: …');
  });
});

describe('completion of quantities before there is a number', () => {
  const goal = (metric: string): string => `metrics:\n  a:\n    metric: ${metric}\n    target: $0\n`;

  it('offers only samples that measure what the metric does', async () => {
    expect((await completed(goal('recall'))).labels).toEqual(['… %', '0.70']);
    const saved =
      'economics: {value: {tp: 2 EUR}}\nmetrics:\n  saved: {kind: business, definition: economics, target: $0}\n';
    expect((await completed(saved)).labels.slice(0, 3)).toEqual(['… EUR/year', '… kEUR/year', '… MEUR/year']);
    expect((await completed(goal('latency'))).labels).toEqual(['… ms', '… s', '… min', '5 ms']);
    expect((await completed(goal('memory'))).labels).toEqual(['… MiB', '… MB', '… GB']);
  });

  it('leaves the number to the user', async () => {
    const { accept } = await completed(goal('latency'));
    expect(accept('… ms')).toBe(goal('latency').replace('$0', '$1 ms$0'));
  });
});

describe('completion of contracts', () => {
  it('offers each object of the contracts of the project with its path', async () => {
    const { accept, labels } = await completed({
      'plumbline.yaml': 'data:\n  flights:\n    contract: $0\n',
      'contracts/flights.odcs.yaml': contract,
    });
    expect(labels.slice(0, 2)).toEqual(['contracts/flights.odcs.yaml#flights', 'contracts/flights.odcs.yaml#airports']);
    expect(accept('contracts/flights.odcs.yaml#flights')).toContain('contract: contracts/flights.odcs.yaml#flights\n');
  });

  it('writes the way from the folder of a part', async () => {
    const { labels } = await completed({
      'plumbline.yaml': '',
      'parts/data.plumbline.yaml': 'data:\n  flights:\n    contract: $0\n',
      'contracts/flights.odcs.yaml': contract,
    });
    expect(labels).toContain('../contracts/flights.odcs.yaml#flights');
  });
});

describe('completion of words that need no quotes', () => {
  it('writes addresses and days plain', async () => {
    const team = 'team: {sponsor: a@b.c}\n';
    expect((await completed(`${team}owner: $0\n`)).accept('a@b.c')).toBe(`${team}owner: a@b.c\n`);
    expect((await completed('changes:\n  - date: $0\n')).accept('2026-11-02')).toBe('changes:\n  - date: 2026-11-02\n');
  });
});

describe('completion of what date_diff counts', () => {
  it('offers its fields inside the quotes', async () => {
    const where = (text: string): string =>
      `splits:\n  a: {of: flights, where: "date_diff('${text}', date, date) > 3"}\n`;
    const { labels, accept } = await completed(`data: {flights: {path: a.csv}}\n${where('mo$0')}`);
    expect(labels).toEqual(['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute']);
    expect(accept('month')).toContain(where('month'));
  });
});

describe('completion of operators', () => {
  it('brings the places of their operands', async () => {
    const where = (text: string): string => `splits:\n  a: {of: flights, where: "distance ${text}"}\n`;
    const { accept } = await completed(`data: {flights: {path: a.csv}}\n${where('$0')}`);
    expect(accept('between')).toContain(where('between $1 and $0'));
    expect(accept('in')).toContain(where("in ('$1')$0"));
  });
});

describe('completion right after a colon', () => {
  const metric = (line: string) => `${flights}metrics:\n  delay:\n    kind: model\n    ${line}\n    limit: 0.5\n`;

  it('offers the words of a closed list, and writes the space that is missing', async () => {
    const { labels, accept } = await completed('phase:$0\nowner: a@example.com\n');
    expect(labels).toContain('pilot');
    expect(accept('pilot')).toBe('phase: pilot\nowner: a@example.com\n');
  });

  it('goes on while the word is typed', async () => {
    expect((await completed('phase:pil$0')).accept('pilot')).toBe('phase: pilot');
  });

  it('offers ids, metric names and samples', async () => {
    expect((await completed(`${flights}splits:\n  test:\n    of:$0\n`)).accept('flights')).toContain(
      '    of: flights\n',
    );
    expect((await completed(metric('metric:$0'))).accept('recall')).toContain('    metric: recall\n');
    expect((await completed(metric('direction:$0'))).accept('minimize')).toContain('    direction: minimize\n');
    expect((await completed(`${flights}costs:\n  price_date:$0\n`)).accept('2026-11-02')).toContain(
      '  price_date: 2026-11-02\n',
    );
  });

  it('works between brackets', async () => {
    const { accept } = await completed('metrics:\n  saved: {kind:$0}\n');
    expect(accept('business')).toBe('metrics:\n  saved: {kind: business}\n');
  });

  it('writes the space before a path of which only the last part is replaced', async () => {
    const { accept } = await completed('data:\n  flights:\n    path:data/fl$0\n');
    expect(accept('flights.parquet')).toBe('data:\n  flights:\n    path: data/flights.parquet\n');
  });

  it('keeps the kind of evidence that begins a value on a line of its own', async () => {
    const text = `${flights}splits: {test: {of: flights}}\nbaseline:\n  rules:\n    evidence:\n      split:$0\n`;
    expect((await completed(text)).accept('split:test')).toContain('      split:test\n');
  });
});
