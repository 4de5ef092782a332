import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { chooseRuntime, realRuntimeWorld, type RuntimeWorld } from '../../../server/src/jobs/runtime.ts';

/** A world with some programs: path → major version of the Node that it is. */
function world(programs: Readonly<Record<string, number>>, rest: Partial<RuntimeWorld> = {}): RuntimeWorld {
  return {
    searchPath: '/old:/new:/newer',
    platform: 'linux',
    current: { executable: '/editor', node: '22.1.0', electron: '37.0.0' },
    majorOf: (executable) => Promise.resolve(programs[executable]),
    ...rest,
  };
}

async function choose(of: RuntimeWorld) {
  const choice = await chooseRuntime(of);
  return choice.kind === 'runtime' ? choice.runtime.executable : choice.sentence;
}

describe('the runtime of the worker', () => {
  it('is the one of the setting', async () => {
    expect(await choose(world({ '/mine': 24, '/new/node': 24 }, { setting: '/mine' }))).toBe('/mine');
  });

  it.each([
    ['/mine', { '/mine': 18 }, /is Node 18/],
    ['/mine', {}, /not the absolute path of a Node/],
    ['node', { node: 24 }, /not the absolute path of a Node/],
  ])('is never another one than the setting names: %s', async (setting, programs, says) => {
    expect(await choose(world({ ...programs, '/new/node': 24 }, { setting }))).toMatch(says);
  });

  it('is the first fitting node on the PATH when the editor runs us', async () => {
    expect(await choose(world({ '/old/node': 20, '/new/node': 22, '/newer/node': 24 }))).toBe('/new/node');
  });

  it('is never looked for in the current folder', async () => {
    expect(await choose(world({ 'bin/node': 24, './node': 24 }, { searchPath: 'bin:.:' }))).toBe('/editor');
  });

  it('is the running one when that is a fitting plain Node', async () => {
    const current = { executable: '/this', node: '24.0.0' };
    expect(await choose(world({ '/new/node': 24 }, { current }))).toBe('/this');
  });

  it('is the running plain Node even when it is old, if there is nothing better', async () => {
    const current = { executable: '/this', node: '20.0.0' };
    expect(await choose(world({ '/new/node': 24 }, { current }))).toBe('/new/node');
    expect(await choose(world({}, { current }))).toBe('/this');
  });

  it('is the editor’s own at last, told to be plain Node', async () => {
    const choice = await chooseRuntime(world({}));
    expect(choice.kind === 'runtime' && choice.runtime).toMatchObject({
      executable: '/editor',
      environment: { ELECTRON_RUN_AS_NODE: '1' },
    });
  });

  it('is asked for its version for real', async () => {
    const { majorOf } = realRuntimeWorld(undefined);
    expect(await majorOf(process.execPath)).toBe(Number(process.versions.node.split('.')[0]));
    expect(await majorOf('/bin/sh')).toBeUndefined();
    expect(await majorOf('/nowhere')).toBeUndefined();
  });
});
