import { describe, expect, it } from 'vitest';
import { openExample } from '../../../extension/src/commands/exampleCommand.ts';
import { runCommand } from '../../../extension/src/commands/runCommand.ts';
import { createFakeContext, type Scene } from './fakeContext.ts';

const folderUri = 'file:///home/me';
const there = `${folderUri}/flight-delays`;

async function open(scene: Scene, ...args: readonly unknown[]) {
  const fake = createFakeContext(scene);
  return { ...fake, result: await runCommand(openExample, fake.context, args) };
}

describe('opening the example', () => {
  it('ends when no folder is chosen', async () => {
    expect(await open({})).toMatchObject({ result: { kind: 'cancelled' }, executed: [] });
  });

  it('opens the copy at once in a window without a folder', async () => {
    const { result, executed, told } = await open({ folder: folderUri, isWindowEmpty: true });
    expect([result, executed, told]).toEqual([{ kind: 'done' }, [`open ${there} here`], []]);
  });

  it('asks in which window to open it when one is in use', async () => {
    const { executed, told } = await open({ folder: folderUri });
    expect(executed).toEqual([]);
    expect(told).toMatchObject([{ level: 'information', actions: ['Open Here', 'Open in New Window'] }]);
  });

  it('says that one which is there is left as it is', async () => {
    const { result, told } = await open({ example: { kind: 'there', uri: there } }, { folderUri });
    expect(result).toEqual({ kind: 'done' });
    expect(told[0]?.sentence).toContain('left as it is');
  });

  it('refuses in one sentence where something else has its name, and where no example was packed', async () => {
    const taken = await open({ example: { kind: 'taken', name: 'flight-delays' } }, { folderUri });
    const missing = await open({ example: { kind: 'missing' } }, { folderUri });
    for (const { result } of [taken, missing]) expect(result.kind).toBe('refused');
    expect(taken.told[0]?.sentence).toContain('flight-delays');
  });

  it('writes nothing before the workspace is trusted', async () => {
    const { result, executed } = await open({ isTrusted: false, folder: folderUri, isWindowEmpty: true });
    expect([result.kind, executed]).toEqual(['refused', []]);
  });
});
