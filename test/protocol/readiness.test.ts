import { afterEach, describe, expect, it } from 'vitest';
import { readinessRequest } from '../../schemas/requests.ts';
import { folderUri, specUri, startMemoryServer } from '../support/memoryServer.ts';
import type { MemoryServer } from '../support/memoryServer.ts';

const spec = 'plumbline: v1\nproject: demo\nphase: pilot\nowner: a@example.com\naffects: things\n';
const run = JSON.stringify({
  kind: 'run',
  schema: 1,
  plumbline: '0.1.0',
  startedAt: '2026-11-02T09:31:00Z',
  endedAt: '2026-11-02T09:31:20Z',
  values: {},
});

let server: MemoryServer | undefined;
afterEach(async () => {
  await server?.end();
  server = undefined;
});

async function ask(uri: string) {
  return readinessRequest.result.parse(await server?.connection.sendRequest(readinessRequest.method, { specUri: uri }));
}

describe('plumbline/readiness', () => {
  it('answers with four sections, and the place of what earned a point', async () => {
    server = await startMemoryServer({ disk: { 'plumbline.yaml': spec } });
    const answer = await ask(specUri);
    if (answer.kind !== 'done') throw new Error(answer.kind);
    const tests = answer.value.sections.flatMap((section) => section.tests);
    expect([answer.value.project, tests.length]).toEqual(['demo', 28]);
    expect(tests.find(({ id }) => id === 'model-7')?.evidence).toMatchObject({
      uri: specUri,
      range: { start: { line: 4 } },
    });
  });

  it('waits for the facts that it needs', async () => {
    server = await startMemoryServer({ disk: { 'plumbline.yaml': spec, '.plumbline/runs/a.json': run } });
    const answer = await ask(specUri);
    const tests = answer.kind === 'done' ? answer.value.sections.flatMap((section) => section.tests) : [];
    expect(tests.find(({ id }) => id === 'monitoring-5')).toMatchObject({
      state: 'earned',
      evidence: { uri: `${folderUri}/.plumbline/runs/a.json` },
    });
  });

  it('says in one sentence that a file is no spec', async () => {
    server = await startMemoryServer({ disk: { 'plumbline.yaml': spec } });
    expect(await ask(`${folderUri}/other.yaml`)).toMatchObject({
      kind: 'failed',
      sentence: 'This file is not part of a spec that can be read; open a plumbline.yaml.',
    });
  });
});
