/** Starts, stops and restarts the language server: one thing at a time, and at most one waiting. */
import { mergeWishes, type Wish } from './wish.ts';

/** Crashes within this time count together. */
const crashWindowMs = 3 * 60 * 1000;
/** After so many crashes within the window the server stays down, and a person decides. */
const crashLimit = 4;

export type LifecycleState<Client> =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly client: Client }
  | { readonly kind: 'stopping' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly reason: FailureReason };

export type FailureReason = 'did-not-start' | 'crashed' | 'keeps-crashing';

export interface LifecyclePorts<Client> {
  /**
   * Starts a server of its own and connects to it; rejects when that fails, with nothing left running.
   * Calls `onClosed` at most once, when a connection that had been made is lost without `close`.
   */
  readonly open: (onClosed: () => void) => Promise<Client>;
  /** Ends the server of a client. A rejection is logged and otherwise taken as ended. */
  readonly close: (client: Client) => Promise<void>;
  /** Milliseconds of any steady clock. */
  readonly now: () => number;
  readonly log: { readonly info: (text: string) => void; readonly error: (text: string, error?: unknown) => void };
}

export interface Lifecycle<Client> {
  state: () => LifecycleState<Client>;
  /** Calls the listener after each change; returns what ends that. */
  onDidChange: (listener: () => void) => () => void;
  /** Resolves when this wish, or a later one that replaced it, is fulfilled or has failed; never rejects. */
  ask: (wish: Wish) => Promise<void>;
}

export function createLifecycle<Client>(ports: LifecyclePorts<Client>): Lifecycle<Client> {
  let state: LifecycleState<Client> = { kind: 'idle' };
  let waiting: { wish: Wish; readonly fulfilled: PromiseWithResolvers<undefined> } | undefined;
  let isWorking = false;
  let crashTimesMs: readonly number[] = [];
  const listeners = new Set<() => void>();

  const change = (next: LifecycleState<Client>) => {
    state = next;
    ports.log.info(`Language server: ${next.kind === 'failed' ? next.reason : next.kind}.`);
    for (const listener of [...listeners]) listener();
  };

  const onCrash = () => {
    const now = ports.now();
    crashTimesMs = [...crashTimesMs.filter((time) => now - time < crashWindowMs), now];
    if (crashTimesMs.length > crashLimit) {
      change({ kind: 'failed', reason: 'keeps-crashing' });
      return;
    }
    change({ kind: 'failed', reason: 'crashed' });
    void ask('start');
  };

  const bringDown = async () => {
    if (state.kind !== 'running') return;
    const { client } = state;
    change({ kind: 'stopping' });
    try {
      await ports.close(client);
    } catch (error) {
      ports.log.error('The language server did not end in an orderly way.', error);
    }
  };

  const bringUp = async () => {
    change({ kind: 'starting' });
    const closed = { early: false };
    let client: Client | undefined;
    try {
      const opened = await ports.open(() => {
        if (client === undefined) closed.early = true;
        else if (state.kind === 'running' && state.client === client) onCrash();
      });
      client = opened;
      change({ kind: 'running', client: opened });
      if (closed.early) onCrash();
    } catch (error) {
      ports.log.error('The language server did not start.', error);
      change({ kind: 'failed', reason: 'did-not-start' });
    }
  };

  const fulfil = async (wish: Wish) => {
    switch (wish) {
      case 'start':
        if (state.kind !== 'running') await bringUp();
        return;
      case 'stop':
        await bringDown();
        change({ kind: 'stopped' });
        return;
      case 'restart':
        await bringDown();
        await bringUp();
        return;
    }
  };

  const work = async () => {
    isWorking = true;
    while (waiting !== undefined) {
      const { wish, fulfilled } = waiting;
      waiting = undefined;
      await fulfil(wish);
      fulfilled.resolve(undefined);
    }
    isWorking = false;
  };

  const ask = (wish: Wish): Promise<void> => {
    if (waiting === undefined) waiting = { wish, fulfilled: Promise.withResolvers<undefined>() };
    else waiting.wish = mergeWishes(waiting.wish, wish);
    const { promise } = waiting.fulfilled;
    if (!isWorking) void work();
    return promise;
  };

  return {
    state: () => state,
    onDidChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    ask,
  };
}
