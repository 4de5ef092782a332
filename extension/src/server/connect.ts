/** Finds the running client, or brings it up when nobody has said that it should stay down. */
import type { LifecycleState } from './lifecycle.ts';
import type { RunningClient } from './runningClient.ts';
import type { Wish } from './wish.ts';

export interface ServerControl {
  readonly state: () => LifecycleState<RunningClient>;
  readonly ask: (wish: Wish) => Promise<void>;
}

/** @returns undefined when the server was stopped by hand, or has failed for good */
export async function connect(server: ServerControl): Promise<RunningClient | undefined> {
  const before = server.state();
  switch (before.kind) {
    case 'running':
      return before.client;
    case 'stopped':
      return undefined;
    case 'failed':
      if (before.reason !== 'crashed') return undefined;
      break;
    case 'idle':
    case 'starting':
    // Most often the first half of a restart.
    case 'stopping':
      break;
  }
  await server.ask('start');
  const after = server.state();
  return after.kind === 'running' ? after.client : undefined;
}
