/** Signals by which a terminal, a build or the system ends a program. */
import { constants } from 'node:os';

const endingSignals = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

/**
 * Lets the program tidy up before a signal ends it: without, the temporary files of its workers would stay.
 *
 * A second signal of the same name ends it at once.
 *
 * @param end ends the program; gets the exit code that shells give, 128 and the number of the signal
 */
export function onEndingSignal(end: (exitCode: number) => void): void {
  for (const signal of endingSignals) process.once(signal, () => end(128 + constants.signals[signal]));
}
