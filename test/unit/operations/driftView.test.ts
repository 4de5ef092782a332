import { describe, expect, it } from 'vitest';
import { makeDriftView } from '../../../server/src/operations/drift/driftView.ts';
import { trimRecord } from '../../../server/src/operations/drift/trimRecord.ts';
import { createUnfinishedComparisons } from '../../../server/src/operations/drift/unfinishedComparisons.ts';
import type { UnfinishedComparisons } from '../../../server/src/operations/drift/unfinishedComparisons.ts';
import { driftRecord } from '../../../schemas/driftReport.ts';
import { fixture, mainUri } from '../../support/languageFixture.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';

const spec = `plumbline: v1
project: flights
data: {flights: {path: flights.csv, roles: {time: date}}}
splits:
  train: {of: flights, period: 2001-01-01/2001-03-31}
  june: {of: flights, period: 2001-06-01/2001-06-30, role: production}
monitoring:
  checks:
    inputs: {watch: inputs, reference: train, current: june, columns: [hour]}
    whole: {watch: inputs, reference: train, current: flights, columns: [hour]}
`;

const record = {
  plumblineDrift: 1,
  madeBy: '1.2.3',
  comparedAt: '2026-11-02T06:00:00Z',
  check: {
    state: 'compared',
    id: 'inputs',
    reference: 'train',
    current: 'june',
    file: 'plumbline.yaml',
    range: null,
    falseAlarm: 0.05,
    correction: 'benjamini-hochberg',
    seconds: 1,
    moneyBecause: null,
    ranking: [
      {
        column: 'hour',
        answer: 'not-judged',
        drifting: 0,
        judged: 0,
        worst: null,
        money: null,
        sentence: 'The window has no value.',
        advice: null,
      },
    ],
    result: {
      referenceRows: 100,
      windows: [{ label: 'all rows', rows: 50, isIncomplete: false }],
      columns: [
        {
          name: 'hour',
          kind: 'integer',
          overlay: { kind: 'none', because: 'No row has a value.' },
          cells: [
            {
              judgements: [{ kind: 'undefined', aspect: 'values', because: 'The window has no value.' }],
              statistics: [],
              tools: [],
              added: [],
              vanished: [],
            },
          ],
        },
      ],
      notCompared: [],
      tests: 0,
      seed: 1,
      notes: [],
    },
  },
};

const folder = mainUri.slice(0, mainUri.lastIndexOf('/'));

function view(files: Readonly<Record<string, string>>, isTrusted = true, text = spec) {
  const there = Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content] as const);
  const context = { files: memoryWorkspace(new Map(there)), isTrusted, now: new Date('2026-11-02T09:00:00Z') };
  return makeDriftView(fixture(text).snapshot, context);
}

describe('the view model of drift', () => {
  it('shows the latest comparison of each check, and names those that were never compared', async () => {
    const model = await view({ '.plumbline/drift/inputs.json': JSON.stringify(driftRecord.parse(record)) });
    expect(model).toMatchObject({
      state: 'checks',
      waiting: ['whole'],
      checks: [
        { id: 'inputs', age: '3 hours ago', falseAlarm: '5 %', columns: [{ name: 'hour', answer: 'not-judged' }] },
      ],
    });
  });

  it('shows the record that a check left under the id that it had', async () => {
    const renamed = spec.replace('    inputs: {', '    columns: {renamed_from: [inputs], ');
    const files = { '.plumbline/drift/inputs.json': JSON.stringify(driftRecord.parse(record)) };
    const place = { uri: `${folder}/.plumbline/drift/inputs.json`, label: 'inputs.json' };
    expect(await view(files, true, renamed)).toMatchObject({ checks: [{ id: 'columns', record: place }] });
  });

  it('calls split and source of an older record by the ids that they have now', async () => {
    const renamed = spec
      .replaceAll('train', 'past')
      .replace('past: {of', 'past: {renamed_from: [train], of')
      .replaceAll('june', 'latest')
      .replace('latest: {of', 'latest: {renamed_from: [june], of');
    const files = { '.plumbline/drift/inputs.json': JSON.stringify(driftRecord.parse(record)) };
    expect(await view(files, true, renamed)).toMatchObject({
      checks: [{ reference: 'past', current: 'latest', basis: [{ label: 'past' }] }],
    });
  });

  it('says what each window was held against: the reference, windows before it, or both', async () => {
    const windows = ['1 to 2', '3 to 4', '5 to 6', '7 to 8'].map((range, index) => ({
      label: `rows ${range}`,
      rows: index === 1 ? 0 : 2,
      isIncomplete: false,
    }));
    const basisFor = async (against: unknown) => {
      const check = { ...record.check, against, result: { ...record.check.result, columns: [], windows }, ranking: [] };
      const model = await view({ '.plumbline/drift/inputs.json': JSON.stringify({ ...record, check }) });
      return model.state === 'checks' ? model.checks[0]?.basis.map(({ label }) => label) : undefined;
    };
    expect(await basisFor(undefined)).toEqual(['train', 'train', 'train', 'train']);
    expect(await basisFor({ kind: 'previous' })).toEqual(['train', 'rows 1 to 2', 'rows 1 to 2', 'rows 5 to 6']);
    expect(await basisFor({ kind: 'rolling', windows: 2 })).toEqual([
      'train',
      'train and rows 1 to 2',
      'train and rows 1 to 2',
      'rows 1 to 6',
    ]);
  });

  it('says who does what when something drifts: a runbook that is there can be opened, a sentence is one', async () => {
    const owned = spec.replace(
      'current: june, columns: [hour]}',
      'current: june, columns: [hour], owner: ops@example.com, action: runbooks/drift.md}',
    );
    const files = { '.plumbline/drift/inputs.json': JSON.stringify(record) };
    expect(await view({ ...files, 'runbooks/drift.md': '# Look' }, true, owned)).toMatchObject({
      checks: [
        {
          owner: 'ops@example.com',
          action: { text: 'runbooks/drift.md', location: { uri: `${folder}/runbooks/drift.md` } },
        },
      ],
    });
    expect(await view(files, true, owned.replace('runbooks/drift.md', 'Ask the airport.'))).toMatchObject({
      checks: [{ action: { text: 'Ask the airport.', location: null } }],
    });
    expect(await view(files)).toMatchObject({ checks: [{ owner: null, action: null }] });
  });

  it('keeps the record of a thousand columns readable: every verdict, and details of those that come first', async () => {
    const { check } = driftRecord.parse(record);
    if (check.state !== 'compared') throw new Error('Columns were compared.');
    const [ranked, column, cell] = [check.ranking[0], check.result.columns[0], check.result.columns[0]?.cells[0]];
    if (ranked === undefined || column === undefined || cell === undefined) throw new Error('There is a column.');
    const windows = Array.from({ length: 50 }, (_, week) => ({
      label: `week ${week}`,
      rows: 100,
      isIncomplete: false,
    }));
    const names = Array.from({ length: 1000 }, (_, number) => `sensor_${number}`);
    const whole = {
      ...check,
      ranking: names.map((name) => ({ ...ranked, column: name })),
      result: {
        ...check.result,
        windows,
        columns: names.toReversed().map((name) => ({ ...column, name, cells: windows.map(() => cell) })),
      },
    };
    const kept = trimRecord(whole);
    expect(kept.ranking).toHaveLength(1000);
    expect(kept.result.columns.map(({ name }) => name)).toEqual(names.slice(0, 50).toReversed());
    expect(trimRecord(kept)).toBe(kept);
    const model = await view({ '.plumbline/drift/inputs.json': JSON.stringify({ ...record, check: kept }) });
    if (model.state !== 'checks') throw new Error(model.because);
    const [shown] = model.checks;
    expect(shown?.columns).toHaveLength(1000);
    expect(shown?.columns[49]?.cells).toHaveLength(50);
    expect(shown?.columns[50]).toMatchObject({ name: 'sensor_50', cells: [], overlay: { kind: 'none' } });
    expect(shown?.notes.join(' ')).toContain('of the 50 columns that come first');
  });

  it.each(['{', '{"plumblineDrift": 2}', '[]'])('says that a record such as %s cannot be read', async (text) => {
    const model = await view({ '.plumbline/drift/inputs.json': text });
    expect(model).toMatchObject({ state: 'empty', because: 'The record of the last comparison cannot be read.' });
  });

  it('says what to do where nothing was compared, and where nothing is watched', async () => {
    expect(await view({})).toMatchObject({
      state: 'empty',
      canCompare: true,
      because: 'The spec has 2 checks.',
    });
    expect(await view({}, false)).toMatchObject({ canCompare: false });
    const unwatched = spec.slice(0, spec.indexOf('monitoring'));
    expect(await view({}, true, unwatched)).toMatchObject({ state: 'empty', canCompare: false, canMonitor: false });
    const answering = `${unwatched}models: {delay: {path: delay.onnx, task: regression}}\n`;
    expect(await view({}, true, answering)).toMatchObject({ canMonitor: true });
    expect(await view({}, false, answering)).toMatchObject({ canMonitor: false });
  });

  it('offers a monitor for a column that drifts and that the spec no longer watches', async () => {
    const [hour] = record.check.ranking;
    const check = { ...record.check, ranking: [{ ...hour, answer: 'drift', drifting: 1, judged: 1 }] };
    const files = { '.plumbline/drift/inputs.json': JSON.stringify(driftRecord.parse({ ...record, check })) };
    const elsewhere = `${spec.replaceAll('columns: [hour]', 'columns: [day]')}models: {delay: {path: delay.onnx, task: regression}}\n`;
    expect(await view(files, true, elsewhere)).toMatchObject({ checks: [{ columns: [{ canMonitor: true }] }] });
    expect(await view(files)).toMatchObject({ checks: [{ columns: [{ canMonitor: false }] }] });
  });
});

describe('a comparison that is not done', () => {
  const found = (id = 'inputs') => {
    const check = driftRecord.parse({ ...record, check: { ...record.check, id } }).check;
    if (check.state !== 'compared') throw new TypeError('Columns are compared.');
    return { checkId: id, check: () => check, compared: 1, total: 8, isNews: true };
  };
  const folderFiles = memoryWorkspace(
    new Map([[`${folder}/.plumbline/drift/inputs.json`, JSON.stringify(driftRecord.parse(record))]]),
  );
  const viewOf = (unfinished: UnfinishedComparisons) =>
    makeDriftView(fixture(spec).snapshot, {
      files: folderFiles,
      isTrusted: true,
      now: new Date('2026-11-02T09:00:00Z'),
      unfinished,
    });

  it('shows the columns that are known, before the record of the comparison before', async () => {
    const unfinished = createUnfinishedComparisons();
    unfinished.keep(mainUri, found());
    unfinished.keep(mainUri, found('whole'));
    expect(await viewOf(unfinished)).toMatchObject({
      waiting: [],
      checks: [
        { id: 'inputs', record: null, canAccept: false, progress: { compared: 1, total: 8, stopped: null } },
        { id: 'inputs', progress: null },
        { id: 'whole', record: null },
      ],
    });
  });

  it('says why a check could not be compared, until it can be', async () => {
    const unfinished = createUnfinishedComparisons();
    unfinished.fail(mainUri, 'whole', 'Nobody answers at http://trino:8080.');
    const failures = [{ check: 'whole', because: 'Nobody answers at http://trino:8080.' }];
    expect(await viewOf(unfinished)).toMatchObject({ waiting: [], failures });
    unfinished.finish(mainUri, 'whole');
    expect(await viewOf(unfinished)).toMatchObject({ waiting: ['whole'], failures: [] });
  });

  it('says so where nothing else is there to be shown', async () => {
    const unfinished = createUnfinishedComparisons();
    unfinished.fail(mainUri, 'inputs', 'Its columns cannot be read.');
    const model = await makeDriftView(fixture(spec).snapshot, {
      files: memoryWorkspace(new Map()),
      isTrusted: true,
      now: new Date('2026-11-02T09:00:00Z'),
      unfinished,
    });
    expect(model).toMatchObject({ state: 'empty', because: 'inputs: Its columns cannot be read.', canCompare: true });
  });

  it('stays as incomplete when it is stopped, and goes when the check is done', async () => {
    const unfinished = createUnfinishedComparisons();
    unfinished.keep(mainUri, found());
    unfinished.stop(mainUri, 'It was cancelled.');
    unfinished.stop(mainUri, 'Something else.');
    expect(await viewOf(unfinished)).toMatchObject({ checks: [{ progress: { stopped: 'It was cancelled.' } }, {}] });
    unfinished.finish(mainUri, 'inputs');
    expect(await viewOf(unfinished)).toMatchObject({ checks: [{ progress: null }] });
  });
});
