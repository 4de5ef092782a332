import { describe, expect, it } from 'vitest';
import { findProject } from '../../../extension/src/commands/chooseProject.ts';
import { commandTable } from '../../../extension/src/commands/commandTable.ts';
import { runCommand } from '../../../extension/src/commands/runCommand.ts';
import type { ProjectSummary } from '../../../schemas/requests.ts';
import { createFakeClient, createFakeContext, type FakeClient, type FakeContext } from './fakeContext.ts';

const flights: ProjectSummary = {
  specUri: 'file:///work/flights/plumbline.yaml',
  project: 'flight-delays',
  phase: 'pilot',
  dataIds: ['flights'],
};
const digits: ProjectSummary = {
  specUri: 'file:///work/digits/plumbline.yaml',
  project: 'digits',
  phase: 'poc',
  dataIds: ['scans', 'sheets'],
};
const projects = 'plumbline/projects';

function commandOf(id: string) {
  const command = commandTable.find((each) => each.id === id);
  if (command === undefined) throw new Error(`No command is called ${id}.`);
  return command;
}

function run(id: string, { context }: FakeContext, ...args: unknown[]) {
  return runCommand(commandOf(id), context, args);
}

function running(client: FakeClient) {
  return { kind: 'running', client } as const;
}

describe('in a workspace that is not trusted', () => {
  const refusing = [
    'plumbline.contract.check',
    'plumbline.contract.create',
    'plumbline.data.profile',
    'plumbline.doctor.run',
    'plumbline.changes.review',
  ];

  it.each(refusing)('%s asks nothing of the server and says why in one sentence', async (id) => {
    const client = createFakeClient({ [projects]: [flights] });
    const fake = createFakeContext({ isTrusted: false, state: running(client) });
    const result = await run(id, fake);
    expect(result.kind).toBe('refused');
    expect(client.asked).toEqual([]);
    expect(fake.told).toHaveLength(1);
    expect(fake.told[0]?.sentence).toMatch(/^[A-Z][^.]*trust the workspace\.$/);
    expect(fake.told[0]?.actions).toEqual(['Manage Workspace Trust']);
  });

  it('the overview opens, because it only reads', async () => {
    const fake = createFakeContext({ isTrusted: false, state: running(createFakeClient({ [projects]: [flights] })) });
    expect(await run('plumbline.overview.open', fake)).toEqual({ kind: 'done' });
  });
});

describe('a command that needs the server', () => {
  const needing = commandTable.filter(({ needs }) => needs === 'server').map(({ id }) => id);

  // A draft can be opened without a proposal.
  it.each(needing.filter((id) => id !== 'plumbline.spec.create'))(
    '%s offers to start it when it was stopped, and does not start it by itself',
    async (id) => {
      const fake = createFakeContext({ state: { kind: 'stopped' } });
      expect((await run(id, fake)).kind).toBe('refused');
      expect(fake.wishes).toEqual([]);
      expect(fake.told[0]?.actions).toEqual(['Start', 'Show Log']);
    },
  );

  it('starts it when nobody has needed it yet', async () => {
    const client = createFakeClient({ [projects]: [flights] });
    const fake = createFakeContext({ state: { kind: 'idle' }, stateAfterStart: running(client) });
    expect(await run('plumbline.overview.open', fake)).toEqual({ kind: 'done' });
    expect(fake.wishes).toEqual(['start']);
  });

  it('waits for a restart instead of refusing', async () => {
    const client = createFakeClient({ [projects]: [flights] });
    const fake = createFakeContext({ state: { kind: 'stopping' }, stateAfterStart: running(client) });
    expect(await run('plumbline.overview.open', fake)).toEqual({ kind: 'done' });
  });

  it('says in one sentence what failed, and logs the rest', async () => {
    const client = createFakeClient({ [projects]: new Error('the index is broken') });
    const fake = createFakeContext({ state: running(client) });
    const result = await run('plumbline.overview.open', fake);
    expect(result).toEqual({ kind: 'failed', sentence: 'Plumbline could not finish this: the index is broken' });
    expect(fake.told[0]?.actions).toEqual(['Show Log']);
    expect(fake.logged).toEqual(['plumbline.overview.open failed.']);
  });

  it('says nothing when the user cancelled', async () => {
    const cancellation = new Error('Canceled');
    cancellation.name = 'Canceled';
    const fake = createFakeContext({ state: running(createFakeClient({ [projects]: cancellation })) });
    expect(await run('plumbline.overview.open', fake)).toEqual({ kind: 'cancelled' });
    expect(fake.told).toEqual([]);
  });
});

describe('the project of a command', () => {
  it.each([
    ['its own spec', flights.specUri],
    ['a part beside it', 'file:///work/flights/costs.plumbline.yaml'],
    ['a part below it', 'file:///work/flights/finance/costs.plumbline.yaml'],
  ])('is found by %s', (_what, uri) => {
    expect(findProject(uri, [digits, flights])).toBe(flights);
  });

  it('is the innermost one around a file', () => {
    const inner = { ...digits, specUri: 'file:///work/flights/inner/plumbline.yaml' };
    expect(findProject('file:///work/flights/inner/costs.plumbline.yaml', [flights, inner])).toBe(inner);
  });

  it('is none for a file elsewhere, also when the folder begins alike', () => {
    expect(findProject('file:///work/flights-2/costs.plumbline.yaml', [flights])).toBeUndefined();
  });

  it('comes from the active editor before the user is asked', async () => {
    const client = createFakeClient({ [projects]: [flights, digits] });
    const fake = createFakeContext({ state: running(client), activeSpec: digits.specUri });
    await run('plumbline.overview.open', fake);
    expect(fake.overviews).toEqual([digits.specUri]);
    expect(fake.offered).toEqual([]);
  });

  it('is named by a menu through a URI object', async () => {
    const client = createFakeClient({ [projects]: [flights, digits] });
    const fake = createFakeContext({ state: running(client), activeSpec: digits.specUri });
    const uri = { scheme: 'file', path: '/work/flights/plumbline.yaml', toString: () => flights.specUri };
    await run('plumbline.overview.open', fake, uri);
    expect(fake.overviews).toEqual([flights.specUri]);
  });

  it('is asked for when there are several', async () => {
    const client = createFakeClient({ [projects]: [flights, digits] });
    const fake = createFakeContext({ state: running(client), takes: 'digits' });
    await run('plumbline.overview.open', fake);
    expect(fake.offered).toEqual([['flight-delays', 'digits']]);
    expect(fake.overviews).toEqual([digits.specUri]);
  });

  it('that does not exist leads to a new spec, and to the example', async () => {
    const fake = createFakeContext({ state: running(createFakeClient({ [projects]: [] })) });
    expect((await run('plumbline.overview.open', fake)).kind).toBe('refused');
    expect(fake.told[0]?.actions).toEqual(['Create Spec', 'Open Example']);
  });
});

describe('profiling', () => {
  const profileData = 'plumbline/profileData';

  it('takes the only data source without asking', async () => {
    const client = createFakeClient({
      [projects]: [flights],
      [profileData]: { kind: 'done', value: { rows: 3_000_000, columns: 8 } },
    });
    const fake = createFakeContext({ state: running(client) });
    expect(await run('plumbline.data.profile', fake)).toEqual({ kind: 'done' });
    expect(client.asked.at(-1)).toEqual([profileData, { specUri: flights.specUri, dataId: 'flights' }]);
    expect(fake.told[0]?.sentence).toBe('Profiled flights: 3,000,000 rows, 8 columns.');
  });

  it('takes the data source that a link names', async () => {
    const client = createFakeClient({ [projects]: [flights, digits], [profileData]: { kind: 'cancelled' } });
    const fake = createFakeContext({ state: running(client) });
    const result = await run('plumbline.data.profile', fake, { specUri: digits.specUri, dataId: 'sheets' });
    expect(client.asked.at(-1)).toEqual([profileData, { specUri: digits.specUri, dataId: 'sheets' }]);
    expect(result).toEqual({ kind: 'cancelled' });
    expect(fake.told).toEqual([]);
  });

  it('does nothing when the user turns away from the choice', async () => {
    const client = createFakeClient({ [projects]: [digits] });
    const fake = createFakeContext({ state: running(client) });
    expect(await run('plumbline.data.profile', fake)).toEqual({ kind: 'cancelled' });
    expect(fake.offered).toEqual([['scans', 'sheets']]);
  });

  it.each(['refused', 'failed'] as const)('shows the sentence of the server when it has %s', async (kind) => {
    const sentence = 'flights.parquet is not a Parquet file: it ends too early.';
    const client = createFakeClient({ [projects]: [flights], [profileData]: { kind, sentence } });
    const fake = createFakeContext({ state: running(client) });
    expect(await run('plumbline.data.profile', fake)).toEqual({ kind, sentence });
    expect(fake.told.map((each) => each.sentence)).toEqual([sentence]);
  });
});

describe('a contract', () => {
  const check = 'plumbline/checkContract';
  const draft = 'plumbline/draftContract';

  it('is said to be kept, broken, or kept as far as it could be checked', async () => {
    const said = async (violations: number, notComputed: number) => {
      const client = createFakeClient({
        [projects]: [flights],
        [check]: { kind: 'done', value: { rows: 3_000_000, violations, notComputed } },
      });
      const fake = createFakeContext({ state: running(client) });
      expect(await run('plumbline.contract.check', fake)).toEqual({ kind: 'done' });
      return fake.told[0]?.sentence;
    };
    expect(await said(0, 0)).toBe('flights keeps its contract. 3,000,000 rows were read.');
    expect(await said(2, 0)).toContain('places that are now in Problems: 2.');
    expect(await said(0, 1)).toContain('conditions that cannot: 1.');
  });

  it('is drafted into an unsaved file beside the spec', async () => {
    const client = createFakeClient({ [projects]: [flights], [draft]: { kind: 'done', value: { text: 'drafted' } } });
    const fake = createFakeContext({ state: running(client) });
    expect(await run('plumbline.contract.create', fake)).toEqual({ kind: 'done' });
    const folder = flights.specUri.slice(0, flights.specUri.lastIndexOf('/'));
    expect(fake.drafted).toEqual([`${folder}/contracts/flights.odcs.yaml drafted`]);
  });

  it('is not drafted over one that is there', async () => {
    const client = createFakeClient({ [projects]: [flights], [draft]: { kind: 'done', value: { text: 'drafted' } } });
    const fake = createFakeContext({ state: running(client), draft: 'exists' });
    expect((await run('plumbline.contract.create', fake)).kind).toBe('refused');
  });
});

describe('the doctor', () => {
  const doctor = 'plumbline/doctor';
  const works = { name: 'DuckDB', state: 'works', sentence: '1.5.6 answered a query.' };
  const absent = { name: 'Python', state: 'absent', sentence: 'No python3 on the PATH; only promotions need it.' };
  const broken = { name: 'ONNX Runtime', state: 'broken', sentence: 'Its library does not load on this system.' };

  it.each([
    ['done', [works], 'Everything that Plumbline needs works.'],
    ['done', [works, absent], 'Everything that is installed works; absent: Python.'],
    ['failed', [works, broken], 'This does not work here: ONNX Runtime. The log says why.'],
  ])('ends %s and says in one message what it found', async (kind, checks, sentence) => {
    const client = createFakeClient({ [doctor]: { kind: 'done', value: checks } });
    const fake = createFakeContext({ state: running(client) });
    expect((await run('plumbline.doctor.run', fake)).kind).toBe(kind);
    expect(fake.told.map((each) => each.sentence)).toEqual([sentence]);
    expect(fake.logged).toHaveLength(checks.length);
  });

  it('says that the server itself is what does not work', async () => {
    const fake = createFakeContext({ state: { kind: 'failed', reason: 'did-not-start' } });
    const result = await run('plumbline.doctor.run', fake);
    expect(result.kind).toBe('failed');
    expect(fake.told[0]?.sentence).toContain('did not start');
  });
});

describe('explaining a rule', () => {
  it('opens the page that a diagnostic names', async () => {
    const fake = createFakeContext({ pages: ['metric/no-limit'] });
    expect(await run('plumbline.rule.explain', fake, 'metric/no-limit')).toEqual({ kind: 'done' });
    expect(fake.executed).toEqual(['page metric/no-limit']);
  });

  it('asks which one when none is named, and takes no path for a rule', async () => {
    const fake = createFakeContext({ pages: ['data/no-owner', 'metric/no-limit'], takes: 'data/no-owner' });
    await run('plumbline.rule.explain', fake, '../../etc/passwd');
    expect(fake.offered).toEqual([['data/no-owner', 'metric/no-limit']]);
    expect(fake.executed).toEqual(['page data/no-owner']);
  });

  it('says so when there is no such page', async () => {
    const fake = createFakeContext({ pages: ['metric/no-limit'] });
    expect((await run('plumbline.rule.explain', fake, 'metric/unheard-of')).kind).toBe('refused');
  });
});

describe('the file of a value', () => {
  it('is opened', async () => {
    const fake = createFakeContext();
    expect(await run('plumbline.location.open', fake, { uri: 'file:///work/.plumbline/runs/a.json' })).toEqual({
      kind: 'done',
    });
    expect(fake.executed).toEqual(['open file:///work/.plumbline/runs/a.json']);
  });

  it('that is gone is told in one sentence', async () => {
    const fake = createFakeContext();
    expect((await run('plumbline.location.open', fake, { uri: 'file:///gone.json' })).kind).toBe('failed');
    expect(fake.told).toHaveLength(1);
  });
});

describe('a new spec', () => {
  it.each([
    ['opened', 'done'],
    ['cancelled', 'cancelled'],
    ['exists', 'refused'],
    ['no-folder', 'refused'],
  ] as const)('that is %s makes the command %s', async (draft, kind) => {
    expect((await run('plumbline.spec.create', createFakeContext({ draft }))).kind).toBe(kind);
  });

  it('is the one that the server proposes for the folder', async () => {
    const value = { text: 'plumbline: v1\n', blanks: 3 };
    const client = createFakeClient({ 'plumbline/proposeSpec': { kind: 'done', value } });
    const fake = createFakeContext({ state: running(client) });
    expect(await run('plumbline.spec.create', fake)).toEqual({ kind: 'done' });
    expect(client.asked).toEqual([['plumbline/proposeSpec', { folderUri: 'file:///work' }]]);
    expect(fake.drafted).toEqual(['plumbline: v1\n']);
  });

  it('is a snippet without the server', async () => {
    const fake = createFakeContext({ state: { kind: 'stopped' } });
    expect(await run('plumbline.spec.create', fake)).toEqual({ kind: 'done' });
    expect(fake.drafted).toEqual([undefined]);
  });
});

describe('the actions of the status item', () => {
  it('offer to stop a server that runs', async () => {
    const fake = createFakeContext({
      state: running(createFakeClient({})),
      takes: '$(debug-stop) Stop Language Server',
    });
    await run('plumbline.status.choose', fake);
    expect(fake.executed).toEqual(['plumbline.server.stop']);
  });

  it('offer to start a server that is down, and trust when it is missing', async () => {
    const fake = createFakeContext({ state: { kind: 'stopped' }, isTrusted: false });
    await run('plumbline.status.choose', fake);
    expect(fake.offered[0]).toEqual(
      expect.arrayContaining(['$(debug-restart) Start Language Server', '$(shield) Manage Workspace Trust']),
    );
    expect(fake.offered[0]).not.toContain('$(debug-stop) Stop Language Server');
  });

  it.each([
    ['plumbline.server.restart', 'restart'],
    ['plumbline.server.stop', 'stop'],
  ])('%s asks the server to %s', async (id, wish) => {
    const fake = createFakeContext({ state: running(createFakeClient({})) });
    await run(id, fake);
    expect(fake.wishes).toEqual([wish]);
  });
});

describe('reviewing the changes of a spec', () => {
  const id = 'plumbline.changes.review';
  const review = { base: '3f2a91c', markdown: '# Review', loosened: 1, files: [] };
  const begin = (takes?: string, types?: string, answer: unknown = { kind: 'done', value: review }) => {
    const client = createFakeClient({ [projects]: [flights], 'plumbline/review': answer });
    const scene = { ...(takes === undefined ? {} : { takes }), ...(types === undefined ? {} : { types }) };
    return { client, fake: createFakeContext({ state: running(client), ...scene }) };
  };

  it.each([
    ['Where this branch began', undefined, null],
    ['The last commit', undefined, 'HEAD'],
    ['Another revision…', ' v1.2 ', 'v1.2'],
  ])('compares with %s', async (takes, types, base) => {
    const { client, fake } = begin(takes, types);
    expect(await run(id, fake)).toEqual({ kind: 'done' });
    expect(client.asked.at(-1)).toEqual(['plumbline/review', { specUri: flights.specUri, base }]);
    expect(fake.reviewed).toEqual([`3f2a91c ${flights.specUri}`]);
  });

  it.each([
    ['no base is chosen', undefined, undefined],
    ['no revision is typed', 'Another revision…', undefined],
    ['an empty revision is typed', 'Another revision…', ' '],
  ])('asks nothing when %s', async (_what, takes, types) => {
    const { client, fake } = begin(takes, types);
    expect(await run(id, fake)).toEqual({ kind: 'cancelled' });
    expect(client.asked.map(([method]) => method)).toEqual([projects]);
  });

  it('says why there is nothing to compare with', async () => {
    const sentence = 'There is nothing to compare this spec with: the repository has no commit yet.';
    const { fake } = begin('The last commit', undefined, { kind: 'refused', sentence });
    expect(await run(id, fake)).toEqual({ kind: 'refused', sentence });
    expect(fake.told.map((told) => told.sentence)).toEqual([sentence]);
  });
});
