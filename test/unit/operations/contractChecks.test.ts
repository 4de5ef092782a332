import { describe, expect, it } from 'vitest';
import type { ContractAnswers } from '../../../schemas/contractCheck.ts';
import { jobShapes } from '../../support/jobShapes.ts';
import type { JobRunner } from '../../../server/src/jobs/jobRunner.ts';
import { draftDataContract } from '../../../server/src/operations/draftDataContract.ts';
import { unknownHistory } from '../../../server/src/operations/ports.ts';
import type { WorkspaceFiles } from '../../../server/src/operations/ports.ts';
import { createSpecWorkspace } from '../../../server/src/operations/specWorkspace.ts';
import { columnText } from '../../support/contractFixture.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';

const specUri = 'file:///work/plumbline.yaml';
const contractUri = 'file:///work/flights.odcs.yaml';
const spec = `plumbline: v1
project: demo
phase: pilot
owner: ann@example.com
data:
  flights:
    path: a.csv
    modality: table
    owner: ann@example.com
    version: {git: a.csv}
    contract: flights.odcs.yaml#flights
    derive: {late: delay >= 15}
`;
const required = columnText(['required: true']);
const kept: ContractAnswers = { rows: 3, violations: [], notComputed: [], undescribed: [] };
const broken: ContractAnswers = {
  ...kept,
  violations: [{ key: 'columns/0/conditions/0', kind: 'values', count: 1, examples: [{ row: 2 }] }],
};

const counted = {
  rows: 3,
  missing: 0,
  notFinite: 0,
  distinct: { kind: 'exact', count: 3 },
  plot: { kind: 'none', because: 'nobody looks at it' },
};

/** A runner whose checks wait until they are released, in the order in which they began. */
function createHeldRunner(answers: ContractAnswers) {
  const waiting: (() => void)[] = [];
  const asked: string[] = [];
  const values: Readonly<Record<string, unknown>> = {
    checkContract: { answers, notes: [] },
    describeTable: { columns: [], sizeBytes: 1, notes: [] },
    profileTable: {
      summary: {
        rows: 3,
        columns: [
          { ...counted, name: 'delay', type: 'BIGINT', kind: 'integer' },
          { ...counted, name: 'late', type: 'BOOLEAN', kind: 'boolean', derivation: 'delay >= 15' },
        ],
      },
      notes: [],
    },
  };
  const runner: JobRunner = {
    run: async (kind) => {
      asked.push(kind);
      if (kind === 'checkContract') await new Promise<void>((release) => waiting.push(release));
      return { kind: 'done', value: jobShapes[kind].result.parse(values[kind]) };
    },
    dispose: () => Promise.resolve(),
  };
  return { runner, asked, release: () => waiting.shift()?.() };
}

function workspaceOf(answers: ContractAnswers, sizeBytes = 10, readsLargeTables = false) {
  const memory = memoryWorkspace(
    new Map([
      [specUri, spec],
      [contractUri, required],
      ['file:///work/a.csv', 'delay\n1\n'],
    ]),
  );
  const files: WorkspaceFiles = {
    ...memory,
    resolve: async (path, fromUri) => {
      const found = await memory.resolve(path, fromUri);
      return found.kind === 'file' && path === 'a.csv' ? { ...found, sizeBytes } : found;
    },
  };
  const held = createHeldRunner(answers);
  const clock = { now: () => new Date('2026-11-02T00:00:00Z') };
  const history = unknownHistory('there is none');
  const workspace = createSpecWorkspace({
    files,
    jobs: held.runner,
    history,
    clock,
    version: '1.0.0',
    readsLargeTables,
  });
  const checks = () => held.asked.filter((kind) => kind === 'checkContract').length;
  return { workspace, ...held, checks };
}

/** Lets promises that are ready run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

async function findingsIn(workspace: ReturnType<typeof workspaceOf>['workspace']): Promise<readonly string[]> {
  const snapshot = await workspace.settledSnapshot(specUri);
  return (snapshot?.result.findings ?? []).map(({ rule }) => rule).filter((rule) => rule.startsWith('contract/'));
}

describe('a table under a contract', () => {
  it('is checked in the background, and what it violates is found at the contract', async () => {
    const { workspace, release } = workspaceOf(broken);
    await workspace.snapshot(specUri);
    await settle();
    release();
    const snapshot = await workspace.settledSnapshot(specUri);
    const found = snapshot?.result.findings.find(({ rule }) => rule === 'contract/violated');
    expect(found?.uri).toBe(contractUri);
    expect(required.slice(found?.start, found?.end)).toBe('true');
    expect(found?.message).toContain('1 of 3 rows (33 %)');
  });

  it('is not read unasked when it is large, and says how to ask', async () => {
    const { workspace, checks } = workspaceOf(kept, 1e12);
    const snapshot = await workspace.settledSnapshot(specUri);
    const gap = snapshot?.result.notChecked.find(({ rule }) => rule === 'contract/violated');
    expect(gap?.because).toContain('run Plumbline: Check Contract Against Data');
    expect(checks()).toBe(0);
  });

  it('is read whatever its size on the command line', async () => {
    const { workspace, release, checks } = workspaceOf(kept, 1e12, true);
    await workspace.snapshot(specUri);
    await settle();
    release();
    expect(await findingsIn(workspace)).toEqual([]);
    expect(checks()).toBe(1);
  });

  it('is read when a person asks, and the findings know it', async () => {
    const { workspace, release, checks } = workspaceOf(broken, 1e12);
    await workspace.settledSnapshot(specUri);
    const outcome = workspace.checkContract(specUri, 'flights');
    await settle();
    release();
    expect((await outcome).kind).toBe('done');
    expect(await findingsIn(workspace)).toContain('contract/violated');
    expect(checks()).toBe(1);
  });

  it('is asked only the newest question of a contract that is being typed', async () => {
    const { workspace, release, checks } = workspaceOf(kept);
    for (const minimum of [1, 2, 3, 4]) {
      const text = columnText(['logicalType: integer', `logicalTypeOptions: {minimum: ${minimum}}`]);
      workspace.open(contractUri, text, 'yaml');
      await workspace.snapshot(specUri);
      await settle();
    }
    release();
    await settle();
    release();
    await workspace.settledSnapshot(specUri);
    expect(checks()).toBe(2);
  });
});

describe('a contract drafted from a source', () => {
  it('describes the columns of the file, not those that the spec derives', async () => {
    const { workspace } = workspaceOf(kept);
    const outcome = await draftDataContract(workspace, specUri, 'flights');
    const text = outcome.kind === 'done' ? outcome.text : '';
    expect(text).toContain('id: demo-flights');
    expect(text).toContain('- name: delay');
    expect(text).not.toContain('- name: late');
  });

  it('cannot be drafted from a source that is not there', async () => {
    const { workspace } = workspaceOf(kept);
    expect((await draftDataContract(workspace, specUri, 'gone')).kind).toBe('failed');
  });
});
