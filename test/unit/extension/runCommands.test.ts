/** Commands about runs: exporting them, measuring the machine, and predictions that were made elsewhere. */
import { describe, expect, it } from 'vitest';
import { commandTable } from '../../../extension/src/commands/commandTable.ts';
import { runCommand } from '../../../extension/src/commands/runCommand.ts';
import { buildEvaluation, buildNothingEvaluated } from '../../webview/support/evaluationFixture.ts';
import { createFakeClient, createFakeContext } from './fakeContext.ts';

const specUri = 'file:///work/plumbline.yaml';
const evaluated = { model: 'delay', split: 'test', rows: 1000, runUri: null, missed: [] };

interface Wish {
  readonly takes?: string;
  readonly file?: string;
  readonly folder?: string;
  readonly pairings?: readonly { readonly modelId: string; readonly splitId: string }[];
  readonly targets?: readonly string[];
  readonly hasRuns?: boolean;
}

async function run(id: string, wish: Wish = {}) {
  const { pairings = [{ modelId: 'delay', splitId: 'test' }], targets = ['edge-box'], hasRuns = true, ...scene } = wish;
  const client = createFakeClient({
    'plumbline/projects': [{ specUri, project: 'flights', phase: 'pilot', dataIds: [] }],
    'plumbline/evaluationChoices': { kind: 'done', value: { pairings, targets } },
    'plumbline/evaluationView': { kind: 'done', value: hasRuns ? buildEvaluation() : buildNothingEvaluated(true) },
    'plumbline/exportRun': { kind: 'done', value: {} },
    'plumbline/evaluate': { kind: 'done', value: { evaluated: [evaluated], problems: [] } },
  });
  const fake = createFakeContext({ state: { kind: 'running', client }, ...scene });
  const command = commandTable.find((one) => one.id === id);
  if (command === undefined) throw new Error(`No command is called ${id}.`);
  return { result: await runCommand(command, fake.context, []), fake, last: client.asked.at(-1) };
}

describe('measuring the machine', () => {
  it('asks which deployment target this machine is, and measures as that one', async () => {
    const { result, fake, last } = await run('plumbline.machine.measure', { takes: 'edge-box' });
    expect(result).toEqual({ kind: 'done' });
    expect(fake.offered).toEqual([['edge-box', 'None of them']]);
    expect(last).toEqual(['plumbline/evaluate', { specUri, modelId: null, machine: { target: 'edge-box' } }]);
  });

  it('measures as none of them when the user says so, and when there are none', async () => {
    const none = ['plumbline/evaluate', { specUri, modelId: null, machine: { target: null } }];
    expect((await run('plumbline.machine.measure', { takes: 'None of them' })).last).toEqual(none);
    expect((await run('plumbline.machine.measure', { targets: [] })).last).toEqual(none);
  });

  it('measures nothing when the user turns away', async () => {
    const { result, last } = await run('plumbline.machine.measure');
    expect(result).toEqual({ kind: 'cancelled' });
    expect(last?.[0]).toBe('plumbline/evaluationChoices');
  });
});

describe('predictions that were made elsewhere', () => {
  it('are measured as those of the only model and split', async () => {
    const file = 'file:///elsewhere/predictions.csv';
    const { last } = await run('plumbline.predictions.evaluate', { file });
    const pairing = { modelId: 'delay', splitId: 'test' };
    expect(last).toEqual(['plumbline/evaluate', { specUri, ...pairing, predictionsUri: file }]);
  });

  it('are refused in one sentence where the spec has nothing to measure them by', async () => {
    const { result } = await run('plumbline.predictions.evaluate', { pairings: [] });
    expect(result.kind).toBe('refused');
  });

  it('are not measured when no file is chosen', async () => {
    expect((await run('plumbline.predictions.evaluate')).result).toEqual({ kind: 'cancelled' });
  });
});

describe('exporting a run', () => {
  it('is offered for the recorded runs, the newest first', async () => {
    const { result, fake } = await run('plumbline.run.export');
    expect(result).toEqual({ kind: 'cancelled' });
    expect(fake.offered).toEqual([['delay · test', 'delay · test']]);
  });

  it('says that there is none before the first evaluation', async () => {
    const { result, fake } = await run('plumbline.run.export', { hasRuns: false });
    expect(result.kind).toBe('refused');
    expect(fake.told[0]?.actions).toEqual(['Evaluate']);
  });
});
