/** What is told once the checks of a spec were compared. */
import { describe, expect, it } from 'vitest';
import type { CompareDriftAnswer } from '../../../schemas/driftRequests.ts';
import { commandTable } from '../../../extension/src/commands/commandTable.ts';
import { runCommand } from '../../../extension/src/commands/runCommand.ts';
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
