/** What is told once the checks of a spec were compared. */
import { describe, expect, it } from 'vitest';
import type { DriftViewModel } from '../../../schemas/driftPanel.ts';
import type { CompareDriftAnswer } from '../../../schemas/driftRequests.ts';
import { commandTable } from '../../../extension/src/commands/commandTable.ts';
import { runCommand } from '../../../extension/src/commands/runCommand.ts';
import { buildCheck, buildDrift, buildNothingCompared } from '../../webview/support/driftFixture.ts';
import { createFakeClient, createFakeContext } from './fakeContext.ts';

const specUri = 'file:///work/plumbline.yaml';

type Compared = CompareDriftAnswer['compared'][number];

const stable = (check: string): Compared => ({ check, columns: 4, drifting: [], open: 0 });
const open = (check: string): Compared => ({ ...stable(check), open: 2 });
const drifts = (check: string): Compared => ({ ...stable(check), drifting: ['late', 'delay', 'hour', 'origin'] });

async function tell(compared: readonly Compared[], problems: readonly string[] = []) {
  const client = createFakeClient({
    'plumbline/projects': [{ specUri, project: 'flights', phase: 'pilot', dataIds: [] }],
    'plumbline/compareDrift': { kind: 'done', value: { compared, problems } },
  });
  const fake = createFakeContext({ state: { kind: 'running', client } });
  const command = commandTable.find(({ id }) => id === 'plumbline.drift.compare');
  if (command === undefined) throw new Error('There is no such command.');
  await runCommand(command, fake.context, []);
  return fake.told.map(({ level, sentence }) => `${level}: ${sentence}`);
}

interface LabelWish {
  readonly model?: DriftViewModel;
  readonly types?: string;
  readonly takes?: string;
  readonly queue?: { readonly uri: string; readonly rows: number };
  readonly problems?: readonly string[];
}

async function label({ model = buildDrift(), types, takes, queue, problems = [] }: LabelWish) {
  const compared = { ...stable('months'), ...(queue === undefined ? {} : { queue }) };
  const client = createFakeClient({
    'plumbline/projects': [{ specUri, project: 'flights', phase: 'pilot', dataIds: [] }],
    'plumbline/driftView': { kind: 'done', value: model },
    'plumbline/compareDrift': { kind: 'done', value: { compared: problems.length > 0 ? [] : [compared], problems } },
  });
  const scene = { ...(types === undefined ? {} : { types }), ...(takes === undefined ? {} : { takes }) };
  const fake = createFakeContext({ state: { kind: 'running', client }, ...scene });
  const command = commandTable.find(({ id }) => id === 'plumbline.drift.label');
  if (command === undefined) throw new Error('There is no such command.');
  const result = await runCommand(command, fake.context, []);
  return { result, told: fake.told[0], offered: fake.offered, last: client.asked.at(-1) };
}

describe('picking rows to label', () => {
  const queue = { uri: 'file:///work/labels/queue.csv', rows: 25 };

  it('asks for as many rows as were typed of the only check, and offers to open the queue', async () => {
    const { result, told, last } = await label({ types: '25', queue });
    expect(result).toEqual({ kind: 'done' });
    expect(last).toEqual(['plumbline/compareDrift', { specUri, checkId: 'months', queueRows: 25 }]);
    expect(told).toMatchObject({
      level: 'information',
      sentence: '25 rows of months were picked for labelling, in queue.csv.',
      actions: ['Open'],
    });
  });

  it('asks which check where there are several', async () => {
    const model = buildDrift([buildCheck({ id: 'inputs' }), buildCheck()]);
    const { offered, last } = await label({ model, takes: 'inputs', types: '', queue });
    expect(offered).toEqual([['inputs', 'months']]);
    expect(last?.[1]).toEqual({ specUri, checkId: 'inputs', queueRows: 60 });
  });

  it('wants a comparison first', async () => {
    const { result, told } = await label({ model: buildNothingCompared(true) });
    expect(result.kind).toBe('refused');
    expect(told?.actions).toEqual(['Look for drift']);
  });

  it.each(['0', '-3', 'many', '1.5', '100001'])('refuses %s rows', async (types) => {
    const { result, last } = await label({ types });
    expect(result.kind).toBe('refused');
    expect(last?.[0]).toBe('plumbline/driftView');
  });

  it('picks nothing when the user turns away', async () => {
    expect((await label({})).result).toEqual({ kind: 'cancelled' });
  });

  it('says why none were picked', async () => {
    const { told } = await label({ types: '5', problems: ['months: labels/queue.csv is there already.'] });
    expect(told).toMatchObject({ level: 'error', sentence: 'months: labels/queue.csv is there already.' });
  });
});

describe('looking for drift', () => {
  it('tells of one check by its columns', async () => {
    expect(await tell([drifts('months')])).toEqual(['warning: months: 4 of 4 columns drift, late, delay, hour first.']);
  });

  it('tells of several checks in one message', async () => {
    expect(await tell([stable('inputs'), drifts('months'), open('scores')])).toEqual([
      'warning: 1 of 3 checks drift: months (late, delay, hour).',
    ]);
    expect(await tell([stable('inputs'), open('scores')])).toEqual([
      'information: No check surely drifts; of 1 of 2 it cannot be told.',
    ]);
    expect(await tell([stable('inputs'), stable('scores')])).toEqual(['information: All 2 checks are stable.']);
  });

  it('says how many more checks could not be compared', async () => {
    expect(await tell([stable('inputs')], ['months: No file.', 'scores: No model.'])).toEqual([
      'information: inputs: all 4 columns are stable.',
      'error: months: No file. Not compared for a reason of their own: 1 more.',
    ]);
  });
});
