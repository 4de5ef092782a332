import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../extension/src/commands/compareRunsCommand.ts';
import { runCommand } from '../../../extension/src/commands/runCommand.ts';
import type { EvaluationViewModel } from '../../../schemas/evaluationPanel.ts';
import type { CompareRunsAnswer } from '../../../schemas/requests.ts';
import {
  buildEvaluation,
  buildNothingEvaluated,
  buildRun,
  olderRunId,
} from '../../webview/support/evaluationFixture.ts';
import { createFakeClient, createFakeContext } from './fakeContext.ts';

const specUri = 'file:///work/flights/plumbline.yaml';
const pair = { specUri, first: olderRunId, second: buildRun().id };
const answer: CompareRunsAnswer = { rows: 100_000, metrics: 4, better: ['recall'], worse: [] };

function scene(value: Partial<CompareRunsAnswer> = {}, view: EvaluationViewModel = buildEvaluation()) {
  const client = createFakeClient({
    'plumbline/projects': [{ specUri, project: 'flights', phase: 'pilot', dataIds: [] }],
    'plumbline/evaluationView': { kind: 'done', value: view },
    'plumbline/compareRuns': { kind: 'done', value: { ...answer, ...value } },
  });
  const fake = createFakeContext({ state: { kind: 'running', client } });
  return { client, fake, compare: (...args: unknown[]) => runCommand(compareRuns, fake.context, args) };
}

describe('comparing two runs', () => {
  it('asks the server about the runs that a panel names', async () => {
    const { client, compare } = scene();
    expect(await compare(pair)).toEqual({ kind: 'done' });
    expect(client.asked.at(-1)).toEqual(['plumbline/compareRuns', pair]);
  });

  it('says what is surely better, and on how many rows', async () => {
    const { fake, compare } = scene();
    await compare(pair);
    expect(fake.told).toMatchObject([
      {
        level: 'information',
        sentence: 'Surely better: recall. 100,000 rows were compared one by one.',
        actions: ['Show'],
      },
    ]);
  });

  it('says nothing where a page shows the comparison', async () => {
    const { fake, compare } = scene();
    expect(await compare({ ...pair, isShown: true })).toEqual({ kind: 'done' });
    expect(fake.told).toEqual([]);
  });

  it('warns of what is surely worse, whatever else is better', async () => {
    const { fake, compare } = scene({ worse: ['precision'] });
    await compare(pair);
    expect(fake.told[0]).toMatchObject({ level: 'warning' });
    expect(fake.told[0]?.sentence).toContain('precision');
  });

  it('claims nothing where chance may explain the difference', async () => {
    const { fake, compare } = scene({ better: [] });
    await compare(pair);
    expect(fake.told[0]?.sentence).toContain('None of 4 metrics surely differs.');
  });

  it('says that there is nothing to compare before there are two runs', async () => {
    const { client, compare } = scene({}, buildNothingEvaluated(true));
    expect(await compare({ specUri })).toMatchObject({ kind: 'refused' });
    expect(client.asked.map(([method]) => method)).not.toContain('plumbline/compareRuns');
  });
});
