/** Opening the Evaluation panel, at the runs that a caller names. */
import { describe, expect, it } from 'vitest';
import { openEvaluation } from '../../../extension/src/commands/evaluateCommand.ts';
import { runCommand } from '../../../extension/src/commands/runCommand.ts';
import { createFakeClient, createFakeContext } from './fakeContext.ts';

const specUri = 'file:///work/plumbline.yaml';

async function open(argument: unknown) {
  const client = createFakeClient({
    'plumbline/projects': [{ specUri, project: 'flights', phase: 'pilot', dataIds: [] }],
    'plumbline/showRuns': { kind: 'done', value: {} },
  });
  const fake = createFakeContext({ state: { kind: 'running', client } });
  const result = await runCommand(openEvaluation, fake.context, [argument]);
  return { result, executed: fake.executed, asked: client.asked.filter(([method]) => method !== 'plumbline/projects') };
}

describe('opening the evaluation', () => {
  it('shows what it showed last where no run is named', async () => {
    const { result, executed, asked } = await open({ specUri });
    expect([result, executed, asked]).toEqual([{ kind: 'done' }, [`evaluation ${specUri}`], []]);
  });

  it('shows a run however old it is', async () => {
    const { executed, asked } = await open({ specUri, run: 'old' });
    expect(asked).toEqual([['plumbline/showRuns', { specUri, runs: ['old'] }]]);
    expect(executed).toEqual([`evaluation ${specUri} old`]);
  });

  it('compares it with another one at once', async () => {
    const { executed, asked } = await open({ specUri, run: 'newer', other: 'older' });
    expect(asked).toEqual([['plumbline/showRuns', { specUri, runs: ['newer', 'older'] }]]);
    expect(executed).toEqual([`evaluation ${specUri} newer older`, 'plumbline.run.compare']);
  });
});
