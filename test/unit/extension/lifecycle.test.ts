import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLifecycle, type Lifecycle } from '../../../extension/src/server/lifecycle.ts';
import { mergeWishes, type Wish } from '../../../extension/src/server/wish.ts';

/** A server that starts and ends when the test says so. */
interface FakeServer {
  readonly name: number;
  crash: () => void;
}

interface Stage {
  readonly lifecycle: Lifecycle<FakeServer>;
  /** Servers that were opened and not closed, at any moment at most one. */
  readonly alive: Set<number>;
  readonly opened: () => number;
  readonly mostAlive: () => number;
  readonly logged: string[];
  advance: (milliseconds: number) => void;
  failNextOpen: () => void;
}

/** @param step awaited inside each start and end, so that a test can interleave */
function createStage(step: () => Promise<void> = () => Promise.resolve()): Stage {
  const alive = new Set<number>();
  const logged: string[] = [];
  let opened = 0;
  let mostAlive = 0;
  let now = 0;
  let mustFail = false;
  const lifecycle = createLifecycle<FakeServer>({
    open: async (onClosed) => {
      opened += 1;
      const name = opened;
      await step();
      if (mustFail) {
        mustFail = false;
        throw new Error('no server');
      }
      alive.add(name);
      mostAlive = Math.max(mostAlive, alive.size);
      return {
        name,
        crash: () => {
          alive.delete(name);
          onClosed();
        },
      };
    },
    close: async ({ name }) => {
      await step();
      alive.delete(name);
    },
    now: () => now,
    log: { info: (text) => logged.push(text), error: (text) => logged.push(text) },
  });
  return {
    lifecycle,
    alive,
    opened: () => opened,
    mostAlive: () => mostAlive,
    logged,
    advance: (milliseconds) => {
      now += milliseconds;
    },
    failNextOpen: () => {
      mustFail = true;
    },
  };
}

function crashRunning({ lifecycle }: Stage): void {
  const state = lifecycle.state();
  if (state.kind !== 'running') throw new Error(`There is nothing to crash: ${state.kind}.`);
  state.client.crash();
}

describe('mergeWishes', () => {
  it.each<[Wish, Wish, Wish]>([
    ['start', 'start', 'start'],
    ['restart', 'start', 'restart'],
    ['stop', 'start', 'restart'],
    ['start', 'restart', 'restart'],
    ['restart', 'stop', 'stop'],
  ])('makes one of %s and then %s: %s', (earlier, later, merged) => {
    expect(mergeWishes(earlier, later)).toBe(merged);
  });
});

describe('the lifecycle of the server', () => {
  it('goes from idle over starting to running', async () => {
    const { lifecycle } = createStage();
    const seen = [lifecycle.state().kind];
    lifecycle.onDidChange(() => seen.push(lifecycle.state().kind));
    await lifecycle.ask('start');
    expect(seen).toEqual(['idle', 'starting', 'running']);
  });

  it('starts no second server when one runs', async () => {
    const stage = createStage();
    await stage.lifecycle.ask('start');
    await stage.lifecycle.ask('start');
    expect(stage.opened()).toBe(1);
  });

  it('ends the old server before it starts the new one', async () => {
    const stage = createStage();
    await stage.lifecycle.ask('start');
    await stage.lifecycle.ask('restart');
    expect([...stage.alive]).toEqual([2]);
    expect(stage.mostAlive()).toBe(1);
  });

  it('keeps at most one wish waiting, however often a restart is asked for', async () => {
    const stage = createStage();
    await Promise.all(Array.from({ length: 10 }, () => stage.lifecycle.ask('restart')));
    expect(stage.opened()).toBe(2);
  });

  it('says that it failed when the server does not start, and starts at the next wish', async () => {
    const stage = createStage();
    stage.failNextOpen();
    await stage.lifecycle.ask('start');
    expect(stage.lifecycle.state()).toEqual({ kind: 'failed', reason: 'did-not-start' });
    await stage.lifecycle.ask('restart');
    expect(stage.lifecycle.state().kind).toBe('running');
  });

  it('starts the server again after a crash', async () => {
    const stage = createStage();
    await stage.lifecycle.ask('start');
    crashRunning(stage);
    expect(stage.lifecycle.state().kind).toBe('starting');
    await stage.lifecycle.ask('start');
    expect([...stage.alive]).toEqual([2]);
  });

  it('gives up after the fifth crash within three minutes', async () => {
    const stage = createStage();
    await stage.lifecycle.ask('start');
    for (let crash = 1; crash <= 4; crash += 1) {
      crashRunning(stage);
      await stage.lifecycle.ask('start');
    }
    crashRunning(stage);
    expect(stage.lifecycle.state()).toEqual({ kind: 'failed', reason: 'keeps-crashing' });
    expect(stage.alive.size).toBe(0);
  });

  it('forgives crashes that are long past', async () => {
    const stage = createStage();
    await stage.lifecycle.ask('start');
    for (let crash = 1; crash <= 12; crash += 1) {
      crashRunning(stage);
      await stage.lifecycle.ask('start');
      stage.advance(60_000);
    }
    expect(stage.lifecycle.state().kind).toBe('running');
  });

  it('takes the loss of the connection while stopping as the end that was asked for', async () => {
    const stage = createStage();
    await stage.lifecycle.ask('start');
    const state = stage.lifecycle.state();
    const stopping = stage.lifecycle.ask('stop');
    if (state.kind === 'running') state.client.crash();
    await stopping;
    expect(stage.lifecycle.state()).toEqual({ kind: 'stopped' });
    expect(stage.opened()).toBe(1);
  });

  it('tells a listener nothing after it has gone', async () => {
    const { lifecycle } = createStage();
    const seen: string[] = [];
    const end = lifecycle.onDidChange(() => seen.push(lifecycle.state().kind));
    end();
    await lifecycle.ask('start');
    expect(seen).toEqual([]);
  });

  it('never has two servers and ends as the last wish says, whatever is asked at whatever moment', async () => {
    const wish = fc.constantFrom<Wish>('start', 'stop', 'restart');
    await fc.assert(
      fc.asyncProperty(fc.array(wish, { minLength: 1, maxLength: 12 }), fc.scheduler(), async (wishes, scheduler) => {
        const stage = createStage(() => scheduler.schedule(Promise.resolve()));
        const asked: Wish[] = [];
        const answers = wishes.map(async (each) => {
          await scheduler.schedule(Promise.resolve(), each);
          asked.push(each);
          await stage.lifecycle.ask(each);
        });
        await scheduler.waitFor(Promise.all(answers));
        expect(stage.mostAlive()).toBeLessThanOrEqual(1);
        expect(stage.alive.size).toBe(stage.lifecycle.state().kind === 'running' ? 1 : 0);
        expect(stage.lifecycle.state().kind).toBe(asked.at(-1) === 'stop' ? 'stopped' : 'running');
      }),
    );
  });
});
