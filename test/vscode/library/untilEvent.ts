// Waits for the editor to reach a state, by its events: nothing is polled, and nobody sleeps.
import type { Event } from 'vscode';

/** The editor answers in well under a second; the rest is for a busy machine. */
const patienceMs = 20_000;

/**
 * Reads a state now and after each event, until it is as expected.
 *
 * @param event fires whenever the state may have changed
 * @param read gives the state
 * @param isExpected decides
 * @param expectation what is waited for, for the error, such as `a finding`
 * @param describe says what a state is, for the error
 * @returns the state that was as expected
 * @throws {Error} when the patience ends, with the last state
 */
export function untilEvent<State>(
  event: Event<unknown>,
  read: () => State,
  isExpected: (state: State) => boolean,
  expectation: string,
  describe: (state: State) => string = (state) => JSON.stringify(state),
): Promise<State> {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => {
      subscription.dispose();
      reject(new Error(`Waited ${patienceMs / 1000} s for ${expectation}; the last state was ${describe(read())}.`));
    }, patienceMs);
    const look = (): void => {
      const state = read();
      if (!isExpected(state)) return;
      clearTimeout(deadline);
      subscription.dispose();
      resolve(state);
    };
    const subscription = event(look);
    look();
  });
}
