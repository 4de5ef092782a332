import { describe, expect, it } from 'vitest';
import { commandTable } from '../../../extension/src/commands/commandTable.ts';
import { runCommand } from '../../../extension/src/commands/runCommand.ts';
import { createFakeClient, createFakeContext } from './fakeContext.ts';
import type { FakeContext, Scene } from './fakeContext.ts';

const notebookUri = 'file:///work/delay.ipynb';
const packageUri = 'file:///work/delay';
/** As the menus of the editor pass it. */
const menuUri = { scheme: 'file', path: '/work/delay.ipynb', toString: () => notebookUri };
const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 0 } };

const report = {
  kind: 'promotion',
  schema: 1,
  version: '1.2.3',
  notebook: '../delay.ipynb',
  package: 'delay',
  counts: { converted: 5, dropped: 1, left: 0 },
  statements: [],
  functions: [],
  decisions: [],
  findings: [],
  dependencies: [],
  checks: [],
};
const created = {
  uri: `${packageUri}/README.md`,
  path: 'README.md',
  state: 'create',
  words: 'new',
  change: { kind: 'create', text: '# delay\n' },
};
const verified = {
  kind: 'verification',
  schema: 1,
  verdict: 'equal',
  sentence: 'All 12 values are equal.',
  verifiedAt: '2026-11-02T09:31:00Z',
  seed: 0,
  python: null,
  missing: [],
  seconds: null,
  peakMemoryBytes: null,
  data: [],
  probes: [],
  firstDivergence: null,
  failure: null,
};

const folders = (...promoted: readonly boolean[]) => ({
  kind: 'done',
  value: {
    folders: promoted.map((isPromoted, index) => ({
      uri: index === 0 ? packageUri : `${packageUri}-${index}`,
      label: index === 0 ? 'delay' : `delay-${index}`,
      isPromoted,
    })),
  },
});
const preview = (files: readonly unknown[], counts = report.counts) => ({
  kind: 'done',
  value: {
    id: 'promotion-1',
    package: 'delay',
    files,
    starter: { uri: `${packageUri}/notebooks/delay.ipynb`, text: '{}' },
    report: { ...report, counts },
  },
});
const accepted = { kind: 'done', value: { readmeUri: `${packageUri}/README.md` } };

async function run(id: string, scene: Scene, answers: Record<string, unknown>, ...args: unknown[]) {
  const client = createFakeClient(answers);
  const fake: FakeContext = createFakeContext({ ...scene, state: { kind: 'running', client } });
  const command = commandTable.find((each) => each.id === id);
  if (command === undefined) throw new Error(`No command is called ${id}.`);
  const result = await runCommand(command, fake.context, args);
  return { result, fake, asked: client.asked.map(([method]) => method) };
}

const answers = {
  'plumbline/promotionFolders': folders(true),
  'plumbline/promote': preview([created]),
  'plumbline/acceptPromotion': accepted,
  'plumbline/verifyPromotion': { kind: 'done', value: verified },
};
const promote = (scene: Scene, more: Record<string, unknown> = {}, ...args: unknown[]) =>
  run('plumbline.notebook.promote', { activeNotebook: notebookUri, ...scene }, { ...answers, ...more }, ...args);

describe('promoting without an open notebook', () => {
  const other = 'file:///work/old/explore%20more.ipynb';
  const openPanel = (scene: Scene) => run('plumbline.promotion.open', scene, {});

  it('takes the only one of the workspace', async () => {
    const { result, fake } = await openPanel({ notebooks: [notebookUri] });
    expect([result.kind, fake.offered, fake.executed]).toEqual(['done', [], [`promotion ${notebookUri}`]]);
  });

  it('asks which of several', async () => {
    const { fake } = await openPanel({ notebooks: [notebookUri, other], takes: 'explore more.ipynb' });
    expect(fake.offered).toEqual([['delay.ipynb', 'explore more.ipynb']]);
    expect(fake.executed).toEqual([`promotion ${other}`]);
    expect((await openPanel({ notebooks: [notebookUri, other] })).result).toEqual({ kind: 'cancelled' });
  });

  it('says what to do where there is none', async () => {
    expect((await openPanel({})).result).toMatchObject({ kind: 'refused' });
  });
});

describe('promoting a notebook', () => {
  it('takes the folder that it was promoted to, and offers what to do next', async () => {
    const { result, fake, asked } = await promote({});
    expect(result).toEqual({ kind: 'done' });
    expect(asked).toEqual(['plumbline/promotionFolders', 'plumbline/promote', 'plumbline/acceptPromotion']);
    expect(fake.executed).toEqual(['preview promotion-1']);
    expect(fake.told[0]).toMatchObject({ level: 'information', actions: ['Verify', 'Open README', 'Show Promotion'] });
  });

  it('asks for the folder the first time', async () => {
    const first = { 'plumbline/promotionFolders': folders(false) };
    const { fake } = await promote({ takes: 'delay' }, first);
    expect(fake.offered).toEqual([['delay', 'Another Folder…']]);
    const other = await promote({ takes: 'Another Folder…', folder: 'file:///work/other' }, first);
    expect(other.result).toEqual({ kind: 'done' });
    expect((await promote({}, first)).result).toEqual({ kind: 'cancelled' });
  });

  it('records nothing when the preview is not applied', async () => {
    const { result, asked } = await promote({ accepts: false });
    expect([result.kind, asked.at(-1)]).toEqual(['cancelled', 'plumbline/promote']);
  });

  it('says so when there is nothing to write', async () => {
    const { fake, result } = await promote({}, { 'plumbline/promote': preview([{ ...created, change: null }]) });
    expect([result.kind, fake.executed, fake.told.length]).toEqual(['done', [], 1]);
  });

  it('warns when statements are left', async () => {
    const left = { 'plumbline/promote': preview([created], { converted: 5, dropped: 1, left: 2 }) };
    expect((await promote({}, left)).fake.told[0]?.level).toBe('warning');
  });

  it('waits until edited files are saved', async () => {
    const { result, fake, asked } = await promote({ unsaved: ['delay/README.md'] });
    expect([result.kind, asked]).toEqual(['refused', ['plumbline/promotionFolders']]);
    expect(fake.told[0]?.sentence).toContain('delay/README.md');
  });

  it('shows the promotion and writes nothing in a workspace that is not trusted', async () => {
    const { result, fake, asked } = await promote({ isTrusted: false });
    expect([result.kind, fake.executed, asked]).toEqual(['refused', [`promotion ${notebookUri}`], []]);
  });

  it.each([
    ['the toolbar of a notebook', { notebookEditor: { notebookUri: menuUri } }],
    ['the explorer', menuUri],
    ['the panel', { notebookUri }],
  ])('takes the notebook of %s', async (_, argument) => {
    const { context } = createFakeContext({});
    expect(context.promotions.activeNotebook()).toBeUndefined();
    expect((await run('plumbline.notebook.promote', {}, answers, argument)).result).toEqual({ kind: 'done' });
  });

  it('asks for a notebook where there is none', async () => {
    expect((await run('plumbline.notebook.promote', {}, answers)).result.kind).toBe('refused');
  });
});

describe('verifying a promotion', () => {
  const verify = (scene: Scene, more: Record<string, unknown> = {}) =>
    run('plumbline.promotion.verify', { activeNotebook: notebookUri, ...scene }, { ...answers, ...more });

  it('shows the verdict as the server words it', async () => {
    const { fake } = await verify({});
    expect(fake.told).toMatchObject([{ level: 'information', sentence: 'All 12 values are equal.' }]);
  });

  it('warns when the two are not equal', async () => {
    const differs = { 'plumbline/verifyPromotion': { kind: 'done', value: { ...verified, verdict: 'differs' } } };
    expect((await verify({}, differs)).fake.told[0]?.level).toBe('warning');
  });

  it('asks to promote first, and which package where there are several', async () => {
    expect((await verify({}, { 'plumbline/promotionFolders': folders(false) })).fake.told[0]?.actions).toEqual([
      'Promote',
    ]);
    const two = { 'plumbline/promotionFolders': folders(true, true) };
    expect((await verify({}, two)).result).toEqual({ kind: 'cancelled' });
    expect((await verify({ takes: 'delay-1' }, two)).result).toEqual({ kind: 'done' });
  });

  it('asks nothing of the server in a workspace that is not trusted', async () => {
    const { result, asked } = await verify({ isTrusted: false });
    expect([result.kind, asked]).toEqual(['refused', []]);
  });
});

describe('going between cells and functions', () => {
  const places = (side: string | null, ...labels: readonly string[]) => ({
    'plumbline/promotedPlaces': {
      kind: 'done',
      value: { side, places: labels.map((label) => ({ uri: `file:///work/${label}`, range, label })) },
    },
  });
  const at = { activePlace: { uri: 'file:///work/a.py', line: 3 } };

  it('opens the only place', async () => {
    const { fake } = await run('plumbline.cell.open', at, places('package', 'cell 4'));
    expect(fake.executed).toEqual(['open file:///work/cell 4:3']);
  });

  it('asks which of several', async () => {
    const scene = { ...at, takes: 'b' };
    expect((await run('plumbline.function.open', scene, places('notebook', 'a', 'b'))).fake.executed).toEqual([
      'open file:///work/b:3',
    ]);
  });

  it('says where the cursor has to be', async () => {
    expect((await run('plumbline.function.open', at, places('package', 'a'))).result.kind).toBe('refused');
    expect((await run('plumbline.cell.open', {}, places('package', 'a'))).result.kind).toBe('refused');
  });

  it('opens the place that a lens names without asking', async () => {
    const { fake, asked } = await run('plumbline.cell.open', {}, {}, { uri: `${notebookUri}#cell=3`, range });
    expect([fake.executed, asked]).toEqual([[`open ${notebookUri}#cell=3:3`], []]);
  });
});
